"""ONNX's operators, put into a draft's layers: one method for each kind."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from glasscnn_import.builder import Builder, UnsupportedError
from glasscnn_import.draft import Value
from glasscnn_import.onnx.constants import axes_of
from glasscnn_import.onnx.node import Given, window
from glasscnn_import.onnx.shape_operators import flatten, reshape, shape, squeeze, transpose, unsqueeze


class Operators:
    """`methods` by ONNX's name."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.methods: dict[str, Callable[[Given], Any]] = {
            "Conv": self.conv,
            "Gemm": self.gemm,
            "MatMul": self.matmul,
            "Relu": lambda given: builder.activation(given.x, "relu"),
            "LeakyRelu": lambda given: builder.activation(
                given.x, "leaky_relu", negative_slope=float(given.attributes.get("alpha", 0.01))
            ),
            "Sigmoid": lambda given: builder.activation(given.x, "sigmoid"),
            "Tanh": lambda given: builder.activation(given.x, "tanh"),
            "Clip": self.clip,
            "MaxPool": self.max_pool,
            "AveragePool": self.average_pool,
            "GlobalAveragePool": lambda given: builder.global_avg_pool(given.x, keep_axes=True),
            "ReduceMean": self.reduce_mean,
            "BatchNormalization": self.batch_norm,
            "Flatten": lambda given: flatten(given, builder),
            "Reshape": lambda given: reshape(given, builder),
            "Squeeze": lambda given: squeeze(given, builder),
            "Unsqueeze": lambda given: unsqueeze(given, builder),
            "Transpose": lambda given: transpose(given, builder),
            "Add": self.arithmetic,
            "Sub": self.arithmetic,
            "Mul": self.arithmetic,
            "Div": self.arithmetic,
            "Sum": self.total,
            "Concat": self.concat,
            "Softmax": self.softmax,
            "LogSoftmax": self.softmax,
            "Dropout": self.dropout,
            "Identity": lambda given: builder.same(given.x),
            "Cast": self.cast,
            "Pad": self.pad,
            "Shape": shape,
        }

    def conv(self, given: Given) -> Value:
        """Conv: weight (O, C/groups, kH, kW)."""
        weight = given.array(1, "weight")
        bias = None if given.constant(2, "bias") is None else given.array(2, "bias")
        kernel = list(weight.shape[2:])
        if len(kernel) != 2 or len(given.x.shape) != 3:
            raise UnsupportedError(f"a convolution of {len(kernel)} dimensions; only those of 2 are supported")
        if given.attributes.get("kernel_shape", kernel) != kernel:
            raise UnsupportedError(
                f"kernel_shape {given.attributes['kernel_shape']} does not fit weight {weight.shape}"
            )
        stride, padding, dilation = window(given, kernel)
        return self.builder.conv(
            given.x, weight, bias, stride, padding, dilation, int(given.attributes.get("group", 1))
        )

    def gemm(self, given: Given) -> Value:
        """alpha · A · B + beta · C, with B turned around or not."""
        attributes = given.attributes
        if attributes.get("transA", 0):
            raise UnsupportedError("transA is not supported: it would mix the images of a batch")
        weight = given.array(1, "B") * np.float32(attributes.get("alpha", 1.0))
        weight = weight if attributes.get("transB", 0) else weight.T
        bias = given.constant(2, "C")
        if bias is None:
            return self.builder.linear(given.x, weight, None)
        if weight.ndim != 2 or bias.size not in (1, weight.shape[0]) or (bias.ndim == 2 and bias.shape[0] != 1):
            raise UnsupportedError(
                f"C of shape {bias.shape} with B {weight.T.shape}; expected one number for each output"
            )
        scaled = bias.astype(np.float32).ravel() * np.float32(attributes.get("beta", 1.0))
        return self.builder.linear(given.x, weight, np.broadcast_to(scaled, weight.shape[:1]))

    def matmul(self, given: Given) -> Value:
        """A vector times a constant matrix."""
        return self.builder.linear(given.x, given.array(1, "B").T, None)

    def clip(self, given: Given) -> Value:
        """From 0 to a number above: ReLU6 and its like."""
        lowest, highest = (
            given.constant_or_attribute(position, name, name) for position, name in ((1, "min"), (2, "max"))
        )
        largest = float(np.finfo(np.float32).max)
        low = -math.inf if lowest is None else float(lowest.reshape(-1)[0])
        high = math.inf if highest is None else float(highest.reshape(-1)[0])
        if low <= -largest and high >= largest:
            return self.builder.same(given.x)
        if low != 0 or high <= 0:
            raise UnsupportedError(
                f"clips between {low:g} and {high:g}; supported is from 0 to a number above, as ReLU6 does"
            )
        return self.builder.activation(given.x, "relu", maximum=None if high >= largest else high)

    def max_pool(self, given: Given) -> Value:
        """MaxPool, without indices."""
        kernel = list(given.attributes["kernel_shape"])
        stride, padding, dilation = window(given, kernel)
        ceil_mode = bool(given.attributes.get("ceil_mode", 0))
        return self.builder.max_pool(given.x, kernel, stride, padding, dilation=dilation, ceil_mode=ceil_mode)

    def average_pool(self, given: Given) -> Value:
        """AveragePool; ONNX does not count the padding unless told to."""
        kernel = list(given.attributes["kernel_shape"])
        stride, padding, dilation = window(given, kernel)
        return self.builder.avg_pool(
            given.x,
            kernel,
            stride,
            padding,
            dilation=dilation,
            ceil_mode=bool(given.attributes.get("ceil_mode", 0)),
            count_include_pad=bool(given.attributes.get("count_include_pad", 0)),
        )

    def reduce_mean(self, given: Given) -> Value:
        """The mean over H and W."""
        axes = axes_of(given.inputs, given.attributes)
        found = sorted(axis % (len(given.x.shape) + 1) for axis in axes or ())
        if len(given.x.shape) != 3 or found != [2, 3]:
            described = "all axes" if not axes else f"the axes {found}"
            raise UnsupportedError(f"a mean of {given.x.shape} over {described}; supported is the mean over H and W")
        return self.builder.global_avg_pool(given.x, bool(given.attributes.get("keepdims", 1)))

    def batch_norm(self, given: Given) -> Value:
        """BatchNormalization with the statistics of training.

        Before opset 14 further outputs meant training mode; before opset 9 `spatial` 0 meant statistics for every cell.
        """
        if given.attributes.get("training_mode", 0) or (given.opset < 14 and given.outputs > 1):
            raise UnsupportedError("it is in training mode; export the model for inference")
        if not given.attributes.get("spatial", 1) and len(given.x.shape) > 1:
            raise UnsupportedError("spatial is 0, statistics for every cell; supported are those for every channel")
        names = ("weight", "bias", "running_mean", "running_var")
        arrays = {name: given.array(position, name) for position, name in enumerate(names, start=1)}
        if any(array.shape != given.x.shape[:1] for array in arrays.values()):
            shapes = ", ".join(str(array.shape) for array in arrays.values())
            raise UnsupportedError(f"statistics of shapes {shapes} do not fit {given.x.shape}")
        return self.builder.batch_norm(given.x, arrays, float(given.attributes.get("epsilon", 1e-5)))

    def arithmetic(self, given: Given) -> Value:
        """The sum of two layers, and what a constant does to one."""
        left, right = given.inputs
        if isinstance(left, Value) and isinstance(right, Value):
            if given.op != "Add":
                raise UnsupportedError("of two layers; only their sum is supported")
            return self.builder.add([left, right])
        x, constant = (left, right) if isinstance(left, Value) else (right, left)
        if not isinstance(x, Value) or constant is None or isinstance(constant, Value):
            raise UnsupportedError("one of its inputs is missing")
        doubles, one = constant.astype(np.float64), np.ones(())
        scale, offset = {
            "Add": (one, doubles),
            "Sub": (one, -doubles) if x is left else (-one, doubles),
            "Mul": (doubles, np.zeros(())),
            "Div": (np.divide(1, doubles, where=doubles != 0, out=np.full_like(doubles, np.inf)), np.zeros(())),
        }[given.op]
        if given.op == "Div" and (x is not left or not np.isfinite(scale).all()):
            raise UnsupportedError("a constant divided by a layer, or a layer by 0, is not supported")
        return self.builder.affine(x, scale, offset)

    def total(self, given: Given) -> Value:
        """The sum of one or more layers."""
        values = [value for value in given.inputs if isinstance(value, Value)]
        if len(values) != len(given.inputs):
            raise UnsupportedError("a sum with a constant; only layers are supported, and Add for constants")
        return self.builder.same(values[0]) if len(values) == 1 else self.builder.add(values)

    def concat(self, given: Given) -> Value:
        """Channels one after the other."""
        values = [value for value in given.inputs if isinstance(value, Value)]
        if len(values) != len(given.inputs):
            raise UnsupportedError("a concatenation with a constant is not supported")
        if given.axis(1) != 1:
            raise UnsupportedError(
                f"a concatenation along axis {given.attributes['axis']}; supported are the channels, axis 1"
            )
        return self.builder.concat(values)

    def softmax(self, given: Given) -> Value:
        """Over the channels. Before opset 13 all axes from `axis` on counted as one."""
        x, log = given.x, given.op == "LogSoftmax"
        if given.opset < 13:
            if given.axis(1) != 1:
                raise UnsupportedError(f"a softmax from axis {given.axis(1)} on; supported are all axes of an image")
            return self.builder.softmax(x.reshaped((math.prod(x.shape),)), log).reshaped(x.shape)
        if given.axis(-1) != 1:
            raise UnsupportedError(
                f"a softmax along axis {given.axis(-1)} of {(given.batch, *x.shape)}; supported is axis 1, the channels"
            )
        return self.builder.softmax(x, log)

    def dropout(self, given: Given) -> Value:
        """Nothing, once training is over."""
        training = given.constant(2, "training_mode")
        if training is not None and training.any():
            raise UnsupportedError("it is in training mode; export the model for inference")
        return self.builder.same(given.x)

    def cast(self, given: Given) -> Value:
        """Between kinds of floating point numbers: everything is computed in float32."""
        if given.attributes.get("to") not in (1, 10, 11):
            raise UnsupportedError("a cast of a layer to whole numbers is not supported")
        return self.builder.same(given.x)

    def pad(self, given: Given) -> Value:
        """A constant around channels, H and W."""
        mode = given.attributes.get("mode", "constant")
        if mode != "constant":
            raise UnsupportedError(f"padding of mode {mode!r}; only a constant is supported")
        pads = given.constant_or_attribute(1, "pads", "pads")
        fill = given.constant_or_attribute(2, "constant_value", "value")
        if pads is None:
            raise UnsupportedError("its pads are missing")
        rank, numbers = len(given.x.shape) + 1, [int(side) for side in pads.ravel()]
        axes = axes_of(given.inputs, given.attributes, 3) or list(range(rank))
        if len(numbers) != 2 * len(axes):
            raise UnsupportedError(f"pads {numbers} for the axes {axes}; expected two for each")
        before, after = [0] * rank, [0] * rank
        for position, axis in enumerate(axes):
            before[axis], after[axis] = numbers[position], numbers[position + len(axes)]
        if rank != 4 or before[0] or after[0] or min(numbers) < 0:
            raise UnsupportedError(f"pads {numbers}; supported are sides of 0 or more around channels, H and W")
        value = 0.0 if fill is None or fill.size == 0 else float(fill.reshape(-1)[0])
        return self.builder.pad(given.x, [*before[2:], *after[2:]], value, (before[1], after[1]))
