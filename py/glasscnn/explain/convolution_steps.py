"""The steps of convolutions and of transposed ones: a window of the maps times a kernel, summed over the maps.

Sums of the network's float32 numbers are taken in float64, so that the shown terms add up to the printed digits.
"""

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.explain.arithmetic_steps import largest
from glasscnn.explain.forward_pass import ForwardPass, Place
from glasscnn.explain.moved_cells import adding_cells
from glasscnn.explain.step_types import Step, Term, Window
from glasscnn.explain.windows import covered, cut_out, sliding_of


def convolution(reading: ForwardPass, node: Node, place: Place, most: int | None) -> Step:
    """Σ_c Σ_u Σ_v window[c, u, v] · weight[c, u, v] + bias: one term for each channel c of the cell's group."""
    source, arrays = node.inputs[0], reading.arrays[node.name]
    x, kernel = reading.output(source), arrays["weight"][place.channel].astype(np.float64)  # (C/groups, kH, kW)
    first = first_channel(reading, node, place)
    rows, columns = covered(sliding_of(reading, node), place.row, place.column)
    window = cut_out(x[first : first + len(kernel)], rows, columns)
    return sum_over_maps(reading, node, place, window, kernel, first, Window(rows, columns, *x.shape[1:]), most)


def transposed_convolution(reading: ForwardPass, node: Node, place: Place, most: int | None) -> Step:
    """Σ_c Σ_i Σ_j x[c, i, j] · weight[c, o, u, v] + bias, of the cells (i, j) that add to this one and their taps."""
    x, kernels, channels, (rows, columns), (down, across) = adding_window(reading, node, place)
    window = x[np.ix_(channels, rows, columns)].astype(np.float64)
    output = place.channel % kernels.shape[1]
    kernel = kernels[channels][:, output][:, down][:, :, across].astype(np.float64)
    seen = Window(rows, columns, *x.shape[1:])
    return sum_over_maps(reading, node, place, window, kernel, channels[0], seen, most)


Cells = tuple[list[int], list[int]]
"""Along the rows and along the columns."""


def adding_window(
    reading: ForwardPass, node: Node, place: Place
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], list[int], Cells, Cells]:
    """For a cell of a transposed convolution: its input, its kernels, the channels of its group, the rows and columns
    that add to it, and the taps that they are multiplied by.
    """
    x, kernels = reading.output(node.inputs[0]), reading.arrays[node.name]["weight"]  # (C, O/groups, kH, kW)
    count = len(kernels) // node.attributes["groups"]
    first = int(place.channel // kernels.shape[1] * count)
    (rows, down), (columns, across) = (
        adding_cells(node, axis, kernels.shape[axis + 2], x.shape[axis + 1], at)
        for axis, at in enumerate((place.row, place.column))
    )
    return x, kernels, list(range(first, first + count)), (rows, columns), (down, across)


def sum_over_maps(
    reading: ForwardPass,
    node: Node,
    place: Place,
    window: npt.NDArray[np.float64],
    kernel: npt.NDArray[np.float64],
    first: int,
    seen: Window,
    most: int | None,
) -> Step:
    """The step of window · kernel, both (channels, rows, columns), with one term for each channel from `first` on."""
    source, bias = node.inputs[0], bias_of(reading.arrays[node.name], place)
    if not seen.rows or not seen.columns:  # no cell adds to this one
        return Step(node.op, node.name, bias or 0.0, None, bias)
    products = window * kernel + 0.0  # no −0 of zeros times negative weights
    sums = products.sum(axis=(1, 2))
    kept, rest = largest(sums, most)
    numbers = (array[kept].reshape(len(kept), -1).tolist() for array in (window, kernel, products))
    terms = tuple(
        Term(source, reading.shown.get(source), first + c, value, inputs=inputs, weights=weights, products=each)
        for c, value, inputs, weights, each in zip(kept, sums[kept].tolist(), *numbers, strict=True)
    )
    return Step(node.op, node.name, float(sums.sum()) + (bias or 0.0), None, bias, terms, rest, seen)


def first_channel(reading: ForwardPass, node: Node, place: Place) -> int:
    """The first input channel of the group of a convolution's output channel."""
    out_channels, channels = reading.arrays[node.name]["weight"].shape[:2]
    return int(place.channel // (out_channels // node.attributes["groups"]) * channels)


def bias_of(arrays: dict[str, npt.NDArray[np.float32]], place: Place) -> float | None:
    """The bias of an output channel, if the node has one."""
    return float(arrays["bias"][place.channel]) if "bias" in arrays else None
