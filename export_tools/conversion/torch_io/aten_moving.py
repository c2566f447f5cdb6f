"""PyTorch's operators that move or resample cells."""

from collections.abc import Callable, Mapping
from typing import Any

from export_tools.conversion.torch_io.aten_functions import Arguments, array_of
from glasscnn_import import moving
from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.moving import no_batch

RESIZES: Mapping[str, tuple[str, str]] = {
    "upsample_nearest2d": ("nearest", ""),
    "_upsample_nearest_exact2d": ("nearest", "exact"),
    "upsample_bilinear2d": ("bilinear", ""),
    "_upsample_bilinear2d_aa": ("bilinear", "antialias"),
    "upsample_bicubic2d": ("bicubic", ""),
    "_upsample_bicubic2d_aa": ("bicubic", "antialias"),
}
"""{ATen's name: (our mode, what is special about it)}."""

PAD_MODES = {"reflection_pad2d": "reflect", "replication_pad2d": "replicate", "constant_pad_nd": "constant"}


def conv_transpose(a: Arguments, builder: Builder, pair: Callable[[Any], list[int]]) -> Value:
    """conv_transpose2d, and the general convolution that is transposed; PyTorch cuts off the same at opposite sides."""
    weight = array_of(a["weight"], "weight")
    if weight.ndim != 4:
        raise UnsupportedError(
            f"a transposed convolution of {weight.ndim - 2} dimensions; only those of 2 are supported"
        )
    bias = None if a["bias"] is None else array_of(a["bias"], "bias")
    return moving.conv_transpose(
        builder,
        a["self"],
        weight,
        bias,
        stride=pair(a["stride"]),
        padding=pair(a["padding"]) * 2,
        output_padding=pair(a["output_padding"]),
        groups=int(a["groups"]),
        dilation=pair(a["dilation"]),
    )


def pad(a: Arguments, builder: Builder) -> Value:
    """Padding of any mode; PyTorch's order is (left, right, top, bottom, front, back), the last axis first."""
    x, sides = a["self"], [int(side) for side in (a["pad"] if "pad" in a else a["padding"])]
    mode = PAD_MODES.get(a["op"]) or str(a.get("mode", "constant"))
    before, after = sides[0::2][::-1], sides[1::2][::-1]
    axes = len(x.shape) + 1
    if len(before) > axes:
        raise UnsupportedError(f"padding {sides} of {x.shape}, which has fewer axes")
    before, after = ([0] * (axes - len(numbers)) + numbers for numbers in (before, after))
    if before[0] or after[0]:
        no_batch(0, "padding")
    value = float(a.get("value") or 0)
    if axes == 5 and x.shape[0] == 1 and not before[1] and not after[1]:  # maps with a depth of 1, of a 3-D operator
        padded = moving.pad(builder, x.reshaped(x.shape[1:]), before[2:], after[2:], mode, value)
        return padded.reshaped((1, *padded.shape))
    return moving.pad(builder, x, before[1:], after[1:], mode, value)


def part(a: Arguments, builder: Builder) -> Value:
    """slice, narrow and select: a part of one axis."""
    x, axis = a["self"], int(a["dim"]) % (len(a["self"].shape) + 1)
    if axis == 0:
        if a["op"] == "slice" and not a["start"] and (a["end"] is None or a["end"] > 2**31) and a["step"] == 1:
            return builder.identity(x)
        no_batch(axis, "a part")
    side, op = x.shape[axis - 1], a["op"]
    if op == "select":
        start = int(a["index"]) % side
        ends = (start, start + 1, 1)
    elif op == "narrow":
        start = int(a["start"])
        ends = (start, start + int(a["length"]), 1)
    else:
        ends = (a["start"], a["end"], int(a["step"]))
    found = part_along(builder, x, axis, range(*slice(*ends).indices(side)))
    if op != "select":
        return found
    return builder.reshape(found, (*x.shape[: axis - 1], *x.shape[axis:]))


