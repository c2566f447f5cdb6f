"""The `graph` entry of a model file: JSON to and from a Graph, with all checks."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from glasscnn.engine.graph import Familiarity, Graph, Input, Node, Stage
from glasscnn.errors import ModelError
from glasscnn.model.limits import (
    LARGEST_ELEMENTS,
    LARGEST_GRAPH,
    MAX_CLASSES,
    MAX_DEPTH,
    MAX_DESCRIPTION,
    MAX_NAME,
    MAX_NODES,
    MAX_STAGES,
    MAX_TITLE,
)
from glasscnn.model.op_specs import (
    ATTRIBUTES_OF_VERSION_2,
    LARGEST_FLOAT,
    OP_SPECS,
    OPS_OF_VERSION_1,
    check_attributes,
)
from glasscnn.names import UNUSABLE, UNUSABLE_IN_TEXTS, one_line

FORMAT = "glasscnn"
VERSIONS = (1, 2)
"""Version 2 has more operators; a graph that needs none of them is written as version 1."""

ANSWERS = ("softmax", "sigmoid")
"""What makes probabilities of the logits; a file without the key `answer` has the first one."""

LARGEST_NUMBER = 10**9  # of a familiarity network, whose score is float32
HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
"""The escape of a surrogate. Two of them can make a character; what JSON decodes to is searched then."""

NUMBERS_BY_LINE = re.compile(r"\[\n([-+\d.,e\s]+)\]")
"""A list of numbers, one a line. Not inside a string: JSON escapes line breaks."""


def graph_to_json(graph: Graph) -> str:
    """The graph as the JSON text of a model file; deterministic."""
    document = {
        "format": FORMAT,
        "version": version_of(graph),
        "name": graph.name,
        "title": graph.title,
        "description": graph.description,
        "input": {
            "name": graph.input.name,
            "shape": list(graph.input.shape),
            "mean": list(graph.input.mean),
            "std": list(graph.input.std),
        },
        "nodes": [
            {"name": node.name, "op": node.op, "inputs": list(node.inputs), **written_attributes(node)}
            for node in graph.nodes
        ],
        "output": graph.output,
        "classes": list(graph.classes),
        "stages": [{"name": stage.name, "node": stage.node, "title": stage.title} for stage in graph.stages],
        "card": dict(graph.card),
    }
    if graph.answer != ANSWERS[0]:
        document["answer"] = graph.answer
    if graph.familiarity is not None:
        document["familiarity"] = vars(graph.familiarity)
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    if len(text) > LARGEST_GRAPH // 4:  # four bytes for each character at most
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return NUMBERS_BY_LINE.sub(lambda numbers: "[" + " ".join(numbers[1].split()) + "]", text)


def graph_from_json(text: str) -> Graph:
    """The graph that a JSON text describes; raises ModelError for anything that is not a valid version-1 graph."""
    document = parse_json("graph", text)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        found = document.get("format") if isinstance(document, dict) else document
        raise ModelError(f"graph: expected format {FORMAT!r}, found {shorten(found)}")
    if document.get("version") not in VERSIONS:
        raise ModelError(
            f"graph: format version {shorten(document.get('version'))}, this glasscnn reads versions"
            f" {' and '.join(map(str, VERSIONS))}; save the model again or use a newer glasscnn"
        )
    nodes = tuple(_node(entry, number) for number, entry in enumerate(_list(document, "nodes", "graph"), start=1))
    graph = Graph(
        name=_name(document, "name", "graph", MAX_TITLE),
        title=_name(document, "title", "graph", MAX_TITLE),
        description=_description(document),
        input=_input(document.get("input")),
        nodes=nodes,
        output=_text(document, "output", "graph"),
        classes=tuple(_classes(document)),
        stages=tuple(_stage(entry, number) for number, entry in enumerate(_list(document, "stages", "graph"), start=1)),
        card=_object(document.get("card", {}), "card"),
        familiarity=_familiarity(document["familiarity"]) if "familiarity" in document else None,
        answer=document.get("answer", ANSWERS[0]),
    )
    check_graph(graph)
    return graph


def parse_json(where: str, text: str) -> Any:
    """The value of the JSON text in the entry `where`; raises ModelError."""
    if _depth(text) > MAX_DEPTH:
        raise ModelError(f"{where}: more than {MAX_DEPTH} nested brackets, which no valid {where} has")
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ModelError(
            f"{where}: not readable as JSON ({error}); the file is damaged or was not written by glasscnn"
        ) from error
    if HALF_CHARACTER.search(text) and re.search("[\ud800-\udfff]", json.dumps(value, ensure_ascii=False)):
        raise ModelError(
            f"{where}: a text contains half a character (\\ud800 … \\udfff), which no file can be written with"
        )
    return value


def version_of(graph: Graph) -> int:
    """The lowest version of the format that has the answer and all operators of a graph."""
    return 1 if graph.answer == ANSWERS[0] and all(is_of_version_1(node) for node in graph.nodes) else 2


def is_of_version_1(node: Node) -> bool:
    """Whether version 1 has the node's operator and its attributes."""
    added = ATTRIBUTES_OF_VERSION_2.keys() & {(node.op, key) for key in written_attributes(node)}
    return node.op in OPS_OF_VERSION_1 and not added


