"""The operators of model files: their inputs, attributes and arrays.

Attributes have PyTorch's names and are the keyword arguments of `glasscnn.ops`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glasscnn.errors import ModelError
from glasscnn.model.limits import MAX_GROUPS, MAX_INPUTS, MAX_LENGTH

AXES = ([1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3])
"""Of a reduction: 1 are the channels, 2 the rows, 3 the columns."""

LARGEST_FLOAT = 3.4e38
"""Larger numbers are infinite in float32."""


@dataclass(frozen=True)
class OpSpec:
    """The requirements on a node of one op. A default of None means that the attribute may be absent."""

    inputs: tuple[int, int] = (1, 1)  # fewest, most
    required: tuple[str, ...] = ()  # attributes that have no default
    defaults: Mapping[str, Any] = field(default_factory=dict)
    arrays: tuple[str, ...] = ()
    optional_arrays: tuple[str, ...] = ()


_WINDOW = {"padding": [0, 0, 0, 0], "dilation": [1, 1], "ceil_mode": False}

OP_SPECS: Mapping[str, OpSpec] = {
    "conv2d": OpSpec(
        defaults={"stride": [1, 1], "padding": [0, 0, 0, 0], "dilation": [1, 1], "groups": 1},
        arrays=("weight",),
        optional_arrays=("bias",),
    ),
    "linear": OpSpec(arrays=("weight",), optional_arrays=("bias",)),
    "relu": OpSpec(defaults={"maximum": None}),
    "leaky_relu": OpSpec(defaults={"negative_slope": 0.01}),
    "prelu": OpSpec(arrays=("weight",)),
    "elu": OpSpec(defaults={"alpha": 1.0}),
    "selu": OpSpec(defaults={"alpha": 1.6732632423543772, "gamma": 1.0507009873554805}),
    "clamp": OpSpec(defaults={"minimum": None, "maximum": None}),
    "hardsigmoid": OpSpec(defaults={"alpha": 1 / 6, "beta": 0.5}),
    "hardswish": OpSpec(),
    "sigmoid": OpSpec(),
    "tanh": OpSpec(),
    "silu": OpSpec(),
    "softplus": OpSpec(defaults={"beta": 1.0}),
    "mish": OpSpec(),
    "gelu": OpSpec(defaults={"approximate": "none"}),
    "erf": OpSpec(),
    "exp": OpSpec(),
    "log": OpSpec(),
    "sqrt": OpSpec(),
    "absolute": OpSpec(),
    "negative": OpSpec(),
    "power": OpSpec(required=("exponent",)),
    "max_pool2d": OpSpec(required=("kernel_size", "stride"), defaults=_WINDOW),
    "avg_pool2d": OpSpec(required=("kernel_size", "stride"), defaults={**_WINDOW, "count_include_pad": True}),
    "global_avg_pool2d": OpSpec(),
    "global_max_pool2d": OpSpec(),
    "reduce_max": OpSpec(required=("dim",)),
    "reduce_mean": OpSpec(required=("dim",)),
    "reduce_sum": OpSpec(required=("dim",)),
    "batch_norm2d": OpSpec(defaults={"eps": 1e-5}, arrays=("running_mean", "running_var", "weight", "bias")),
    "flatten": OpSpec(),
    "add": OpSpec(inputs=(2, MAX_INPUTS)),
    "sub": OpSpec(inputs=(2, 2)),
    "mul": OpSpec(inputs=(2, 2)),
    "div": OpSpec(inputs=(2, 2)),
    "elementwise_affine": OpSpec(arrays=("weight", "bias")),
    "concat": OpSpec(inputs=(2, MAX_INPUTS)),
    "softmax": OpSpec(),
    "log_softmax": OpSpec(),
}

OPS_OF_VERSION_1 = frozenset(
    (
        *("conv2d", "linear", "relu", "leaky_relu", "sigmoid", "tanh", "softmax"),
        *("max_pool2d", "avg_pool2d", "global_avg_pool2d", "batch_norm2d", "flatten", "add", "concat"),
    )
)
"""The operators of the first version of the format."""


def check_attributes(name: str, op: str, inputs: int, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of node `name` with defaults filled in.

    Raises ModelError for a wrong number of inputs, and for a missing, unknown or invalid attribute.
    """
    spec = OP_SPECS[op]
    fewest, most = spec.inputs
    if not fewest <= inputs <= most:
        expected = str(fewest) if fewest == most else f"{fewest} to {most}"
        raise ModelError(f"node {name!r}: {op} takes {expected} inputs, found {inputs}")
    for key in attributes:
        if key not in spec.required and key not in spec.defaults:
            raise ModelError(f"node {name!r}: {op} has no attribute {key!r}")
    for key in spec.required:
        if key not in attributes:
            raise ModelError(f"node {name!r}: {op} needs the attribute {key!r}")
    complete = {**spec.defaults, **attributes}
    for key, value in complete.items():
        problem = _wrong(op, key, value)
        if problem:
            raise ModelError(f"node {name!r}: expected {key} to be {problem}, found {value!r}"[:300])
    return complete


def _wrong(op: str, key: str, value: object) -> str | None:
    """What was expected of an invalid attribute; None if it is valid."""
    match key:
        case "minimum" | "maximum" if op == "clamp":
            return None if value is None or _finite(value) else "a finite number or null"
        case "approximate":
            return None if value in ("none", "tanh") else "'none' or 'tanh'"
        case "beta" if op == "softplus":
            return None if _finite(value) and float(value) > 0 else "a number above 0"  # type: ignore[arg-type]
        case "kernel_size" | "stride" | "dilation":
            return None if _integers(value, 2, 1) else f"two integers from 1 to {MAX_LENGTH}"
        case "padding":
            return None if _integers(value, 4, 0) else f"[top, left, bottom, right], integers from 0 to {MAX_LENGTH}"
        case "dim":
            fits = value in AXES and all(type(axis) is int for axis in value)
            return None if fits else "axes from 1 to 3 in order"
        case "groups":
            return None if type(value) is int and 1 <= value <= MAX_GROUPS else f"an integer from 1 to {MAX_GROUPS:,}"
        case "ceil_mode" | "count_include_pad":
            return None if isinstance(value, bool) else "true or false"
        case "maximum":
            return None if value is None or (_finite(value) and float(value) > 0) else "a number above 0"  # type: ignore[arg-type]
        case "eps":
            return None if _finite(value) and float(value) > 0 else "a number above 0"  # type: ignore[arg-type]
        case _:
            return None if _finite(value) else "a finite number"


def _integers(value: object, count: int, smallest: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(type(number) is int and smallest <= number <= MAX_LENGTH for number in value)
    )


def _finite(value: object) -> bool:
    return type(value) in (int, float) and -LARGEST_FLOAT < value < LARGEST_FLOAT  # type: ignore[operator]
