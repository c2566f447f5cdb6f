"""Translates ONNX's operators to layers of a draft, one method for each kind."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.moving import concat_along
from glasscnn_import.onnx import moving
from glasscnn_import.onnx.elementwise import FUNCTIONS, celu, clip, function, power, softsign, swish
from glasscnn_import.onnx.node import OnnxNode, window
from glasscnn_import.onnx.normalisation import (
    group_norm,
    instance_norm,
    layer_norm,
    local_response_norm,
    lp_norm,
    mean_variance_norm,
)
from glasscnn_import.onnx.quantisation import QuantisedOperators
from glasscnn_import.onnx.reductions import REDUCTIONS, extreme, mean, reduce, total
from glasscnn_import.onnx.shape_operators import flatten, reshape, shape, squeeze, transpose, unsqueeze


class Operators:
    """`methods`: {ONNX's name of an operator: the method that translates it}."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.methods: dict[str, Callable[[OnnxNode], Any]] = {
            "Conv": self.conv,
            "Gemm": self.gemm,
            "MatMul": self.matmul,
            **dict.fromkeys(FUNCTIONS, lambda node: function(node, builder)),
            "PRelu": lambda node: builder.prelu(node.x, node.array(1, "slope")),
            "Reciprocal": lambda node: builder.activation(node.x, "power", exponent=-1.0),
            "Celu": lambda node: celu(node, builder),
            "Softsign": lambda node: softsign(node, builder),
            "Swish": lambda node: swish(node, builder),
            "Pow": lambda node: power(node, builder),
            "Clip": lambda node: clip(node, builder),
            "MaxPool": self.max_pool,
            "AveragePool": self.average_pool,
            "GlobalAveragePool": lambda node: builder.global_avg_pool(node.x, keep_axes=True),
            "GlobalMaxPool": lambda node: builder.reduce("max", node.x, [2, 3], keep_axes=True),
            **dict.fromkeys(REDUCTIONS, lambda node: reduce(node, builder)),
            "Max": lambda node: extreme(node, builder),
            "Min": lambda node: extreme(node, builder),
            "Mean": lambda node: mean(node, builder),
            "LayerNormalization": lambda node: layer_norm(node, builder),
            "RMSNormalization": lambda node: layer_norm(node, builder),
            "GroupNormalization": lambda node: group_norm(node, builder),
            "InstanceNormalization": lambda node: instance_norm(node, builder),
            "MeanVarianceNormalization": lambda node: mean_variance_norm(node, builder),
            "LRN": lambda node: local_response_norm(node, builder),
            "LpNormalization": lambda node: lp_norm(node, builder),
            "BatchNormalization": self.batch_norm,
            "Flatten": lambda node: flatten(node, builder),
            "Reshape": lambda node: reshape(node, builder),
            "Squeeze": lambda node: squeeze(node, builder),
            "Unsqueeze": lambda node: unsqueeze(node, builder),
            "Transpose": lambda node: transpose(node, builder),
            "Add": self.arithmetic,
            "Sub": self.arithmetic,
            "Mul": self.arithmetic,
            "Div": self.arithmetic,
            "Sum": lambda node: total(node, builder),
            "Concat": self.concat,
            "Softmax": self.softmax,
            "LogSoftmax": self.softmax,
            "Dropout": self.dropout,
            "Identity": lambda node: builder.identity(node.x),
            "Cast": self.cast,
            "Pad": lambda node: moving.pad(node, builder),
            "Slice": lambda node: moving.strided_slice(node, builder),
            "Gather": lambda node: moving.gather(node, builder),
            "Split": lambda node: moving.split(node, builder),
            "ConvTranspose": lambda node: moving.conv_transpose(node, builder),
            **dict.fromkeys(("Resize", "Upsample"), lambda node: moving.resize(node, builder)),
            **dict.fromkeys(("DepthToSpace", "SpaceToDepth"), lambda node: moving.blocks(node, builder)),
            "CastLike": self.cast_like,
            "Shape": shape,
            "Size": lambda node: np.array(math.prod((node.batch, *node.x.shape)), np.int64),
        }
        self.methods |= QuantisedOperators(self.methods, builder).methods

    def conv(self, node: OnnxNode) -> Value:
        """Conv: weight (O, C/groups, kH, kW)."""
        weight = node.array(1, "weight")
        bias = None if node.constant(2, "bias") is None else node.array(2, "bias")
        kernel = list(weight.shape[2:])
        if len(kernel) != 2 or len(node.x.shape) != 3:
            raise UnsupportedError(f"a convolution of {len(kernel)} dimensions; only those of 2 are supported")
        if node.attributes.get("kernel_shape", kernel) != kernel:
            raise UnsupportedError(f"kernel_shape {node.attributes['kernel_shape']} does not fit weight {weight.shape}")
        stride, padding, dilation = window(node, kernel)
        return self.builder.conv(node.x, weight, bias, stride, padding, dilation, int(node.attributes.get("group", 1)))

    def gemm(self, node: OnnxNode) -> Value:
        """alpha · A · B + beta · C, with B transposed or not."""
        attributes = node.attributes
        if attributes.get("transA", 0):
            raise UnsupportedError("transA is not supported: it would mix the images of a batch")
        weight = node.array(1, "B") * np.float32(attributes.get("alpha", 1.0))
        weight = weight if attributes.get("transB", 0) else weight.T
        bias = node.constant(2, "C")
        if bias is None:
            return self.builder.linear(node.x, weight, None)
        if weight.ndim != 2 or bias.size not in (1, weight.shape[0]) or (bias.ndim == 2 and bias.shape[0] != 1):
            raise UnsupportedError(
                f"C of shape {bias.shape} with B {weight.T.shape}; expected one number for each output"
            )
        scaled = bias.astype(np.float32).ravel() * np.float32(attributes.get("beta", 1.0))
        return self.builder.linear(node.x, weight, np.broadcast_to(scaled, weight.shape[:1]))

    def matmul(self, node: OnnxNode) -> Value:
        """A vector times a constant matrix; axes of length 1 may precede those of the product."""
        x, weight = node.x, node.array(1, "B").T
        if x.shape and math.prod(x.shape[:-1]) == 1:
            return self.builder.linear(x.reshaped(x.shape[-1:]), weight, None).reshaped((*x.shape[:-1], len(weight)))
        return self.builder.linear(x, weight, None)

    def max_pool(self, node: OnnxNode) -> Value:
        """MaxPool, without indices."""
        kernel = list(node.attributes["kernel_shape"])
        stride, padding, dilation = window(node, kernel)
        ceil_mode = bool(node.attributes.get("ceil_mode", 0))
        return self.builder.max_pool(node.x, kernel, stride, padding, dilation=dilation, ceil_mode=ceil_mode)

    def average_pool(self, node: OnnxNode) -> Value:
        """AveragePool; by default, ONNX does not count the padding."""
        kernel = list(node.attributes["kernel_shape"])
        stride, padding, dilation = window(node, kernel)
        return self.builder.avg_pool(
            node.x,
            kernel,
            stride,
            padding,
            dilation=dilation,
            ceil_mode=bool(node.attributes.get("ceil_mode", 0)),
            count_include_pad=bool(node.attributes.get("count_include_pad", 0)),
        )

    def batch_norm(self, node: OnnxNode) -> Value:
        """BatchNormalization with the statistics of training.

        Before opset 14 further outputs meant training mode; before opset 9 `spatial` 0 meant statistics for every cell.
        """
        if node.attributes.get("training_mode", 0) or (node.opset < 14 and node.outputs > 1):
            raise UnsupportedError("it is in training mode; export the model for inference")
        if not node.attributes.get("spatial", 1) and len(node.x.shape) > 1:
            raise UnsupportedError(
                "spatial is 0, which means statistics for every cell; only those for every channel are supported"
            )
        names = ("weight", "bias", "running_mean", "running_var")
        arrays = {name: node.array(position, name) for position, name in enumerate(names, start=1)}
        if any(array.shape != node.x.shape[:1] for array in arrays.values()):
            shapes = ", ".join(str(array.shape) for array in arrays.values())
            raise UnsupportedError(f"statistics of shapes {shapes} do not fit {node.x.shape}")
        return self.builder.batch_norm(node.x, arrays, float(node.attributes.get("epsilon", 1e-5)))

    def arithmetic(self, node: OnnxNode) -> Value:
        """Arithmetic of two layers, or of a layer and a constant."""
        left, right = node.inputs
        if isinstance(left, Value) and isinstance(right, Value):
            return self.builder.arithmetic(node.op.lower(), [left, right])
        x, constant = (left, right) if isinstance(left, Value) else (right, left)
        if not isinstance(x, Value) or constant is None or isinstance(constant, Value):
            raise UnsupportedError("one of its inputs is missing")
        doubles, one = constant.astype(np.float64), np.ones(())
        scale, offset = {
            "Add": (one, doubles),
            "Sub": (one, -doubles) if x is left else (-one, doubles),
            "Mul": (doubles, np.zeros(())),
            "Div": (np.divide(1, doubles, where=doubles != 0, out=np.full_like(doubles, np.inf)), np.zeros(())),
        }[node.op]
        if node.op == "Div" and x is not left:
            return self.builder.divided_by(doubles, x)
        if not np.isfinite(scale).all():
            raise UnsupportedError("a layer divided by 0 is not supported")
        return self.builder.affine(x, scale, offset)

    def concat(self, node: OnnxNode) -> Value:
        """Concatenate along any axis but the batch."""
        values = [value for value in node.inputs if isinstance(value, Value)]
        if len(values) != len(node.inputs):
            raise UnsupportedError("a concatenation with a constant is not supported")
        axis = node.axis(1) - 1
        is_possible = axis >= 0 and len({len(x.shape) for x in values}) == 1
        if not is_possible:
            shapes = " and ".join(str(x.shape) for x in values)
            raise UnsupportedError(f"a concatenation of {shapes} along axis {axis + 1}, which is that of the batch")
        moved = [x.with_axis_first(axis) for x in values]
        if any(len(x.shape) > 1 and x.order is not None for x in moved):
            return concat_along(self.builder, values, axis)
        return self.builder.concat(moved).with_first_axis_at(axis)

    def softmax(self, node: OnnxNode) -> Value:
        """Softmax over the channels. Before opset 13, all axes from `axis` on were treated as one."""
        x, log = node.x, node.op == "LogSoftmax"
        axis = node.axis(1 if node.opset < 13 else -1)
        if node.opset < 13 and axis == 1:
            return self.builder.softmax(x.reshaped((math.prod(x.shape),)), log).reshaped(x.shape)
        if axis == 0 or (node.opset < 13 and axis != len(x.shape)):
            raise UnsupportedError(
                f"a softmax from axis {axis} on; supported are all axes of an image, or the last one"
            )
        maps = x.with_axis_first(axis - 1)
        if len(maps.shape) > 1 and maps.order is not None:
            return self.builder.softmax_along(x, axis, log)
        return self.builder.softmax(maps, log).with_first_axis_at(axis - 1)

    def dropout(self, node: OnnxNode) -> Value:
        """Dropout has no effect at inference."""
        training = node.constant(2, "training_mode")
        if training is not None and training.any():
            raise UnsupportedError("it is in training mode; export the model for inference")
        return self.builder.identity(node.x)

    def cast(self, node: OnnxNode) -> Value:
        """A cast between floating point types has no effect: everything is computed in float32."""
        if node.attributes.get("to") not in (1, 10, 11, 16):
            raise UnsupportedError("a cast of a layer to whole numbers is not supported")
        return self.builder.identity(node.x)

    def cast_like(self, node: OnnxNode) -> Any:
        """A cast to the type of another tensor; all layers are floating point numbers."""
        x, other = node.inputs
        if isinstance(x, np.ndarray):
            return x.astype(np.float32)
        if isinstance(other, np.ndarray) and not np.issubdtype(other.dtype, np.floating):
            raise UnsupportedError("a cast of a layer to whole numbers is not supported")
        return self.builder.identity(node.x)
