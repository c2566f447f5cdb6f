"""Writes cells as a script or a Jupyter notebook (nbformat 4.5)."""

import json
import textwrap
from collections.abc import Sequence

from glasscnn.codegen.notebook_cells import Cell
from glasscnn.names import markdown, one_line

CODING = "# -*- coding: utf-8 -*-"
"""The first line of a script. Without it, a comment in the first two lines could declare another encoding (PEP 263), in
which a comment could decode to code.
"""


def script(cells: Sequence[Cell]) -> bytes:
    """A `.py` file with the headings and texts as comments."""
    texts = [prose(number, one_line(cell.heading), cell.text) for number, cell in enumerate(cells)]
    comments = [textwrap.indent(text, "# ", lambda _: True) for text in texts]
    parts = [f"{comment}\n\n{cell.code}\n" for comment, cell in zip(comments, cells, strict=True)]
    return (CODING + "\n" + "\n\n".join(parts)).encode()


def notebook(cells: Sequence[Cell]) -> bytes:
    """A `.ipynb` file without outputs."""
    entries: list[dict[str, object]] = []
    for number, cell in enumerate(cells):
        text = prose(number, markdown(cell.heading), cell.text)
        entries.append({"cell_type": "markdown", "id": f"text-{number}", "metadata": {}, "source": lines(text)})
        code = {"cell_type": "code", "id": f"code-{number}", "metadata": {}, "source": lines(cell.code)}
        entries.append(code | {"execution_count": None, "outputs": []})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": entries, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def prose(number: int, heading: str, text: str) -> str:
    """The heading and text of a cell; the first cell has a larger heading."""
    title = f"{'##' if number else '#'} {heading}"
    return f"{title}\n\n{text}" if text else title


def lines(text: str) -> list[str]:
    """A text as notebooks store it: one string for each line, including its end."""
    return text.splitlines(keepends=True)
