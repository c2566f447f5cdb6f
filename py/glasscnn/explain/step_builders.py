"""One node's step in the computation of a cell: its inputs, its arithmetic and its result.

Sums of the network's float32 numbers are taken in float64, so that the shown terms add up to the printed digits.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from glasscnn.engine import ELEMENTWISE, Node
from glasscnn.explain.arithmetic_steps import (
    addition,
    extreme,
    interpolation,
    largest,
    number_at,
    passing,
    product_or_quotient,
    reduction,
)
from glasscnn.explain.convolution_steps import bias_of, convolution, transposed_convolution
from glasscnn.explain.forward_pass import ForwardPass, Place, index_of, place_in, unravel
from glasscnn.explain.moved_cells import COPYING
from glasscnn.explain.normalisations import NORMALISATIONS, normalisation
from glasscnn.explain.step_types import Source, Step, Term, Window
from glasscnn.explain.windows import covered, inside, sliding_of
from glasscnn.model.masks import is_left_out


def explain_step(reading: ForwardPass, name: str, place: Place, before: float | None, most: int | None = None) -> Step:
    """The step of the node `name` for the cell at `place`.

    `before` is the result of the previous step, if any. If a convolution or a linear layer has more than `most` terms,
    the smallest are summed up as its rest. The value is recomputed from the shown terms; a caller that knows the
    engine's value replaces it.
    """
    if name == reading.input_name:
        return Step("input", name, reading.value(name, place))
    node = reading.nodes[name]
    if name in reading.masks and before is not None:
        return Step("mute", name, 0.0, before, source=Source(node.inputs[0], None, place.channel))
    match node.op:
        case "conv2d":
            return convolution(reading, node, place, most)
        case "linear":
            return weighted_sum(reading, node, place, most)
        case "max_pool2d" | "avg_pool2d" | "global_avg_pool2d" | "global_max_pool2d":
            return pooling(reading, node, place)
        case "add" | "sub":
            return addition(reading, node, place)
        case "elementwise_max" | "elementwise_min":
            return extreme(reading, node, place)
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            return reduction(reading, node, place, most)
        case "mul" | "div":
            return product_or_quotient(reading, node, place)
        case "conv_transpose2d":
            return transposed_convolution(reading, node, place, most)
        case "resize2d" if node.attributes["mode"] != "nearest":
            return interpolation(reading, node, place)
        case op if op in COPYING:
            return passing(reading, node, place)
        case "softmax" | "log_softmax":
            return shares(reading, node, place)
        case _:
            return function(reading, node, place, before)


def weighted_sum(reading: ForwardPass, node: Node, place: Place, most: int | None) -> Step:
    """Σ_i x[i] · weight[i] + bias: one term for each input number i, located before a flatten that is not shown."""
    source, arrays = node.inputs[0], reading.arrays[node.name]
    x, weight = reading.output(source).astype(np.float64), arrays["weight"][place.channel].astype(np.float64)
    products = x * weight + 0.0
    kept, rest = largest(products, most)
    numbers = (array[kept].tolist() for array in (products, x, weight))
    before = reading.nodes.get(source)
    if before is not None and before.op == "flatten" and source not in reading.shown:
        source = before.inputs[0]
    stage, shape = reading.shown.get(source), reading.shape(source)
    terms = []
    for index, product, value, factor in zip(kept, *numbers, strict=True):
        channel, row, column = unravel(index, shape)
        terms.append(Term(source, stage, channel, product, row, column, value, factor))
    bias = bias_of(arrays, place)
    return Step(node.op, node.name, float(products.sum()) + (bias or 0.0), None, bias, tuple(terms), rest)


def pooling(reading: ForwardPass, node: Node, place: Place) -> Step:
    """The maximum or the mean of a window's numbers; padding is no candidate, but may count in a mean."""
    source = node.inputs[0]
    grid = reading.output(source)[place.channel]
    height, width = grid.shape
    rows, columns = covered(sliding_of(reading, node), place.row, place.column)
    down, across = inside(rows, height), inside(columns, width)
    seen = grid[np.ix_(rows[down], columns[across])].astype(np.float64)
    numbers = np.full((len(rows), len(columns)), np.nan)
    numbers[down, across] = seen
    candidates: list[float | None] = numbers.reshape(-1).tolist()
    if seen.size < numbers.size:
        outside = np.ones(numbers.shape, bool)
        outside[down, across] = False
        for index in np.flatnonzero(outside).tolist():
            candidates[index] = None
    step = Step(
        node.op,
        node.name,
        float(seen.max()),
        window=Window(rows, columns, height, width),
        source=Source(source, reading.shown.get(source), place.channel),
        candidates=candidates,
    )
    if "max" in node.op:
        row, column = divmod(int(seen.argmax()), seen.shape[1])
        return replace(step, winner=(row + (down.start or 0), column + (across.start or 0)))
    count = cells_counted(node, rows, columns, height, width)
    return replace(step, value=float(seen.sum()) / count, count=count)


