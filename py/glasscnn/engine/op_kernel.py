"""Kernels: each is one node of a graph, bound to its buffers. It computes its whole output or only a region of it."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from glasscnn.engine.dirty_regions import Array, Change, Region, whole

Arrays = Mapping[str, Array]

ZERO = np.zeros((), np.float32)
"""NumPy handles a 0-d array faster than a Python number."""

MAX_PARTIAL_SHARE = 0.6
"""If a region covers more than this share of a map, the whole map is computed, which is faster."""

SMALL_OUTPUT = 4096
"""Outputs of up to this many numbers are always computed whole: NumPy's overhead for a region would take longer."""

MAX_CACHED_VIEWS = 256
"""A kernel caches its views for up to this many regions, or shapes of regions."""


def view_of(memory: Array, shape: tuple[int, ...]) -> Array:
    """The first elements of a flat buffer as an array of the given shape; a view."""
    return memory[: math.prod(shape)].reshape(shape)


def combine(operation: np.ufunc, parts: Sequence[Array], out: Array) -> None:
    """out = parts[0] ∘ parts[1] ∘ …, from left to right; a single part is copied."""
    if len(parts) == 1:
        np.copyto(out, parts[0])
        return
    operation(parts[0], parts[1], out=out)
    for part in parts[2:]:
        operation(out, part, out=out)


def as_maps(x: Array) -> Array:
    """(C, H, W) unchanged; (C,) as maps of one cell, (C, 1, 1)."""
    return x if x.ndim == 3 else x.reshape(-1, 1, 1)


class OpKernel(ABC):
    """One node, bound to its buffers."""

    def __init__(self, out: Array) -> None:
        self.out = as_maps(out)
        self.everything = whole(*self.out.shape[1:])
        # A larger region is not computed alone: computing everything is faster then.
        self.max_partial_cells = int(MAX_PARTIAL_SHARE * self.everything.cells)

    @abstractmethod
    def run(self) -> None:
        """Compute the whole output."""

    @abstractmethod
    def update(self, change: Region) -> Change:
        """Recompute the outputs that depend on a changed region of the inputs; return their region."""


class FullKernel(OpKernel):
    """A kernel that always computes its whole output: for vectors, and for operators in their readable form."""

    def __init__(self, out: Array, compute: Callable[[], object]) -> None:
        super().__init__(out)
        self.compute = compute

    def run(self) -> None:
        """Compute the whole output."""
        self.compute()

    def update(self, _change: Region) -> Change:
        """Compute the whole output."""
        self.compute()
        return self.everything


class ElementwiseKernel(OpKernel):
    """A kernel whose output cells each depend only on the same cell of the inputs.

    `compute(inputs, out)` works on any region of the maps.
    """

    def __init__(self, inputs: list[Array], out: Array, compute: Callable[[list[Array], Array], object]) -> None:
        super().__init__(out)
        self.inputs = [as_maps(x) for x in inputs]
        self.compute = compute
        if out.size <= SMALL_OUTPUT:
            self.max_partial_cells = 0

    def run(self) -> None:
        """Compute the whole output in one pass over contiguous memory."""
        self.compute(self.inputs, self.out)

    def update(self, change: Region) -> Change:
        """Recompute the changed cells."""
        if not self.max_partial_cells or change.cells > self.max_partial_cells:
            self.compute(self.inputs, self.out)
        else:
            self.compute([change.of(x) for x in self.inputs], change.of(self.out))
        return change
