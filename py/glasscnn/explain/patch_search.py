"""What a map looks for: the places in a set of images at which it is largest.

The search runs for some milliseconds at a time, and other work is done in between.
"""

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Plan
from glasscnn.explain.forward_pass import Place, unravel
from glasscnn.model import Model

Array = npt.NDArray[np.float32]

STRONGEST = 9
"""The number of images that are kept of each map."""


class Excitation(NamedTuple):
    """The largest value of a map on an image, and its cell."""

    value: float
    image: int
    place: Place


class PatchSearch:
    """For every map of some stages, the images that excite it most, each with the cell of the largest value.

    images  (N, C, H, W) in [0, 1]; zeros where the search has not arrived yet
    done    the number of images that the network has read
    """

    def __init__(
        self,
        model: Model,
        stages: Mapping[str, str],
        count: int,
        draw: Callable[[int], Array],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Search `count` images, of which `draw` makes one (C, H, W) at a time, by its number.

        `stages` are names with their nodes, whose outputs are maps; `clock` gives seconds.
        """
        self.images = np.zeros((count, *model.graph.input.shape), np.float32)
        self.done = 0
        self._draw, self._clock = draw, clock
        self._shapes = {name: model.shapes[node] for name, node in stages.items()}
        self._largest = {name: np.zeros((count, shape[0]), np.float32) for name, shape in self._shapes.items()}
        self._cells = {name: np.zeros((count, shape[0]), np.intp) for name, shape in self._shapes.items()}
        self._nodes = dict(stages)
        self._plan: Plan | None = Plan(model.graph, model.weights, model.shapes, kept=stages.values())

    @property
    def waiting(self) -> int:
        """The number of images that the network has yet to read."""
        return len(self.images) - self.done

    def run(self, seconds: float) -> None:
        """Have the network read waiting images for up to this time, but at least one."""
        start = before = self._clock()
        slowest = 0.0
        while self._plan and self.waiting:
            self._read(self._plan)
            now = self._clock()
            slowest, before = max(slowest, now - before), now
            if now - start + slowest > seconds:
                break
        if not self.waiting:
            self._plan = None  # its buffers are large

    def _read(self, plan: Plan) -> None:
        """Draw the next image and have the network read it."""
        plan.image[:] = self.images[self.done] = self._draw(self.done)
        plan.run()
        for name, node in self._nodes.items():
            maps = plan.outputs[node]
            flat = np.where(np.isnan(maps), -np.inf, maps).reshape(len(maps), -1)
            cells = flat.argmax(axis=1)
            self._cells[name][self.done] = cells
            self._largest[name][self.done] = flat[np.arange(len(flat)), cells]
        self.done += 1

    def strongest(self, stage: str) -> list[list[Excitation]]:
        """For each map of a stage, its largest values above 0, in descending order: at most one in each image read.

        Of equal values of one map, the first image comes first, and in it the first cell, row by row.
        """
        largest, cells = self._largest[stage][: self.done], self._cells[stage][: self.done]
        order = np.argsort(-largest, axis=0, kind="stable")[:STRONGEST]
        return [
            [
                Excitation(
                    float(largest[image, channel]),
                    int(image),
                    unravel(int(cells[image, channel]), self._shapes[stage])._replace(channel=channel),
                )
                for image in order[:, channel]
                if largest[image, channel] > 0
            ]
            for channel in range(self._shapes[stage][0])
        ]
