"""The steps of arithmetic on several numbers: sums, differences, products, quotients and reductions.

Sums of the network's float32 numbers are taken in float64, so that the shown terms add up to the printed digits.
"""

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.explain.forward_pass import ForwardPass, Place, index_of, one_source, place_in
from glasscnn.explain.moved_cells import COPYING, interpolated_cells
from glasscnn.explain.step_types import Rest, Step, Term


def addition(reading: ForwardPass, node: Node, place: Place) -> Step:
    """The sum of the same cell of all inputs; of a difference, the second with the other sign."""
    first, *others = (number_at(reading, source, place_in(place, reading.shape(source))) for source in node.inputs)
    if node.op == "sub":
        others = [term._replace(value=-term.value) for term in others]
    terms = (first, *others)
    return Step(node.op, node.name, sum(term.value for term in terms), terms=terms)


def reduction(reading: ForwardPass, node: Node, place: Place, most: int | None) -> Step:
    """The numbers along the reduced axes: the largest, the smallest, or the sum, divided by their count for a mean."""
    x = reading.output(node.inputs[0]).astype(np.float64)
    axes = node.attributes["dim"]
    ranges = [
        range(side) if axis in axes else range(index, index + 1)
        for axis, (side, index) in enumerate(zip(x.shape, place, strict=False), start=1)
    ]
    numbers = x[np.ix_(*ranges)]
    is_extreme = node.op in ("reduce_max", "reduce_min")
    if is_extreme:
        winner = numbers.argmax() if node.op == "reduce_max" else numbers.argmin()
        values, kept, rest = numbers.reshape(-1), [int(winner)], None
    else:
        values = numbers.reshape(-1) / (numbers.size if node.op == "reduce_mean" else 1)
        kept, rest = largest(values, most)
    terms = []
    for number in kept:
        spots = np.unravel_index(number, numbers.shape)
        spot = Place(*(each[at] for each, at in zip(ranges, spots, strict=True)))
        terms.append(number_at(reading, node.inputs[0], spot)._replace(value=float(values[number])))
    value = values[kept[0]] if is_extreme else values.sum()
    return Step(node.op, node.name, float(value), terms=tuple(terms), rest=rest)


def extreme(reading: ForwardPass, node: Node, place: Place) -> Step:
    """The largest (or smallest) of the numbers in the same place of all inputs."""
    terms = [number_at(reading, source, place_in(place, reading.shape(source))) for source in node.inputs]
    choose = max if node.op == "elementwise_max" else min
    term = choose(terms, key=lambda each: each.value)
    return Step(node.op, node.name, term.value, terms=(term,))


def product_or_quotient(reading: ForwardPass, node: Node, place: Place) -> Step:
    """The product, or the quotient, of the same cell of two inputs."""
    x, y = (number_at(reading, source, place_in(place, reading.shape(source))) for source in node.inputs)
    value = np.multiply(x.value, y.value) if node.op == "mul" else np.divide(x.value, y.value)
    return Step(node.op, node.name, float(value), operands=(x, y))


def passing(reading: ForwardPass, node: Node, place: Place) -> Step:
    """A cell of one input, passed on unchanged."""
    source = one_source(reading, node, place)
    if source is None:  # the constant around padded maps
        return Step(node.op, node.name, float(node.attributes["value"]))
    term = number_at(reading, *source)
    return Step(node.op, node.name, term.value, terms=(term,))


def interpolation(reading: ForwardPass, node: Node, place: Place) -> Step:
    """The cells around a place of the input, each times its weight."""
    source = node.inputs[0]
    weights = interpolated_cells(node, reading.shape(source), place.row, place.column)
    terms = []
    for (row, column), weight in weights.items():
        term = number_at(reading, source, Place(place.channel, row, column))
        terms.append(term._replace(value=term.value * weight, input=term.value, weight=weight))
    return Step(node.op, node.name, sum(term.value for term in terms), terms=tuple(terms))


def number_at(reading: ForwardPass, name: str, place: Place) -> Term:
    """The number of one cell as a term, located before any copying that is not shown, such as a flatten."""
    output = reading.output(name)
    value = float(output[index_of(place, output.ndim)])
    while name not in reading.shown and reading.nodes[name].op in COPYING:
        source = one_source(reading, reading.nodes[name], place)
        if source is None:
            break
        name, place = source
    return Term(name, reading.shown.get(name), place.channel, value, place.row, place.column)


def largest(values: npt.NDArray[np.float64], most: int | None) -> tuple[list[int], Rest | None]:
    """The indices of the `most` values of largest magnitude, in order, and the sum of the others."""
    if most is None or len(values) <= most:
        return list(range(len(values))), None
    order = np.argsort(-np.abs(values), kind="stable")
    others = values[order[most:]]
    return sorted(order[:most].tolist()), Rest(len(others), float(others.sum()))
