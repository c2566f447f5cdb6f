"""Replaces calls of a file's own functions by the nodes in them; some exporters write modules so."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from glasscnn_import.errors import ConversionError

if TYPE_CHECKING:
    from onnx import FunctionProto, GraphProto, ModelProto, NodeProto

LARGEST_NODES = 10_000
DEEPEST_CALL = 20

Functions = Mapping[tuple[str, str], "FunctionProto"]


def with_functions_inlined(model: "ModelProto") -> tuple["GraphProto", set[str]]:
    """The graph without calls of functions, and the names of the tensors inside of them, which the file does not have.

    Raises ConversionError if functions call themselves or have too many nodes.
    """
    functions = {(function.domain, function.name): function for function in model.functions}
    if not functions:
        return model.graph, set()
    for function in functions.values():
        _check_opset(function, model)
    graph = type(model.graph)()
    graph.CopyFrom(model.graph)
    del graph.node[:]
    graph.node.extend(_expanded(model.graph.node, functions))
    known = {name for node in model.graph.node for name in node.output}
    return graph, {name for node in graph.node for name in node.output} - known


def _check_opset(function: "FunctionProto", model: "ModelProto") -> None:
    ours, its = ({entry.domain or "ai.onnx": entry.version for entry in x.opset_import} for x in (model, function))
    if its.get("ai.onnx", ours.get("ai.onnx")) != ours.get("ai.onnx"):
        raise ConversionError(
            f"the function {function.name!r} uses opset {its['ai.onnx']}, its file {ours.get('ai.onnx')}; expected the"
            " same: export the network again with one opset"
        )


def _expanded(nodes: Iterable["NodeProto"], functions: Functions) -> list["NodeProto"]:
    """The nodes in order, with the bodies of functions in place of their calls."""
    expanded: list[NodeProto] = []
    waiting = [(node, 0) for node in nodes][::-1]
    calls = 0
    while waiting:
        node, depth = waiting.pop()
        function = functions.get((node.domain, node.op_type))
        if function is None:
            expanded.append(node)
        elif depth == DEEPEST_CALL:
            raise ConversionError(f"the function {function.name!r} is called within more than {DEEPEST_CALL} others")
        else:
            calls += 1
            waiting += [(inner, depth + 1) for inner in _body(node, function)][::-1]
        if len(expanded) + len(waiting) + calls > LARGEST_NODES:
            raise ConversionError(f"with its functions, the graph has more than {LARGEST_NODES:,} nodes and calls")
    return expanded


def _body(call: "NodeProto", function: "FunctionProto") -> Iterator["NodeProto"]:
    """The function's nodes with the tensors and attributes of a call; other tensors get the call's name in front."""
    prefix = call.name or next(iter(call.output), function.name)
    names = {"": "", **dict.fromkeys(function.input, ""), **dict(zip(function.input, call.input, strict=False))}
    names |= {inner: outer for inner, outer in zip(function.output, call.output, strict=False) if outer}
    attributes = {attribute.name: attribute for attribute in (*function.attribute_proto, *call.attribute)}
    for inner in function.node:
        node = type(inner)()
        node.CopyFrom(inner)
        node.name = f"{prefix}/{inner.name or inner.op_type}"
        node.input[:] = [names.get(name, f"{prefix}/{name}") for name in inner.input]
        node.output[:] = [names.get(name, f"{prefix}/{name}") for name in inner.output]
        del node.attribute[:]
        for attribute in inner.attribute:
            value = attributes.get(attribute.ref_attr_name) if attribute.ref_attr_name else attribute
            if value is not None:
                node.attribute.add().CopyFrom(value)
                node.attribute[-1].name = attribute.name
        yield node
