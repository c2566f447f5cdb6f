"""The window on the image that each cell of a node is computed from: its receptive field as a rectangle.

A layer whose windows have k cells, `step` pixels apart, widens the rectangle by (k − 1) · dilation · step pixels, and
its stride multiplies the step.
"""

import math
from typing import NamedTuple

from glasscnn.engine.op_kernels import MOVING
from glasscnn.explain.forward_pass import ForwardPass, Place
from glasscnn.explain.placing import Placing, placing_of
from glasscnn.explain.windows import WINDOWED, sliding_of


class Span(NamedTuple):
    """Along one axis, the pixels that cell i depends on: first + i · step … last + i · step, both included."""

    first: int
    last: int
    step: int

    @property
    def length(self) -> int:
        """The number of pixels."""
        return self.last - self.first + 1


class ImageWindow(NamedTuple):
    """The windows of a node's cells on the image. Near the border, a window reaches beyond the image."""

    rows: Span
    columns: Span

    def at(self, place: Place) -> tuple[slice, slice]:
        """The rows and columns of one cell's window; they may begin below 0 and end beyond the image."""
        (top, bottom, down), (left, right, across) = self
        return (
            slice(top + place.row * down, bottom + 1 + place.row * down),
            slice(left + place.column * across, right + 1 + place.column * across),
        )


def image_window(reading: ForwardPass, name: str) -> ImageWindow:
    """The windows of the cells of a node. Numbers without a place, such as those of a vector, see the whole image."""
    _, height, width = reading.model.graph.input.shape
    whole = ImageWindow(Span(0, height - 1, 0), Span(0, width - 1, 0))
    windows = {reading.input_name: ImageWindow(Span(0, 0, 1), Span(0, 0, 1))}
    for node in reading.way_to(name, {reading.input_name}):
        below = [windows[source] for source in node.inputs]
        if len(reading.shape(node.name)) == 1 or node.op.startswith("global_"):
            windows[node.name] = whole
        elif node.op in WINDOWED:
            sliding = sliding_of(reading, node)
            rows, columns = (
                widened(span, sliding.kernel[axis], sliding.stride[axis], sliding.dilation[axis], sliding.before[axis])
                for axis, span in enumerate(below[0])
            )
            windows[node.name] = ImageWindow(rows, columns)
        elif node.op in MOVING:
            moved = [
                moved_span(span, placing) for span, placing in zip(below[0], placing_of(reading, node), strict=True)
            ]
            windows[node.name] = ImageWindow(moved[0] or whole.rows, moved[1] or whole.columns)
        else:
            rows, columns = joined([one.rows for one in below]), joined([one.columns for one in below])
            reduced = node.reduced_axes
            windows[node.name] = ImageWindow(
                whole.rows if 2 in reduced else rows, whole.columns if 3 in reduced else columns
            )
    return windows[name]


def widened(span: Span, taps: int, stride: int, dilation: int, before: int) -> Span:
    """The span of a window of `taps` cells of this span, `before` of which are padding for the first window."""
    first = span.first - before * span.step
    return Span(first, first + span.length - 1 + (taps - 1) * dilation * span.step, span.step * stride)


def moved_span(span: Span, placing: Placing) -> Span | None:
    """The span of cells that are moved or resampled; None if their steps are no whole numbers of pixels."""
    step = round(span.step * placing.step, 6)
    if step != int(step):
        return None
    first = span.first + math.floor(span.step * placing.low + 1e-6)
    return Span(first, span.last + math.ceil(span.step * placing.high - 1e-6), int(step))


def joined(spans: list[Span]) -> Span:
    """The span that contains all spans, which have one step; where one sees the whole image, so does all."""
    for span in spans:
        if span.step == 0:
            return span
    return Span(min(span.first for span in spans), max(span.last for span in spans), spans[0].step)
