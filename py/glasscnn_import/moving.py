"""Layers that move or resample cells: parts of axes, padding, transposed convolution, resizing, blocks of cells."""

from collections.abc import Mapping, Sequence

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Array, Value, size
from glasscnn_import.errors import UnsupportedError

PAD_MODES = {"reflect": "reflect", "edge": "replicate", "wrap": "circular"}
"""ONNX's names of the modes other than a constant, and ours, which are PyTorch's."""


def part_of(builder: Builder, x: Value, ranges: Sequence[range]) -> Value:
    """The numbers at these indices, one range for each of the framework's axes but the batch."""
    if any(len(indices) == 0 for indices in ranges):
        raise UnsupportedError(f"a part of {x.shape} without any number")
    if all(indices == range(side) for indices, side in zip(ranges, x.shape, strict=True)):
        return builder.identity(x)
    order = axes_in_order(builder, x)
    ours = builder.draft.shape_of(x.layer)
    if order is None:
        if max(x.shape, default=1) != size(x.shape):
            raise UnsupportedError(f"a part of {x.shape} made from {ours}, which is reshaped")
        axis = x.shape.index(size(x.shape))  # all others have length 1
        flat = part_of(builder, x.reshaped((size(x.shape),)), [ranges[axis]])
        return flat.reshaped(tuple(len(indices) for indices in ranges))
    wanted = [ranges[axis] for axis in order] + [range(1)] * (len(ours) - len(order))
    attributes = {
        "start": [indices.start for indices in wanted],
        "step": [indices.step for indices in wanted],
        "size": [len(indices) for indices in wanted],
    }
    result = builder.add("strided_slice", [x.layer], attributes)
    return in_order_of(result.reshaped(result.shape[: len(order)]), order)


def axes_in_order(builder: Builder, x: Value) -> list[int] | None:
    """The framework's axes in our order; None if x is no permutation of our axes. Ours may have more, of length 1."""
    ours = builder.draft.shape_of(x.layer)
    if x.order is None and (*x.shape, *[1] * (len(ours) - len(x.shape))) == ours:
        return list(range(len(x.shape)))
    if len(x.shape) != 3:
        return None
    try:
        return builder.channels_first(x)
    except UnsupportedError:
        return None


def in_order_of(result: Value, order: list[int]) -> Value:
    """A result in our order with the framework's axes where they were."""
    return result.transposed([order.index(axis) for axis in range(len(order))])


def pad(builder: Builder, x: Value, before: Sequence[int], after: Sequence[int], mode: str, value: float) -> Value:
    """Padding of the framework's axes but the batch; `mode` is one of ours. Numbers below 0 cut off cells, first."""
    whole = [
        range(max(-first, 0), side - max(-last, 0)) for side, first, last in zip(x.shape, before, after, strict=True)
    ]
    x = part_of(builder, x, whole)
    before, after = ([max(number, 0) for number in numbers] for numbers in (before, after))
    if not any((*before, *after)):
        return x
    order = builder.channels_first(x) if len(x.shape) == 3 else []
    if not order:
        raise UnsupportedError(f"padding of {x.shape}; supported are maps (C, H, W)")
    first, last = ([sides[axis] for axis in order] for sides in (before, after))
    maps, around = x.transposed(order), [*first[1:], *last[1:]]
    if mode == "constant":
        return in_order_of(builder.pad(maps, around, value, (first[0], last[0])), order)
    if first[0] or last[0]:
        raise UnsupportedError(f"padding of mode {mode!r} along the channels; supported are H and W")
    return in_order_of(builder.add("pad2d", [builder.maps(maps)], {"padding": around, "mode": mode}), order)


def conv_transpose(builder: Builder, x: Value, weight: Array, bias: Array | None, **attributes: object) -> Value:
    """A transposed convolution with weight (C, O/groups, kH, kW)."""
    if weight.ndim != 4 or len(x.shape) != 3:
        raise UnsupportedError(
            f"a transposed convolution with weight {weight.shape} on {x.shape}; only those over maps (C, H, W) are"
            " supported"
        )
    arrays = {"weight": weight} if bias is None else {"weight": weight, "bias": bias.reshape(-1)}
    return builder.add("conv_transpose2d", [builder.maps(x)], attributes, arrays)


def resize(
    builder: Builder,
    x: Value,
    wanted: Sequence[int],
    start: Sequence[float],
    step: Sequence[float],
    **attributes: object,
) -> Value:
    """Maps resized to the height and width `wanted`: see `glasscnn.ops.resize2d`."""
    order = builder.channels_first(x)
    maps = x.transposed(order)
    places = {
        "start": [round(float(number), 9) for number in start],
        "step": [round(float(number), 9) for number in step],
    }
    if list(maps.shape[1:]) == list(wanted) and places == {"start": [0.0, 0.0], "step": [1.0, 1.0]}:
        return builder.identity(x)
    layer = builder.add("resize2d", [builder.maps(maps)], {"size": list(wanted), **places, **attributes})
    return in_order_of(layer, order)


