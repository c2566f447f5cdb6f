"""Builds a draft operator by operator, for ONNX and PyTorch.

The readers know the names and attributes of their framework; this module translates operators to glasscnn's layers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np

from glasscnn.engine.graph import Node
from glasscnn.errors import ModelError
from glasscnn.model.op_specs import check_attributes
from glasscnn.model.shapes import output_shape
from glasscnn_import.draft import Array, Draft, Layer, Shape, Value, size
from glasscnn_import.errors import UnsupportedError
from glasscnn_import.weights import (
    changing,
    columns_in_order,
    one_per_cell,
    one_per_channel,
    taps_on_one_cell,
    without_repeats,
)


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
            matrix = taps_on_one_cell(weight, padding, dilation, groups)
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
        return self._add("linear", [self._vector(x)], {}, _with_bias(columns_in_order(weight, x), bias))

    def activation(self, x: Value, op: str, **attributes: Any) -> Value:
        """An element-wise function without weights: one of `glasscnn.engine.ELEMENTWISE`."""
        return self._add(op, [x.layer], attributes, like=x)

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
        layer = self._vector(x) if len(x.shape) == 1 else x.layer
        shape = self.draft.shape_of(layer)
        try:
            weight = slope.reshape(1) if slope.size == 1 else one_per_channel(slope, x, shape)
        except UnsupportedError:
            weight = without_repeats(one_per_cell(slope, x, shape))
        return self._add("prelu", [layer], {}, {"weight": weight}, like=x)

    def power(self, x: Value, exponent: np.ndarray) -> Value:
        """x to the power of constants that broadcast to x."""
        if exponent.size == 1:
            return self.activation(x, "power", exponent=float(exponent.reshape(-1)[0]))
        layer = self._vector(x) if len(x.shape) == 1 else x.layer
        exponents = without_repeats(one_per_cell(exponent, x, self.draft.shape_of(layer)))
        return self._add("elementwise_power", [layer], {}, {"exponent": exponents}, like=x)

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
        if x.shape[1:] == (1, 1) and x.order is None:
            return self.identity(x.reshaped(shape))
        return self._add("global_avg_pool2d", [self._maps(x)]).reshaped(shape)

    def reduce(self, kind: str, x: Value, axes: Sequence[int], keep_axes: bool) -> Value:
        """The "max", "min", "mean" or "sum" along axes of the framework, where 0 is the batch."""
        if 0 in axes:
            raise UnsupportedError(f"a {kind} of {x.shape} over the axes {list(axes)}, the first of which is the batch")
        kept = tuple(1 if axis in axes else side for axis, side in enumerate(x.shape, start=1))
        shape = kept if keep_axes else tuple(side for axis, side in enumerate(x.shape, start=1) if axis not in axes)
        ours = self.draft.shape_of(x.layer)
        if len(x.shape) == 3 == len(ours) and (x.order is not None or x.shape != ours):
            first = self.channels_first(x)
            reduced = self.reduce(kind, x.transposed(first), [first.index(axis - 1) + 1 for axis in axes], True)
            return reduced.transposed([first.index(axis) for axis in range(3)]).reshaped(shape)
        dim = [axis + 1 for axis in _our_axes(x.shape, ours, axes)]
        if math.prod(ours[axis - 1] for axis in dim) == 1:
            return self.identity(x.reshaped(shape))
        if dim == [2, 3] and kind in ("mean", "max"):
            return self._add("global_avg_pool2d" if kind == "mean" else "global_max_pool2d", [x.layer]).reshaped(shape)
        return self._add(f"reduce_{kind}", [x.layer], {"dim": dim}).reshaped(shape)

    def layer_norm(
        self, x: Value, axes: Sequence[int], arrays: Mapping[str, np.ndarray], eps: float, op: str = "layer_norm"
    ) -> Value:
        """layer_norm or rms_norm along axes of the framework, where 0 is the batch; `arrays` broadcast to x."""
        if 0 in axes:
            raise UnsupportedError(f"a normalisation of {x.shape} along {list(axes)}, the first of which is the batch")
        ours = self.draft.shape_of(x.layer)
        if len(x.shape) == 3 == len(ours) and (x.order is not None or x.shape != ours):
            dim = sorted(self.channels_first(x).index(axis - 1) + 1 for axis in axes)
        else:
            dim = [axis + 1 for axis in _our_axes(x.shape, ours, axes)]
        learned = {key: without_repeats(one_per_cell(array, x, ours)) for key, array in changing(arrays).items()}
        return self._add(op, [x.layer], {"dim": dim, "eps": eps}, learned, like=x)

    def group_norm(self, x: Value, groups: int, arrays: Mapping[str, Array], eps: float) -> Value:
        """Normalisation of groups of channels, with a weight and a bias for each channel."""
        ours = self.draft.shape_of(x.layer)
        if x.order is not None or (x.shape[0] != ours[0] and (x.shape[0] != groups or ours[0] % groups)):
            raise UnsupportedError(f"it takes maps (C, H, W) or groups of them, found {x.shape} made from {ours}")
        repeated = {key: np.repeat(array, ours[0] // len(array)) for key, array in changing(arrays).items()}
        return self._add("group_norm", [x.layer], {"num_groups": groups, "eps": eps}, repeated, like=x)

    def local_response_norm(self, x: Value, size: int, alpha: float, beta: float, k: float) -> Value:
        """Division of every cell by the size of its neighbours in other channels."""
        attributes = {"size": size, "alpha": alpha, "beta": beta, "k": k}
        return self._add("local_response_norm", [self._maps(x)], attributes)

    def unnamed(self, x: Value) -> Value:
        """x, but the framework has no tensor with its values: it is a step towards one."""
        layer = self.draft.layers.get(x.layer)
        if layer is not None and layer.tensor == self._tensor:
            layer.tensor = None
        return x

    def batch_norm(self, x: Value, arrays: Mapping[str, Array], eps: float) -> Value:
        """Batch normalisation of maps or of a vector, with PyTorch's names for the four arrays."""
        if self.draft.shape_of(x.layer) == x.shape and len(x.shape) == 3 and x.order is None:
            return self._add("batch_norm2d", [x.layer], {"eps": eps}, dict(arrays))
        doubles = {key: array.astype(np.float64) for key, array in arrays.items()}
        scale = doubles["weight"] / np.sqrt(doubles["running_var"] + eps)
        offset = doubles["bias"] - doubles["running_mean"] * scale
        by_channel = (-1, *[1] * (len(x.shape) - 1))
        return self.affine(x, scale.reshape(by_channel), offset.reshape(by_channel))

    def affine(self, x: Value, scale: np.ndarray, offset: np.ndarray) -> Value:
        """x · scale + offset, with constants that broadcast to x."""
        layer = self._vector(x) if len(x.shape) == 1 else x.layer
        shape = self.draft.shape_of(layer)
        try:
            scales, offsets = (one_per_channel(constant, x, shape) for constant in (scale, offset))
        except UnsupportedError:
            arrays = {"weight": one_per_cell(scale, x, shape), "bias": one_per_cell(offset, x, shape)}
            return self._add("elementwise_affine", [layer], {}, arrays, like=x)
        return self._add("affine", [layer], {}, {"scale": scales, "offset": offsets}, like=x)

    def channels_first(self, x: Value) -> list[int]:
        """The axes with which `x.transposed(axes)` is maps in our order; raises UnsupportedError if there are none."""
        ours = self.draft.shape_of(x.layer)
        for axes in permutations(range(len(x.shape))):
            if tuple(x.shape[axis] for axis in axes) == ours and x.transposed(axes).order is None:
                return list(axes)
        raise UnsupportedError(f"it takes maps (C, H, W), found {x.shape} made from {ours}")

    def divided_by(self, constant: np.ndarray, x: Value) -> Value:
        """constant / x."""
        reciprocal = self.activation(x, "power", exponent=-1.0)
        if constant.size == 1 and constant.reshape(-1)[0] == 1:
            return reciprocal
        self.draft.layers[reciprocal.layer].tensor = None
        return self.affine(reciprocal, constant, np.zeros(()))

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
            return self._arithmetic_of_equal_shapes(op, values)
        found = " and ".join(map(str, shapes))
        if len({len(shape) for shape in shapes}) > 1:
            raise UnsupportedError(f"{op} of {found} would mix the images of a batch")
        if len(shapes[0]) == 1 and all(x.order is None for x in values):
            values = [replace(x, layer=self._vector(x)) for x in values]
        transposed = next((x for x in values if x.order is not None), values[0])
        axes = list(range(len(shapes[0]))) if transposed.order is None else self.channels_first(transposed)
        values = [x.transposed(axes) for x in values]
        if any(not self._broadcasts_as_it_is(x) for x in values):
            raise UnsupportedError(f"{op} of {found}, of which one is reshaped, is not supported")
        result = self._add(op, [x.layer for x in values])
        sides = tuple(max(lengths) for lengths in zip(*(x.shape for x in values), strict=True))
        return result.reshaped(sides).transposed([axes.index(axis) for axis in range(len(axes))])

    def _arithmetic_of_equal_shapes(self, op: str, values: Sequence[Value]) -> Value:
        first = values[0]
        if not all(x.has_order_of(first) for x in values):
            raise UnsupportedError(f"{op} of values with axes in different orders, such as (C, H, W) and (H, W, C)")
        ours = {self.draft.shape_of(x.layer) for x in values}
        is_vector = len(first.shape) == 1 and first.order is None
        layers = [x.layer for x in values] if len(ours) == 1 and not is_vector else self._with_equal_rank(values)
        return self._add(op, layers, like=first)

    def _broadcasts_as_it_is(self, x: Value) -> bool:
        """Whether our layer has the shape of x, but for sides of 1 behind it."""
        ours, theirs = self.draft.shape_of(x.layer), x.shape
        axes = max(len(ours), len(theirs))
        return x.order is None and (*ours, 1, 1)[:axes] == (*theirs, 1, 1)[:axes]

    def concat(self, values: Sequence[Value]) -> Value:
        """The values one after the other along their first axis, the channels."""
        if len(values) == 1:
            return self.identity(values[0])
        shape = (sum(x.shape[0] for x in values), *values[0].shape[1:])
        if len({x.shape[1:] for x in values}) > 1:
            raise UnsupportedError(
                f"a concatenation of {' and '.join(str(x.shape) for x in values)} along the channels"
            )
        if all(x.order is None for x in values):
            return self._add("concat", self._with_equal_rank(values)).reshaped(shape)
        if len(shape) > 1:
            raise UnsupportedError(f"a concatenation of {' and '.join(str(x.shape) for x in values)} along H or W")
        starts = np.cumsum([0, *(x.shape[0] for x in values)])
        order = np.concatenate([start + x.positions() for start, x in zip(starts, values, strict=False)])
        return self._add("concat", [self._vector(x) for x in values], like=Value("", shape, order=order))

    def softmax_along(self, x: Value, axis: int, log: bool) -> Value:
        """Softmax along an axis of the framework other than the channels: e^(x − max) divided by its sum."""
        largest = self.unnamed(self.reduce("max", x, [axis], keep_axes=True))
        centred = self.unnamed(self.arithmetic("sub", [x, largest]))
        powers = self.unnamed(self.activation(centred, "exp"))
        total = self.unnamed(self.reduce("sum", powers, [axis], keep_axes=True))
        if not log:
            return self.arithmetic("div", [powers, total])
        return self.arithmetic("sub", [centred, self.unnamed(self.activation(total, "log"))])

    def softmax(self, x: Value, log: bool = False) -> Value:
        """Softmax over the channels, the first axis of x."""
        layer = self._vector(x) if x.shape[:1] == (size(x.shape),) else self._by_channel(x)
        return self._add("log_softmax" if log else "softmax", [layer], like=x)

    def set_output(self, x: Value) -> None:
        """Make x, as a vector, the output of the network."""
        if x.order is not None:
            raise UnsupportedError(f"its {size(x.shape)} values are transposed; expected one number for each class")
        self.draft.output = self._vector(x.reshaped((size(x.shape),)))

    def add(
        self, op: str, inputs: list[str], attributes: dict[str, Any], arrays: dict[str, Array] | None = None
    ) -> Value:
        """A layer of any op, for the modules of single kinds of operators; its shape is ours."""
        return self._add(op, inputs, attributes, arrays)

    def maps(self, x: Value) -> str:
        """The layer of x; raises UnsupportedError unless x is maps in our order."""
        return self._maps(x)

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
        if len(x.shape) == 3 and x.order is not None:
            raise UnsupportedError(f"it takes maps (C, H, W), found {x.shape} with its axes in another order")
        if len(x.shape) != 3 or ours != x.shape:
            origin = "" if len(x.shape) != 3 else f" made from {ours}"
            raise UnsupportedError(f"it takes maps (C, H, W), found {x.shape}{origin}")
        return x.layer

    def _by_channel(self, x: Value) -> str:
        """The layer of x; raises UnsupportedError unless the first axis of both is the channels."""
        if len(x.shape) == 1:
            return self._vector(x)
        ours = self.draft.shape_of(x.layer)
        if ours[0] != (*x.shape, 1)[0] or x.order is not None:
            raise UnsupportedError(f"it takes maps (C, H, W) or a vector, found {x.shape} made from {ours}")
        return x.layer

    def _vector(self, x: Value) -> str:
        """The layer whose output is x as a vector in our order: a flatten if the layer of x outputs maps."""
        if len(self.draft.shape_of(x.layer)) == 1:
            return x.layer
        for layer in self.draft.consumers(x.layer):
            if layer.op == "flatten":
                return layer.name
        if x.via in self.draft.aliases:
            del self.draft.aliases[x.via]
        name = self.draft.unique_name(x.via or f"{x.layer}_flat")
        source = self.draft.layers.get(x.layer)
        tensor, order = (source.tensor, source.order) if source else (None, None)
        self._insert(Layer(name, "flatten", [x.layer], (size(x.shape),), tensor=tensor, order=order))
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
        like: Value | None = None,
    ) -> Value:
        """Add a layer; `like` has the framework's shape and order of its output, if they differ from ours."""
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
        value = self._insert(Layer(name, op, inputs, shape, attributes or {}, arrays, self._tensor))
        return value if like is None else replace(like, layer=name)

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
