"""The connections between the stages of a model, and what happens to the maps along them."""

from collections.abc import Mapping
from dataclasses import dataclass

from glasscnn.engine import Node
from glasscnn.model import Model
from glasscnn.model.masks import is_mask

JOINING = ("add", "sub", "mul", "div", "elementwise_max", "elementwise_min", "concat")


@dataclass
class Link:
    """A connection from the stage `source` to a stage that depends on it.

    `mixes`: each map is computed from all maps of the source, not from one of them. `join`: the op, one of `JOINING`,
    where the maps meet those of another stage on the way, else "".
    """

    source: str
    mixes: bool
    join: str


def trace(model: Model, nodes: Mapping[str, Node], node: str, shown: Mapping[str, str]) -> tuple[list[Link], set[str]]:
    """The links to the stage at `node` in the order of the graph's inputs, and the nodes on the way that are not shown,
    `node` included: their parameters are this stage's. `nodes` are the graph's by name, `shown` names the stage at each
    node that has one.
    """
    links: dict[str, Link] = {}
    hidden: set[str] = set()
    start = (node, False, "")
    waiting, known = [start], {start}
    while waiting:
        name, mixes, join = waiting.pop()
        if name in shown and name != node:
            link = links.setdefault(shown[name], Link(shown[name], mixes, join))
            link.mixes, link.join = link.mixes or mixes, link.join or join
            continue
        hidden.add(name)
        if name not in nodes:  # the input
            continue
        step = nodes[name]
        mixes = mixes or mixes_maps(model, step)
        is_joining = step.op in JOINING and (step.op != "concat" or step.joined_axis == 1)  # others keep their maps
        join = step.op if is_joining else join
        states = [(source, mixes, join) for source in reversed(step.inputs)]
        waiting += [state for state in dict.fromkeys(states) if state not in known]
        known.update(states)
    return list(links.values()), hidden


def mixes_maps(model: Model, node: Node) -> bool:
    """Whether each output map of a node depends on several input maps; False for a depthwise convolution."""
    if node.op == "conv2d":
        is_depthwise = node.attributes["groups"] > 1 and model.weights[f"{node.name}.weight"].shape[1] == 1
        return not is_depthwise
    if node.op in ("conv_transpose2d", "depth_to_space", "space_to_depth"):
        return model.shapes[node.inputs[0]][0] != node.attributes.get("groups")
    if node.op == "strided_slice":  # its maps have other numbers than those that they are parts of
        return bool(node.attributes["start"][0] != 0 or node.attributes["step"][0] != 1)
    if 1 in node.reduced_axes or node.op == "local_response_norm":
        return True
    if node.op == "group_norm":
        return bool(node.attributes["num_groups"] < model.shapes[node.name][0])
    return node.op in ("linear", "softmax", "log_softmax") and not is_mask(node)
