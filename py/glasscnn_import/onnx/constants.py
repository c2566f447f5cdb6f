"""Evaluates operators on constants, such as computed shapes and transposed weights."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from glasscnn_import.errors import UnsupportedError
from glasscnn_import.limits import LARGEST_TENSOR
from glasscnn_import.onnx.proto import BFLOAT16, DTYPES

Arguments = list[np.ndarray | None]
Attributes = Mapping[str, Any]


def fold_constant(op: str, arguments: Arguments, attributes: Attributes) -> np.ndarray:
    """The result of an operator whose inputs are all constants."""
    function = FUNCTIONS.get(op)
    if function is None:
        raise UnsupportedError(f"not supported on constants; supported are {', '.join(sorted(FUNCTIONS))}")
    try:
        _check_size(op, arguments)
        result = np.asarray(function(arguments, attributes))
    except (ValueError, IndexError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise UnsupportedError(f"it cannot be applied to its inputs ({error})") from error
    return result


def _check_size(op: str, arguments: Arguments) -> None:
    """Raise UnsupportedError before a small file can create a huge tensor."""
    arrays = [array for array in arguments if array is not None]
    if op == "ConstantOfShape":
        count = math.prod(int(side) for side in arrays[0].ravel())
    elif op == "Range":
        start, limit, step = (float(array.reshape(())) for array in arrays)
        count = math.ceil((limit - start) / step) if step else LARGEST_TENSOR + 1
    elif op == "Gather":
        count = arrays[0].size * arrays[1].size
    elif op in ARITHMETIC:
        count = math.prod(np.broadcast_shapes(*(array.shape for array in arrays)))
    else:
        count = sum(array.size for array in arrays)
    if count > LARGEST_TENSOR:
        raise UnsupportedError(f"a constant of {count:,} numbers; supported are at most {LARGEST_TENSOR:,}")


def axes_of(arguments: list[Any], attributes: Attributes, position: int = 1) -> list[int] | None:
    """The axes of an operator: an attribute in older opsets, an input in newer ones; None if absent."""
    if "axes" in attributes:
        return list(attributes["axes"])
    axes = arguments[position] if len(arguments) > position else None
    return None if axes is None else [int(axis) for axis in np.asarray(axes).ravel()]


def _constant(_: Arguments, attributes: Attributes) -> np.ndarray:
    for key, kind in (("value", None), ("value_float", np.float32), ("value_int", np.int64)):
        if key in attributes:
            return np.asarray(attributes[key], kind)
    for key, kind in (("value_floats", np.float32), ("value_ints", np.int64)):
        if key in attributes:
            return np.asarray(attributes[key], kind)
    raise ValueError("no value")


def _of_shape(arguments: Arguments, attributes: Attributes) -> np.ndarray:
    fill = np.asarray(attributes.get("value", np.zeros(1, np.float32))).ravel()
    return np.full(tuple(int(side) for side in _first(arguments)), fill[0])


def _slice(arguments: Arguments, attributes: Attributes) -> np.ndarray:
    data = _first(arguments)
    if "starts" in attributes:  # until opset 9
        starts, ends = np.asarray(attributes["starts"]), np.asarray(attributes["ends"])
    else:
        starts, ends = (np.asarray(array).ravel() for array in arguments[1:3])
    axes = axes_of(list(arguments), attributes, 3) or range(len(starts))
    steps = arguments[4] if len(arguments) > 4 and arguments[4] is not None else np.ones(len(starts), np.int64)
    index = [slice(None)] * data.ndim
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        index[int(axis)] = slice(int(start), int(end), int(step))
    return data[tuple(index)]


def _reshape(arguments: Arguments, _: Attributes) -> np.ndarray:
    data, shape = _first(arguments), [int(side) for side in np.asarray(arguments[1])]
    return data.reshape([data.shape[axis] if side == 0 else side for axis, side in enumerate(shape)])


def _squeeze(arguments: Arguments, attributes: Attributes) -> np.ndarray:
    axes = axes_of(list(arguments), attributes)
    return np.squeeze(_first(arguments), None if axes is None else tuple(axes))


def _unsqueeze(arguments: Arguments, attributes: Attributes) -> np.ndarray:
    return np.expand_dims(_first(arguments), tuple(axes_of(list(arguments), attributes) or ()))


def _divide(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    divide = np.floor_divide if np.issubdtype(x.dtype, np.integer) else np.divide
    return np.asarray(divide(x, y))


def dequantised(
    x: np.ndarray, scale: np.ndarray, zero: np.ndarray | None = None, axis: int = 1, block_size: int = 0
) -> np.ndarray:
    """(x − zero) · scale as float32, with one scale for all numbers, for each index of an axis, or for each block."""
    wide = x.astype(np.float64)
    if zero is not None:
        wide = wide - _spread(zero, x, axis, block_size).astype(np.float64)
    real: np.ndarray = (wide * _spread(scale, x, axis, block_size).astype(np.float64)).astype(np.float32)
    return real


def _quantise(arguments: Arguments, attributes: Attributes) -> np.ndarray:
    """round(x / scale) + zero, limited to the whole numbers of the zero point's type."""
    x, scale, zero = _with_scale(arguments)
    axis, block_size = attributes.get("axis", 1), attributes.get("block_size", 0)
    if zero is None:
        zero = np.zeros((), DTYPES[attributes.get("output_dtype") or 2][0])
    limits = np.iinfo(zero.dtype)
    steps = np.rint(x / _spread(scale, x, axis, block_size)) + _spread(zero, x, axis, block_size)
    whole: np.ndarray = np.clip(steps, limits.min, limits.max).astype(zero.dtype)
    return whole


