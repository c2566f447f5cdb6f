"""How one cell of a stage came about: the steps from the stages before it, with every number, and as NumPy."""

from dataclasses import dataclass, replace

import numpy as np

from glasscnn.explain.expression import expression_of
from glasscnn.explain.forward_pass import ForwardPass, Place, one_source
from glasscnn.explain.step_builders import explain_step
from glasscnn.explain.step_types import Step
from glasscnn.model import Model, Result


@dataclass(frozen=True)
class Cell:
    """One cell and its history.

    value       as the engine has computed it
    steps       the nodes between the stages before and this cell, in the order in which they are computed
    expression  one line of Python that gives `value`
    setup       the lines before it; they need `import numpy as np`, `model` and `result`
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
        """What the first step adds up, the bias last; the functions behind it (a ReLU) make `value` of the sum."""
        return self.steps[0].summands


def cell(model: Model, result: Result, stage: str, channel: int = 0, row: int = 0, column: int = 0) -> Cell:
    """Every number behind one cell of a stage of `model.predict(image)`.

    Raises QuestionError where there is no such stage or cell, and for the result of a batch.
    """
    return explain_cell(ForwardPass(model, result.stages), stage, Place(channel, row, column))


def explain_cell(reading: ForwardPass, stage: str, place: Place, most: int | None = None) -> Cell:
    """The same of a reading, with at most so many terms a step. Numbers that overflow stay infinite or no number."""
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
    """The nodes and cells that lead to a cell, from the first that needs more than one number, or needs a shown one."""
    way = [(name, place)]
    while name in reading.nodes:
        source = one_source(reading, reading.nodes[name], place)
        if source is None or source[0] in reading.shown:
            break
        name, place = source
        way.append(source)
    return way[::-1]
