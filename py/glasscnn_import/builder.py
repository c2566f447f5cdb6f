"""Builds a draft operator by operator, for ONNX and PyTorch.

The readers know the names and attributes of their framework; this module translates operators to glasscnn's layers.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glasscnn.engine.graph import Node
from glasscnn.errors import ModelError
from glasscnn.model.op_specs import check_attributes
from glasscnn.model.shapes import output_shape
from glasscnn_import.draft import Array, Draft, Layer, Shape, Value, size


class UnsupportedError(Exception):
    """An operator cannot be imported; the reader of the file adds the operator's name to the message."""


class Builder:
    """Adds layers to `draft`: call `begin` for each node of the framework's file, then the method of its operator."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._name, self._tensor = "", ""

    def begin(self, name: str, tensor: str) -> None:
        """Set the name of the next layer and the framework's tensor that it computes."""
        self._name, self._tensor = name, tensor

    def conv(
        self,
        x: Value,
        weight: Array,
        bias: Array | None,
        stride: Sequence[int],
        padding: Sequence[int],
        dilation: Sequence[int],
        groups: int,
    ) -> Value:
        """A convolution with weight (O, C/groups, kH, kW); on a single cell, (C, 1, 1), it becomes a linear layer."""
        if weight.ndim != 4 or len(x.shape) != 3:
            raise UnsupportedError(
                f"a convolution with weight {weight.shape} on {x.shape}; only those over maps (C, H, W) are supported"
            )
        if len(self.draft.shape_of(x.layer)) == 1 and x.shape[1:] == (1, 1):
            matrix = _taps_on_one_cell(weight, padding, dilation, groups)
            return self.linear(x.reshaped(x.shape[:1]), matrix, bias).reshaped((len(matrix), 1, 1))
        attributes = {
            "stride": list(stride),
            "padding": list(padding),
            "dilation": list(dilation),
            "groups": groups,
        }
        return self._add("conv2d", [self._maps(x)], attributes, _with_bias(weight, bias))

    def linear(self, x: Value, weight: Array, bias: Array | None) -> Value:
        """A dense layer with weight (out_features, in_features)."""
        if len(x.shape) != 1 or weight.ndim != 2:
            raise UnsupportedError(
                f"a product of {x.shape} with {weight.shape}; only vectors times matrices are supported"
            )
        return self._add("linear", [self._vector(x)], {}, _with_bias(weight, bias))

    def activation(self, x: Value, op: str, **attributes: Any) -> Value:
        """An element-wise function without weights: one of `glasscnn.engine.ELEMENTWISE`."""
        return self._add(op, [x.layer], attributes).reshaped(x.shape, x.via)

    def clamp(self, x: Value, minimum: float, maximum: float) -> Value:
        """Limit values to a range, whose ends may be infinite; from 0 on, this is a ReLU."""
        limits = (min(minimum, maximum), maximum)
        lowest, highest = (None if math.isinf(limit) else float(limit) for limit in limits)
        if lowest is None and highest is None:
            return self.identity(x)
        if lowest == 0 and (highest is None or highest > 0):
            return self.activation(x, "relu", maximum=highest)
        return self.activation(x, "clamp", minimum=lowest, maximum=highest)

    def prelu(self, x: Value, slope: np.ndarray) -> Value:
        """A ReLU with a slope below 0, one for each channel or one for all."""
        layer = self._by_channel(x)
        weight = slope.reshape(1) if slope.size == 1 else _one_per_channel(slope, x.shape)
        return self._add("prelu", [layer], {}, {"weight": weight}).reshaped(x.shape, x.via)

    def max_pool(
        self, x: Value, kernel: Sequence[int], stride: Sequence[int], padding: Sequence[int], **attributes: Any
    ) -> Value:
        """Maximum over windows; `attributes` are dilation and ceil_mode."""
        return self._pool("max_pool2d", x, kernel, stride, padding, attributes)

    def avg_pool(
        self, x: Value, kernel: Sequence[int], stride: Sequence[int], padding: Sequence[int], **attributes: Any
    ) -> Value:
        """Mean over windows; `attributes` are dilation, ceil_mode and count_include_pad."""
        return self._pool("avg_pool2d", x, kernel, stride, padding, attributes)

    def global_avg_pool(self, x: Value, keep_axes: bool) -> Value:
        """Mean of every map, (C, H, W) → (C, 1, 1) or (C,)."""
        shape = (x.shape[0], 1, 1) if keep_axes else x.shape[:1]
        if x.shape[1:] == (1, 1):
            return self.identity(x.reshaped(shape))
        return self._add("global_avg_pool2d", [self._maps(x)]).reshaped(shape)

    def reduce(self, kind: str, x: Value, axes: Sequence[int], keep_axes: bool) -> Value:
        """The "max", "mean" or "sum" along axes of the framework, where 0 is the batch."""
        if 0 in axes:
            raise UnsupportedError(f"a {kind} of {x.shape} over the axes {list(axes)}, the first of which is the batch")
        kept = tuple(1 if axis in axes else side for axis, side in enumerate(x.shape, start=1))
        shape = kept if keep_axes else tuple(side for axis, side in enumerate(x.shape, start=1) if axis not in axes)
        ours = self.draft.shape_of(x.layer)
        dim = [axis + 1 for axis in _our_axes(x.shape, ours, axes)]
        if math.prod(ours[axis - 1] for axis in dim) == 1:
            return self.identity(x.reshaped(shape))
        if dim == [2, 3] and kind != "sum":
            return self._add("global_avg_pool2d" if kind == "mean" else "global_max_pool2d", [x.layer]).reshaped(shape)
        return self._add(f"reduce_{kind}", [x.layer], {"dim": dim}).reshaped(shape)

    def batch_norm(self, x: Value, arrays: Mapping[str, Array], eps: float) -> Value:
        """Batch normalisation of maps or of a vector, with PyTorch's names for the four arrays."""
        if self.draft.shape_of(x.layer) == x.shape and len(x.shape) == 3:
            return self._add("batch_norm2d", [x.layer], {"eps": eps}, dict(arrays))
        doubles = {key: array.astype(np.float64) for key, array in arrays.items()}
        scale = doubles["weight"] / np.sqrt(doubles["running_var"] + eps)
        offset = doubles["bias"] - doubles["running_mean"] * scale
        return self.affine(x, scale, offset)

    def affine(self, x: Value, scale: np.ndarray, offset: np.ndarray) -> Value:
        """x · scale + offset, with constants that broadcast to x."""
        try:
            scales, offsets = (_one_per_channel(constant, x.shape) for constant in (scale, offset))
            layer = self._by_channel(x)
        except UnsupportedError:
            return self._elementwise_affine(x, scale, offset)
        return self._add("affine", [layer], {}, {"scale": scales, "offset": offsets}).reshaped(x.shape, x.via)

    def divided_by(self, constant: np.ndarray, x: Value) -> Value:
        """constant / x."""
        reciprocal = self.activation(x, "power", exponent=-1.0)
        if constant.size == 1 and constant.reshape(-1)[0] == 1:
            return reciprocal
        self.draft.layers[reciprocal.layer].tensor = None
        return self.affine(reciprocal, constant, np.zeros(()))

    def _elementwise_affine(self, x: Value, scale: np.ndarray, offset: np.ndarray) -> Value:
        ours = self.draft.shape_of(x.layer)
        arrays = {"weight": _fitted(scale, x.shape, ours), "bias": _fitted(offset, x.shape, ours)}
        return self._add("elementwise_affine", [x.layer], {}, arrays).reshaped(x.shape, x.via)

    def pad(self, x: Value, padding: Sequence[int], value: float, channels: tuple[int, int] = (0, 0)) -> Value:
        """Maps padded with a constant: `padding` is (top, left, bottom, right), `channels` is (before, after)."""
        layer = self._maps(x)
        if any(channels):
            before, after = channels
            count = x.shape[0]
            weight = np.zeros((before + count + after, count, 1, 1), np.float32)
            weight[before : before + count, :, 0, 0] = np.eye(count)
            bias = np.full(len(weight), value, np.float32)
            bias[before : before + count] = 0
            layer = self._add("conv2d", [layer], {}, _with_bias(weight, bias)).layer
        if any(padding):
            layer = self._add("pad", [layer], {"padding": list(padding), "value": value}).layer
        return Value(layer, self.draft.shape_of(layer))

    def reshape(self, x: Value, shape: Shape) -> Value:
        """The same values in another shape; no layer is added."""
        if size(shape) != size(x.shape):
            raise UnsupportedError(f"a reshape of {x.shape} to {shape}, which has a different number of elements")
        return self.identity(x.reshaped(shape, self._name))

    def identity(self, x: Value) -> Value:
        """An operator without effect: its name becomes an alias of its input."""
        if x.layer != self.draft.input:
            self.draft.aliases[self.draft.unique_name(self._name)] = x.layer
        return x

    def arithmetic(self, op: str, values: Sequence[Value]) -> Value:
        """add, sub, mul or div of values whose shapes are equal or have sides of 1, which are repeated."""
        shapes = [x.shape for x in values]
        if len(set(shapes)) == 1:
            return self._add(op, self._with_equal_rank(values)).reshaped(shapes[0], values[0].via)
        found = " and ".join(map(str, shapes))
        if len({len(shape) for shape in shapes}) > 1:
            raise UnsupportedError(f"{op} of {found} would mix the images of a batch")
        if any(not self._broadcasts_as_it_is(x) for x in values):
            raise UnsupportedError(f"{op} of {found}, of which one is reshaped, is not supported")
        result = self._add(op, [x.layer for x in values])
        return result.reshaped(tuple(max(sides) for sides in zip(*shapes, strict=True)))

    def _broadcasts_as_it_is(self, x: Value) -> bool:
        """Whether our layer has the shape of x, or is a vector where x is maps of one cell."""
        ours = self.draft.shape_of(x.layer)
        return ours == x.shape or (len(ours) == 1 and x.shape == (ours[0], 1, 1))

    def concat(self, values: Sequence[Value]) -> Value:
        """The channels of all values, one after the other."""
        if len(values) == 1:
            return self.identity(values[0])
        shape = (sum(x.shape[0] for x in values), *values[0].shape[1:])
        if len({x.shape[1:] for x in values}) > 1:
            raise UnsupportedError(
                f"a concatenation of {' and '.join(str(x.shape) for x in values)} along the channels"
            )
        return self._add("concat", self._with_equal_rank(values)).reshaped(shape)

    def softmax(self, x: Value, log: bool = False) -> Value:
        """Softmax over the channels, the first axis of x."""
        layer = self._by_channel(x)
        return self._add("log_softmax" if log else "softmax", [layer]).reshaped(x.shape, x.via)

    def set_output(self, x: Value) -> None:
        """Make x, as a vector, the output of the network."""
        self.draft.output = self._vector(x.reshaped((size(x.shape),)))

    def _pool(
        self,
        op: str,
        x: Value,
        kernel: Sequence[int],
        stride: Sequence[int],
        padding: Sequence[int],
        attributes: dict[str, Any],
    ) -> Value:
        window = {"kernel_size": list(kernel), "stride": list(stride), "padding": list(padding)}
        return self._add(op, [self._maps(x)], {**window, **attributes})

    def _maps(self, x: Value) -> str:
        """The layer of x; raises UnsupportedError unless x is maps."""
        ours = self.draft.shape_of(x.layer)
        if len(x.shape) != 3 or ours != x.shape:
            origin = "" if len(x.shape) != 3 else f" made from {ours}"
            raise UnsupportedError(f"it takes maps (C, H, W), found {x.shape}{origin}")
        return x.layer

    def _by_channel(self, x: Value) -> str:
        """The layer of x; raises UnsupportedError unless the first axis of both is the channels."""
        if len(x.shape) == 1:
            return self._vector(x)
        ours = self.draft.shape_of(x.layer)
        if ours[0] != (*x.shape, 1)[0]:
            raise UnsupportedError(f"it takes maps (C, H, W) or a vector, found {x.shape} made from {ours}")
        return x.layer

    def _vector(self, x: Value) -> str:
        """The layer whose output is x as a vector: a flatten if the layer of x outputs maps."""
        if len(self.draft.shape_of(x.layer)) == 1:
            return x.layer
        for layer in self.draft.consumers(x.layer):
            if layer.op == "flatten":
                return layer.name
        if x.via in self.draft.aliases:
            del self.draft.aliases[x.via]
        name = self.draft.unique_name(x.via or f"{x.layer}_flat")
        tensor = self.draft.layers[x.layer].tensor if x.layer in self.draft.layers else None
        self._insert(Layer(name, "flatten", [x.layer], (size(x.shape),), tensor=tensor))
        return name

    def _with_equal_rank(self, values: Sequence[Value]) -> list[str]:
        """The layers of all values, flattened if their numbers of axes differ."""
        ranks = {len(self.draft.shape_of(x.layer)) for x in values}
        if len(ranks) == 1 and all(self.draft.shape_of(x.layer)[0] == (*x.shape, 1)[0] for x in values):
            return [x.layer for x in values]
        if any(size(x.shape) != (*x.shape, 1)[0] for x in values):
            raise UnsupportedError("it joins maps with reshaped vectors")
        return [self._vector(x) for x in values]

    def _add(
        self,
        op: str,
        inputs: list[str],
        attributes: dict[str, Any] | None = None,
        arrays: dict[str, Array] | None = None,
    ) -> Value:
        name = self.draft.unique_name(self._name)
        arrays = {key: np.ascontiguousarray(array, np.float32) for key, array in (arrays or {}).items()}
        shapes = [self.draft.shape_of(source) for source in inputs]
        if op == "pad":
            top, left, bottom, right = (attributes or {})["padding"]
            channels, height, width = shapes[0]
            shape: Shape = (channels, top + height + bottom, left + width + right)
        elif op == "affine":
            shape = shapes[0]
        else:
            try:
                attributes = check_attributes(name, op, len(inputs), attributes or {})
                node = Node(name, op, tuple(inputs), attributes)
                shape = output_shape(node, shapes, arrays)
            except ModelError as error:
                raise UnsupportedError(str(error).removeprefix(f"node {name!r}: ")) from error
        return self._insert(Layer(name, op, inputs, shape, attributes or {}, arrays, self._tensor))

    def _insert(self, layer: Layer) -> Value:
        self.draft.layers[layer.name] = layer
        return Value(layer.name, layer.shape)


