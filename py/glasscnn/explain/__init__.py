"""Why a number is what it is: every cell's arithmetic, where it comes from and where it goes, what speaks for what."""

from glasscnn.explain.cell import Cell, cell, explain_cell
from glasscnn.explain.field import Field, Reach, explain_field, field
from glasscnn.explain.reading import Place, Reading
from glasscnn.explain.steps import Step, Term
from glasscnn.explain.summary import Summary, summarise

__all__ = [
    "Cell",
    "Field",
    "Place",
    "Reach",
    "Reading",
    "Step",
    "Summary",
    "Term",
    "cell",
    "explain_cell",
    "explain_field",
    "field",
    "summarise",
]
