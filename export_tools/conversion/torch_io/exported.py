"""Converts modules and `.pt2` files to programs with `torch.export`."""

import io
import operator
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, fx, nn

from export_tools.conversion.torch_io.program import Call, Program, Ref
from export_tools.errors import ToolError

LEAF_MODULES = "torch.nn.modules."


def export_module(module: nn.Module, shape: tuple[int, int, int]) -> torch.export.ExportedProgram:
    """The exported program of a module, for images of that shape and any batch size."""
    example = torch.zeros(2, *shape)
    module = module.eval()
    try:
        with quiet():
            return torch.export.export(
                module, (example,), dynamic_shapes=((dict.fromkeys((0,), torch.export.Dim.AUTO)),)
            )
    except Exception as error:  # the module's own code runs here, and may raise anything
        raise ToolError(
            f"torch.export cannot trace {type(module).__name__} for images of shape {shape}: {_first_line(error)}"
        ) from error


def load_pt2(data: bytes) -> torch.export.ExportedProgram:
    """The exported program in a `.pt2` file; its pickles cannot run code."""
    before = os.environ.get("TORCH_FORCE_WEIGHTS_ONLY_LOAD")
    os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] = "1"
    try:
        with quiet():
            return torch.export.load(io.BytesIO(data))
    except Exception as error:  # damaged archives raise many kinds of errors
        raise ToolError(f"not readable as a program of torch.export ({_first_line(error)})") from error
    finally:
        if before is None:
            del os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"]
        else:
            os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] = before


def read_exported(exported: torch.export.ExportedProgram) -> Program:
    """The calls of an exported program."""
    with quiet():
        module = exported.module(check_guards=False)
    assert isinstance(module, fx.GraphModule)
    inputs = [node for node in module.graph.nodes if node.op == "placeholder"]
    if len(inputs) != 1:
        raise ToolError(
            f"expected a network with one input, the image; found {len(inputs)}: {', '.join(map(str, inputs))}"
        )
    program = Program(inputs[0].name, _shape(inputs[0]))
    constants: dict[str, Any] = {}
    for node in module.graph.nodes:
        if node.op == "get_attr":
            constants[node.name] = operator.attrgetter(str(node.target))(module)
        elif node.op == "call_function":
            program.calls.append(_call(node, constants))
        elif node.op == "output":
            leaves = [leaf for leaf in torch.utils._pytree.tree_leaves(node.args) if isinstance(leaf, fx.Node)]
            program.output = Ref(leaves[0].name) if leaves else None
        elif node.op != "placeholder":
            raise ToolError(f"node {node.name!r} ({node.op} {node.target}): only calls of operators are supported")
    return program


def functional(overload: Any) -> Any:
    """The operator without side effects: relu for relu_."""
    name = overload._schema.name.removeprefix("aten::")
    if not name.endswith("_") or name.startswith("__"):
        return overload
    packet = getattr(torch.ops.aten, name.removesuffix("_"))
    return getattr(packet, overload._overloadname)


def call_of_overload(name: str, overload: Any, args: list[Any], kwargs: dict[str, Any], label: str) -> Call:
    """A call of an ATen operator, with arguments by name and defaults filled in."""
    overload = functional(overload)
    parameters = overload._schema.arguments
    arguments = {parameter.name: parameter.default_value for parameter in parameters}
    arguments |= dict(zip((parameter.name for parameter in parameters), args, strict=False))
    arguments |= kwargs
    return Call(name, overload._schema.name.removeprefix("aten::"), arguments, label, overload)


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress PyTorch's deprecation warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _call(node: fx.Node, constants: dict[str, Any]) -> Call:
    def plain(argument: Any) -> Any:
        if isinstance(argument, fx.Node):
            return constants.get(argument.name, Ref(argument.name))
        return [plain(item) for item in argument] if isinstance(argument, list | tuple) else argument

    args = [plain(argument) for argument in node.args]
    kwargs = {key: plain(argument) for key, argument in node.kwargs.items()}
    if node.target is operator.getitem:
        return Call(node.name, "getitem", {"self": args[0], "index": args[1]}, _label(node), item)
    if isinstance(node.target, torch._ops.OpOverload):
        return call_of_overload(node.name, node.target, args, kwargs, _label(node))
    if getattr(node.target, "__module__", "") == "_operator":
        numbered = {str(number): argument for number, argument in enumerate(args)}
        function: Any = node.target
        return Call(
            node.name, function.__name__, numbered, node.name, lambda **arguments: function(*arguments.values())
        )
    raise ToolError(f"node {node.name!r}: {node.target} is not an ATen operator, which is not supported")


def item(self: Any, index: Any) -> Any:
    return self[index]


def _label(node: fx.Node) -> str:
    """The path of the module that made the call: `layer1.conv`; for modules outside torch.nn, also the operator."""
    stack = list((node.meta.get("nn_module_stack") or {}).values())
    path, kind = stack[-1] if stack else ("", "")
    path = path.removeprefix("L['self'].").removeprefix("L['self']")
    if not path:
        return node.name
    return path if LEAF_MODULES in str(kind) else f"{path}.{node.name}"


def _shape(node: fx.Node) -> tuple[int, ...] | None:
    value = node.meta.get("val")
    if not isinstance(value, Tensor):
        return None
    return tuple(side if isinstance(side, int) else 0 for side in value.shape)


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:200]
