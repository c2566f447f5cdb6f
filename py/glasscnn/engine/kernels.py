"""The fast way to compute one node for one image, again and again, whole or only where its input has changed.

A kernel has its inputs, its output and its scratch buffers bound to it; `run` computes everything, `update` what a
change of the inputs changes, to the bit the same. What makes them fast in WebAssembly, where NumPy has neither BLAS nor
SIMD: few calls on long rows, products of exactly two matrices into a kept buffer, and no arrays made on the way.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from glasscnn.engine.graph import Node
from glasscnn.engine.regions import Change, Region, Sliding, union, whole
from glasscnn.engine.run import Operator, run_node
from glasscnn.ops.pooling import Windows
from glasscnn.ops.window import as_padding, as_pair

Array = npt.NDArray[np.float32]
Arrays = Mapping[str, Array]
Product = Callable[[Array, Array, Array], None]
"""(O, K) · (K, P) into the third array, (O, P)."""

COLUMNS = 1_000_000
"""The most numbers in the matrix of windows: larger maps are convolved some rows at a time, to stay in memory."""

ZERO = np.zeros((), np.float32)


def by_einsum(left: Array, right: Array, out: Array) -> None:
    """Without BLAS the inner loop of a two-operand `einsum` takes half of `matmul`'s time.

    It adds up in the same order for every number of columns, which is what makes updates exact.
    """
    np.einsum("ok,kp->op", left, right, out=out)


def by_matmul(left: Array, right: Array, out: Array) -> None:
    """Native NumPy has BLAS behind `matmul`; its sums may differ in the last bit from one shape to another."""
    np.matmul(left, right, out=out)


def as_maps(x: Array) -> Array:
    """Maps as they are, a vector as maps of one cell: (C,) → (C, 1, 1)."""
    return x if x.ndim == 3 else x.reshape(-1, 1, 1)


class Kernel(ABC):
    """One node, bound to its buffers."""

    def __init__(self, out: Array) -> None:
        self.out = as_maps(out)
        self.everything = whole(*self.out.shape[1:])

    @abstractmethod
    def run(self) -> None:
        """Compute the whole output."""

    @abstractmethod
    def update(self, changes: Sequence[Change]) -> Change:
        """Compute what `changes` of the inputs change, and say what that is."""


class Whole(Kernel):
    """A kernel that always computes everything: vectors, and operators in their readable form."""

    def __init__(self, out: Array, compute: Callable[[], object]) -> None:
        super().__init__(out)
        self.compute = compute

    def run(self) -> None:
        """Compute the whole output."""
        self.compute()

    def update(self, changes: Sequence[Change]) -> Change:
        """Everything, if anything has changed."""
        if union(changes) is None:
            return None
        self.compute()
        return self.everything


class CellByCell(Kernel):
    """Every cell depends on the same cell of the inputs only: `compute(inputs, out)` works on any part of the maps."""

    def __init__(self, inputs: list[Array], out: Array, compute: Callable[[list[Array], Array], object]) -> None:
        super().__init__(out)
        self.inputs = [as_maps(x) for x in inputs]
        self.compute = compute

    def run(self) -> None:
        """Compute the whole output, in one go over contiguous memory."""
        self.compute(self.inputs, self.out)

    def update(self, changes: Sequence[Change]) -> Change:
        """The rectangle around the changes of all inputs."""
        region = union(changes)
        if region is None:
            return None
        if region.covers_most_of(self.everything):
            self.run()
            return self.everything
        self.compute([region.of(x) for x in self.inputs], region.of(self.out))
        return region


class Pooling(Kernel):
    """One strided view of the input for each tap of the window, joined by maximum or sum: few passes over long rows
    instead of one pass over many small windows."""

    def __init__(self, x: Array, out: Array, node: Node) -> None:
        attributes = dict(node.attributes)
        include_padding = attributes.pop("count_include_pad", True)
        windows = Windows(x[None], **attributes)
        super().__init__(out)
        self.is_max = node.op == "max_pool2d"
        self.padded = Padded(x, windows.full_padding(), -math.inf if self.is_max else 0.0)
        self.taps = [windows.tap(self.padded.maps[None], u, v)[0] for u, v in windows.taps()]
        self.counts = windows.counts(include_padding)[None]
        self.sliding = Sliding(windows.kernel, windows.stride, windows.padding[:2], windows.dilation, out.shape[1:])

    def run(self) -> None:
        """All windows."""
        self.padded.fill()
        self._pool(self.everything)

    def update(self, changes: Sequence[Change]) -> Change:
        """The windows that touch what changed."""
        if changes[0] is None:
            return None
        self.padded.fill_region(changes[0])
        region = self.sliding.touching(changes[0])
        if region is not None:
            self._pool(region)
        return region

    def _pool(self, region: Region) -> None:
        out = region.of(self.out)
        join = np.maximum if self.is_max else np.add
        first, *others = [region.of(tap) for tap in self.taps]
        if not others:
            np.copyto(out, first)
        for tap in others:
            join(first, tap, out=out)
            first = out
        if not self.is_max:
            np.divide(out, region.of(self.counts), out=out)


class Conv2d(Kernel):
    """im2col: all windows are copied side by side as the columns of a matrix, one product with the kernels gives all
    outputs; the bias is one more row, of ones. Copies run along whole rows, and the product has no inner overhead.

    With `rectify` the ReLU behind it is part of writing the output: one pass less over the maps.
    """

    def __init__(
        self, x: Array, out: Array, node: Node, arrays: Arrays, multiply: Product, rectify: bool = False
    ) -> None:
        super().__init__(out)
        weight, attributes = arrays["weight"], node.attributes
        out_channels, self.channels, *kernel = weight.shape
        self.multiply, self.rectify = multiply, rectify
        self.padded = Padded(x, as_padding(attributes["padding"]), 0.0)
        stride, dilation = as_pair(attributes["stride"]), as_pair(attributes["dilation"])
        before = as_padding(attributes["padding"])[:2]
        self.sliding = Sliding((kernel[0], kernel[1]), stride, before, dilation, out.shape[1:])
        self.windows = window_view(self.padded.maps, self.sliding)  # (kH, kW, C, H', W')
        self.taps = kernel[0] * kernel[1] * self.channels
        bias = arrays.get("bias", np.zeros(out_channels, np.float32))
        rows = weight.transpose(0, 2, 3, 1).reshape(out_channels, self.taps)  # (O, kH·kW·C/groups)
        with_bias = np.ascontiguousarray(np.concatenate([rows, bias[:, None]], axis=1))
        self.kernels = np.split(with_bias, attributes["groups"])  # groups × (O/groups, kH·kW·C/groups + 1)
        self.blocks = row_blocks(out.shape[1:], self.taps)
        self.places = max(block.cells for block in self.blocks)  # columns that there is room for
        self._columns = np.ones((self.taps + 1) * self.places, np.float32)
        self._products = np.zeros(out_channels * self.places, np.float32)
        self._scratch: dict[tuple[int, int], Scratch] = {}

    def run(self) -> None:
        """All windows, some rows at a time."""
        self.padded.fill()
        for block in self.blocks:
            self._convolve(block)

    def update(self, changes: Sequence[Change]) -> Change:
        """The windows that touch what changed."""
        change = changes[0]
        if change is None:
            return None
        touched = self.sliding.touching(change)
        region = None if touched is None else at_least_two_places(touched, self.everything)
        if region is not None and (region.covers_most_of(self.everything) or region.cells > self.places):
            self.run()
            return self.everything
        self.padded.fill_region(change)
        if region is not None:
            self._convolve(region)
        return region

    def _convolve(self, region: Region) -> None:
        """The outputs in `region`, group after group."""
        top, left, bottom, right = region
        columns, as_windows, products, as_maps = self._scratch_for(bottom - top, right - left)
        columns[self.taps] = 1  # the bias's row
        outputs = len(self.kernels[0])
        for group, kernels in enumerate(self.kernels):
            channels = slice(group * self.channels, (group + 1) * self.channels)
            np.copyto(as_windows, self.windows[:, :, channels, top:bottom, left:right])
            self.multiply(kernels, columns, products[group * outputs : (group + 1) * outputs])
        if self.rectify:
            np.maximum(as_maps, ZERO, out=region.of(self.out))
        else:
            np.copyto(region.of(self.out), as_maps)

    def _scratch_for(self, height: int, width: int) -> "Scratch":
        """The same memory for every region, its views made once for each size."""
        scratch = self._scratch.get((height, width))
        if scratch is None:
            cells, outputs = height * width, len(self.out)
            columns = self._columns[: (self.taps + 1) * cells].reshape(self.taps + 1, cells)
            as_windows = columns[: self.taps].reshape(*self.sliding.kernel, self.channels, height, width)
            products = self._products[: outputs * cells].reshape(outputs, cells)
            scratch = Scratch(columns, as_windows, products, products.reshape(outputs, height, width))
            self._scratch[height, width] = scratch
        return scratch


class Scratch(NamedTuple):
    """Views for convolving a region of one size."""

    columns: Array  # (kH·kW·C/groups + 1, h·w)
    as_windows: Array  # (kH, kW, C/groups, h, w): all rows of `columns` but the last
    products: Array  # (O, h·w)
    as_maps: Array  # (O, h, w): the same


def row_blocks(size: tuple[int, ...], taps: int) -> list[Region]:
    """The output rows, as many at a time as COLUMNS allows."""
    height, width = size
    rows = min(height, max(1, COLUMNS // (taps * width)))
    return [Region(top, 0, min(top + rows, height), width) for top in range(0, height, rows)]


def at_least_two_places(region: Region, everything: Region) -> Region:
    """A region of one cell made two, where the map has two: a product with one column would add up in another order."""
    if region.cells > 1:
        return region
    if everything.width > 1:
        left = min(region.left, everything.width - 2)
        return region._replace(left=left, right=left + 2)
    if everything.height > 1:
        top = min(region.top, everything.height - 2)
        return region._replace(top=top, bottom=top + 2)
    return region


class Padded:
    """Maps with a border of one value around them; the maps themselves where no border is wanted."""

    def __init__(self, x: Array, padding: tuple[int, int, int, int], value: float) -> None:
        self.top, self.left, bottom, right = padding
        self.x = x
        channels, height, width = x.shape
        self.is_copy = any(padding)
        self.everything = whole(height, width)
        shape = (channels, self.top + height + bottom, self.left + width + right)
        self.maps = np.full(shape, value, np.float32) if self.is_copy else x

    def fill(self) -> None:
        """Copy all of x into the middle."""
        self.fill_region(self.everything)

    def fill_region(self, region: Region) -> None:
        """Copy the region of x into the middle."""
        if self.is_copy:
            top, left, bottom, right = region
            inside = Region(top + self.top, left + self.left, bottom + self.top, right + self.left)
            np.copyto(inside.of(self.maps), region.of(self.x))


def window_view(padded: Array, sliding: Sliding) -> Array:
    """The windows of (C, H, W) as a view, nothing copied: (kH, kW, C, H', W')."""
    channel, row, column = padded.strides
    (down, right), (vertical, horizontal) = sliding.dilation, sliding.stride
    shape = (*sliding.kernel, padded.shape[0], *sliding.places)
    return as_strided(padded, shape, (row * down, column * right, channel, row * vertical, column * horizontal))


def plan_kernel(
    node: Node,
    inputs: list[Array],
    arrays: Arrays,
    out: Array,
    operators: Mapping[str, Operator],
    multiply: Product,
) -> Kernel:
    """The kernel of a node that reads `inputs` and writes `out`, all without a batch axis."""
    x = inputs[0]
    match node.op:
        case "conv2d":
            return Conv2d(x, out, node, arrays, multiply)
        case "max_pool2d" | "avg_pool2d":
            return Pooling(x, out, node)
        case "global_avg_pool2d":
            return Whole(out, mean_of_maps(x, out))
        case "linear":
            return Whole(out, dot_products(x, out, arrays))
        case "flatten":
            return Whole(out, lambda: np.copyto(out, x.reshape(-1)))
        case "batch_norm2d":
            return CellByCell(inputs, out, scale_and_offset(node, arrays))
        case "relu":
            return CellByCell(inputs, out, rectify(node))
        case "leaky_relu":
            return CellByCell(inputs, out, rectify_leakily(node))
        case "add":
            return CellByCell(inputs, out, add_up)
        case "concat":
            return CellByCell(inputs, out, lambda parts, part: np.concatenate(parts, axis=0, out=part))
        case "softmax" if x.ndim == 1:
            return Whole(out, shares(x, out))
        case _:
            return readable_kernel(node, inputs, arrays, out, operators)


def readable_kernel(
    node: Node, inputs: list[Array], arrays: Arrays, out: Array, operators: Mapping[str, Operator]
) -> Kernel:
    """The node through its operator of whole arrays: slower, since that makes arrays, but it is the text to read."""
    return Whole(out, lambda: np.copyto(out, run_node(node, inputs, arrays, operators)))


def normalise_kernel(image: Array, out: Array, mean: tuple[float, ...], std: tuple[float, ...]) -> Kernel:
    """(image − mean) / std for each channel."""
    means, stds = (np.array(values, np.float32)[:, None, None] for values in (mean, std))

    def normalise(parts: list[Array], part: Array) -> None:
        np.subtract(parts[0], means, out=part)
        np.divide(part, stds, out=part)

    return CellByCell([image], out, normalise)


def rectify(node: Node) -> Callable[[list[Array], Array], object]:
    """max(x, 0), and no more than `maximum` if there is one."""
    maximum = node.attributes["maximum"]
    if maximum is None:
        return lambda parts, part: np.maximum(parts[0], ZERO, out=part)
    return lambda parts, part: np.clip(parts[0], ZERO, np.float32(maximum), out=part)


def rectify_leakily(node: Node) -> Callable[[list[Array], Array], object]:
    """x where it is positive, slope · x elsewhere."""
    slope = np.float32(node.attributes["negative_slope"])

    def compute(parts: list[Array], part: Array) -> None:
        np.multiply(parts[0], slope, out=part)
        np.copyto(part, parts[0], where=parts[0] > 0)

    return compute


def scale_and_offset(node: Node, arrays: Arrays) -> Callable[[list[Array], Array], object]:
    """Batch normalisation as one multiplication and one addition, with numbers that are computed once."""
    scale = arrays["weight"] / np.sqrt(arrays["running_var"] + np.float32(node.attributes["eps"]))
    offset = arrays["bias"] - arrays["running_mean"] * scale
    scales, offsets = scale[:, None, None], offset[:, None, None]

    def compute(parts: list[Array], part: Array) -> None:
        np.multiply(parts[0], scales, out=part)
        np.add(part, offsets, out=part)

    return compute


def add_up(parts: list[Array], part: Array) -> None:
    """The first two, then one after the other on top."""
    np.add(parts[0], parts[1], out=part)
    for other in parts[2:]:
        np.add(part, other, out=part)


def mean_of_maps(x: Array, out: Array) -> Callable[[], None]:
    """One sum for each map, divided by its size."""
    flat = x.reshape(len(x), -1)  # (C, H·W)
    cells = np.float32(flat.shape[1])

    def compute() -> None:
        np.einsum("cp->c", flat, out=out)
        np.divide(out, cells, out=out)

    return compute


def dot_products(x: Array, out: Array, arrays: Arrays) -> Callable[[], None]:
    """One dot product for each output, then the bias."""
    weight, bias = np.ascontiguousarray(arrays["weight"]), arrays.get("bias", ZERO)

    def compute() -> None:
        np.einsum("oi,i->o", weight, x, out=out)
        np.add(out, bias, out=out)

    return compute


def shares(x: Array, out: Array) -> Callable[[], None]:
    """Softmax: e^(x − max) over its sum, in place."""

    def compute() -> None:
        np.subtract(x, x.max(), out=out)
        np.exp(out, out=out)
        np.divide(out, out.sum(), out=out)

    return compute