def written_attributes(node: Node) -> dict[str, Any]:
    """The attributes in order, without those that mean what version 1 does without them."""
    attributes, defaults = sorted(node.attributes.items()), ATTRIBUTES_OF_VERSION_2
    return {key: value for key, value in attributes if value != defaults.get((node.op, key), ...)}


def check_graph(graph: Graph) -> None:
    """Raise ModelError unless names are unique, inputs precede their use, and output and stages are nodes."""
    for found, most, what in (
        (len(graph.nodes), MAX_NODES, "nodes"),
        (len(graph.classes), MAX_CLASSES, "classes"),
        (len(graph.stages), MAX_STAGES, "stages"),
    ):
        if found > most:
            raise ModelError(f"graph: {found:,} {what}, at most {most:,} are allowed")
    if graph.answer not in ANSWERS:
        raise ModelError(f"graph: expected answer {' or '.join(map(repr, ANSWERS))}, found {shorten(graph.answer)}")
    if not graph.nodes or not graph.classes:
        raise ModelError("graph: expected at least one node and one class, found none")
    check_classes(graph.classes)
    known = {graph.input.name}
    for node in graph.nodes:
        if node.name in known:
            raise ModelError(f"node {node.name!r}: the name is used twice; names must be unique")
        for source in node.inputs:
            if source not in known:
                raise ModelError(f"node {node.name!r}: its input {source!r} is neither the image nor an earlier node")
        known.add(node.name)
    if graph.output not in known - {graph.input.name}:
        raise ModelError(f"graph: output {graph.output!r} is not a node")
    stage_names: set[str] = {graph.input.name}
    for stage in graph.stages:
        if stage.node not in known - {graph.input.name}:
            raise ModelError(f"stage {stage.name!r}: there is no node {stage.node!r}")
        if stage.name in stage_names:
            raise ModelError(f"stage {stage.name!r}: the name is used twice; names must be unique")
        stage_names.add(stage.name)
    if graph.familiarity is not None and graph.familiarity.maps not in known:
        raise ModelError(f"familiarity: there is no node {graph.familiarity.maps!r}")


def check_classes(classes: Sequence[str]) -> None:
    """Raise ModelError for two classes of one name, which nobody could tell apart in an answer."""
    numbers: dict[str, int] = {}
    for number, name in enumerate(map(one_line, classes), start=1):
        before = numbers.setdefault(name, number)
        if before != number:
            raise ModelError(f"classes: numbers {before:,} and {number:,} are both called {name!r}; names must differ")


def shorten(value: object) -> str:
    """A value for an error message, cut to 60 characters."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _depth(text: str) -> int:
    """The maximum nesting of brackets; those in strings count too, which does no harm."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not allowed in a model")


def _input(entry: object) -> Input:
    where = "input"
    fields = _object(entry, where)
    shape = fields.get("shape")
    if not (isinstance(shape, list) and len(shape) == 3 and all(type(side) is int and side > 0 for side in shape)):
        raise ModelError(f"input: expected shape [C, H, W] of integers above 0, found {shorten(shape)}")
    if math.prod(shape) > LARGEST_ELEMENTS:
        raise ModelError(
            f"input: the shape {shorten(shape)} exceeds the limit of {LARGEST_ELEMENTS:,} numbers an image"
        )
    mean, std = (_numbers(fields, key, shape[0]) for key in ("mean", "std"))
    if any(value == 0 for value in std):  # a negative std inverts: mean 1 and std −1 give 1 − x
        raise ModelError(f"input: expected std other than 0 for each channel, found {shorten(std)}")
    return Input(_name(fields, "name", where), (shape[0], shape[1], shape[2]), mean, std)


