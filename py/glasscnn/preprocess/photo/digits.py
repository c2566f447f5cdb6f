"""The digits in a picture: the best of all candidates, and those beside it that are like it."""

from dataclasses import dataclass

import numpy as np

from glasscnn.errors import InkError
from glasscnn.preprocess.photo.candidates import Box, Candidate, all_candidates, is_frame
from glasscnn.preprocess.photo.morphology import dilate
from glasscnn.preprocess.photo.planes import Plane

MIN_SCORE = 0.08
"""The least score of a digit; below, it is more likely a stain, an edge or a texture."""

MIN_TIGHT_SCORE = 0.25
"""The same for a digit that reaches the edge of the picture."""

LIKE_THE_BEST = 0.45
"""Another digit has at least this share of the best one's score, and of its size."""

MOST_AT_EDGE = 0.2
"""Of the picture's outermost pixels, at most this share is ink of a digit that is cut out tightly."""

SHOWN = 3
"""Rows and columns around the strokes that may be their soft edge."""


@dataclass(frozen=True)
class FoundDigit:
    """A digit: its box in pixels of the picture, and its ink, 1 under the pen, 0 on paper, with a ramp between.

    `ink` is the part of the picture, reduced by `factor`, whose first row and column are `top` and `left` of the box.
    """

    box: Box
    ink: Plane
    factor: int
    width: float  # of the strokes, in pixels of `ink`
    dark: bool
    threshold: float
    contrast: Plane
    score: float


def find_digits(grey: Plane) -> tuple[list[FoundDigit], int]:
    """The digits in a picture from left to right, and which one is the best.

    Raises InkError if there is none.
    """
    found = likely_candidates(grey) or [
        digit
        for digit in likely_candidates(grey, tight=True)
        if digit.score >= MIN_TIGHT_SCORE and not runs_along_the_edge(digit)
    ]
    if not found:
        raise InkError(
            "no ink was found in the picture: photograph one digit on plain paper, closer and with more light"
        )
    found.sort(key=lambda candidate: -candidate.score)
    best, alike = found[0], found[:1]
    for candidate in found[1:]:
        if is_like(candidate, best) and not any(overlap(candidate, other) for other in alike):
            alike.append(candidate)
    alike.sort(key=lambda candidate: candidate.box.left * candidate.search.factor)
    return [found_digit(candidate) for candidate in alike], alike.index(best)


def runs_along_the_edge(candidate: Candidate) -> bool:
    """Whether a candidate is what is seen of a table beside the paper, or a frame, and not a tightly cut out digit."""
    mask = candidate.mask
    edge = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return is_frame(mask[candidate.box.slices]) or float(edge.mean()) > MOST_AT_EDGE


def likely_candidates(grey: Plane, tight: bool = False) -> list[Candidate]:
    """The candidates that are likely enough and not around others, if the best is."""
    found = [candidate for candidate in all_candidates(grey, tight) if candidate.score > LIKE_THE_BEST * MIN_SCORE]
    found = [outer for outer in found if not any(surrounds(outer, inner) for inner in found)]
    return found if any(candidate.score >= MIN_SCORE for candidate in found) else []


def is_like(candidate: Candidate, best: Candidate) -> bool:
    """Whether a candidate is a digit if the best one is: dark or light ink likewise, and about as large."""
    side, best_side = candidate.box.side * candidate.search.factor, best.box.side * best.search.factor
    return (
        candidate.search.dark == best.search.dark
        and candidate.score >= LIKE_THE_BEST * best.score
        and LIKE_THE_BEST * best_side <= side <= best_side / LIKE_THE_BEST
    )


def overlap(one: Candidate, other: Candidate) -> bool:
    """Whether the boxes of two candidates, of any search, share pixels of the picture."""
    a, b = one.box.scaled(one.search.factor), other.box.scaled(other.search.factor)
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def surrounds(outer: Candidate, inner: Candidate) -> bool:
    """Whether a candidate is a frame or the paper around another one, and not ink itself."""
    a, b = outer.box.scaled(outer.search.factor), inner.box.scaled(inner.search.factor)
    if not a.holds(b) or not 0.15 * a.side <= b.side <= 0.75 * a.side or inner.score < 0.35 * outer.score:
        return False
    if inner.search.dark != outer.search.dark:
        return inner.search.dark and not shares_ink(outer, inner)
    return is_frame(outer.mask[outer.box.slices]) and not shares_ink(outer, inner)


def shares_ink(outer: Candidate, inner: Candidate) -> bool:
    """Whether a tenth of the inner ink is ink of the outer candidate."""
    height, width = outer.mask.shape
    rows, columns = np.nonzero(inner.mask)
    rows = rows * inner.search.factor // outer.search.factor
    columns = columns * inner.search.factor // outer.search.factor
    return bool(outer.mask[np.minimum(rows, height - 1), np.minimum(columns, width - 1)].mean() > 0.1)


def found_digit(candidate: Candidate) -> FoundDigit:
    """The ink of a candidate: from a quarter to three quarters of its median contrast, it rises from 0 to 1."""
    search, mask = candidate.search, candidate.mask
    box = candidate.box.around(1, *mask.shape)
    full = float(np.median(search.contrast[mask]))
    ramp = np.clip(search.contrast[box.slices] / np.float32(full) * 2 - np.float32(0.5), 0, 1)
    ink = np.where(dilate(mask, SHOWN)[box.slices], ramp, np.float32(0))
    return FoundDigit(
        box.scaled(search.factor),
        ink,
        search.factor,
        candidate.width,
        search.dark,
        search.threshold,
        search.contrast,
        candidate.score,
    )