def _our_axes(shape: Shape, ours: Shape, axes: Sequence[int]) -> list[int]:
    """The axes of our shape, from 0, that the framework's `axes`, from 1, stand for; ours may be split further."""
    found: list[int] = []
    start = 0
    for axis, side in enumerate(shape, start=1):
        end = start
        while math.prod(ours[start:end]) < side and end < len(ours):
            end += 1
        if math.prod(ours[start:end]) != side:
            raise UnsupportedError(f"a reduction of {shape}, which was made from {ours}, over the axes {list(axes)}")
        if axis in axes:
            found += range(start, end)
        start = end
    return found


def _with_bias(weight: Array, bias: Array | None) -> dict[str, Array]:
    return {"weight": weight} if bias is None else {"weight": weight, "bias": bias.reshape(-1)}


def _taps_on_one_cell(weight: Array, padding: Sequence[int], dilation: Sequence[int], groups: int) -> Array:
    """(O, C): the tap of each kernel that covers a map of a single cell; the others cover the padding."""
    out_channels, channels, height, width = weight.shape
    reach = [dilation[axis] * (kernel - 1) for axis, kernel in enumerate((height, width))]
    if padding[0] + padding[2] != reach[0] or padding[1] + padding[3] != reach[1]:
        raise UnsupportedError("a convolution that makes maps from a single cell")
    if padding[0] % dilation[0] or padding[1] % dilation[1]:
        raise UnsupportedError("a convolution that covers only the padding around a single cell")
    tap = weight[:, :, padding[0] // dilation[0], padding[1] // dilation[1]]
    matrix = np.zeros((out_channels, channels * groups), np.float32)
    for group in range(groups):
        outputs = slice(group * out_channels // groups, (group + 1) * out_channels // groups)
        matrix[outputs, group * channels : (group + 1) * channels] = tap[outputs]
    return matrix


def _fitted(constant: np.ndarray, shape: Shape, ours: Shape) -> Array:
    """A constant that broadcasts to `shape`, with or without a batch axis in front, as one that does to our shape."""
    full = (1, *shape)
    if constant.ndim > len(full) or any(
        side not in (1, expected) for side, expected in zip(reversed(constant.shape), reversed(full), strict=False)
    ):
        raise UnsupportedError(
            f"a constant of shape {constant.shape} with {shape}; expected sides as long as those, or 1"
        )
    aligned = constant.reshape((1,) * (len(full) - constant.ndim) + constant.shape)[0]
    if ours != shape:
        aligned = np.broadcast_to(aligned, shape).reshape(ours)
    fitted: Array = aligned.astype(np.float32)
    return fitted


def _one_per_channel(constant: np.ndarray, shape: Shape) -> Array:
    """(C,) from a constant that broadcasts to `shape`, with or without a batch axis in front."""
    constant = np.asarray(constant, np.float64)
    full = (1, *shape)
    if constant.ndim > len(full) or any(
        side not in (1, expected) for side, expected in zip(reversed(constant.shape), reversed(full), strict=False)
    ):
        raise UnsupportedError(
            f"a constant of shape {constant.shape} with {shape}; expected one number for each channel"
        )
    aligned = constant.reshape((1,) * (len(full) - constant.ndim) + constant.shape)
    if any(side != 1 for side in aligned.shape[2:]):
        raise UnsupportedError(
            f"a constant of shape {constant.shape} with {shape}; expected one number for each channel"
        )
    return np.broadcast_to(aligned.reshape(aligned.shape[1]), shape[:1]).astype(np.float32)
