"""Transposed convolution as a convolution: its input cells lie `stride` apart among zeros, and the kernels are turned
by 180°, with inputs and outputs exchanged.

The zeros are written once; where the maps change, the changed cells are copied, and the windows over them convolved.
"""

import numpy as np

from glasscnn.engine.batch_convolution import BatchConv2d
from glasscnn.engine.convolution import Conv2d
from glasscnn.engine.dirty_regions import Array, Change, Region
from glasscnn.engine.graph import Node
from glasscnn.engine.op_kernel import Arrays, OpKernel

CONVOLUTION = {"stride": [1, 1], "padding": [0, 0, 0, 0]}


class Spread:
    """The cells of maps (C, H, W), or of N images (C, H, W, N), among zeros: as large as the convolution needs."""

    def __init__(self, x: Array, node: Node, kernel: tuple[int, ...], size: tuple[int, int]) -> None:
        """`size` is that of the output."""
        self.x, self.stride, dilation = x, node.attributes["stride"], node.attributes["dilation"]
        reach = [apart * (taps - 1) for apart, taps in zip(dilation, kernel, strict=True)]
        sides = [side + beyond for side, beyond in zip(size, reach, strict=True)]
        self.offsets = [beyond - cut for beyond, cut in zip(reach, node.attributes["padding"][:2], strict=True)]
        self.maps = np.zeros((len(x), *sides, *x.shape[3:]), np.float32)
        self.firsts, self.ends = zip(
            *(self.range_within(x.shape[axis + 1], axis, sides[axis]) for axis in (0, 1)), strict=True
        )

    def range_within(self, cells: int, axis: int, side: int) -> tuple[int, int]:
        """Along one axis, the cells that are not cut off: cell i lies at i · stride + offset."""
        stride, offset = self.stride[axis], self.offsets[axis]
        first = max(-(offset // stride), 0)
        return first, max(min((side - 1 - offset) // stride + 1, cells), first)

    def copy(self, change: Region) -> Change:
        """Copy a changed region of the maps; returns where it lies among the zeros, None if all of it is cut off."""
        top, left = (max(edge, first) for edge, first in zip(change[:2], self.firsts, strict=True))
        bottom, right = (min(edge, end) for edge, end in zip(change[2:], self.ends, strict=True))
        if top >= bottom or left >= right:
            return None
        (down, across), (above, before) = self.stride, self.offsets
        region = Region(
            top * down + above,
            left * across + before,
            (bottom - 1) * down + above + 1,
            (right - 1) * across + before + 1,
        )
        target = self.maps[:, region.top : region.bottom : down, region.left : region.right : across]
        target[...] = self.x[:, top:bottom, left:right]
        return region


class ConvTranspose2d(OpKernel):
    """A transposed convolution."""

    def __init__(self, x: Array, out: Array, node: Node, arrays: Arrays) -> None:
        super().__init__(out)
        kernels = turned_kernels(arrays["weight"], node.attributes["groups"])
        self.spread = Spread(x, node, kernels.shape[2:], (out.shape[1], out.shape[2]))
        self.whole_input = Region(0, 0, *x.shape[1:])
        self.convolution = Conv2d(self.spread.maps, out, convolution_of(node), {**arrays, "weight": kernels})

    def run(self) -> None:
        """Compute the whole output."""
        self.spread.copy(self.whole_input)
        self.convolution.run()

    def update(self, change: Region) -> Change:
        """Recompute the cells that a changed cell adds to."""
        region = self.spread.copy(change)
        return None if region is None else self.convolution.update(region)


class BatchConvTranspose2d:
    """A transposed convolution of maps (C, H, W·N)."""

    def __init__(self, x: Array, out: Array, node: Node, arrays: Arrays, count: int) -> None:
        kernels = turned_kernels(arrays["weight"], node.attributes["groups"])
        maps = x.reshape(*x.shape[:2], -1, count)
        self.spread = Spread(maps, node, kernels.shape[2:], (out.shape[1], out.shape[2] // count))
        self.whole_input = Region(0, 0, *maps.shape[1:3])
        spread = self.spread.maps.reshape(*self.spread.maps.shape[:2], -1)
        arrays = {**arrays, "weight": kernels}
        self.convolution = BatchConv2d(spread, out, convolution_of(node), arrays, count, rectify=False)

    def run(self) -> None:
        """Compute the whole output."""
        self.spread.copy(self.whole_input)
        self.convolution.run()


def turned_kernels(weight: Array, groups: int) -> Array:
    """(C, O/groups, kH, kW) → (O, C/groups, kH, kW), turned by 180°."""
    channels, outputs, *kernel = weight.shape
    grouped = weight[:, :, ::-1, ::-1].reshape(groups, channels // groups, outputs, *kernel)
    return np.ascontiguousarray(grouped.swapaxes(1, 2)).reshape(groups * outputs, channels // groups, *kernel)


def convolution_of(node: Node) -> Node:
    """The convolution of the cells among zeros."""
    kept = {key: node.attributes[key] for key in ("groups", "dilation")}
    return Node(node.name, "conv2d", node.inputs, {**CONVOLUTION, **kept})