def _numbers(fields: Mapping[str, Any], key: str, count: int) -> tuple[float, ...]:
    values = fields.get(key)
    if not (
        isinstance(values, list)
        and len(values) == count
        and all(type(value) in (int, float) and abs(value) < LARGEST_FLOAT for value in values)
    ):
        raise ModelError(
            f"input: expected {key} to be {count} finite numbers, one for each channel, found {shorten(values)}"
        )
    return tuple(float(value) for value in values)


def _node(entry: object, number: int) -> Node:
    fields = _object(entry, f"node {number}")
    name = _name(fields, "name", f"node {number}")
    op = _text(fields, "op", f"node {name!r}")
    if op not in OP_SPECS:
        raise ModelError(f"node {name!r}: unknown op {shorten(op)}; known are {', '.join(sorted(OP_SPECS))}")
    inputs = tuple(_texts(fields, "inputs", f"node {name!r}"))
    attributes = {key: value for key, value in fields.items() if key not in ("name", "op", "inputs")}
    return Node(name, op, inputs, check_attributes(name, op, len(inputs), attributes))


def _stage(entry: object, number: int) -> Stage:
    fields = _object(entry, f"stage {number}")
    where = f"stage {number}"
    name, title = (_name(fields, key, where, MAX_TITLE) for key in ("name", "title"))
    return Stage(name, _text(fields, "node", where), title)


def _familiarity(entry: object) -> Familiarity:
    where = "familiarity"
    fields = _object(entry, where)
    scale, hidden_bias, weight = (
        tuple(float(number) for number in _moderate(fields.get(key), (int, float), f"{where}: {key}"))
        for key in ("scale", "hidden_bias", "weight")
    )
    (bias,) = _moderate([fields.get("bias")], (int, float), f"{where}: bias")
    rows = tuple(
        tuple(_moderate(row, (int,), f"{where}: hidden_weight")) for row in _list(fields, "hidden_weight", where)
    )
    if not rows or not (len(rows) == len(hidden_bias) == len(weight)) or {len(row) for row in rows} != {len(scale)}:
        raise ModelError(
            f"{where}: expected rows of hidden_weight as long as scale, and as many as numbers of hidden_bias and"
            f" weight, found {len(rows)}, {len(hidden_bias)} and {len(weight)}"
        )
    return Familiarity(_text(fields, "maps", where), scale, rows, hidden_bias, weight, float(bias))


def _moderate(value: object, types: tuple[type, ...], where: str) -> list[Any]:
    if not isinstance(value, list) or not all(type(n) in types and abs(n) < LARGEST_NUMBER for n in value):
        kind = "whole numbers" if types == (int,) else "numbers"
        raise ModelError(f"{where}: expected a list of {kind} below {LARGEST_NUMBER:,}, found {shorten(value)}")
    return value


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ModelError(f"{where}: expected an object, found {shorten(value)}")
    return value


def _list(fields: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = fields.get(key)
    if not isinstance(value, list):
        raise ModelError(f"{where}: expected {key} to be a list, found {shorten(value)}")
    return value


def _text(fields: Mapping[str, Any], key: str, where: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise ModelError(f"{where}: expected {key} to be a string, found {shorten(value)}")
    return value


def _name(fields: Mapping[str, Any], key: str, where: str, longest: int = MAX_NAME) -> str:
    text = _checked(_text(fields, key, where), UNUSABLE, f"{where}: expected {key} to be", longest)
    if key == "name" and not text.strip():
        raise ModelError(f"{where}: expected name to have a character, found {text!r}")
    return text


def _classes(document: Mapping[str, Any]) -> Iterator[str]:
    for number, name in enumerate(_texts(document, "classes", "graph"), start=1):
        yield _checked(name, UNUSABLE, f"graph: expected class {number:,} to be", MAX_TITLE)


def _description(document: Mapping[str, Any]) -> str:
    text = _text(document, "description", "graph")
    return _checked(text, UNUSABLE_IN_TEXTS, "graph: expected description to be", MAX_DESCRIPTION)


def _checked(text: str, unusable: re.Pattern[str], expected: str, longest: int) -> str:
    if len(text) > longest:
        raise ModelError(f"{expected} at most {longest:,} characters, found {len(text):,}")
    found = unusable.search(text)
    if found:
        raise ModelError(f"{expected} printable text, found the character U+{ord(found[0]):04X} in {shorten(text)}")
    return text


def _texts(fields: Mapping[str, Any], key: str, where: str) -> list[str]:
    values = _list(fields, key, where)
    for value in values:
        if not isinstance(value, str):
            raise ModelError(f"{where}: expected {key} to be strings, found {shorten(value)}")
    return values