def cells_counted(node: Node, rows: list[int], columns: list[int], height: int, width: int) -> int:
    """The number of cells that a mean is taken over: those of the map and, with `count_include_pad`, of the padding."""
    top, left, bottom, right = (0, 0, 0, 0)
    if node.op == "avg_pool2d" and node.attributes["count_include_pad"]:
        top, left, bottom, right = node.attributes["padding"]
    down = sum(-top <= row < height + bottom for row in rows)
    return down * sum(-left <= column < width + right for column in columns)


def shares(reading: ForwardPass, node: Node, place: Place) -> Step:
    """e^(x[c] − max) / Σ_k e^(x[k] − max) over all channels of one place, or its logarithm."""
    x = reading.output(node.inputs[0])
    logits = (x if x.ndim == 1 else x[:, place.row, place.column]).astype(np.float64)
    largest = logits.max()
    exponentials = np.exp(logits - largest)
    parts = exponentials / exponentials.sum()
    softmax = {
        "logits": logits.tolist(),
        "exponentials": exponentials.tolist(),
        "shares": parts.tolist(),
        "largest": float(largest),
    }
    value = parts[place.channel]
    if node.op == "log_softmax":
        value = logits[place.channel] - largest - np.log(exponentials.sum())
    return Step(node.op, node.name, float(value), softmax=softmax)


def function(reading: ForwardPass, node: Node, place: Place, before: float | None) -> Step:
    """A function of one number: an activation, or batch normalisation."""
    source = node.inputs[0]
    got = number_at(reading, source, place).value if before is None else before
    step = Step(node.op, node.name, got, got, source=Source(source, reading.shown.get(source), place.channel))
    match node.op:
        case "relu":
            maximum = node.attributes["maximum"]
            rectified = max(got, 0.0)
            return replace(step, value=rectified if maximum is None else min(rectified, maximum), maximum=maximum)
        case "leaky_relu":
            if is_left_out(node):
                return replace(step, op="identity")
            slope = node.attributes["negative_slope"]
            return replace(step, value=got if got > 0 else got * slope, slope=slope)
        case "batch_norm2d":
            norm = batch_statistics(node, reading.arrays[node.name], place)
            deviation = np.sqrt(norm["variance"] + norm["eps"])
            return replace(step, value=(got - norm["mean"]) / deviation * norm["scale"] + norm["shift"], norm=norm)
        case "elementwise_affine":
            weight, bias = (number_of(reading.arrays[node.name][key], place) for key in ("weight", "bias"))
            return replace(step, value=got * weight + bias, factor=weight, bias=bias)
        case "elementwise_power":
            exponent = number_of(reading.arrays[node.name]["exponent"], place)
            return replace(step, value=float(np.power(got, exponent)), parameters={"exponent": exponent})
        case op if op in NORMALISATIONS:
            return normalisation(reading, node, place, step)
        case "prelu":
            slope = number_of(reading.arrays[node.name]["weight"], place)
            return replace(step, value=got if got > 0 else got * slope, parameters={"slope": slope})
        case _:
            value = float(ELEMENTWISE[node.op](np.array([[got]]), **node.attributes)[0, 0])
            return replace(step, value=value, parameters=node.attributes or None)


def number_of(array: npt.NDArray[np.float32], place: Place) -> float:
    """The number that an array of arithmetic has for the cell at `place`."""
    return float(array[index_of(place_in(place, array.shape), array.ndim)])


def batch_statistics(node: Node, arrays: dict[str, npt.NDArray[np.float32]], place: Place) -> dict[str, float]:
    """The parameters of batch normalisation for one channel, by their common names."""
    keys = {"mean": "running_mean", "variance": "running_var", "scale": "weight", "shift": "bias"}
    numbers = {name: float(arrays[key][place.channel]) for name, key in keys.items()}
    return {**numbers, "eps": float(node.attributes["eps"])}
