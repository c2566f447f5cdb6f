"""A model and its newest reading.

Plain values go in and come out; large data lies in buffers that JavaScript views once and reads after every call.
Nothing here depends on a browser: tests call it as the worker does.
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.palette import Palette, same_range
from glasscnn.bridge.stage_views import View, check_for_page, describe, is_large, is_scale_of, lay_out, list_views
from glasscnn.colormap import Bound
from glasscnn.engine import Change, ChangeDetector
from glasscnn.errors import InkError, ModelError, QuestionError
from glasscnn.model import Model, load
from glasscnn.names import one_line
from glasscnn.preprocess import InkReader, Placement, Stroke, place_in_middle

if TYPE_CHECKING:
    from glasscnn.bridge.session_weights import SessionWeights
    from glasscnn.evaluation import Evaluation
    from glasscnn.explain import Evidence, ForwardPass, PatchSearch


class Ink(NamedTuple):
    """The ink of a reading: non-empty strokes on a square pad, the pen's diameter, and whether they are centred."""

    strokes: list[Stroke]
    canvas_size: float
    brush: float
    centre: bool


class Session:
    """One model, its newest reading and the buffers that the page reads.

    ink             (points, 2) float32: x, y of all strokes' points, one stroke after the other; written by JavaScript
    stroke_lengths  (strokes,) int32: how many points each stroke has; written by JavaScript
    image           flat float32: the image that the network receives, in [0, 1]
    values          flat float32: the outputs of all stages; `image` comes first
    pixels          flat uint8: the canvas of every stage that is shown, RGBA
    ranges          (stages + maps, 2) float32: the ranges that the colours of each stage, then of each map, span
    """

    def __init__(self) -> None:
        self.ink = np.zeros((4096, 2), np.float32)
        self.stroke_lengths = np.zeros(256, np.int32)
        self.palette = Palette()
        self._model: Model | None = None
        self._reader = InkReader()
        self.views: list[View] = []
        self.image = self.values = np.zeros(0, np.float32)
        self.pixels = np.zeros(0, np.uint8)
        self.ranges = np.zeros((0, 2), np.float32)
        self._probabilities = np.zeros(0, np.float32)
        self._detector = ChangeDetector(np.zeros((1, 1, 1), np.float32))
        self._reading: ForwardPass | None = None
        self.read_strokes: Ink | None = None  # None where an image was read
        self.evidence: dict[str, Evidence] = {}  # of the newest reading, by method
        self.evaluation: Evaluation | None = None  # of the current model, while it runs
        self.patch_search: PatchSearch | None = None  # of the current model, once it has begun
        self._weights: SessionWeights | None = None  # once they are asked for

    @property
    def model(self) -> Model:
        """The current model; raises ModelError if there is none yet."""
        if self._model is None:
            raise ModelError("no model is loaded yet")
        return self._model

    @property
    def weights(self) -> "SessionWeights":
        """The weights of the current model as one vector."""
        if self._weights is None:
            from glasscnn.bridge.session_weights import SessionWeights  # on first use, since readings do not need it

            self._weights = SessionWeights(self.model)
        return self._weights

    def load_model(self, data: bytes, name: str, only_quick: bool = False) -> str:
        """Load a model from the bytes of a `.npz`, make it the current model and describe it as JSON.

        With `only_quick`, a model that reads slowly is not loaded: the JSON then has only `seconds`, about how long a
        reading takes, and `title`. Raises ModelError with the name of the file. On any error, the previous model stays
        current.
        """
        try:
            model = load(bytes(data))
            check_for_page(model.graph)
        except ModelError as error:
            raise ModelError(f"{name}: {error}") from error
        if only_quick:
            from glasscnn.bridge.speed import PATIENCE, seconds_of  # the page's start does without it

            seconds = seconds_of(model)
            if seconds > PATIENCE:
                return json.dumps({"seconds": seconds, "title": one_line(model.graph.title or model.graph.name)})
        return self._use(model)

    def change_weights(self, weights: memoryview | npt.NDArray[np.float32]) -> int:
        """Take other weights, a flat float32 vector of all arrays (`SessionWeights`), and read the newest image again.

        Returns the index of the most probable class. Fills values, pixels and ranges. Raises ModelError for a vector of
        another length and for numbers that are not finite; the weights stay as they were then.
        """
        changes = self.weights.change(np.frombuffer(weights, np.float32))
        self._reading, self.evidence, self.patch_search = None, {}, None
        self._paint(changes)
        return self.label

    @property
    def label(self) -> int:
        """The index of the most probable class in the newest reading."""
        return int(self._probabilities.argmax())

    def twin(self) -> Self:
        """A session of its own with the same model, so that its readings leave those of this one untouched."""
        twin = type(self)()
        twin._use(Model(self.model.graph, self.model.weights))
        return twin

    def _use(self, model: Model, scales: Sequence[int] = ()) -> str:
        """Make a model the current one, read the image in its plan, and describe it as JSON.

        `scales` are those of the stages' canvases; without them, a large model shows none and another one everything.
        """
        views = list_views(model)
        ranges = np.zeros((len(views) + sum(len(view.values) for view in views), 2), np.float32)
        pixels = lay_out(views, scales or [0 if is_large(views) else 1] * len(views))
        description = json.dumps(describe(model, views, self.palette.plain_tables()))
        model.plan.run()  # later readings are updates of this one
        detector = ChangeDetector(model.plan.image)
        # Nothing below can fail, so either all of the new model is current or all of the previous one.
        self._model, self.views, self.pixels, self.ranges, self._detector = model, views, pixels, ranges, detector
        self.values, self.image = model.plan.values, model.plan.image.reshape(-1)
        self._probabilities = model.plan.outputs[model.probabilities_node]
        self.evaluation = self.patch_search = self._weights = None
        self._forget()
        return description

    def show(self, scales: str) -> str:
        """Paint these stages from now on, and the newest reading at once.

        `scales` is a JSON list of the scale of each stage's canvas; `pixels` becomes another array. The result is JSON,
        [offset in `pixels`, width, height] for each stage. Raises QuestionError for scales that do not fit.
        """
        wanted = json.loads(scales)
        if len(wanted) != len(self.views) or not all(map(is_scale_of, self.views, wanted)):
            raise QuestionError(f"expected a scale for each of {len(self.views)} stages, found {scales[:100]}")
        self.pixels = lay_out(self.views, wanted, self.pixels)
        self._paint({view.stage.node: None for view in self.views})
        canvases = [(view.pixels_offset, view.canvas.painter) for view in self.views]
        return json.dumps([[offset, painter.width, painter.height] for offset, painter in canvases])

    def reserve_ink(self, points: int, strokes: int) -> bool:
        """Reserve space for this much ink; returns True if `ink` or `stroke_lengths` was reallocated."""
        grown = False
        if points > len(self.ink):
            self.ink, grown = np.zeros((2 * points, 2), np.float32), True
        if strokes > len(self.stroke_lengths):
            self.stroke_lengths, grown = np.zeros(2 * strokes, np.int32), True
        return grown

    def read_ink(self, strokes: int, canvas_size: float, brush: float, centre: bool) -> int:
        """Run the model on the first `strokes` strokes in `ink`; returns the index of the most probable class.

        Fills image, values, pixels and ranges. Raises InkError for lengths that exceed the buffers and for points that
        are not finite.
        """
        lengths = self.stroke_lengths[:strokes]
        if strokes < 0 or len(lengths) < strokes or (lengths < 0).any() or int(lengths.sum()) > len(self.ink):
            raise InkError(f"{strokes} strokes with {int(lengths.sum())} points do not fit the ink that was reserved")
        ends = np.cumsum(lengths)
        points = np.split(self.ink[: int(ends[-1]) if strokes else 0].copy(), ends[:-1])
        _, height, width = self.model.graph.input.shape
        image = self._reader.read(points, canvas_size, brush=brush, centre=centre, size=min(height, width))
        place_in_middle(image, self.model.plan.image)
        label = self.read_image()
        self.read_strokes = Ink([stroke for stroke in points if len(stroke)], canvas_size, brush, centre)
        return label

    def read_image(self) -> int:
        """Run the model on `image`; returns the index of the most probable class.

        Fills values, pixels and ranges. Raises InkError for numbers that are not finite.
        """
        change = self._detector.changed_region()
        if change is not None and not math.isfinite(np.add.reduce(change.of(self._detector.image), axis=None)):
            self._detector.restore()
            raise InkError("the image holds NaN or infinity; expected numbers from 0 to 1")
        self._detector.remember()
        self._forget()
        changes = self.model.plan.update(change)
        self._paint(changes)
        return self.label

    @property
    def reading(self) -> "ForwardPass":
        """The newest forward pass, for explanations; it shares the buffers and is valid until the next one."""
        if self._reading is None:
            from glasscnn.explain import ForwardPass

            self._reading = ForwardPass(self.model, {view.stage.name: view.values for view in self.views})
        return self._reading

    @property
    def placed_strokes(self) -> list[Stroke]:
        """The visible ink of the newest reading in image pixels; empty if an image was read."""
        placement = self.placement
        return [] if placement is None else [placement.apply(stroke) for stroke in self._reader.strokes]

    @property
    def placement(self) -> Placement | None:
        """The placement of the ink on the image; None without ink, and if an image was read."""
        if self.read_strokes is None or self._reader.placement is None:
            return None
        _, height, width = self.model.graph.input.shape
        size = min(height, width)
        return self._reader.placement.moved((height - size) // 2, (width - size) // 2)

    def _forget(self) -> None:
        """Discard everything derived from the previous reading."""
        self._reading = self.read_strokes = None
        self.evidence = {}

    def colour(self, palette: Palette) -> None:
        """Use this palette from the next reading on, which repaints all stages."""
        self.palette = palette
        for view in self.views:
            view.painted_range = None

    def _paint(self, changes: Mapping[str, Change]) -> None:
        """Paint the stages that are shown, where they have changed."""
        largest = self.palette.largest_of_all(self.views) if self.palette.scope == "network" else 0.0
        for number, view in enumerate(self.views):
            if view.canvas.scale:
                self._repaint(number, view, changes[view.stage.node], largest)

    def _repaint(self, number: int, view: View, change: Change, largest_of_all: float) -> None:
        """Paint the changed region of a stage, or the whole stage if its range of colours has changed."""
        if view.painted_range is None:
            change = view.everything
        elif change is None and self.palette.scope != "network":
            return
        span = self.palette.range_of(view, largest_of_all)
        is_recoloured = not same_range(view.painted_range, span)
        if is_recoloured:
            view.painted_range = span
            self._note_range(number, view, *span)
        view.canvas.paint(change, self.palette.colours[view.colormap], *span, is_recoloured)

    def _note_range(self, number: int, view: View, low: Bound, high: Bound) -> None:
        """Store the ranges that the colours of a stage and of its maps span."""
        of_maps = self.ranges[view.ranges_offset : view.ranges_offset + len(view.values)]
        if isinstance(high, float):
            self.ranges[number] = of_maps[:] = low, high
        else:
            of_maps[:, 0], of_maps[:, 1] = low, high
            self.ranges[number] = of_maps[:, 0].min(), of_maps[:, 1].max()
