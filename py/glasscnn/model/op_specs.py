"""The operators of model files: their inputs, attributes and arrays.

Attributes have PyTorch's names and are the keyword arguments of `glasscnn.ops`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glasscnn.errors import ModelError
from glasscnn.model.limits import MAX_GROUPS, MAX_INPUTS, MAX_LENGTH

LARGEST_PART = 50_000_000
"""Of the start, step or size of a part of an axis."""

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
    "local_response_norm": OpSpec(required=("size",), defaults={"alpha": 1e-4, "beta": 0.75, "k": 1.0}),
    "global_avg_pool2d": OpSpec(),
    "global_max_pool2d": OpSpec(),
    "reduce_max": OpSpec(required=("dim",)),
    "reduce_min": OpSpec(required=("dim",)),
    "reduce_mean": OpSpec(required=("dim",)),
    "reduce_sum": OpSpec(required=("dim",)),
    "batch_norm2d": OpSpec(defaults={"eps": 1e-5}, arrays=("running_mean", "running_var", "weight", "bias")),
    "layer_norm": OpSpec(required=("dim",), defaults={"eps": 1e-5}, optional_arrays=("weight", "bias")),
    "rms_norm": OpSpec(required=("dim",), defaults={"eps": 1e-5}, optional_arrays=("weight", "bias")),
    "group_norm": OpSpec(required=("num_groups",), defaults={"eps": 1e-5}, optional_arrays=("weight", "bias")),
    "flatten": OpSpec(),
    "add": OpSpec(inputs=(2, MAX_INPUTS)),
    "sub": OpSpec(inputs=(2, 2)),
    "mul": OpSpec(inputs=(2, 2)),
    "div": OpSpec(inputs=(2, 2)),
    "elementwise_affine": OpSpec(arrays=("weight", "bias")),
    "concat": OpSpec(inputs=(2, MAX_INPUTS), defaults={"dim": 1}),
    "conv_transpose2d": OpSpec(
        defaults={"stride": [1, 1], "padding": [0, 0, 0, 0], "output_padding": [0, 0], "groups": 1, "dilation": [1, 1]},
        arrays=("weight",),
        optional_arrays=("bias",),
    ),
    "pad2d": OpSpec(required=("padding",), defaults={"mode": "constant", "value": 0.0}),
    "strided_slice": OpSpec(required=("start", "step", "size")),
    "resize2d": OpSpec(
        required=("size", "start", "step"),
        defaults={
            "mode": "nearest",
            "rounding": "floor",
            "coefficient": -0.75,
            "antialias": False,
            "exclude_outside": False,
        },
    ),
    "depth_to_space": OpSpec(required=("block_size",), defaults={"mode": "DCR"}),
    "space_to_depth": OpSpec(required=("block_size",), defaults={"mode": "DCR"}),
    "elementwise_max": OpSpec(inputs=(2, MAX_INPUTS)),
    "elementwise_min": OpSpec(inputs=(2, MAX_INPUTS)),
    "elementwise_power": OpSpec(arrays=("exponent",)),
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

ATTRIBUTES_OF_VERSION_2 = {("concat", "dim"): 1}
"""Attributes that version 1 lacks: (op, attribute), and the value that its files mean."""

MODES: Mapping[str, tuple[str, ...]] = {
    "pad2d": ("constant", "reflect", "replicate", "circular"),
    "resize2d": ("nearest", "bilinear", "bicubic"),
    "depth_to_space": ("DCR", "CRD"),
    "space_to_depth": ("DCR", "CRD"),
}


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
        case "mode":
            return None if value in MODES[op] else f"one of {', '.join(MODES[op])}"
        case "rounding":
            return None if value in ("floor", "ceil") else "'floor' or 'ceil'"
        case "start" | "step" if op == "resize2d":
            return None if _is_position(value, smallest=0 if key == "step" else -MAX_LENGTH) else "two finite numbers"
        case "start" | "step" | "size" if op != "local_response_norm":
            return _wrong_part(op, key, value)
        case "block_size" | "size":
            return None if type(value) is int and 1 <= value <= MAX_LENGTH else f"an integer from 1 to {MAX_LENGTH}"
        case "dim" if op == "concat":
            return None if type(value) is int and 1 <= value <= 3 else "an axis from 1 to 3"
        case "output_padding":
            return None if _integers(value, 2, 0) else f"two integers from 0 to {MAX_LENGTH}"
        case "kernel_size" | "stride" | "dilation":
            return None if _integers(value, 2, 1) else f"two integers from 1 to {MAX_LENGTH}"
        case "padding":
            return None if _integers(value, 4, 0) else f"[top, left, bottom, right], integers from 0 to {MAX_LENGTH}"
        case "dim":
            fits = value in AXES and all(type(axis) is int for axis in value)
            return None if fits else "axes from 1 to 3 in order"
        case "groups" | "num_groups":
            return None if type(value) is int and 1 <= value <= MAX_GROUPS else f"an integer from 1 to {MAX_GROUPS:,}"
        case "ceil_mode" | "count_include_pad" | "antialias" | "exclude_outside":
            return None if isinstance(value, bool) else "true or false"
        case "maximum":
            return None if value is None or (_finite(value) and float(value) > 0) else "a number above 0"  # type: ignore[arg-type]
        case "eps":
            return None if _finite(value) and float(value) > 0 else "a number above 0"  # type: ignore[arg-type]
        case _:
            return None if _finite(value) else "a finite number"


def _wrong_part(op: str, key: str, value: object) -> str | None:
    """What was expected of `start`, `step` or `size`, of the parts of axes or of the size of maps."""
    if op == "resize2d":
        return None if _integers(value, 2, 1) else f"two integers from 1 to {MAX_LENGTH}"
    is_list = isinstance(value, list) and len(value) in (1, 3) and all(type(number) is int for number in value)
    smallest = {"start": 0, "step": -LARGEST_PART, "size": 1}[key]
    if is_list and all(smallest <= number <= LARGEST_PART and (key != "step" or number) for number in value):  # type: ignore[attr-defined]
        return None
    return f"one integer or three from {smallest} to {LARGEST_PART}" + (" other than 0" if key == "step" else "")


def _is_position(value: object, smallest: float) -> bool:
    """Whether a value is a row and a column, or the steps between them."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(_finite(number) and smallest <= number <= MAX_LENGTH for number in value)
    )


def _integers(value: object, count: int, smallest: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(type(number) is int and smallest <= number <= MAX_LENGTH for number in value)
    )


def _finite(value: object) -> bool:
    return type(value) in (int, float) and -LARGEST_FLOAT < value < LARGEST_FLOAT  # type: ignore[operator]