def blocks(builder: Builder, op: str, x: Value, block_size: int, mode: str) -> Value:
    """depth_to_space or space_to_depth."""
    return builder.add(op, [builder.maps(x)], {"block_size": block_size, "mode": mode})


BLOCK_TRANSPOSES: Mapping[tuple[int, ...], tuple[str, str]] = {
    (1, 3, 5, 2, 4): ("space_to_depth", "CRD"),
    (3, 5, 1, 2, 4): ("space_to_depth", "DCR"),
    (1, 4, 2, 5, 3): ("depth_to_space", "CRD"),
    (3, 4, 1, 5, 2): ("depth_to_space", "DCR"),
}
"""The orders of axes, without the batch, with which exporters write these between two reshapes."""


def blocks_of_transpose(builder: Builder, x: Value, axes: Sequence[int]) -> Value | None:
    """The layer for a transpose of maps whose sides, or whose channels, are split into blocks; None for others.

    `axes` are the framework's, where 0 is the batch.
    """
    op, mode = BLOCK_TRANSPOSES.get(tuple(axes), ("", ""))
    ours = builder.draft.shape_of(x.layer)
    if not op or x.order is not None or len(ours) != 3:
        return None
    if op == "space_to_depth":
        channels, height, b, width, other = x.shape
        is_split = (channels, height * b, width * other) == ours
    else:
        (b, other), height, width = (x.shape[1:3] if mode == "CRD" else x.shape[:2]), *x.shape[3:]
        is_split = (size(x.shape[:3]), height, width) == ours
    if not is_split or b != other:
        return None
    shape = tuple(x.shape[axis - 1] for axis in axes)
    return blocks(builder, op, x.reshaped(ours), b, mode).reshaped(shape)


def concat_along(builder: Builder, values: Sequence[Value], axis: int) -> Value:
    """The values one after the other along one of the framework's axes, of which 0 is the first but the batch."""
    orders = [axes_in_order(builder, x) for x in values]
    order = orders[0]
    if order is None or any(other != order for other in orders):
        raise UnsupportedError(f"a concatenation of {' and '.join(str(x.shape) for x in values)} along axis {axis + 1}")
    result = builder.add("concat", [x.layer for x in values], {"dim": order.index(axis) + 1})
    return in_order_of(result.reshaped(result.shape[: len(order)]), order)


def positions(
    coordinates: str, size: int, count: int, scale: float, region: tuple[float, float] = (0.0, 1.0)
) -> tuple[float, float]:
    """Along one axis, (start, step) of the positions of `count` cells on `size` cells, `scale` times as many.

    `coordinates` is ONNX's coordinate_transformation_mode; `region` is what is left by one that crops.
    """
    match coordinates:
        case "half_pixel" | "pytorch_half_pixel" | "half_pixel_symmetric":
            if coordinates == "pytorch_half_pixel" and count == 1:
                return 0.0, 0.0
            start = 0.5 / scale - 0.5
            if coordinates == "half_pixel_symmetric":
                start += size / 2 * (1 - count / (scale * size))
            return start, 1 / scale
        case "align_corners":
            return 0.0, (size - 1) / (scale * size - 1) if count > 1 else 0.0
        case "asymmetric":
            return 0.0, 1 / scale
        case "tf_half_pixel_for_nn":
            return 0.5 / scale, 1 / scale
        case "tf_crop_and_resize":
            first, last = (edge * (size - 1) for edge in region)
            if min(first, last) < -1e-6 or max(first, last) > size - 1 + 1e-6:
                raise UnsupportedError(f"tf_crop_and_resize with a region of {list(region)}, which is beyond the maps")
            return (first, (last - first) / (count - 1)) if count > 1 else ((first + last) / 2, 0.0)
        case _:
            raise UnsupportedError(f"unknown coordinate_transformation_mode {coordinates!r}")


def rounded(nearest_mode: str, start: Sequence[float]) -> tuple[list[float], str]:
    """(start, rounding) for one of ONNX's four ways of rounding to the nearest cell."""
    shifts = {"floor": (0.0, "floor"), "ceil": (0.0, "ceil")}
    shifts |= {"round_prefer_floor": (-0.5, "ceil"), "round_prefer_ceil": (0.5, "floor")}
    if nearest_mode not in shifts:
        raise UnsupportedError(f"unknown nearest_mode {nearest_mode!r}; expected {', '.join(shifts)}")
    shift, rounding = shifts[nearest_mode]
    return [number + shift for number in start], rounding


def no_batch(axis: int, kind: str) -> None:
    """Raise UnsupportedError if an axis is that of the batch."""
    if axis == 0:
        raise UnsupportedError(f"{kind} along the batch, axis 0; expected one within an image")


def as_array(numbers: np.ndarray | None) -> list[int]:
    """Whole numbers of a constant as a list; [] if there is none."""
    return [] if numbers is None else [int(number) for number in numbers.ravel()]
