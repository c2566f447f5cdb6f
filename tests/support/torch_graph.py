"""Runs a graph in PyTorch, window by window with plain indexing, so that autograd computes the gradients."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from glasscnn import ops
from glasscnn.engine import OPERATORS, Node
from glasscnn.model import Model
from glasscnn.ops.pooling import Windows

FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    "absolute": torch.absolute,
    "elu": functional.elu,
    "erf": torch.erf,
    "exp": torch.exp,
    "gelu": functional.gelu,
    "hardswish": functional.hardswish,
    "log": torch.log,
    "mish": functional.mish,
    "negative": torch.negative,
    "power": torch.pow,
    "sigmoid": torch.sigmoid,
    "silu": functional.silu,
    "softplus": functional.softplus,
    "sqrt": torch.sqrt,
    "tanh": torch.tanh,
}


ARITHMETIC: dict[str, Callable[..., Tensor]] = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "elementwise_max": torch.maximum,
    "elementwise_min": torch.minimum,
}


def run_in_torch(model: Model, image: np.ndarray) -> dict[str, Tensor]:
    """Every node's output for one image (C, H, W) in [0, 1], with retained gradients."""
    graph = model.graph
    mean, std = (torch.tensor(values)[:, None, None] for values in (graph.input.mean, graph.input.std))
    outputs = {graph.input.name: ((torch.tensor(image) - mean) / std).requires_grad_()}
    for node in graph.nodes:
        arrays = {
            name.rpartition(".")[2]: torch.tensor(array)
            for name, array in model.weights.items()
            if name.rpartition(".")[0] == node.name
        }
        outputs[node.name] = run_node_in_torch(node, [outputs[source] for source in node.inputs], arrays)
        outputs[node.name].retain_grad()
    return outputs


def run_node_in_torch(node: Node, inputs: list[Tensor], arrays: dict[str, Tensor]) -> Tensor:
    x, attributes = inputs[0], node.attributes
    match node.op:
        case "conv2d":
            top, left, bottom, right = attributes["padding"]
            padded = functional.pad(x, (left, right, top, bottom))
            return functional.conv2d(
                padded[None], arrays["weight"], arrays.get("bias"), attributes["stride"], 0,
                attributes["dilation"], attributes["groups"],
            )[0]  # fmt: skip
        case "linear":
            return functional.linear(x, arrays["weight"], arrays.get("bias"))
        case "relu":
            return torch.relu(x) if attributes["maximum"] is None else torch.clamp(x, 0, attributes["maximum"])
        case "leaky_relu":
            return functional.leaky_relu(x, attributes["negative_slope"])
        case "prelu":
            weight = arrays["weight"]
            return functional.prelu(x[None], weight)[0] if weight.ndim == 1 else torch.where(x > 0, x, x * weight)
        case "hardsigmoid":
            return torch.clamp(attributes["alpha"] * x + attributes["beta"], 0, 1)
        case "selu":
            return attributes["gamma"] * functional.elu(x, attributes["alpha"])
        case "clamp":
            return torch.clamp(x, attributes["minimum"], attributes["maximum"]) if any_limit(attributes) else x * 1
        case "log_softmax":
            return torch.log_softmax(x, dim=0)
        case op if op in FUNCTIONS:
            return FUNCTIONS[op](x, **attributes)
        case "max_pool2d":
            return seen_by_windows(node, x, -np.inf).flatten(-2).max(dim=-1).values
        case "avg_pool2d":
            counted = torch.ones_like(x)
            if attributes["count_include_pad"]:
                top, left, bottom, right = attributes["padding"]
                counted = functional.pad(counted, (left, right, top, bottom), value=1.0)
            counts = seen_by_windows(node, counted, 0.0, is_padded=attributes["count_include_pad"]).sum((-2, -1))
            return seen_by_windows(node, x, 0.0).sum((-2, -1)) / counts
        case "global_avg_pool2d":
            return x.mean((-2, -1))
        case "global_max_pool2d":
            return x.amax((-2, -1))
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            dim = [axis - 1 for axis in attributes["dim"]]
            kinds = {
                "reduce_max": torch.amax,
                "reduce_min": torch.amin,
                "reduce_mean": torch.mean,
                "reduce_sum": torch.sum,
            }
            return kinds[node.op](x, dim, keepdim=True)
        case "layer_norm" | "rms_norm" | "group_norm" | "local_response_norm":
            return normalised_in_torch(node, x, arrays)
        case "batch_norm2d":
            values = [arrays[key] for key in ("running_mean", "running_var", "weight", "bias")]
            return functional.batch_norm(x[None], *values, eps=attributes["eps"])[0]
        case "flatten":
            return x.flatten()
        case "add" | "sub" | "mul" | "div" | "elementwise_max" | "elementwise_min":
            axes = max(part.ndim for part in inputs)
            first, *others = (part.reshape(*part.shape, *[1] * (axes - part.ndim)) for part in inputs)
            for other in others:
                first = ARITHMETIC[node.op](first, other)
            return first
        case "elementwise_power":
            return torch.pow(x, arrays["exponent"])
        case "elementwise_affine":
            return torch.addcmul(arrays["bias"], x, arrays["weight"])
        case "concat":
            return torch.cat(inputs, node.joined_axis - 1)
        case "conv_transpose2d" | "pad2d" | "strided_slice" | "resize2d" | "depth_to_space" | "space_to_depth":
            return moved_in_torch(node, x, arrays)
        case "softmax":
            return torch.softmax(x, dim=0)
    raise AssertionError(node.op)


