"""Why a number is what it is: every cell's arithmetic, where it comes from and where it goes, what speaks for what."""

from glasscnn.explain.attribution import Evidence, evidence, find_evidence
from glasscnn.explain.cell import Cell, cell, explain_cell
from glasscnn.explain.forward_pass import Place, Reading
from glasscnn.explain.kernels import Kernels, before_activation, find_kernels
from glasscnn.explain.probing import shares_of, trials
from glasscnn.explain.receptive_field import Field, Reach, explain_field, field
from glasscnn.explain.step_types import Step, Term
from glasscnn.explain.summary import Summary, summarise

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
