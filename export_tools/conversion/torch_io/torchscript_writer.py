"""Writes models as TorchScript, for servers that call `logits, a, b, c = model(x)`.

The module returns the logits and the first three stages that are maps; for gap10 these are conv1, conv2 and pool.
"""

import io
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from export_tools.conversion.sources import Source
from export_tools.conversion.torch_io.exported import quiet
from export_tools.conversion.torch_io.moving import moved
from export_tools.conversion.torch_io.torchscript_reader import METADATA, load_torchscript
from glasscnn import Model
from glasscnn.engine.graph import Node
from glasscnn.engine.reference import weights_by_node
from glasscnn.ops.pooling import Windows
from glasscnn_import.draft import OUTPUT, Array, Draft, Layer
from glasscnn_import.metadata import metadata_of
from glasscnn_import.to_model import ImportOptions

STAGES = 3
"""The number of stages returned after the logits."""


def write_torchscript(model: Model) -> bytes:
    """The bytes of a TorchScript file; it takes normalised images (N, C, H, W)."""
    module = GraphModule(model).eval()
    example = torch.zeros(2, *model.graph.input.shape)
    buffer = io.BytesIO()
    with quiet(), torch.no_grad():
        traced = torch.jit.trace(  # type: ignore[no-untyped-call]
            module, (example,), check_trace=False
        )
        torch.jit.save(traced, buffer, _extra_files={METADATA: metadata_of(model.graph)})
    return buffer.getvalue()


def source_of_outputs(model: Model, data: bytes) -> Source:
    """The source for the outputs of a file, as a server receives them, for comparison with `model`."""
    module, _ = load_torchscript(data)
    names = [model.graph.output, *stages_of(model)]

    def run(images: Array, tensors: Iterable[str]) -> dict[str, Array]:
        with torch.no_grad(), quiet():
            outputs = [output.numpy() for output in module(torch.from_numpy(images))]
        return {
            **{name: output for name, output in zip(names, outputs, strict=True) if name in tensors},
            OUTPUT: outputs[0],
        }

    draft = Draft(model.graph.input.shape, output=model.graph.output)
    draft.layers = {
        node.name: Layer(node.name, node.op, list(node.inputs), model.shapes[node.name], tensor=node.name)
        for node in model.graph.nodes
        if node.name in names
    }
    return Source(
        model.graph.name, "TorchScript", f"PyTorch {torch.__version__}", draft, run, 0, ImportOptions(model.graph.name)
    )


def stages_of(model: Model) -> list[str]:
    """The nodes of the stages that the file returns."""
    maps = [stage.node for stage in model.graph.stages if len(model.shapes[stage.node]) == 3]
    return maps[:STAGES]


