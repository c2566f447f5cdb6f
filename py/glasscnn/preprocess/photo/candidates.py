"""What may be a digit in a picture: groups of strokes, each with a score.

The picture is searched at several sizes, for dark and for light ink, and with several thresholds. In each search,
strokes are connected components that are thin and do not leave the picture; strokes that are close are one candidate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from glasscnn.preprocess.photo.components import Components, measure
from glasscnn.preprocess.photo.morphology import Mask, contrast, dilate, erode, paper_under
from glasscnn.preprocess.photo.planes import Plane, pyramid

WINDOW = 17
"""The side of the square of the closing, in pixels: strokes are thinner, those of a marker in a smaller picture."""

MIN_CONTRAST = 0.07
"""The minimum contrast of ink to paper, in 0 … 1."""

THRESHOLDS, RATIO = 5, 1.6
"""How many thresholds are tried, and the ratio of each to the one before."""

SMALLEST = 18
"""The longer side of the smallest digit, in pixels; SMALLEST_STROKE is that of its smallest stroke."""
SMALLEST_STROKE = 6

MOST_STROKES = 40
"""Of more strokes, which are a texture, the largest are considered."""


class Box(NamedTuple):
    """A rectangle of pixels; `bottom` and `right` are exclusive."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def side(self) -> int:
        """The longer side."""
        return max(self.bottom - self.top, self.right - self.left)

    def scaled(self, factor: int) -> "Box":
        """The box in a picture that is larger by a factor."""
        return Box(*(factor * edge for edge in self))

    def holds(self, other: "Box") -> bool:
        """Whether the other box lies inside, touching no edge."""
        return (
            self.top < other.top and other.bottom < self.bottom and self.left < other.left and other.right < self.right
        )

    def joined(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.top, other.top),
            max(self.bottom, other.bottom),
            min(self.left, other.left),
            max(self.right, other.right),
        )

    def around(self, margin: int, height: int, width: int) -> "Box":
        """The box with a margin, inside of a picture."""
        top, left = max(self.top - margin, 0), max(self.left - margin, 0)
        return Box(top, min(self.bottom + margin, height), left, min(self.right + margin, width))

    @property
    def slices(self) -> tuple[slice, slice]:
        """To cut it out of a plane."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


class Search(NamedTuple):
    """Where candidates were found: the picture reduced by `factor`, its contrast, the polarity and the threshold.

    `brightest` is what 95 % of the picture are not brighter than.
    """

    factor: int
    grey: Plane
    brightest: float
    contrast: Plane
    dark: bool
    threshold: float


class Group(NamedTuple):
    """Strokes that are close: the numbers of their components, the box around them, and their mean width."""

    strokes: list[int]
    box: Box
    width: float


@dataclass(frozen=True, eq=False)
class Candidate:
    """A group of strokes; mask, box and the width of the strokes are in pixels of the search."""

    search: Search
    mask: Mask
    box: Box
    width: float
    strokes: int
    score: float


def all_candidates(grey: Plane, tight: bool = False) -> Iterator[Candidate]:
    """The candidates of all searches of a picture; `tight`: of a digit that is cut out so that it touches the edge."""
    for factor, level in pyramid(grey):
        brightest = float(np.quantile(level, 0.95))
        for dark in (True, False):
            found = contrast(level, WINDOW, dark)
            for threshold in thresholds(found):
                yield from candidates(Search(factor, level, brightest, found, dark, threshold), tight)


def thresholds(found: Plane) -> Iterator[float]:
    """Thresholds from above the noise to below the strongest contrast, in equal ratios.

    The lowest keeps the faintest ink; with a higher one, ruling and textures that are fainter than the ink are gone.
    """
    noise, strongest = float(np.median(found)), float(np.quantile(found, 0.998))
    threshold = max(MIN_CONTRAST, 2.5 * noise)
    for _ in range(THRESHOLDS):
        if threshold >= 0.8 * max(strongest, MIN_CONTRAST):
            return
        yield threshold
        threshold *= RATIO


def candidates(search: Search, tight: bool) -> Iterator[Candidate]:
    """The candidates of one search."""
    parts = measure(search.contrast > search.threshold, search.contrast)
    for strokes, box, _ in groups(parts, strokes_among(parts, tight)):
        if box.side >= SMALLEST:
            mask = parts.mask(strokes)
            width = float(2 * parts.areas[strokes].sum() / parts.perimeters[strokes].sum())
            yield Candidate(search, mask, box, width, len(strokes), score(search, mask, box, width, len(strokes)))


def strokes_among(parts: Components, tight: bool) -> list[int]:
    """The components that may be strokes of a digit, the largest first.

    They are thin. What reaches the edge of the picture, as ruling does, is none, but for thick strokes that fill it
    when digits are expected to be cut out tightly.
    """
    sides, widths = parts.sides, parts.widths
    thin = (sides >= SMALLEST_STROKE) & (widths < 0.75 * WINDOW) & (widths < 0.3 * sides)
    fills = tight & (sides >= 0.5 * max(parts.labels.shape)) & (widths >= 0.04 * sides)
    found = np.flatnonzero(thin & (~parts.at_edge | fills))
    largest_first = found[np.argsort(-sides[found], kind="stable")]
    return [int(number) for number in largest_first[:MOST_STROKES]]


def groups(parts: Components, strokes: list[int]) -> list[Group]:
    """The strokes, joined with those close to them."""
    joined: list[Group] = []
    for stroke in strokes:
        group, others = Group([stroke], Box(*parts.boxes[stroke].tolist()), float(parts.widths[stroke])), []
        for other in joined:
            if belong_together(parts, other, group):
                together = other.strokes + group.strokes
                group = Group(together, other.box.joined(group.box), float(parts.widths[together].mean()))
            else:
                others.append(other)
        joined = [*others, group]
    return joined


def belong_together(parts: Components, one: Group, other: Group) -> bool:
    """Whether two groups are close, or one stands over the other, as the bar over a 5; a frame is part of no digit."""
    a, b = one.box, other.box
    outer = one if a.side >= b.side else other
    if (a.holds(b) or b.holds(a)) and is_frame(parts.mask(outer.strokes, outer.box.slices)):
        return False
    width = max(one.width, other.width)
    gap_across = max(b.left - a.right, a.left - b.right, 0)
    gap_down = max(b.top - a.bottom, a.top - b.bottom, 0)
    shared = min(a.right, b.right) - max(a.left, b.left)
    larger, smaller = max(a.side, b.side), min(a.side, b.side)
    over = shared >= 0.6 * min(a.right - a.left, b.right - b.left) and gap_down <= 0.2 * larger
    return max(gap_across, gap_down) <= 1.2 * width + 1 or (over and smaller < 0.7 * larger)


def is_frame(ink: Mask) -> bool:
    """Whether ink, cut out, reaches at least three of the corners, as that of a drawn rectangle does and no 0 does."""
    high, wide = max(int(0.12 * ink.shape[0]), 1), max(int(0.12 * ink.shape[1]), 1)
    corners = ink[:high, :wide], ink[:high, -wide:], ink[-high:, :wide], ink[-high:, -wide:]
    return sum(bool(corner.any()) for corner in corners) >= 3


def score(search: Search, mask: Mask, box: Box, width: float, strokes: int) -> float:
    """How likely it is that this is the digit in the picture, 0 … 1: a product of what speaks for it.

    The numbers were chosen on made photos (tests/photos), and reported on others.
    """
    grey, (height, across) = search.grey, mask.shape
    ink_pixels = mask[box.slices]
    contrasts, greys = search.contrast[box.slices][ink_pixels], grey[box.slices][ink_pixels]  # (pixels,)
    strength = float(contrasts.mean())
    centre = np.hypot((box.top + box.bottom) / height - 1, (box.left + box.right) / across - 1) / np.sqrt(2)
    size = min(box.side / max(mask.shape), 0.6)
    ink = float(np.median(greys))
    paper = float(np.median(paper_under(greys, contrasts, search.dark)))
    light = min(paper / max(search.brightest, 0.01), 1.0) if search.dark else 0.3
    likely = np.sqrt(strength * size * light) * (1 - 0.6 * centre)
    likely *= quietness(search, mask, box, strength)
    likely *= 1 if width < 0.2 * box.side else max(0.0, 1 - 6 * (width / box.side - 0.2))
    likely *= 1 if width <= 0.4 * WINDOW else 0.7  # a smaller picture fits better
    likely *= 1 if search.factor == 1 or width >= 0.22 * WINDOW else 0.5  # a larger picture fits better
    likely *= 0.5 ** max(strokes - 4, 0)
    likely *= 1 if is_line(mask, box, width) else 0.3
    likely *= 1 if lies_on_paper(search, mask, box, ink, paper) else 0.1
    return float(likely)


def quietness(search: Search, mask: Mask, box: Box, strength: float) -> float:
    """1 if nothing around the strokes has half their contrast, less where there is a texture."""
    near = box.around(int(0.35 * box.side) + 2, *mask.shape).slices
    beside = ~dilate(mask[near], 5)
    if not beside.any():
        return 1.0
    disturbed = float((search.contrast[near][beside] > 0.5 * strength).mean())
    return max(0.0, 1 - 2.5 * disturbed) ** 2


def is_line(mask: Mask, box: Box, width: float) -> bool:
    """Whether the ink has nearly the same width everywhere, as the line of a pen; a wedge of shadow does not."""
    side = int(2.4 * width) | 1
    ink = np.pad(mask[box.slices], side)
    thick = dilate(erode(ink, side), side)
    return float((thick & ink).sum()) < 0.25 * float(ink.sum())


def lies_on_paper(search: Search, mask: Mask, box: Box, ink: float, paper: float) -> bool:
    """Whether what is around the box is more like what is beside the ink than like the ink.

    It is not for the inside of a 0, which is light ink on a dark line. For light ink, what is beside it inside of the
    box must be like what is around the box, too: paper on a table is no ink.
    """
    grey = search.grey
    wide = box.around(int(0.35 * box.side) + 2, *mask.shape)
    ring = np.ones((wide.bottom - wide.top, wide.right - wide.left), np.bool_)
    ring[box.top - wide.top : box.bottom - wide.top, box.left - wide.left : box.right - wide.left] = False
    around = float(np.median(grey[wide.slices][ring])) if ring.any() else paper
    if abs(around - paper) >= abs(around - ink):
        return False
    inside = grey[box.slices][~dilate(mask[box.slices], 5)]
    if search.dark or inside.size <= 20:
        return True
    low, high = sorted((float(np.median(inside)), around))
    return high + 0.03 <= 1.6 * (low + 0.03)
