"""The computation of one cell: the steps from the preceding stages, with every number, and as a line of NumPy."""

from dataclasses import dataclass, replace

import numpy as np

from glasscnn.explain.expression import expression_of
from glasscnn.explain.forward_pass import ForwardPass, Place, one_source
from glasscnn.explain.step_builders import explain_step
from glasscnn.explain.step_types import Step
from glasscnn.model import Model, Result


@dataclass(frozen=True)
class Cell:
    """One cell and how it was computed.

    value       as computed by the engine
    steps       the nodes between the preceding stages and this cell, in execution order
    expression  one line of Python that evaluates to `value`
    setup       the lines before it; they use `numpy as np`, `model` and `result`
    """

    stage: str
    place: Place
    node: str
    value: float
    steps: tuple[Step, ...]
    expression: str
    setup: tuple[str, ...]

    @property
    def terms(self) -> tuple[float, ...]:
        """The summands of the first step, the bias last; the following steps (a ReLU) map their sum to `value`."""
        return self.steps[0].summands


def cell(model: Model, result: Result, stage: str, channel: int = 0, row: int = 0, column: int = 0) -> Cell:
    """Every number that contributes to one cell of a stage of `model.predict(image)`.

    Raises QuestionError if there is no such stage or cell, and for the result of a batch.
    """
    return explain_cell(ForwardPass(model, result.stages), stage, Place(channel, row, column))


def explain_cell(reading: ForwardPass, stage: str, place: Place, most: int | None = None) -> Cell:
    """The same for a forward pass, with at most `most` terms per step. Numbers that overflow stay infinite or NaN."""
    node = reading.check(stage, place)
    way = way_to(reading, node, place)
    value = reading.value(node, place)
    steps: list[Step] = []
    with np.errstate(all="ignore"):
        for name, spot in way:
            before = steps[-1].value if steps else None
            steps.append(explain_step(reading, name, spot, before, most))
    steps[-1] = replace(steps[-1], value=value)
    line, setup = expression_of(reading, way, value)
    return Cell(stage, place, node, value, tuple(steps), line, tuple(setup))


def way_to(reading: ForwardPass, name: str, place: Place) -> list[tuple[str, Place]]:
    """The chain of nodes and cells that ends at a cell.

    It starts at the first node that needs more than one number or reads a shown node.

    Masks that leave the cell as it is are no steps of it.
    """
    way = [(name, place)]
    while name in reading.nodes:
        source = one_source(reading, reading.nodes[name], place)
        if source is None or source[0] in reading.shown:
            break
        name, place = source
        way.append(source)
    first, *others = way[::-1]
    return [first, *(step for step in others if not reading.passes_on(*step))]
