"""The engine: what a graph is, how it is run readably for batches, and how it is planned to run fast for one image."""

from glasscnn.engine.graph import Graph, Input, Node, Stage
from glasscnn.engine.plan import Plan
from glasscnn.engine.run import OPERATORS, run_graph

__all__ = ["OPERATORS", "Graph", "Input", "Node", "Plan", "Stage", "run_graph"]