class GraphModule(nn.Module):
    """A model as a PyTorch module, computed with PyTorch's functions."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.graph, self.outputs = model.graph, [model.graph.output, *stages_of(model)]
        self.nodes = [node for node in model.graph.nodes if not model.graph.is_answer(node)]
        self.weights: dict[str, dict[str, Tensor]] = {
            node: {key: torch.tensor(array) for key, array in arrays.items()}
            for node, arrays in weights_by_node(model.weights).items()
        }
        for node, arrays in self.weights.items():
            for key, tensor in arrays.items():
                self.register_buffer(f"{node}_{key}".replace(".", "_"), tensor)

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """The logits, then the stages."""
        values = {self.graph.input.name: image}
        for node in self.nodes:
            values[node.name] = run_node(node, [values[name] for name in node.inputs], self.weights.get(node.name, {}))
        return tuple(values[name] for name in self.outputs)


def run_node(node: Node, inputs: list[Tensor], arrays: dict[str, Any]) -> Any:
    """The output of one node, computed by PyTorch."""
    x, attributes = inputs[0], dict(node.attributes)
    match node.op:
        case "conv2d":
            attributes["padding"], x = _symmetric(attributes.pop("padding"), x, 0.0)
            return functional.conv2d(x, arrays["weight"], arrays.get("bias"), **attributes)
        case "linear":
            return functional.linear(x, **arrays)
        case "relu":
            maximum = attributes["maximum"]
            return functional.relu(x) if maximum is None else torch.clamp(x, 0.0, float(maximum))
        case "leaky_relu":
            return functional.leaky_relu(x, float(attributes["negative_slope"]))
        case "max_pool2d":
            attributes["padding"], x = _symmetric(attributes["padding"], x, -torch.inf, attributes["kernel_size"])
            return functional.max_pool2d(x, **attributes)
        case "avg_pool2d":
            return _avg_pool(x, attributes)
        case "global_avg_pool2d":
            return torch.flatten(functional.adaptive_avg_pool2d(x, 1), 1)
        case "global_max_pool2d":
            return torch.amax(x, (2, 3))
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            return REDUCTIONS[node.op](x, attributes["dim"], keepdim=True)
        case "batch_norm2d":
            return functional.batch_norm(x, **arrays, eps=float(attributes["eps"]))
        case "layer_norm" | "rms_norm":
            centred = x - x.mean(attributes["dim"], keepdim=True) if node.op == "layer_norm" else x
            variance = (centred * centred).mean(attributes["dim"], keepdim=True)
            return _scaled(centred / torch.sqrt(variance + float(attributes["eps"])), arrays)
        case "group_norm":
            weight, bias = arrays.get("weight"), arrays.get("bias")
            return functional.group_norm(x, attributes["num_groups"], weight, bias, float(attributes["eps"]))
        case "local_response_norm":
            return functional.local_response_norm(x, **attributes)
        case "flatten":
            return torch.flatten(x, 1)
        case "add" | "sub" | "mul" | "div" | "elementwise_max" | "elementwise_min":
            operation = ARITHMETIC[node.op]
            axes = max(value.ndim for value in inputs)
            first, *others = (value.reshape(*value.shape, *[1] * (axes - value.ndim)) for value in inputs)
            for other in others:
                first = operation(first, other)
            return first
        case "elementwise_affine":
            return x * arrays["weight"] + arrays["bias"]
        case "elementwise_power":
            return torch.pow(x, arrays["exponent"])
        case "concat":
            return torch.cat(inputs, dim=node.joined_axis)
        case "conv_transpose2d" | "pad2d" | "strided_slice" | "resize2d" | "depth_to_space" | "space_to_depth":
            return moved(node, x, arrays)
        case "softmax":
            return torch.softmax(x, dim=1)
        case "log_softmax":
            return torch.log_softmax(x, dim=1)
        case "prelu":
            weight = arrays["weight"]
            return functional.prelu(x, weight) if weight.ndim == 1 else torch.where(x > 0, x, x * weight)
        case "clamp":
            return torch.clamp(x, attributes["minimum"], attributes["maximum"])
        case "hardsigmoid":
            return torch.clamp(attributes["alpha"] * x + attributes["beta"], 0.0, 1.0)
        case "selu":
            return attributes["gamma"] * functional.elu(x, float(attributes["alpha"]))
        case op:
            return FUNCTIONS[op](x, **attributes)


REDUCTIONS: dict[str, Callable[..., Tensor]] = {
    "reduce_max": torch.amax,
    "reduce_min": torch.amin,
    "reduce_mean": torch.mean,
    "reduce_sum": torch.sum,
}

ARITHMETIC: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "elementwise_max": torch.maximum,
    "elementwise_min": torch.minimum,
}

FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    "absolute": torch.abs,
    "elu": functional.elu,
    "erf": torch.erf,
    "exp": torch.exp,
    "gelu": functional.gelu,
    "hardswish": functional.hardswish,
    "log": torch.log,
    "mish": functional.mish,
    "negative": torch.neg,
    "power": torch.pow,
    "sigmoid": torch.sigmoid,
    "silu": functional.silu,
    "softplus": functional.softplus,
    "sqrt": torch.sqrt,
    "tanh": torch.tanh,
}
"""PyTorch's functions with the same attributes."""


def _scaled(x: Tensor, arrays: dict[str, Any]) -> Tensor:
    """x · weight + bias, without those that are absent."""
    scaled = x * arrays["weight"] if "weight" in arrays else x
    return scaled + arrays["bias"] if "bias" in arrays else scaled


def _symmetric(padding: list[int], x: Tensor, value: float, kernel: list[int] | None = None) -> tuple[Any, Tensor]:
    """(padding, x) for PyTorch; x is padded here if the padding is uneven or exceeds half a pooling kernel."""
    top, left, bottom, right = padding
    fits = kernel is None or (2 * top <= kernel[0] and 2 * left <= kernel[1])
    if (top, left) == (bottom, right) and fits:
        return (top, left), x
    return (0, 0), functional.pad(x, (left, right, top, bottom), value=value)


def _avg_pool(x: Tensor, attributes: dict[str, Any]) -> Tensor:
    """Mean over windows.

    Cases that PyTorch does not support (dilation, uneven padding that is not counted) are computed as sums over windows
    divided by the number of cells in each.
    """
    (top, left, bottom, right), kernel = attributes["padding"], attributes["kernel_size"]
    even = (top, left) == (bottom, right) and 2 * top <= kernel[0] and 2 * left <= kernel[1]
    if even and attributes["dilation"] == [1, 1]:
        options = {key: attributes[key] for key in ("stride", "ceil_mode", "count_include_pad")}
        return functional.avg_pool2d(x, kernel, padding=(top, left), **options)
    if attributes["count_include_pad"] and not attributes["ceil_mode"] and attributes["dilation"] == [1, 1]:
        return functional.avg_pool2d(functional.pad(x, (left, right, top, bottom)), kernel, attributes["stride"])
    geometry = {key: value for key, value in attributes.items() if key != "count_include_pad"}
    windows = Windows(np.empty([int(side) for side in x.shape], np.float32), **geometry)
    top, left, bottom, right = windows.full_padding()
    ones = torch.ones(x.shape[1], 1, *kernel)
    padded = functional.pad(x, (left, right, top, bottom))
    sums = functional.conv2d(
        padded, ones, stride=attributes["stride"], dilation=attributes["dilation"], groups=x.shape[1]
    )[:, :, : windows.height, : windows.width]
    return sums / torch.from_numpy(windows.counts(attributes["count_include_pad"]))
