"""The interventions of a session's model as plain values: from the page, and those that the page may offer."""

from glasscnn.bridge.encoding import Plain, parse_arguments
from glasscnn.bridge.links import trace
from glasscnn.bridge.session import Session
from glasscnn.errors import QuestionError
from glasscnn.model.interventions import Interventions


def parse_interventions(text: str) -> Interventions:
    """The interventions in a JSON object; raises QuestionError for anything else."""
    without, muted, mean_pooling, without_bias = parse_arguments(
        text, without=list, muted=list, meanPooling=list, withoutBias=list
    )
    for name in (*without, *mean_pooling, *without_bias):
        if not isinstance(name, str):
            raise QuestionError(f"expected the name of a node to change, found {name!r}"[:200])
    for pair in muted:
        if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and type(pair[1]) is int):
            raise QuestionError(f"expected [stage, channel] to mute, found {pair!r}"[:200])
    return Interventions(
        frozenset(without),
        frozenset((stage, channel) for stage, channel in muted),
        frozenset(mean_pooling),
        frozenset(without_bias),
    )


def possible_on_page(session: Session) -> list[Plain]:
    """What can be changed of each stage but the image: its channels, and the nodes between it and the stages before."""
    model, possible = session.model, session.weights.possible
    nodes = {node.name: node for node in model.graph.nodes}
    shown = {view.stage.node: view.stage.name for view in session.views}
    original = {node.name: node.op for node in session.weights.graph.nodes}
    stages: list[Plain] = []
    for stage in model.graph.stages:
        _, hidden = trace(model, nodes, stage.node, shown)
        stages.append(
            {
                "stage": stage.name,
                "muted": stage.name in possible.muted,
                "nodes": [
                    {
                        "name": name,
                        "op": op,
                        "without": name in possible.without,
                        "meanPooling": name in possible.mean_pooling,
                        "withoutBias": name in possible.without_bias,
                    }
                    for name, op in original.items()
                    if name in hidden
                ],
            }
        )
    return stages
