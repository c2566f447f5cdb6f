"""Explanations of a prediction: the arithmetic of each cell, receptive fields, attribution, kernels, summaries."""

from glasscnn.explain.attribution import Evidence, evidence, find_evidence
from glasscnn.explain.cell import Cell, cell, explain_cell
from glasscnn.explain.forward_pass import ForwardPass, Place
from glasscnn.explain.kernels import Kernels, before_activation, find_kernels
from glasscnn.explain.probing import shares_of, trials
from glasscnn.explain.receptive_field import Field, Reach, explain_receptive_field, receptive_field
from glasscnn.explain.step_types import Step, Term
from glasscnn.explain.summary import Summary, summarise

field, explain_field, Reading = receptive_field, explain_receptive_field, ForwardPass
"""Deprecated names of `receptive_field`, `explain_receptive_field` and `ForwardPass`; removed in the next release."""

__all__ = [
    "Cell",
    "Evidence",
    "Field",
    "ForwardPass",
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
    "explain_receptive_field",
    "field",
    "find_evidence",
    "find_kernels",
    "receptive_field",
    "shares_of",
    "summarise",
    "trials",
]
