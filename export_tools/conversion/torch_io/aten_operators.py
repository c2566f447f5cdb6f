"""Translates PyTorch's operators to layers of a draft, one method for each kind."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from export_tools.conversion.torch_io.aten_functions import (
    FUNCTIONS,
    LIMITS,
    POWERS,
    Arguments,
    array_of,
    fixed_power,
    function,
    limit,
    power,
    prelu,
)
from export_tools.conversion.torch_io.aten_moving import (
    PAD_MODES,
    RESIZES,
    blocks,
    conv_transpose,
    flip,
    pad,
    part,
    resize,
    split,
)
from export_tools.conversion.torch_io.aten_normalisations import (
    group_norm,
    instance_norm,
    layer_norm,
    neighbours,
)
from glasscnn_import.builder import Builder
from glasscnn_import.draft import Value
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.moving import concat_along, no_batch


class AtenOperators:
    """`methods`: {ATen's name of an operator: the method that translates it}, called with the arguments by name."""

    def __init__(self, builder: Builder, batch: int) -> None:
        self.builder = builder
        self.batch = batch
        self.methods: dict[str, Callable[[Arguments], Any]] = {
            **dict.fromkeys(("conv2d", "convolution", "_convolution", "_convolution_mode"), self.conv),
            **dict.fromkeys(("linear", "addmm", "mm", "matmul"), self.linear),
            **dict.fromkeys(FUNCTIONS, lambda a: function(a, builder)),
            **dict.fromkeys(LIMITS, lambda a: limit(a, builder)),
            **dict.fromkeys(("prelu", "_prelu_kernel"), lambda a: prelu(a, builder)),
            "pow": lambda a: power(a, builder),
            **{name: partial(fixed_power, builder, exponent) for name, exponent in POWERS.items()},
            "max_pool2d": self.max_pool,
            "max_pool2d_with_indices": lambda a: (self.max_pool(a), None),
            "avg_pool2d": self.avg_pool,
            **dict.fromkeys(("adaptive_avg_pool2d", "_adaptive_avg_pool2d"), self.adaptive_avg_pool),
            **dict.fromkeys(("mean", "sum", "amax", "amin"), self.reduce),
            **dict.fromkeys(("max", "min"), self.extreme),
            **dict.fromkeys(("maximum", "minimum"), self.arithmetic_extreme),
            "adaptive_max_pool2d": self.global_max_pool,
            "batch_norm": self.batch_norm,
            **dict.fromkeys(("layer_norm", "rms_norm"), lambda a: layer_norm(a, builder)),
            **dict.fromkeys(("native_layer_norm", "_fused_rms_norm"), lambda a: (layer_norm(a, builder), None, None)),
            "group_norm": lambda a: group_norm(a, builder),
            "native_group_norm": lambda a: (group_norm(a, builder), None, None),
            "instance_norm": lambda a: instance_norm(a, builder),
            "avg_pool3d": lambda a: neighbours(a, builder),
            "_native_batch_norm_legit_no_training": lambda a: (self.batch_norm(a), None, None),
            **dict.fromkeys(("flatten", "view", "reshape", "_unsafe_view", "squeeze", "unsqueeze"), self.reshape),
            **dict.fromkeys(("permute", "transpose"), self.permute),
            **dict.fromkeys(
                (
                    "dropout",
                    "feature_dropout",
                    "alpha_dropout",
                    "contiguous",
                    "clone",
                    "alias",
                    "detach",
                    "to",
                    "_to_copy",
                ),
                self.identity,
            ),
            "cat": self.concat,
            **dict.fromkeys(("add", "sub", "rsub", "mul", "div"), self.arithmetic),
            **dict.fromkeys(("softmax", "_softmax", "log_softmax", "_log_softmax"), self.softmax),
            "conv_transpose2d": lambda a: conv_transpose(a, builder, _pair),
            **dict.fromkeys(("pad", *PAD_MODES), lambda a: pad(a, builder)),
            **dict.fromkeys(("slice", "narrow", "select"), lambda a: part(a, builder)),
            **dict.fromkeys(("split", "split_with_sizes", "chunk", "unbind"), lambda a: split(a, builder)),
            **dict.fromkeys(RESIZES, lambda a: resize(a, builder)),
            **dict.fromkeys(("pixel_shuffle", "pixel_unshuffle"), lambda a: blocks(a, builder)),
            "flip": lambda a: flip(a, builder),
            **dict.fromkeys(("size", "sym_size"), self.size),
            "dim": lambda a: len(a["self"].shape) + 1,
            "getitem": lambda a: a["self"][a["index"]],
        }

    def conv(self, a: Arguments) -> Value:
        """conv2d, also with padding="same", and the general convolution."""
        weight = array_of(a["weight"], "weight")
        if a.get("transposed"):
            return conv_transpose(a, self.builder, _pair)
        if weight.ndim != 4:
            raise UnsupportedError(f"a convolution of {weight.ndim - 2} dimensions; only those of 2 are supported")
        dilation = _pair(a["dilation"])
        if isinstance(a["padding"], str):
            spans = [step * (kernel - 1) for step, kernel in zip(dilation, weight.shape[2:], strict=True)]
            spans = spans if a["padding"] == "same" else [0, 0]
            padding = [span // 2 for span in spans] + [span - span // 2 for span in spans]
        else:
            padding = _pair(a["padding"]) * 2
        bias = None if a["bias"] is None else array_of(a["bias"], "bias")
        return self.builder.conv(a["self"], weight, bias, _pair(a["stride"]), padding, dilation, int(a["groups"]))

    def linear(self, a: Arguments) -> Value:
        """linear, and the products that it can be decomposed into."""
        if a["op"] == "linear":
            bias = None if a["bias"] is None else array_of(a["bias"], "bias")
            return self.builder.linear(a["self"], array_of(a["weight"], "weight"), bias)
        if a["op"] == "addmm":
            bias = array_of(a["self"], "bias") * np.float32(a["beta"])
            return self.builder.linear(a["mat1"], array_of(a["mat2"], "weight").T * np.float32(a["alpha"]), bias)
        other = a["mat2"] if a["op"] == "mm" else a["other"]
        if not isinstance(a["self"], Value):
            raise UnsupportedError("a product with the weights on the left is not supported")
        return self.builder.linear(a["self"], array_of(other, "weight").T, None)

    def max_pool(self, a: Arguments) -> Value:
        """Maximum over windows."""
        kernel, options = _window(a)
        return self.builder.max_pool(
            a["self"], kernel, *options, dilation=_pair(a["dilation"]), ceil_mode=bool(a["ceil_mode"])
        )

    def avg_pool(self, a: Arguments) -> Value:
        """Mean over windows."""
        if a["divisor_override"] is not None:
            raise UnsupportedError("divisor_override is not supported")
        kernel, options = _window(a)
        return self.builder.avg_pool(
            a["self"],
            kernel,
            *options,
            ceil_mode=bool(a["ceil_mode"]),
            count_include_pad=bool(a["count_include_pad"]),
        )

    def adaptive_avg_pool(self, a: Arguments) -> Value:
        """Mean over windows of equal size; raises UnsupportedError if the output does not divide the input size."""
        x, wanted = a["self"], _pair(a["output_size"])
        if wanted == [1, 1]:
            return self.builder.global_avg_pool(x, keep_axes=True)
        if len(x.shape) != 3 or x.shape[1] % wanted[0] or x.shape[2] % wanted[1]:
            raise UnsupportedError(f"maps of {x.shape} cannot be averaged to {wanted} with windows of equal size")
        kernel = [x.shape[1] // wanted[0], x.shape[2] // wanted[1]]
        return self.builder.avg_pool(x, kernel, kernel, [0, 0, 0, 0])

    def reduce(self, a: Arguments) -> Value:
        """mean, sum, amax or max along axes."""
        x, given = a["self"], a.get("dim")
        rank = len(x.shape) + 1
        axes = range(rank) if given is None or given == [] else [given] if isinstance(given, int) else given
        found = sorted(axis % rank for axis in axes)
        return self.builder.reduce(a["op"].removeprefix("a"), x, found, bool(a.get("keepdim")))

    def extreme(self, a: Arguments) -> Any:
        """max or min along an axis, which have indices as well, of everything, or of two layers."""
        if isinstance(a.get("other"), Value):
            return self.arithmetic_extreme(a)
        return (self.reduce(a), None) if "dim" in a else self.reduce(a)

    def arithmetic_extreme(self, a: Arguments) -> Value:
        """The largest or smallest number in each place of two layers."""
        layers = [a["self"], a["other"]]
        if not all(isinstance(x, Value) for x in layers):
            raise UnsupportedError(f"{a['op']} of a layer and a constant; use clamp")
        return self.builder.arithmetic(f"elementwise_{a['op'].removesuffix('imum')}", layers)

    def global_max_pool(self, a: Arguments) -> tuple[Value, None]:
        """adaptive_max_pool2d to one number for each map."""
        if _pair(a["output_size"]) != [1, 1]:
            raise UnsupportedError(f"an adaptive maximum of {a['output_size']}; supported is one number for each map")
        return self.builder.reduce("max", a["self"], [2, 3], keep_axes=True), None

    def batch_norm(self, a: Arguments) -> Value:
        """Batch norm with the statistics of training."""
        x = a["self"]
        if a.get("training"):
            raise UnsupportedError("it normalises with the batch's own statistics; call eval() before exporting")
        mean, var = array_of(a["running_mean"], "running_mean"), array_of(a["running_var"], "running_var")
        arrays = {
            "weight": np.ones_like(mean) if a["weight"] is None else array_of(a["weight"], "weight"),
            "bias": np.zeros_like(mean) if a["bias"] is None else array_of(a["bias"], "bias"),
            "running_mean": mean,
            "running_var": var,
        }
        return self.builder.batch_norm(x, arrays, float(a["eps"]))

    def reshape(self, a: Arguments) -> Value:
        """Reshape; the batch axis must stay the same."""
        x = a["self"]
        full: tuple[int, ...] = (self.batch, *x.shape)
        # PyTorch computes the new shape with a meta tensor, which has no data.
        without_data = torch.empty(full, device="meta")
        arguments = {key: value for key, value in a.items() if key not in ("op", "self", "input")}
        try:
            result = tuple(getattr(torch.ops.aten, a["op"])(without_data, **arguments).shape)
        except RuntimeError as error:
            raise UnsupportedError(str(error).splitlines()[0]) from error
        if not result or result[0] != self.batch:
            raise UnsupportedError(f"a reshape of {x.shape} that mixes the images of a batch")
        return self.builder.reshape(x, result[1:])

    def permute(self, a: Arguments) -> Value:
        """Axes in another order, the batch first."""
        x = a["self"]
        rank = len(x.shape) + 1
        if a["op"] == "permute":
            order = [axis % rank for axis in a["dims"]]
        else:
            order = list(range(rank))
            first, second = a["dim0"] % rank, a["dim1"] % rank
            order[first], order[second] = second, first
        if order[0] != 0:
            raise UnsupportedError(f"the axis order {order} moves the batch; expected it to remain the first axis")
        return self.builder.identity(x.transposed([axis - 1 for axis in order[1:]]))

    def identity(self, a: Arguments) -> Value:
        """An operator without effect at inference."""
        if a.get("train"):
            raise UnsupportedError("dropout is enabled; call eval() before exporting")
        return self.builder.identity(a["self"])

    def concat(self, a: Arguments) -> Value:
        """Concatenate along any axis but the batch."""
        if not all(isinstance(x, Value) for x in a["tensors"]):
            raise UnsupportedError("a concatenation with a constant is not supported")
        axis = a["dim"] % (len(a["tensors"][0].shape) + 1)
        no_batch(axis, "a concatenation")
        if axis > 1:
            return concat_along(self.builder, a["tensors"], axis - 1)
        return self.builder.concat(a["tensors"])

    def arithmetic(self, a: Arguments) -> Value:
        """Arithmetic of two layers, or of a layer and a constant."""
        op, x, other = a["op"], a["self"], a["other"]
        alpha = a.get("alpha", 1)
        if a.get("rounding_mode") or (isinstance(other, Value) and alpha != 1):
            raise UnsupportedError(f"{op} with rounding_mode, or with alpha on a layer, is not supported")
        if isinstance(x, Value) and isinstance(other, Value):
            layers = [other, x] if op == "rsub" else [x, other]
            return self.builder.arithmetic("sub" if op == "rsub" else op, layers)
        if isinstance(other, Value):  # constant op layer
            if op == "div":
                return self.builder.divided_by(_double(x), other)
            if op in ("sub", "rsub"):
                op = "rsub" if op == "sub" else "sub"
            x, other = other, x
        constant, one = _double(other), np.ones(())
        scale, offset = {
            "add": (one, constant * float(alpha)),
            "sub": (one, -constant * float(alpha)),
            "rsub": (-one, constant),
            "mul": (constant, 0 * one),
            "div": (1 / constant, 0 * one),
        }[op]
        return self.builder.affine(x, scale, offset)

    def softmax(self, a: Arguments) -> Value:
        """Softmax over the channels."""
        x = a["self"]
        if a["dim"] % (len(x.shape) + 1) != 1:
            raise UnsupportedError(f"a softmax along axis {a['dim']}; supported are the channels, axis 1")
        return self.builder.softmax(x, log="log" in a["op"])

    def size(self, a: Arguments) -> Any:
        """The shape, or one side of it."""
        full = [self.batch, *a["self"].shape]
        return full if a.get("dim") is None else full[a["dim"]]


def _double(constant: Any) -> np.ndarray:
    if isinstance(constant, Tensor):
        return constant.detach().cpu().to(torch.float64).numpy()
    return np.asarray(constant, np.float64)


def _pair(value: Any) -> list[int]:
    """Two numbers from one or two, as PyTorch accepts them."""
    numbers = [int(number) for number in value] if isinstance(value, list | tuple) else [int(value)]
    return numbers * 2 if len(numbers) == 1 else numbers


def _window(a: Arguments) -> tuple[list[int], tuple[list[int], list[int]]]:
    """(kernel, (stride, padding))."""
    kernel = _pair(a["kernel_size"])
    return kernel, (_pair(a["stride"]) if a["stride"] else kernel, _pair(a["padding"]) * 2)