def normalised_in_torch(node: Node, x: Tensor, arrays: dict[str, Tensor]) -> Tensor:
    attributes = node.attributes
    match node.op:
        case "layer_norm":
            dim = [axis - 1 for axis in attributes["dim"]]
            variance, mean = torch.var_mean(x, dim, correction=0, keepdim=True)
            return scaled((x - mean) / torch.sqrt(variance + attributes["eps"]), arrays)
        case "rms_norm":
            dim = [axis - 1 for axis in attributes["dim"]]
            return scaled(x / torch.sqrt((x * x).mean(dim, keepdim=True) + attributes["eps"]), arrays)
        case "group_norm":
            return functional.group_norm(
                x[None], attributes["num_groups"], arrays.get("weight"), arrays.get("bias"), attributes["eps"]
            )[0]
        case "local_response_norm":
            return functional.local_response_norm(x[None], **attributes)[0]
    raise AssertionError(node.op)


def moved_in_torch(node: Node, x: Tensor, arrays: dict[str, Tensor]) -> Tensor:
    attributes = node.attributes
    match node.op:
        case "conv_transpose2d":
            top, left, bottom, right = attributes["padding"]
            options = [attributes[key] for key in ("groups", "dilation")]
            full = functional.conv_transpose2d(x[None], arrays["weight"], None, attributes["stride"], 0, 0, *options)[0]
            below, beside = attributes["output_padding"]
            grown = functional.pad(full, (0, beside, 0, below))
            cut = grown[:, top : grown.shape[1] - bottom, left : grown.shape[2] - right]
            return cut + arrays["bias"][:, None, None] if "bias" in arrays else cut
        case "pad2d" if attributes["mode"] == "constant":
            top, left, bottom, right = attributes["padding"]
            return functional.pad(x, (left, right, top, bottom), value=attributes["value"])
        case "strided_slice":
            for axis, (start, step, size) in enumerate(
                zip(*(attributes[key] for key in ("start", "step", "size")), strict=True)
            ):
                x = x.index_select(axis, torch.arange(size) * step + start)
            return x
        case "depth_to_space" | "space_to_depth":
            numbers = torch.arange(x.numel(), dtype=torch.float32).numpy().reshape(1, *x.shape)
            order = OPERATORS[node.op](numbers, **attributes)[0]
            return x.flatten()[torch.from_numpy(order.astype(int))]
        case _:  # linear along rows and columns: what it makes of each single cell, added up
            cells = x.shape[1] * x.shape[2]
            single = np.eye(cells, dtype=np.float32).reshape(1, cells, *x.shape[1:])
            made = LOOPS[node.op](single, **{**attributes, **({"value": 0.0} if node.op == "pad2d" else {})})[0]
            matrix = torch.from_numpy(made.reshape(cells, -1))
            return (x.flatten(1) @ matrix).reshape(len(x), *made.shape[1:])


LOOPS = {"pad2d": ops.pad2d_loops, "resize2d": ops.resize2d_loops}


def scaled(x: Tensor, arrays: dict[str, Tensor]) -> Tensor:
    return x * arrays.get("weight", torch.ones(())) + arrays.get("bias", torch.zeros(()))


def any_limit(attributes: Mapping[str, Any]) -> bool:
    return attributes["minimum"] is not None or attributes["maximum"] is not None


def seen_by_windows(node: Node, x: Tensor, outside: float, is_padded: bool = False) -> Tensor:
    """(C, H', W', kH, kW): what every window sees, `outside` where it leaves the map."""
    attributes = {key: value for key, value in node.attributes.items() if key != "count_include_pad"}
    top, left, bottom, right = attributes["padding"]
    size = [x.shape[1] - (top + bottom if is_padded else 0), x.shape[2] - (left + right if is_padded else 0)]
    windows = Windows(np.zeros((1, 1, *size), np.float32), **attributes)
    offset = (top, left) if is_padded else (0, 0)
    padded = functional.pad(x, (40, 40, 40, 40), value=outside)
    rows, columns = (
        torch.arange(count)[:, None] * windows.stride[axis]
        + torch.arange(windows.kernel[axis]) * windows.dilation[axis]
        + 40 - (top, left)[axis] + offset[axis]
        for axis, count in enumerate((windows.height, windows.width))
    )  # fmt: skip
    return padded[:, rows[:, None, :, None], columns[None, :, None, :]]