def _dequantise(arguments: Arguments, attributes: Attributes) -> np.ndarray:
    return dequantised(*_with_scale(arguments), attributes.get("axis", 1), attributes.get("block_size", 0))


def _with_scale(arguments: Arguments) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The numbers, their scale, and their zero point if there is one."""
    scale = arguments[1]
    if scale is None:
        raise ValueError("its scale is missing")
    return _first(arguments), scale, arguments[2] if len(arguments) > 2 else None


def _spread(array: np.ndarray, x: np.ndarray, axis: int, block_size: int) -> np.ndarray:
    """The scales or zero points of x in a shape that broadcasts to it; raises ValueError if they do not fit."""
    if array.size == 1:
        return array.reshape(())
    axis %= max(x.ndim, 1)
    side = x.shape[axis] if x.ndim else 1
    if block_size:
        blocks = -(-side // block_size)
        if array.shape != (*x.shape[:axis], blocks, *x.shape[axis + 1 :]):
            raise ValueError(f"scales or zero points of shape {array.shape} for blocks of {block_size} of {x.shape}")
        return np.repeat(array, min(block_size, side), axis)[tuple(map(slice, x.shape))]
    if array.size != side:
        raise ValueError(f"scales or zero points of shape {array.shape} for axis {axis} of {x.shape}")
    return array.reshape(-1, *[1] * (x.ndim - axis - 1))


def _cast(arguments: Arguments, attributes: Attributes) -> np.ndarray:
    if attributes["to"] == BFLOAT16:
        bits = _first(arguments).astype(np.float32).view(np.uint32)
        rounded = bits + 0x7FFF + ((bits >> 16) & 1)  # to the nearest, ties to even
        return (rounded & 0xFFFF0000).astype(np.uint32).view(np.float32)
    return _first(arguments).astype(DTYPES[attributes["to"]][0])


def _first(arguments: Arguments) -> np.ndarray:
    data = arguments[0]
    if data is None:
        raise ValueError("its first input is missing")
    return data


ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "Add": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Div": _divide,
    "Max": np.maximum,
    "Min": np.minimum,
    "Pow": np.power,
}

FUNCTIONS: Mapping[str, Callable[[Arguments, Attributes], Any]] = {
    "Constant": _constant,
    "ConstantOfShape": _of_shape,
    "Identity": lambda arguments, _: _first(arguments),
    "Dropout": lambda arguments, _: _first(arguments),
    "Cast": _cast,
    "QuantizeLinear": _quantise,
    "DequantizeLinear": _dequantise,
    "CastLike": lambda arguments, _: _first(arguments).astype(np.asarray(arguments[1]).dtype),
    "Size": lambda arguments, _: np.array(_first(arguments).size, np.int64),
    "Exp": lambda arguments, _: np.exp(_first(arguments)),
    "Log": lambda arguments, _: np.log(_first(arguments)),
    "Reciprocal": lambda arguments, _: 1 / _first(arguments),
    "Shape": lambda arguments, _: np.array(_first(arguments).shape, np.int64),
    "Gather": lambda arguments, attributes: np.take(
        _first(arguments), np.asarray(arguments[1]), axis=attributes.get("axis", 0)
    ),
    "Concat": lambda arguments, attributes: np.concatenate([np.asarray(x) for x in arguments], attributes["axis"]),
    "Slice": _slice,
    "Range": lambda arguments, _: np.arange(*(np.asarray(array).reshape(()) for array in arguments)),  # type: ignore[call-overload]
    "Reshape": _reshape,
    "Flatten": lambda arguments, _: _first(arguments).reshape(len(_first(arguments)), -1),
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Transpose": lambda arguments, attributes: np.transpose(_first(arguments), attributes.get("perm")),
    "Sqrt": lambda arguments, _: np.sqrt(_first(arguments)),
    "Neg": lambda arguments, _: -_first(arguments),
    **{
        name: (lambda arguments, _, function=function: function(_first(arguments), arguments[1]))  # type: ignore[misc]
        for name, function in ARITHMETIC.items()
    },
}
