"""Receptive fields: the cells that a cell depends on in earlier stages, and those that depend on it in later ones."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.explain.dependencies import Mask, fed, joined, needed
from glasscnn.explain.forward_pass import ForwardPass, Place, index_of
from glasscnn.explain.windows import WINDOWED, sliding_of
from glasscnn.model import Model, Result


@dataclass(frozen=True)
class Reach:
    """The cells of one stage in a receptive field.

    channels  the maps with at least one such cell; None for all maps
    mask      (H, W): the union over the maps; (1, 1) for a vector
    direct    whether no other shown stage lies between
    """

    channels: list[int] | None
    mask: npt.NDArray[np.bool_]
    direct: bool


@dataclass(frozen=True)
class Field:
    """By stage: `back`, the cells that a cell depends on; `forward`, the cells that depend on it."""

    stage: str
    place: Place
    back: Mapping[str, Reach]
    forward: Mapping[str, Reach]


def receptive_field(model: Model, result: Result, stage: str, channel: int = 0, row: int = 0, column: int = 0) -> Field:
    """The receptive field of a cell in every earlier stage, and the cells that depend on it in every later stage.

    It depends on the architecture alone and contains exactly the cells that can make a difference, without the holes of
    a dilation. Raises QuestionError if there is no such stage or cell.
    """
    return explain_receptive_field(ForwardPass(model, result.stages), stage, Place(channel, row, column))


def explain_receptive_field(reading: ForwardPass, stage: str, place: Place) -> Field:
    """The same for a forward pass."""
    name = reading.check(stage, place)
    cell = np.zeros(reading.shape(name), bool)
    cell[index_of(place, cell.ndim)] = True
    back, forward = masks_before(reading, name, cell), masks_behind(reading, name, cell)
    return Field(
        stage,
        place,
        reaches(reading, back, neighbours_before(reading, name)),
        reaches(reading, forward, neighbours_behind(reading, name)),
    )


def masks_before(reading: ForwardPass, name: str, cell: Mask) -> dict[str, Mask]:
    """For every earlier node, the cells that the marked cells depend on, over all paths."""
    masks = {name: cell}
    for node in reversed(reading.model.graph.nodes):
        if node.name in masks:
            for source, mask in zip(node.inputs, needed(reading, node, masks[node.name]), strict=True):
                masks[source] = masks[source] | mask if source in masks else mask
    del masks[name]
    return masks


def masks_behind(reading: ForwardPass, name: str, cell: Mask) -> dict[str, Mask]:
    """For every later node, the cells that depend on the marked cells."""
    masks = {name: cell}
    for node in reading.model.graph.nodes:
        if any(source in masks for source in node.inputs):
            inputs = [masks.get(source) for source in node.inputs]
            shapes = [reading.shape(source) for source in node.inputs]
            known = [np.zeros(shape, bool) if m is None else m for m, shape in zip(inputs, shapes, strict=True)]
            masks[node.name] = fed(reading, node, known)
    del masks[name]
    return masks


def reaches(reading: ForwardPass, masks: Mapping[str, Mask], direct: Iterable[str]) -> dict[str, Reach]:
    """The masks of shown nodes, by stage, without empty ones."""
    found = {}
    for node, stage in reading.shown.items():
        if node in masks:
            mask = masks[node]
            channels = np.flatnonzero(mask.any(axis=(1, 2)) if mask.ndim == 3 else mask).tolist()
            if channels:
                plane = joined(mask, 0) if mask.ndim == 3 else np.ones((1, 1), bool)
                found[stage] = Reach(None if len(channels) == len(mask) else channels, plane, node in direct)
    return found


def neighbours_before(reading: ForwardPass, name: str) -> set[str]:
    """The shown nodes that a node depends on with no other shown node between."""
    hidden, found = {name}, set[str]()
    for node in reversed(reading.model.graph.nodes):
        if node.name in hidden:
            for source in node.inputs:
                (found if source in reading.shown else hidden).add(source)
    return found


def neighbours_behind(reading: ForwardPass, name: str) -> set[str]:
    """The shown nodes that depend on a node with no other shown node between."""
    hidden, found = {name}, set[str]()
    for node in reading.model.graph.nodes:
        if hidden.intersection(node.inputs):
            (found if node.name in reading.shown else hidden).add(node.name)
    return found


def centre_on_image(reading: ForwardPass, name: str, place: Place) -> tuple[float, float, float]:
    """The centre of a cell's receptive field on the image, (row, column), and the distance to the next cell's.

    In pixels; (0, 0) is the outer corner of the first pixel. Follows the first of the largest inputs of every node.
    """
    row, column, step = float(place.row), float(place.column), 1.0
    while name in reading.nodes:
        node = reading.nodes[name]
        if node.op in WINDOWED:
            sliding = sliding_of(reading, node)
            half = [(taps - 1) * apart / 2 for taps, apart in zip(sliding.kernel, sliding.dilation, strict=True)]
            row = row * sliding.stride[0] - sliding.before[0] + half[0]
            column = column * sliding.stride[1] - sliding.before[1] + half[1]
            step *= max(sliding.stride)
        name = max(node.inputs, key=lambda source: math.prod(reading.shape(source)))
        reduced = node.attributes["dim"] if node.op.startswith("reduce_") else ()
        if 2 in reduced:
            row = (reading.shape(name)[1] - 1) / 2
        if 3 in reduced:
            column = (reading.shape(name)[2] - 1) / 2
    return row + 0.5, column + 0.5, step
