"""TorchScript: from a file, traced or scripted, to a program."""

import io
from typing import Any

import torch

from export_tools.conversion.program import Program, Ref
from export_tools.conversion.torch_export import _getitem, call_of_overload, quiet
from export_tools.errors import ToolError

PASSED_ON = {"prim::NumToTensor", "aten::Int", "aten::IntImplicit", "aten::ScalarImplicit", "aten::Float"}
"""What only turns a number into a tensor and back."""


def load_torchscript(data: bytes) -> tuple[torch.jit.ScriptModule, dict[str, bytes]]:
    """The module in a file, and our metadata if it has any. TorchScript is a language of its own: no Python runs."""
    from export_tools.conversion.torchscript_writer import METADATA

    extra = {METADATA: b""}
    try:
        with quiet():
            module = torch.jit.load(io.BytesIO(data), "cpu", extra)  # type: ignore[no-untyped-call]
    except Exception as error:  # a damaged archive fails in many ways
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise ToolError(f"not readable as TorchScript ({reason})") from error
    return module.eval(), extra


def read_torchscript(module: torch.jit.ScriptModule) -> Program:
    """The calls of the module's `forward`, with submodules inlined and weights as constants."""
    try:
        with quiet():
            graph = torch.jit.freeze(module, optimize_numerics=False).graph
            torch._C._jit_pass_inline(graph)
    except RuntimeError as error:
        raise ToolError(f"the file's forward cannot be frozen ({str(error).strip().splitlines()[-1][:200]})") from error
    inputs = list(graph.inputs())[1:]
    if len(inputs) != 1:
        raise ToolError(f"expected a network with one input, the image; found {len(inputs)}")
    program = Program(inputs[0].debugName(), None)
    known: dict[str, Any] = {program.input: Ref(program.input)}
    for node in graph.nodes():
        _read_node(node, program, known)
    answer = known[next(iter(graph.outputs())).debugName()]
    while isinstance(answer, list) and answer:
        answer = answer[0]
    program.output = answer if isinstance(answer, Ref) else None
    return program


def _read_node(node: Any, program: Program, known: dict[str, Any]) -> None:
    """Adds the node's call to the program, or what it stands for to the `known` values."""
    kind = node.kind()
    arguments = [known[value.debugName()] for value in node.inputs()]
    outputs = [value.debugName() for value in node.outputs()]
    if kind == "prim::Constant":
        known[outputs[0]] = node.output().toIValue() if node.hasAttributes() else None
    elif kind in ("prim::ListConstruct", "prim::TupleConstruct"):
        known[outputs[0]] = arguments
    elif kind in ("prim::ListUnpack", "prim::TupleUnpack") and isinstance(arguments[0], list):
        known |= dict(zip(outputs, arguments[0], strict=True))
    elif kind in PASSED_ON:
        known[outputs[0]] = arguments[0]
    elif kind.startswith("aten::") and len(outputs) <= 2:
        label = _label(node, kind.removeprefix("aten::"))
        schema = node.schema().partition("(")[0].removeprefix("aten::")
        name, _, overload = schema.partition(".")
        try:
            operator = getattr(getattr(torch.ops.aten, name), overload or "default")
        except AttributeError as error:
            raise ToolError(f"node {label!r} ({kind}): this operator is not supported") from error
        call = call_of_overload(outputs[0], operator, arguments, {}, label)
        program.calls.append(call)
        known[outputs[0]] = Ref(outputs[0])
        if len(outputs) == 2:  # values and indices of a pooling
            known[outputs[0]] = Ref(f"{outputs[0]}_first")
            program.calls.append(
                type(call)(f"{outputs[0]}_first", "getitem", {"self": Ref(outputs[0]), "index": 0}, label, _getitem)
            )
    else:
        raise ToolError(f"node {outputs[:1]} ({kind}): only calls of operators are supported, no control flow")


def _label(node: Any, op: str) -> str:
    """The path of the module whose weights the node reads, `conv1` from `self.conv1.weight`; otherwise the operator."""
    for value in node.inputs():
        name = value.debugName()
        if name.startswith("self.") and name.endswith(".weight"):
            return str(name.removeprefix("self.").removesuffix(".weight"))
    return op.strip("_")
