"""Element-wise functions as a line of NumPy around the line of their input, {x}, with the attributes of their node.

Where a function needs its input twice, the line names it v.
"""

from collections.abc import Mapping

from glasscnn.engine import Node

LINES: Mapping[str, str] = {
    "absolute": "abs({x})",
    "clamp": "np.clip({x}, {minimum!r}, {maximum!r})",
    "elu": "v if (v := {x}) > 0 else {alpha!r} * np.expm1(v)",
    "erf": "math.erf({x})",
    "exp": "np.exp({x})",
    "gelu": "(v := {x}) / 2 * (1 + math.erf(v / np.sqrt(2)))",
    "hardsigmoid": "np.clip({alpha!r} * ({x}) + {beta!r}, 0, 1)",
    "hardswish": "(v := {x}) * np.clip(v + 3, 0, 6) / 6",
    "leaky_relu": "v if (v := {x}) > 0 else {negative_slope!r} * v",
    "log": "np.log({x})",
    "mish": "(v := {x}) * np.tanh(np.logaddexp(0, v))",
    "negative": "-({x})",
    "power": "np.power({x}, {exponent!r})",
    "selu": "{gamma!r} * (v if (v := {x}) > 0 else {alpha!r} * np.expm1(v))",
    "sigmoid": "1 / (1 + np.exp(-({x})))",
    "silu": "(v := {x}) / (1 + np.exp(-v))",
    "softplus": "np.logaddexp(0, {beta!r} * ({x})) / {beta!r}",
    "sqrt": "np.sqrt({x})",
    "tanh": "np.tanh({x})",
}
GELU_WITH_TANH = "(v := {x}) / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (v + 0.044715 * v**3)))"


def line_of(node: Node, inner: str) -> str:
    """The line of a node of an op in `LINES`; lines with math.erf need `import math`."""
    line = GELU_WITH_TANH if node.attributes.get("approximate") == "tanh" else LINES[node.op]
    return line.format(x=inner, **node.attributes)
