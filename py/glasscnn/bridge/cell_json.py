"""Converts the explanation of a cell to plain values."""

from glasscnn.bridge.encoding import Plain, without_none
from glasscnn.explain import Cell, Place, Step, Term


def plain_place(stage: str, place: Place) -> Plain:
    """The place of a cell."""
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
    """A step as plain values; only the fields that apply to its op."""
    fields = without_none(vars(step))
    fields["terms"] = [plain_term(term) for term in step.terms]
    fields["operands"] = [plain_term(term) for term in step.operands]
    for name in ("terms", "operands"):
        if not fields[name]:
            del fields[name]
    for name in ("window", "source"):
        if name in fields:
            fields[name] = fields[name]._asdict()
    if step.rest is not None:
        fields["rest"] = vars(step.rest)
    return fields


def plain_term(term: Term) -> Plain:
    """A term as plain values; only the fields that apply to its op, and always its stage."""
    return {**without_none(term._asdict()), "stage": term.stage}
