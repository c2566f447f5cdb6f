"""The ONNX nodes of operators that move or resample cells."""

from typing import Any

import numpy as np
import onnx
from onnx import helper

from export_tools.errors import ToolError
from glasscnn import Model
from glasscnn.engine.graph import Node
from glasscnn_import.moving import PAD_MODES, positions, rounded

LARGEST = 2**63 - 1
"""Where a part ends that goes up to the last number; one that goes back to the first ends at the negative of it."""

Nodes = list[onnx.NodeProto]


def moving_nodes(node: Node, inputs: list[str], model: Model) -> Nodes:
    """The nodes that compute one of ours; the output of the last one has its name."""
    name, attributes = node.name, node.attributes
    match node.op:
        case "conv_transpose2d":
            options = {
                "strides": attributes["stride"],
                "pads": attributes["padding"],
                "output_padding": attributes["output_padding"],
                "dilations": attributes["dilation"],
                "group": attributes["groups"],
            }
            return [_node("ConvTranspose", name, inputs, **options)]
        case "pad2d":
            top, left, bottom, right = attributes["padding"]
            mode = next((theirs for theirs, ours in PAD_MODES.items() if ours == attributes["mode"]), "constant")
            pads = _integers(f"{name}_pads", [0, 0, top, left, 0, 0, bottom, right])
            value = _node("Constant", f"{name}_value", [], value_float=float(attributes["value"]))
            return [pads, value, _node("Pad", name, [*inputs, f"{name}_pads", f"{name}_value"], mode=mode)]
        case "strided_slice":
            return _slice(name, inputs, node)
        case "resize2d":
            return _resize(name, inputs, node, model.shapes[node.inputs[0]])
        case _:
            return _blocks(name, inputs, node, model)


def _slice(name: str, inputs: list[str], node: Node) -> Nodes:
    starts, steps, sizes = (node.attributes[key] for key in ("start", "step", "size"))
    ends = [first + step * count for first, step, count in zip(starts, steps, sizes, strict=True)]
    numbers = {
        "starts": starts,
        "ends": [end if end >= 0 else -LARGEST for end in ends],
        "axes": list(range(1, len(starts) + 1)),
        "steps": steps,
    }
    constants = [_integers(f"{name}_{key}", values) for key, values in numbers.items()]
    return [*constants, _node("Slice", name, [*inputs, *(f"{name}_{key}" for key in numbers)])]


def _resize(name: str, inputs: list[str], node: Node, shape: tuple[int, ...]) -> Nodes:
    """Resize with ONNX's coordinates that give the positions; a region of the maps gives any others within them."""
    attributes = node.attributes
    options: dict[str, Any] = {"mode": {"bilinear": "linear", "bicubic": "cubic"}.get(attributes["mode"], "nearest")}
    if attributes["mode"] == "bicubic":
        options["cubic_coeff_a"] = float(attributes["coefficient"])
    if attributes["mode"] != "nearest":
        options |= {key: int(attributes[key]) for key in ("antialias", "exclude_outside")}
    options["axes"] = [2, 3]  # so the batch stays open
    sizes_given = _integers(f"{name}_sizes", attributes["size"])
    found = _coordinates(node, shape)
    if found is None:
        firsts, lasts = _region(node, shape)
        rounding = {"nearest_mode": attributes["rounding"]} if attributes["mode"] == "nearest" else {}
        options |= {"coordinate_transformation_mode": "tf_crop_and_resize", **rounding}
        region = _node("Constant", f"{name}_region", [], value_floats=[*firsts, *lasts])
        inputs = [*inputs, f"{name}_region", "", f"{name}_sizes"]
        return [region, sizes_given, _node("Resize", name, inputs, **options)]
    coordinates, scales = found
    if scales is None:
        return [sizes_given, _node("Resize", name, [*inputs, "", "", f"{name}_sizes"], **options, **coordinates)]
    scales_given = _node("Constant", f"{name}_scales", [], value_floats=scales)
    return [scales_given, _node("Resize", name, [*inputs, "", f"{name}_scales"], **options, **coordinates)]


def _coordinates(node: Node, shape: tuple[int, ...]) -> tuple[dict[str, str], list[float] | None] | None:
    """ONNX's attributes that give the positions of both axes, and the scales unless they follow from the sizes.

    None if there are none.
    """
    attributes, sides = node.attributes, list(zip(shape[1:], node.attributes["size"], strict=True))
    modes = ("floor", "ceil", "round_prefer_floor", "round_prefer_ceil") if attributes["mode"] == "nearest" else ("",)
    own = [1 / step if step else 0.0 for step in attributes["step"]]
    fit = all(scale and int(np.float32(scale) * size) == count for scale, (size, count) in zip(own, sides, strict=True))
    for scales in (None, *([own] if fit else [])):
        for coordinates in ("half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel"):
            factors = scales or [count / size for size, count in sides]
            places = [positions(coordinates, *side, scale) for side, scale in zip(sides, factors, strict=True)]
            for mode in modes:
                start, rounding = [place[0] for place in places], attributes["rounding"]
                if mode:
                    start, rounding = rounded(mode, start)
                numbers = [*start, *(place[1] for place in places)]
                is_same = np.allclose(numbers, [*attributes["start"], *attributes["step"]], rtol=0, atol=1e-7)
                if is_same and rounding == attributes["rounding"]:
                    return {"coordinate_transformation_mode": coordinates} | (
                        {"nearest_mode": mode} if mode else {}
                    ), scales
    return None


def _region(node: Node, shape: tuple[int, ...]) -> tuple[list[float], list[float]]:
    """The first and the last position of each axis, as shares of the maps."""
    firsts, lasts = [], []
    for axis, size in enumerate(shape[1:]):
        start, step = node.attributes["start"][axis], node.attributes["step"][axis]
        end = start + step * (node.attributes["size"][axis] - 1)
        if min(start, end) < 0 or max(start, end) > size - 1 or size == 1:
            raise ToolError(
                f"node {node.name!r}: resize2d with start {start:g} and step {step:g} on {size} cells cannot be written"
                " as ONNX, which has no such coordinates"
            )
        firsts.append(start / (size - 1))
        lasts.append(end / (size - 1))
    return firsts, lasts


def _blocks(name: str, inputs: list[str], node: Node, model: Model) -> Nodes:
    """DepthToSpace has both modes; SpaceToDepth, until opset 26, has one: the other is a reshape and a transpose."""
    b, mode = node.attributes["block_size"], node.attributes["mode"]
    if node.op == "depth_to_space":
        return [_node("DepthToSpace", name, inputs, blocksize=b, mode=mode)]
    if mode == "DCR":
        return [_node("SpaceToDepth", name, inputs, blocksize=b)]
    channels, height, width = model.shapes[node.inputs[0]]
    shapes = {"split": [-1, channels, height // b, b, width // b, b], "joined": [-1, *model.shapes[name]]}
    return [
        *(_integers(f"{name}_{key}_shape", shape) for key, shape in shapes.items()),
        _node("Reshape", f"{name}_split", [*inputs, f"{name}_split_shape"]),
        _node("Transpose", f"{name}_turned", [f"{name}_split"], perm=[0, 1, 3, 5, 2, 4]),
        _node("Reshape", name, [f"{name}_turned", f"{name}_joined_shape"]),
    ]


def _integers(name: str, numbers: list[int]) -> onnx.NodeProto:
    return _node("Constant", name, [], value_ints=list(numbers))


def _node(op: str, name: str, inputs: list[str], **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(op, inputs, [name], name=name, **attributes)
