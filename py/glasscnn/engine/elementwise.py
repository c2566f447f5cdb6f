"""Element-wise functions computed in place: each writes f(x) to `out`, and may use `spare`, two arrays of x's shape.

Formulas are those of `glasscnn.ops`, in an order that needs no memory of its own.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np

from glasscnn.engine.dirty_regions import Array
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import ElementwiseKernel, OpKernel, view_of
from glasscnn.ops.smooth_activations import ERF_DENOMINATOR, ERF_NUMERATOR

BLOCK = 65_536
"""Maps are computed together up to this many numbers, so that spare memory stays small and in the processor's cache."""


def elementwise_kernel(node: Node, x: Array, out: Array) -> OpKernel:
    """The kernel of an op in `FUNCTIONS`."""
    function, attributes = FUNCTIONS[node.op], node.attributes
    spare = np.zeros(2 * min(out.size, max(BLOCK, out[0].size)), np.float32)

    def compute(parts: list[Array], part: Array) -> None:
        maps = max(1, BLOCK // part[0].size)
        for first in range(0, len(part), maps):
            block = part[first : first + maps]
            function(parts[0][first : first + maps], block, view_of(spare, (2, *block.shape)), **attributes)

    return ElementwiseKernel([x], out, compute)


def sigmoid(x: Array, out: Array, spare: Array) -> None:
    """e^min(x, 0) / (1 + e^−|x|)."""
    np.minimum(x, 0, out=out)
    np.exp(out, out=out)
    np.abs(x, out=spare[0])
    np.negative(spare[0], out=spare[0])
    np.exp(spare[0], out=spare[0])
    np.add(spare[0], 1, out=spare[0])
    np.divide(out, spare[0], out=out)


def silu(x: Array, out: Array, spare: Array) -> None:
    """x · sigmoid(x)."""
    sigmoid(x, out, spare)
    np.multiply(out, x, out=out)


def softplus(x: Array, out: Array, spare: Array, beta: float) -> None:
    """max(x, 0) + log(1 + e^−|beta·x|) / beta."""
    np.multiply(x, beta, out=out)
    np.abs(out, out=out)
    np.negative(out, out=out)
    np.exp(out, out=out)
    np.log1p(out, out=out)
    np.divide(out, beta, out=out)
    np.maximum(x, 0, out=spare[0])
    np.add(out, spare[0], out=out)


def mish(x: Array, out: Array, spare: Array) -> None:
    """x · tanh(softplus(x))."""
    softplus(x, out, spare, 1.0)
    np.tanh(out, out=out)
    np.multiply(out, x, out=out)


def gelu(x: Array, out: Array, spare: Array, approximate: str) -> None:
    """½ · x · (1 + erf(x / √2)), or with tanh(√(2/π) · (x + 0.044715 · x³))."""
    if approximate == "tanh":
        np.multiply(x, x, out=out)
        np.multiply(out, 0.044715, out=out)
        np.add(out, 1, out=out)
        np.multiply(out, x, out=out)
        np.multiply(out, math.sqrt(2 / math.pi), out=out)
        np.tanh(out, out=out)
    else:
        np.multiply(x, math.sqrt(0.5), out=out)
        erf(out, out, spare)
    np.add(out, 1, out=out)
    np.multiply(out, x, out=out)
    np.multiply(out, 0.5, out=out)


def erf(x: Array, out: Array, spare: Array) -> None:
    """x · P(x²) / Q(x²) on −4 … 4; `out` may be x."""
    limited, square = spare
    np.clip(x, -4, 4, out=limited)
    np.multiply(limited, limited, out=square)
    polynomial(ERF_NUMERATOR, square, out)
    np.multiply(out, limited, out=out)
    polynomial(ERF_DENOMINATOR, square, limited)
    np.divide(out, limited, out=out)


def polynomial(coefficients: tuple[float, ...], x: Array, out: Array) -> None:
    """Horner's scheme."""
    out.fill(coefficients[0])
    for coefficient in coefficients[1:]:
        np.multiply(out, x, out=out)
        np.add(out, coefficient, out=out)


def elu(x: Array, out: Array, spare: Array, alpha: float) -> None:
    """max(x, 0) + alpha · (e^min(x, 0) − 1): one of the summands is 0."""
    np.minimum(x, 0, out=out)
    np.expm1(out, out=out)
    np.multiply(out, alpha, out=out)
    np.maximum(x, 0, out=spare[0])
    np.add(out, spare[0], out=out)


def selu(x: Array, out: Array, spare: Array, alpha: float, gamma: float) -> None:
    """gamma · elu(x, alpha)."""
    elu(x, out, spare, alpha)
    np.multiply(out, gamma, out=out)


def clamp(x: Array, out: Array, _: Array, minimum: float | None, maximum: float | None) -> None:
    """min(max(x, minimum), maximum)."""
    np.maximum(x, -math.inf if minimum is None else minimum, out=out)
    np.minimum(out, math.inf if maximum is None else maximum, out=out)


def hardsigmoid(x: Array, out: Array, _: Array, alpha: float, beta: float) -> None:
    """min(max(alpha · x + beta, 0), 1)."""
    np.multiply(x, alpha, out=out)
    np.add(out, beta, out=out)
    np.clip(out, 0, 1, out=out)


def hardswish(x: Array, out: Array, _: Array) -> None:
    """x · min(max(x + 3, 0), 6) / 6."""
    np.add(x, 3, out=out)
    np.clip(out, 0, 6, out=out)
    np.multiply(out, x, out=out)
    np.divide(out, 6, out=out)


def power(x: Array, out: Array, _: Array, exponent: float) -> None:
    """x^exponent."""
    np.power(x, np.float32(exponent), out=out)


def of_numpy(function: np.ufunc) -> Callable[..., object]:
    """One of NumPy's own functions; it needs no spare memory."""
    return lambda x, out, _: function(x, out=out)


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "absolute": of_numpy(np.absolute),
    "clamp": clamp,
    "elu": elu,
    "erf": erf,
    "exp": of_numpy(np.exp),
    "gelu": gelu,
    "hardsigmoid": hardsigmoid,
    "hardswish": hardswish,
    "log": of_numpy(np.log),
    "mish": mish,
    "negative": of_numpy(np.negative),
    "power": power,
    "selu": selu,
    "sigmoid": sigmoid,
    "silu": silu,
    "softplus": softplus,
    "sqrt": of_numpy(np.sqrt),
    "tanh": of_numpy(np.tanh),
}
"""Called as function(x, out, spare, **attributes)."""