def flip(a: Arguments, builder: Builder) -> Value:
    """Axes in the opposite direction."""
    x, axes = a["self"], [int(axis) % (len(a["self"].shape) + 1) for axis in a["dims"]]
    if 0 in axes:
        no_batch(0, "a flip")
    ranges = [range(side)[::-1] if axis in axes else range(side) for axis, side in enumerate(x.shape, start=1)]
    return moving.part_of(builder, x, ranges)


def split(a: Arguments, builder: Builder) -> list[Value]:
    """split, split_with_sizes, chunk and unbind: all parts of one axis."""
    x, axis = a["self"], int(a["dim"]) % (len(a["self"].shape) + 1)
    no_batch(axis, "a split")
    side = x.shape[axis - 1]
    if a["op"] == "unbind":
        sizes = [1] * side
    elif a["op"] == "chunk":
        sizes = parts_of(side, -(-side // int(a["chunks"])))
    else:
        wanted = a["split_sizes"] if "split_sizes" in a else a["split_size"]
        sizes = [int(each) for each in wanted] if isinstance(wanted, list | tuple) else parts_of(side, int(wanted))
    found: list[Value] = []
    start = 0
    for size in sizes:
        value = part_along(builder, x, axis, range(start, start + size))
        if a["op"] == "unbind":
            value = builder.reshape(value, (*x.shape[: axis - 1], *x.shape[axis:]))
        if found and value.layer != x.layer:
            builder.draft.layers[value.layer].tensor = None  # the call's tensor is that of the first part
        found.append(value)
        start += size
    return found


def parts_of(side: int, longest: int) -> list[int]:
    """The sizes of equal parts of an axis, of which the last may be smaller."""
    return [min(longest, side - start) for start in range(0, side, longest)]


def part_along(builder: Builder, x: Value, axis: int, indices: range) -> Value:
    """A part of one axis, of which 0 is the batch."""
    ranges = [range(side) for side in x.shape]
    ranges[axis - 1] = indices
    return moving.part_of(builder, x, ranges)


def resize(a: Arguments, builder: Builder) -> Value:
    """interpolate: PyTorch's positions follow from the scales, if they are given, or from the sizes."""
    x, (mode, special) = a["self"], RESIZES[a["op"]]
    if len(x.shape) != 3:
        raise UnsupportedError(f"it takes maps (C, H, W), found {x.shape}")
    factors = a.get("scale_factors") or [a.get("scales_h"), a.get("scales_w")]
    given = a.get("output_size")
    sizes = [int(side) for side in given] if given else [int(s * f) for s, f in zip(x.shape[1:], factors, strict=True)]
    scales = [
        size / side if factor is None else float(factor)
        for side, size, factor in zip(x.shape[1:], sizes, factors, strict=True)
    ]
    coordinates = "align_corners" if a.get("align_corners") else "half_pixel"
    if coordinates == "align_corners":
        scales = [size / side for side, size in zip(x.shape[1:], sizes, strict=True)]
    if mode == "nearest":
        coordinates = "tf_half_pixel_for_nn" if special else "asymmetric"
    places = [moving.positions(coordinates, *numbers) for numbers in zip(x.shape[1:], sizes, scales, strict=True)]
    attributes: dict[str, object] = {"mode": mode}
    if special == "antialias":
        attributes |= {"antialias": True, "exclude_outside": True, "coefficient": -0.5}
    return moving.resize(
        builder, x, sizes, [place[0] for place in places], [place[1] for place in places], **attributes
    )


def blocks(a: Arguments, builder: Builder) -> Value:
    """pixel_shuffle and pixel_unshuffle."""
    if a["op"] == "pixel_shuffle":
        return moving.blocks(builder, "depth_to_space", a["self"], int(a["upscale_factor"]), "CRD")
    return moving.blocks(builder, "space_to_depth", a["self"], int(a["downscale_factor"]), "CRD")
