"""A model with own operators beside the engine: one image is read by both, and their stages are compared."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.encoding import Payload, Plain
from glasscnn.bridge.links import trace
from glasscnn.bridge.palette import Palette
from glasscnn.bridge.rendering import picture_of
from glasscnn.bridge.stage_views import View, list_views
from glasscnn.colormap import Bound, value_range
from glasscnn.model import Model, Result

Array = npt.NDArray[np.float32]

RTOL, ATOL = 1e-4, 1e-5
"""What may differ: sums of float32 depend on the order of addition, and the more, the larger the numbers of a stage."""


@dataclass(frozen=True)
class OwnReading:
    """What a model with own operators has computed from an image, and how long it took."""

    image: Array
    result: Result
    milliseconds: float


class OwnModel:
    """A model whose own operators are a person's functions, beside the same model without them."""

    def __init__(self, engine: Model, operators: Mapping[str, Callable[..., Any]]) -> None:
        """Plan the model of `engine` with these functions for its ops."""
        self.engine = engine
        self.model = Model(engine.graph, engine.weights, operators)
        self.views = list_views(engine)
        self.own_views = list(views_with(operators, engine, self.views))

    def read(self, image: Array) -> OwnReading:
        """Read an image with the own operators; raises OperatorError, and what is no Exception in a person's code."""
        start = time.perf_counter()
        result = self.model.predict(image)
        return OwnReading(image, result, 1000 * (time.perf_counter() - start))

    def compare(self, reading: OwnReading, palette: Palette, payload: Payload) -> list[Plain]:
        """The stages that own operators take part in, each beside the engine's."""
        expected = self.engine.predict(reading.image)  # into the buffers of the views
        largest = palette.largest_of_all(self.views)
        return [
            compared(
                view,
                reading.result.stages[view.stage.name],
                expected.stages[view.stage.name],
                Colouring(view, palette, largest, payload),
            )
            for view in self.own_views
        ]


def views_with(operators: Iterable[str], model: Model, views: list[View]) -> Iterator[View]:
    """The stages between which and the stages before them one of these ops is computed."""
    nodes = {node.name: node for node in model.graph.nodes}
    shown = {view.stage.node: view.stage.name for view in views}
    own = {node.name for node in model.graph.nodes if node.op in operators}
    for view in views:
        _, hidden = trace(model, nodes, view.stage.node, shown)
        if hidden & own:
            yield view


@dataclass(frozen=True)
class Colouring:
    """Paints numbers of a stage as the diagram does: its maps in the same places, in the engine's range of colours."""

    view: View
    palette: Palette
    largest_of_all: float
    payload: Payload

    def own(self, maps: Array) -> Plain:
        """In the engine's colours, so that what is equal looks equal."""
        return self._painted(maps, self.view.colormap, *self.palette.range_of(self.view, self.largest_of_all))

    def difference(self, maps: Array) -> Plain:
        """In diverging colours around 0."""
        return self._painted(maps, "diverging", *value_range(maps, signed=True))

    def _painted(self, maps: Array, colormap: str, low: Bound, high: Bound) -> Plain:
        canvas = self.view.canvas
        colours = self.palette.colours[colormap]
        return self.payload.put_picture(picture_of(maps, colours, low, high, canvas.columns, canvas.gap))


def compared(view: View, found: Array, expected: Array, colouring: Colouring) -> Plain:
    """A stage's own numbers beside the engine's: whether they agree, the first cell that does not, and pictures."""
    difference = np.where(found == expected, np.float32(0), found - expected)  # of infinity from itself as well
    close = np.isclose(found, expected, RTOL, ATOL * value_range(expected, signed=True)[1])
    agrees = bool(close.all())
    return {
        "name": view.stage.name,
        "agrees": agrees,
        "largest": float(np.abs(difference).max()),
        "first": None if agrees else first_cell(close, found, expected),
        "own": colouring.own(found),
        "difference": None if agrees else colouring.difference(difference),
    }


def first_cell(close: npt.NDArray[np.bool_], found: Array, expected: Array) -> Plain:
    """The first cell that differs, with both numbers; a vector's has row and column 0."""
    index = tuple(int(number) for number in np.argwhere(~close)[0])
    cell = index if len(index) == 3 else (*index, 0, 0)
    return {"cell": list(cell), "found": float(found[index]), "expected": float(expected[index])}
