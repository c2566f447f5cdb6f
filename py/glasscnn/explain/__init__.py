"""Explanations of a prediction: the arithmetic of each cell, receptive fields, attribution, kernels, summaries."""

from glasscnn.explain.attribution import Evidence, evidence, find_evidence
from glasscnn.explain.cell import Cell, cell, explain_cell
from glasscnn.explain.contributions import Contributions, contributions, find_contributions
from glasscnn.explain.familiarity import familiarity, find_familiarity
from glasscnn.explain.forward_pass import ForwardPass, Place
from glasscnn.explain.image_windows import ImageWindow, image_window
from glasscnn.explain.kernels import Kernels, before_activation, find_kernels, shown_convolution
from glasscnn.explain.patch_search import Excitation, PatchSearch
from glasscnn.explain.probing import shares_of, trials
from glasscnn.explain.receptive_field import Field, Reach, explain_receptive_field, receptive_field
from glasscnn.explain.step_types import Step, Term
from glasscnn.explain.summary import Summary, summarise

field, explain_field, Reading = receptive_field, explain_receptive_field, ForwardPass
"""Deprecated names of `receptive_field`, `explain_receptive_field` and `ForwardPass`; removed in the next release."""

__all__ = [
    "Cell",
    "Contributions",
    "Evidence",
    "Excitation",
    "Field",
    "ForwardPass",
    "ImageWindow",
    "Kernels",
    "PatchSearch",
    "Place",
    "Reach",
    "Reading",
    "Step",
    "Summary",
    "Term",
    "before_activation",
    "cell",
    "contributions",
    "evidence",
    "explain_cell",
    "explain_field",
    "explain_receptive_field",
    "familiarity",
    "field",
    "find_contributions",
    "find_evidence",
    "find_familiarity",
    "find_kernels",
    "image_window",
    "receptive_field",
    "shares_of",
    "shown_convolution",
    "summarise",
    "trials",
]
