"""Parts of lines of NumPy: stages and weights, indices and slices."""

import json
from collections.abc import Sequence

from glasscnn.engine import Node
from glasscnn.explain.forward_pass import Place


def stage(name: str) -> str:
    """A stage of the result."""
    return f"result.stages[{quoted(name)}]"


def weight(node: Node, key: str) -> str:
    """An array of a node."""
    return f"model.weights[{quoted(f'{node.name}.{key}')}]"


def quoted(text: str) -> str:
    """A Python string literal, in one line of printable characters."""
    return json.dumps(text, ensure_ascii=False) if text.isprintable() else repr(text)


def factor(expression: str) -> str:
    """The expression, in parentheses if a suffix would bind to its last operand only."""
    return f"({expression})" if " / " in expression else expression


def index(place: Place, axes: int) -> str:
    """The index of a cell in maps (3 axes) or in a vector (1)."""
    return ", ".join(map(str, place)) if axes == 3 else str(place.channel)


def span(cells: list[int]) -> str:
    """Equally spaced rows or columns as a slice, which may go backwards."""
    step = cells[1] - cells[0] if len(cells) > 1 else 1
    if step < 0:
        return f"{cells[0]}:{cells[-1] - 1 if cells[-1] else ''}:{step}"
    return f"{cells[0]}:{cells[-1] + 1}" + (f":{step}" if step > 1 else "")


def per_channel(values: Sequence[float]) -> str:
    """One number, or one for each channel in a shape that fits maps."""
    return repr(values[0]) if len(values) == 1 else f"np.float32({list(values)})[:, None, None]"
