"""Connected components of a mask, and what is measured of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from glasscnn.preprocess.photo.morphology import Mask
from glasscnn.preprocess.photo.planes import Plane

Integers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Components:
    """The components of a mask: `labels` (H, W), 0 outside; of component n + 1 are the entries n of the arrays."""

    labels: Integers
    boxes: Integers  # (n, 4): top, bottom, left, right; bottom and right are exclusive
    areas: Floats  # (n,), in pixels
    perimeters: Floats  # (n,), in pixels
    contrasts: Floats  # (n,): the mean of what was measured

    @cached_property
    def sides(self) -> Integers:
        """The longer side of each box."""
        top, bottom, left, right = self.boxes.T
        return np.asarray(np.maximum(bottom - top, right - left), np.intp)

    @cached_property
    def widths(self) -> Floats:
        """The mean width of the strokes of each: a line of length l and width w has area l · w and perimeter 2 l."""
        return 2 * self.areas / self.perimeters

    @cached_property
    def at_edge(self) -> Mask:
        """Which of them reach the edge of the mask."""
        (top, bottom, left, right), (height, width) = self.boxes.T, self.labels.shape
        return np.asarray((top == 0) | (left == 0) | (bottom == height) | (right == width), np.bool_)

    def mask(self, numbers: list[int], part: tuple[slice, slice] = (slice(None), slice(None))) -> Mask:
        """The pixels of some of them, everywhere or in one part."""
        chosen = np.zeros(len(self.areas) + 1, np.bool_)
        chosen[np.array(numbers) + 1] = True
        return chosen[self.labels[part]]


def measure(mask: Mask, contrast: Plane) -> Components:
    """The components of a mask.

    The perimeter is the number of sides that pixels have to the outside, times π / 4: so many of them a line of unit
    length has on average over all directions (Crofton).
    """
    labels = connected_components(mask)
    rows, columns = np.nonzero(mask)
    owners = labels[rows, columns] - 1  # (pixels,)
    count = int(labels.max(initial=0))
    boxes = np.empty((count, 4), np.intp)
    for edge, (values, extreme, start) in enumerate(
        [
            (rows, np.minimum, mask.size),
            (rows + 1, np.maximum, 0),
            (columns, np.minimum, mask.size),
            (columns + 1, np.maximum, 0),
        ]
    ):
        found = np.full(count, start)
        extreme.at(found, owners, values)
        boxes[:, edge] = found
    around = np.pad(mask, 1).astype(np.int8)
    neighbours = around[:-2, 1:-1] + around[2:, 1:-1] + around[1:-1, :-2] + around[1:-1, 2:]  # (H, W): 0 … 4
    outer_sides = 4 - neighbours[rows, columns]
    areas = np.bincount(owners, minlength=count).astype(np.float64)
    perimeters = np.bincount(owners, outer_sides, count) * np.pi / 4
    return Components(labels, boxes, areas, perimeters, np.bincount(owners, contrast[rows, columns], count) / areas)


def connected_components(mask: Mask) -> Integers:
    """Labels 1, 2, … of the 8-connected components of a mask (H, W), 0 outside it.

    Horizontal runs of pixels are the nodes of a graph. Runs that touch one in the row above are joined: both take the
    smaller of their roots, and every run its root's root, until nothing changes (Shiloach and Vishkin 1982).
    """
    height, width = mask.shape
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)  # (H, W + 1): 1 where a run starts
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]  # exclusive
    above, below = touching_runs(rows, starts, ends, width)
    roots = np.arange(len(rows))
    while (roots[above] != roots[below]).any():
        smaller = np.minimum(roots[above], roots[below])
        np.minimum.at(roots, roots[above], smaller)
        np.minimum.at(roots, roots[below], smaller)
        while (roots != roots[roots]).any():
            roots = roots[roots]
    numbers = np.unique(roots, return_inverse=True)[1] + 1
    changes = np.zeros((height, width + 1), np.intp)
    changes[rows, starts] += numbers
    changes[rows, ends] -= numbers  # runs of a row do not touch, so no run starts here
    return np.cumsum(changes, axis=1)[:, :-1]


def touching_runs(rows: Integers, starts: Integers, ends: Integers, width: int) -> tuple[Integers, Integers]:
    """All pairs of runs that touch, also at a corner: the one above and the one below.

    Runs are sorted, so those that a run touches in the row above are neighbours; the first and the last of them are
    found by bisection.
    """
    pitch = width + 2
    first = np.searchsorted((rows + 1) * pitch + ends, rows * pitch + starts, "left")
    last = np.searchsorted((rows + 1) * pitch + starts, rows * pitch + ends, "right")
    counts = np.maximum(last - first, 0)
    below = np.repeat(np.arange(len(rows)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(first, counts) + offsets, below


def connected_components_loops(mask: Mask) -> Integers:
    """`connected_components`, filled from one pixel of each; numbers follow the first pixels in reading order."""
    height, width = mask.shape
    labels = np.zeros(mask.shape, np.intp)
    count = 0
    for row, column in np.argwhere(mask).tolist():
        if labels[row, column]:
            continue
        count += 1
        labels[row, column] = count
        waiting = [(row, column)]
        while waiting:
            y, x = waiting.pop()
            for below in range(max(y - 1, 0), min(y + 2, height)):
                for beside in range(max(x - 1, 0), min(x + 2, width)):
                    if mask[below, beside] and not labels[below, beside]:
                        labels[below, beside] = count
                        waiting.append((below, beside))
    return labels
