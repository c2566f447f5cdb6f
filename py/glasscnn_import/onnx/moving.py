"""ONNX's operators that move or resample cells."""

import math

import numpy as np

from glasscnn_import import moving
from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.moving import as_array, no_batch
from glasscnn_import.onnx.constants import axes_of
from glasscnn_import.onnx.node import OnnxNode


def pad(node: OnnxNode, builder: Builder) -> Value:
    """Pad channels, H and W: with a constant, or H and W with cells of the maps."""
    mode = node.attributes.get("mode", "constant")
    if mode != "constant" and mode not in moving.PAD_MODES:
        raise UnsupportedError(f"padding of mode {mode!r}; supported are constant, {', '.join(moving.PAD_MODES)}")
    pads = node.constant_or_attribute(1, "pads", "pads")
    fill = node.constant_or_attribute(2, "constant_value", "value")
    if pads is None:
        raise UnsupportedError("its pads are missing")
    rank, numbers = len(node.x.shape) + 1, as_array(pads)
    axes = axes_of(node.inputs, node.attributes, 3) or list(range(rank))
    if len(numbers) != 2 * len(axes):
        raise UnsupportedError(f"pads {numbers} for the axes {axes}; expected two for each")
    before, after = [0] * rank, [0] * rank
    for position, axis in enumerate(axes):
        before[axis], after[axis] = numbers[position], numbers[position + len(axes)]
    if before[0] or after[0]:
        raise UnsupportedError(f"pads {numbers}, of which some add images to the batch; expected 0 for its axis")
    value = 0.0 if fill is None or fill.size == 0 else float(fill.reshape(-1)[0])
    return moving.pad(builder, node.x, before[1:], after[1:], moving.PAD_MODES.get(mode, mode), value)


def strided_slice(node: OnnxNode, builder: Builder) -> Value:
    """Slice: parts of any axes but the batch, in steps of either sign."""
    sides = [node.batch, *node.x.shape]
    starts, ends = (
        as_array(node.constant_or_attribute(position, name, name)) for position, name in ((1, "starts"), (2, "ends"))
    )
    axes = axes_of(node.inputs, node.attributes, 3) or list(range(len(starts)))
    steps = as_array(node.constant(4, "steps")) or [1] * len(starts)
    if not len(starts) == len(ends) == len(axes) == len(steps) or 0 in steps:
        raise UnsupportedError(
            f"starts {starts}, ends {ends}, axes {axes}, steps {steps}; expected as many of each, no step of 0"
        )
    ranges = [range(side) for side in sides]
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        ranges[axis] = range(*slice(start, end, step).indices(sides[axis]))
    if ranges[0] != range(node.batch):
        no_batch(0, "a part")
    return moving.part_of(builder, node.x, ranges[1:])


def gather(node: OnnxNode, builder: Builder) -> Value:
    """Gather: one index along an axis, which is gone then, or indices that are equally far apart."""
    axis, indices = node.axis(0), node.constant(1, "indices")
    no_batch(axis, "a part")
    x, side = node.x, node.x.shape[axis - 1]
    numbers = [index + side if index < 0 else index for index in as_array(indices)]
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    wanted = range(numbers[0], numbers[0] + step * len(numbers), step) if numbers and step else range(0)
    if indices is None or indices.ndim > 1 or list(wanted) != numbers or not all(0 <= n < side for n in numbers):
        raise UnsupportedError(f"indices {numbers} along {side}; supported are equally far ones")
    ranges = [range(each) for each in x.shape]
    ranges[axis - 1] = wanted
    found = moving.part_of(builder, x, ranges)
    return found if indices.ndim else found.reshaped((*x.shape[: axis - 1], *x.shape[axis:]))


