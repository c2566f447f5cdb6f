"""The cells as a script and as a Jupyter notebook (nbformat 4.5)."""

import json
import textwrap
from collections.abc import Sequence

from glasscnn.take.cells import Cell


def script(cells: Sequence[Cell]) -> bytes:
    """A `.py`: the words are comments."""
    parts = [f"{textwrap.indent(cell.text, '# ', lambda _: True)}\n\n{cell.code}\n" for cell in cells]
    return "\n\n".join(parts).encode()


def notebook(cells: Sequence[Cell]) -> bytes:
    """A `.ipynb` that has not run yet."""
    entries: list[dict[str, object]] = []
    for number, cell in enumerate(cells):
        entries.append({"cell_type": "markdown", "id": f"text-{number}", "metadata": {}, "source": lines(cell.text)})
        code = {"cell_type": "code", "id": f"code-{number}", "metadata": {}, "source": lines(cell.code)}
        entries.append(code | {"execution_count": None, "outputs": []})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": entries, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def lines(text: str) -> list[str]:
    """A text as notebooks keep it: one string for each line, with its end."""
    return text.splitlines(keepends=True)
