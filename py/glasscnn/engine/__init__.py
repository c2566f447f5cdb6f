"""The engine: graphs, a readable reference implementation for batches, and a fast plan for one image at a time."""

from glasscnn.engine.dirty_regions import Change, ChangeDetector, Region, union, whole
from glasscnn.engine.graph import Familiarity, Graph, Input, Node, Stage
from glasscnn.engine.plan import Plan
from glasscnn.engine.reference import ELEMENTWISE, OPERATORS, run_graph

Watch = ChangeDetector
"""Deprecated name of `ChangeDetector`; removed in the next release."""

__all__ = [
    "ELEMENTWISE",
    "OPERATORS",
    "Change",
    "ChangeDetector",
    "Familiarity",
    "Graph",
    "Input",
    "Node",
    "Plan",
    "Region",
    "Stage",
    "Watch",
    "run_graph",
    "union",
    "whole",
]