def split(node: OnnxNode, builder: Builder) -> list[Value | None]:
    """Split: a part for each output, of equal sizes unless they are given; None for an output without a name."""
    axis = node.axis(0)
    no_batch(axis, "a split")
    side, count = node.x.shape[axis - 1], len(node.tensors)
    sizes = as_array(node.constant_or_attribute(1, "split", "split"))
    if not sizes:
        parts = int(node.attributes.get("num_outputs", count))
        longest = -(-side // max(parts, 1))
        sizes = [max(min(longest, side - number * longest), 0) for number in range(parts)]
    if sum(sizes) != side or len(sizes) != count:
        raise UnsupportedError(f"parts of {sizes} for {count} outputs; expected as many, which add up to {side}")
    found: list[Value | None] = []
    start = 0
    for tensor, length in zip(node.tensors, sizes, strict=True):
        ranges = [range(each) for each in node.x.shape]
        ranges[axis - 1] = range(start, start + length)
        if tensor:
            builder.begin(tensor, tensor)
        found.append(moving.part_of(builder, node.x, ranges) if tensor and length else None)
        start += length
    return found


def conv_transpose(node: OnnxNode, builder: Builder) -> Value:
    """ConvTranspose: weight (C, O/groups, kH, kW); `output_shape` and `auto_pad` are resolved to padding."""
    x, weight, attributes = node.x, node.array(1, "weight"), node.attributes
    bias = None if node.constant(2, "bias") is None else node.array(2, "bias")
    kernel = list(weight.shape[2:])
    if len(kernel) != 2 or len(x.shape) != 3:
        raise UnsupportedError(f"a transposed convolution of {len(kernel)} dimensions; only those of 2 are supported")
    if attributes.get("kernel_shape", kernel) != kernel:
        raise UnsupportedError(f"kernel_shape {attributes['kernel_shape']} does not fit weight {weight.shape}")
    stride, dilation = (list(attributes.get(key, [1, 1])) for key in ("strides", "dilations"))
    added, padding = list(attributes.get("output_padding", [0, 0])), list(attributes.get("pads", [0, 0, 0, 0]))
    auto_pad, wanted = attributes.get("auto_pad", "NOTSET"), list(attributes.get("output_shape", []))[-2:]
    if auto_pad not in ("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"):
        raise UnsupportedError(f"unknown auto_pad {auto_pad!r}; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER")
    if auto_pad.startswith("SAME") and not wanted:
        wanted = [side * step for side, step in zip(x.shape[1:], stride, strict=True)]
    if auto_pad == "VALID":
        padding = [0, 0, 0, 0]
    for axis, side in enumerate(wanted):
        full = (x.shape[axis + 1] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1 + added[axis]
        surplus = max(full - side, 0)
        small, large = surplus // 2, surplus - surplus // 2
        is_upper = auto_pad == "SAME_UPPER"
        padding[axis], padding[axis + 2] = (small, large) if is_upper else (large, small)
        added[axis] += max(side - full, 0)
    return moving.conv_transpose(
        builder,
        x,
        weight,
        bias,
        stride=stride,
        padding=padding,
        output_padding=added,
        groups=int(attributes.get("group", 1)),
        dilation=dilation,
    )


def resize(node: OnnxNode, builder: Builder) -> Value:
    """Resize, and the older Upsample: of H and W, with all coordinates that do not depend on the data."""
    attributes, shape = node.attributes, (1, *node.x.shape)
    mode = {"nearest": "nearest", "linear": "bilinear", "bilinear": "bilinear", "cubic": "bicubic"}.get(
        attributes.get("mode", "nearest")
    )
    if mode is None or len(shape) != 4:
        raise UnsupportedError(f"mode {attributes.get('mode')!r} on {shape[1:]}; supported are maps (C, H, W)")
    is_old = node.op == "Upsample" or node.opset < 11
    axes = [axis % 4 for axis in attributes.get("axes", range(4))]
    scales, sizes, regions = sides_of(node, axes, is_old)
    order = builder.channels_first(node.x)
    if any(scales[axis] != 1 or sizes[axis] != shape[axis] for axis in (0, order[0] + 1)):
        raise UnsupportedError(f"sizes {sizes[1:]} of {shape[1:]}; only rows and columns can be resized")
    coordinates = "asymmetric" if is_old else attributes.get("coordinate_transformation_mode", "half_pixel")
    spatial = [axis + 1 for axis in order[1:]]
    places = [moving.positions(coordinates, shape[a], sizes[a], scales[a], regions[a]) for a in spatial]
    start, step = [place[0] for place in places], [place[1] for place in places]
    if mode == "nearest":
        if is_old:  # as in ONNX Runtime: up along axes that get shorter, which is down from just below the next cell
            start = [at + 0.999999 if by > 1 else at for at, by in zip(start, step, strict=True)]
        nearest = "floor" if is_old else attributes.get("nearest_mode", "round_prefer_floor")
        start, rounding = moving.rounded(nearest, start)
        return moving.resize(builder, node.x, [sizes[a] for a in spatial], start, step, rounding=rounding)
    options = {
        "coefficient": float(attributes.get("cubic_coeff_a", -0.75)),
        "antialias": bool(attributes.get("antialias", 0)),
        "exclude_outside": bool(attributes.get("exclude_outside", 0)),
    }
    return moving.resize(builder, node.x, [sizes[a] for a in spatial], start, step, mode=mode, **options)


def sides_of(node: OnnxNode, axes: list[int], is_old: bool) -> tuple[list[float], list[int], list[tuple[float, float]]]:
    """Of Resize, for each of the four axes: the scale, the new size, and the region that is left."""
    shape = (1, *node.x.shape)
    positions = (None, 1, None) if is_old else (1, 2, 3)
    roi, given_scales, given_sizes = (
        None if at is None else node.constant(at, name)
        for at, name in zip(positions, ("roi", "scales", "sizes"), strict=True)
    )
    if node.op == "Upsample" and "scales" in node.attributes:
        given_scales = np.asarray(node.attributes["scales"])
    scales, sizes, regions = [1.0] * 4, list(shape), [(0.0, 1.0)] * 4
    if roi is not None and roi.size == 2 * len(axes):
        regions = [(0.0, 1.0)] * 4
        for number, axis in enumerate(axes):
            regions[axis] = (float(roi[number]), float(roi[number + len(axes)]))
    numbers = [each for each in (given_scales, given_sizes) if each is not None and each.size]
    if len(numbers) != 1 or numbers[0].size != len(axes):
        raise UnsupportedError(f"neither scales nor sizes for the axes {axes}, or both")
    for axis, number in zip(axes, numbers[0].ravel().tolist(), strict=True):
        if number <= 0:
            raise UnsupportedError(f"scales or sizes {numbers[0].tolist()}; expected numbers above 0")
        is_scale = numbers[0] is given_scales
        is_batch = axis == 0 and not is_scale  # whose size may be open
        scales[axis] = 1.0 if is_batch else number if is_scale else number / shape[axis]
        sizes[axis] = 1 if is_batch else math.floor(number * shape[axis]) if is_scale else int(number)
    policy = node.attributes.get("keep_aspect_ratio_policy", "stretch")
    if policy != "stretch" and numbers[0] is given_sizes:
        one = (min if policy == "not_larger" else max)(scales[axis] for axis in axes)
        for axis in axes:
            scales[axis], sizes[axis] = one, math.floor(one * shape[axis] + 0.5)
    return scales, sizes, regions


def blocks(node: OnnxNode, builder: Builder) -> Value:
    """DepthToSpace and SpaceToDepth."""
    op = "depth_to_space" if node.op == "DepthToSpace" else "space_to_depth"
    return moving.blocks(builder, op, node.x, int(node.attributes["blocksize"]), node.attributes.get("mode", "DCR"))
