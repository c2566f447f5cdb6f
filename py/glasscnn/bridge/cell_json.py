"""A cell's explanation as plain values."""

from glasscnn.bridge.encoding import Plain, without_none
from glasscnn.explain import Cell, Place, Step, Term


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
    if not step.terms:
        del fields["terms"]
    for name in ("window", "source"):
        if name in fields:
            fields[name] = fields[name]._asdict()
    if step.rest is not None:
        fields["rest"] = vars(step.rest)
    return fields


def plain_term(term: Term) -> Plain:
    """The fields of a term that its step's op has; its stage also where there is none."""
    return {**without_none(term._asdict()), "stage": term.stage}
