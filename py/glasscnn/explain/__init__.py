"""Why a number is what it is: every cell's arithmetic, where it comes from and where it goes, what speaks for what."""

from glasscnn.explain.cell import Cell, cell, explain_cell
from glasscnn.explain.evidence import Evidence, evidence, find_evidence
from glasscnn.explain.field import Field, Reach, explain_field, field
from glasscnn.explain.kernels import Kernels, before_activation, find_kernels
from glasscnn.explain.reading import Place, Reading
from glasscnn.explain.step import Step, Term
from glasscnn.explain.summary import Summary, summarise
from glasscnn.explain.trials import shares_of, trials

__all__ = [
    "Cell",
    "Evidence",
    "Field",
    "Kernels",
    "Place",
    "Reach",
    "Reading",
    "Step",
    "Summary",
    "Term",
    "before_activation",
    "cell",
    "evidence",
    "explain_cell",
    "explain_field",
    "field",
    "find_evidence",
    "find_kernels",
    "shares_of",
    "summarise",
    "trials",
]
