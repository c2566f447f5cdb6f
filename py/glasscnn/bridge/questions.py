"""What the page can ask about a reading: one method a question, the same as in web/js/worker/questions.js."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.plain import Large, Plain, take, to_json, without_none
from glasscnn.errors import QuestionError
from glasscnn.explain import Cell, Place, Reach, Step, Term, explain_cell, explain_field, summarise
from glasscnn.explain.summary import Summary
from glasscnn.preprocess import what_ink_does

if TYPE_CHECKING:
    from glasscnn.bridge.session import Session

MOST_TERMS = 128
"""A step's smallest terms beyond that cross as one number, their sum."""


class Questions:
    """The questions about the newest reading of a session."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.large = Large()

    def answer(self, question: str, given: str) -> str:
        """The JSON of `{"result": …}`; raises QuestionError for an unknown question and for wrong arguments."""
        return to_json({"result": self._answer(question, given)})

    def _answer(self, question: str, given: str) -> Plain:
        match question:
            case "cell":
                return self.cell(*take(given, stage=str, channel=int, row=int, column=int))
            case "field":
                return self.field(*take(given, stage=str, channel=int, row=int, column=int))
            case "summaries":
                take(given)
                return self.summaries()
            case _:
                raise QuestionError(f"there is no question {question!r}")

    def cell(self, stage: str, channel: int, row: int, column: int) -> Plain:
        """How a cell came about."""
        return plain_cell(explain_cell(self.session.reading, stage, Place(channel, row, column)))

    def field(self, stage: str, channel: int, row: int, column: int) -> Plain:
        """Where a cell comes from, also on the pad, and where it goes."""
        place = Place(channel, row, column)
        found = explain_field(self.session.reading, stage, place)
        image = found.back.get(self.session.reading.input_name)
        mask = np.zeros((1, 1), bool) if image is None else image.mask
        if stage == self.session.reading.input_name:
            mask = np.zeros(self.session.reading.shape(stage)[1:], bool)
            mask[row, column] = True
        return {
            "place": plain_place(stage, place),
            "back": {name: self._reach(reach) for name, reach in found.back.items()},
            "forward": {name: self._reach(reach) for name, reach in found.forward.items()},
            "pad": self._on_pad(mask),
        }

    def _reach(self, reach: Reach) -> Plain:
        return {"channels": reach.channels, "mask": self.large.put_numbers(reach.mask), "direct": reach.direct}

    def _on_pad(self, mask: npt.NDArray[np.bool_]) -> Plain:
        """The rectangle on the pad that the marked pixels of the image show."""
        placement = self.session.placement
        if placement is None or not mask.any():
            return None
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        left, top = placement.on_pad(float(columns[0]), float(rows[0]))
        right, bottom = placement.on_pad(float(columns[-1]) + 1, float(rows[-1]) + 1)
        return {"left": left, "top": top, "right": right, "bottom": bottom}

    def summaries(self) -> Plain:
        """What can be said of each stage."""
        return {"stages": [self._summary(summary) for summary in summarise(self.session.reading)]}

    def _summary(self, summary: Summary) -> Plain:
        return {
            "stage": summary.stage,
            "op": summary.op,
            "finite": summary.finite,
            "maps": summary.maps,
            "silent": summary.silent,
            "share": summary.share,
            "brightest": {**summary.brightest._asdict(), "value": summary.value},
            "under": None if summary.centre is None else self._under(*summary.centre),
            "order": [{"channel": channel, "value": value} for channel, value in summary.order],
        }

    def _under(self, row: float, column: float, step: float) -> str:
        """What the ink does in the middle of a receptive field; where an image was read, as far as its pixels tell."""
        session = self.session
        if session.read_strokes is None:
            return what_pixels_show(session.model.plan.image[0], row, column, step)
        placement = session.placement
        if placement is None:
            return "paper"
        strokes = [placement.apply(stroke) for stroke in session.read_strokes.strokes]
        return what_ink_does(strokes, placement.radius, column, row, step / 2)


def what_pixels_show(pixels: npt.NDArray[np.float32], row: float, column: float, step: float) -> str:
    """Whether an (H, W) image has ink, its edge or paper around a point."""
    height, width = pixels.shape
    top, left = min(max(int(row - step / 2), 0), height - 1), min(max(int(column - step / 2), 0), width - 1)
    part = pixels[top : max(top, int(row + step / 2)) + 1, left : max(left, int(column + step / 2)) + 1]
    return "paper" if part.max() < 0.1 else "line" if part.min() > 0.9 else "edge"


def plain_place(stage: str, place: Place) -> Plain:
    """A cell's place."""
    return {"stage": stage, **place._asdict()}


def plain_cell(cell: Cell) -> Plain:
    """A cell and its steps as plain values."""
    return {
        "place": plain_place(cell.stage, cell.place),
        "node": cell.node,
        "value": cell.value,
        "steps": [plain_step(step) for step in cell.steps],
        "expression": cell.expression,
        "setup": list(cell.setup),
    }


def plain_step(step: Step) -> Plain:
    """The fields of a step that its op has."""
    fields = without_none(vars(step))
    fields["terms"] = [plain_term(term) for term in step.terms]
    if len(step.terms) > MOST_TERMS:
        order = sorted(range(len(step.terms)), key=lambda number: -abs(step.terms[number].value))
        folded = order[MOST_TERMS:]
        fields["terms"] = [plain_term(step.terms[number]) for number in sorted(order[:MOST_TERMS])]
        fields["rest"] = {"count": len(folded), "value": sum(step.terms[number].value for number in folded)}
    if not step.terms:
        del fields["terms"]
    for name in ("window", "source"):
        if name in fields:
            fields[name] = fields[name]._asdict()
    return fields


def plain_term(term: Term) -> Plain:
    """The fields of a term that its step's op has; its stage also where there is none."""
    return {**without_none(term._asdict()), "stage": term.stage}
