"""Chooses the output of a graph that has several, such as one with feature maps for a visualisation."""

import math
from typing import TYPE_CHECKING

from glasscnn_import.errors import ConversionError

if TYPE_CHECKING:
    from onnx import GraphProto, ValueInfoProto

DIGITS = 10


def choose_output(graph: "GraphProto", wanted: str | None = None) -> str:
    """The name of the output with the answer: the first one with ten numbers, else the first vector, else the first.

    Raises ConversionError if `wanted` is no output.
    """
    names = [output.name for output in graph.output]
    if wanted is not None:
        if wanted not in names:
            raise ConversionError(f"there is no output {wanted!r}; there are {', '.join(map(repr, names))}")
        return wanted
    return min(graph.output, key=_unlikeliness).name if names else ""


def _unlikeliness(output: "ValueInfoProto") -> tuple[bool, bool]:
    """Smaller for what is rather the answer; (N, K) and K only if the file states them."""
    sides = [dim.dim_value for dim in output.type.tensor_type.shape.dim]
    return math.prod(sides[1:]) != DIGITS, len(sides) > 2
