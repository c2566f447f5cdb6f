"""What a kernel is: one node of a graph, bound to its buffers, that computes its output whole or only where needed."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from glasscnn.engine.dirty_regions import Change, Region, whole
from glasscnn.engine.primitives import Array

Arrays = Mapping[str, Array]

MOST = 0.6
"""A region that covers more than this share of a map is not worth cutting out: the whole map is computed."""

FEW = 4096
"""One pass over so few numbers takes less time than NumPy needs to find its way through a region of them."""

SIZES = 256
"""Of how many sizes of regions a kernel keeps its views."""


def cut(memory: Array, shape: tuple[int, ...]) -> Array:
    """The beginning of flat memory, in a shape."""
    return memory[: math.prod(shape)].reshape(shape)


def as_maps(x: Array) -> Array:
    """Maps as they are, a vector as maps of one cell: (C,) → (C, 1, 1)."""
    return x if x.ndim == 3 else x.reshape(-1, 1, 1)


class Kernel(ABC):
    """One node, bound to its buffers."""

    def __init__(self, out: Array) -> None:
        self.out = as_maps(out)
        self.everything = whole(*self.out.shape[1:])
        self.worth_cutting = int(MOST * self.everything.cells)  # the most cells that are computed alone

    @abstractmethod
    def run(self) -> None:
        """Compute the whole output."""

    @abstractmethod
    def update(self, change: Region) -> Change:
        """Compute what a change of the inputs changes, and say what that is."""


class Whole(Kernel):
    """A kernel that always computes everything: vectors, and operators in their readable form."""

    def __init__(self, out: Array, compute: Callable[[], object]) -> None:
        super().__init__(out)
        self.compute = compute

    def run(self) -> None:
        """Compute the whole output."""
        self.compute()

    def update(self, _change: Region) -> Change:
        """Everything."""
        self.compute()
        return self.everything


class CellByCell(Kernel):
    """Every cell depends on the same cell of the inputs only: `compute(inputs, out)` works on any part of the maps."""

    def __init__(self, inputs: list[Array], out: Array, compute: Callable[[list[Array], Array], object]) -> None:
        super().__init__(out)
        self.inputs = [as_maps(x) for x in inputs]
        self.compute = compute
        if out.size <= FEW:
            self.worth_cutting = 0

    def run(self) -> None:
        """Compute the whole output, in one go over contiguous memory."""
        self.compute(self.inputs, self.out)

    def update(self, change: Region) -> Change:
        """The same cells."""
        if not self.worth_cutting or change.cells > self.worth_cutting:
            self.compute(self.inputs, self.out)
        else:
            self.compute([change.of(x) for x in self.inputs], change.of(self.out))
        return change
