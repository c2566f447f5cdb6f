"""Converts TorchScript files, traced or scripted, to programs.

TorchScript is a small language with branches and loops. In networks that can be imported, these depend on shapes only,
so the code runs once on a meta tensor, which has a shape but no data, and the operators that it calls are the program.
"""

import io
import operator
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from export_tools.conversion.torch_io.exported import call_of_overload, item, quiet
from export_tools.conversion.torch_io.program import Call, Program, Ref, refs
from export_tools.errors import ToolError
from glasscnn_import.metadata import KEY

METADATA = f"{KEY}.json"
"""The entry of a file with our own metadata."""

EXAMPLE_BATCH = 97
MAX_ITERATIONS = 1_000

PLAIN: Mapping[str, Callable[..., Any]] = {
    "aten::len": len,
    "aten::__getitem__": operator.getitem,
    "aten::__is__": operator.is_,
    "aten::__isnot__": operator.is_not,
    "aten::__not__": operator.not_,
    "aten::__contains__": operator.contains,
    "aten::eq": operator.eq,
    "aten::ne": operator.ne,
    "aten::lt": operator.lt,
    "aten::le": operator.le,
    "aten::gt": operator.gt,
    "aten::ge": operator.ge,
    "aten::add": operator.add,
    "aten::sub": operator.sub,
    "aten::mul": operator.mul,
    "aten::floordiv": operator.floordiv,
    "aten::floor_divide": operator.floordiv,
    "aten::remainder": operator.mod,
}
"""Operators on numbers and lists."""

CONVERSIONS = {
    "prim::NumToTensor",
    "prim::unchecked_cast",
    "aten::Int",
    "aten::IntImplicit",
    "aten::ScalarImplicit",
    "aten::Bool",
    "aten::Float",
    "aten::list",
}
"""Conversions between numbers and tensors, which return their input."""

IGNORED = {"aten::warn", "prim::Print", "prim::Uninitialized"}


def load_torchscript(data: bytes) -> tuple[torch.jit.ScriptModule, dict[str, bytes]]:
    """The module in a file, and our metadata if there is any. No Python code in the file runs."""
    extra = {METADATA: b""}
    try:
        with quiet():
            module = torch.jit.load(io.BytesIO(data), "cpu", extra)  # type: ignore[no-untyped-call]
    except Exception as error:  # damaged archives raise many kinds of errors
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise ToolError(f"not readable as TorchScript ({reason})") from error
    return module.eval(), extra


def frozen_graph(module: torch.jit.ScriptModule) -> torch.Graph:
    """The graph of `forward` with submodules inlined and weights as constants."""
    try:
        with quiet():
            graph: torch.Graph = torch.jit.freeze(module, optimize_numerics=False).graph
            torch._C._jit_pass_inline(graph)
    except RuntimeError as error:
        raise ToolError(f"the file's forward cannot be frozen ({str(error).strip().splitlines()[-1][:200]})") from error
    if len(list(graph.inputs())) != 2:
        raise ToolError(f"expected a network with one input, the image; found {len(list(graph.inputs())) - 1}")
    return graph


def read_torchscript(graph: torch.Graph, shape: tuple[int, int, int]) -> Program:
    """The program of calls that `forward` makes for images of that shape."""
    image = list(graph.inputs())[1].debugName()
    reader = Reader(Program(image, None))
    reader.values[image] = Ref(image)
    reader.examples[image] = torch.empty(EXAMPLE_BATCH, *shape, device="meta")
    reader.read_nodes(graph)
    output = reader.values[next(iter(graph.outputs())).debugName()]
    while isinstance(output, list) and output:
        output = output[0]
    reader.program.output = output if isinstance(output, Ref) else None
    return reader.program


class Reader:
    """Evaluates the nodes and records the calls that depend on the image.

    values    {name: value in the program}: a constant, a Ref, or a list of these
    examples  {name: value for the example}: a meta tensor, a number, or a list of these
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.values: dict[str, Any] = {}
        self.examples: dict[str, Any] = {}

    def read_nodes(self, block: Any) -> None:
        """Read the nodes of a graph or block in order."""
        for node in block.nodes():
            kind = node.kind()
            if kind == "prim::If":
                self._branch(node)
            elif kind == "prim::Loop":
                self._loop(node)
            elif kind not in IGNORED:
                self._read_node(node, kind)

    def _read_node(self, node: Any, kind: str) -> None:
        names = [value.debugName() for value in node.outputs()]
        inputs = [value.debugName() for value in node.inputs()]
        if kind == "prim::Constant":
            self.values[names[0]] = node.output().toIValue() if node.hasAttributes() else None
            self.examples[names[0]] = without_data(self.values[names[0]])
        elif kind in ("prim::ListConstruct", "prim::TupleConstruct"):
            for table in (self.values, self.examples):
                table[names[0]] = [table[name] for name in inputs]
        elif kind in ("prim::ListUnpack", "prim::TupleUnpack") and isinstance(self.values[inputs[0]], list):
            for table in (self.values, self.examples):
                table.update(zip(names, table[inputs[0]], strict=True))
        elif kind in ("prim::ListUnpack", "prim::TupleUnpack"):  # of what an operator returns, such as split
            for number, name in enumerate(names):
                self._item(inputs[0], number, name)
        elif kind == "aten::__getitem__" and isinstance(self.values[inputs[0]], Ref):
            self._item(inputs[0], self.values[inputs[1]], names[0])
        elif kind in CONVERSIONS:
            for table in (self.values, self.examples):
                table[names[0]] = table[inputs[0]]
        elif kind == "aten::append":
            for table in (self.values, self.examples):
                table[inputs[0]].append(table[inputs[1]])
                table[names[0]] = table[inputs[0]]
        elif kind == "prim::RaiseException":
            raise ToolError("the file's forward raises an exception for images of this shape; set another with --shape")
        elif kind.startswith("aten::"):
            self._call(node, kind, names, inputs)
        else:
            raise ToolError(f"node {names[:1]} ({kind}): supported are calls of operators, branches and loops")

    def _call(self, node: Any, kind: str, names: list[str], inputs: list[str]) -> None:
        """Read the call of an operator; each of several outputs gets its own name."""
        arguments, examples = ([table[name] for name in inputs] for table in (self.values, self.examples))
        plain = PLAIN.get(kind)
        if plain is not None and not any(isinstance(example, Tensor) for example in examples):
            numbered = {str(number): argument for number, argument in enumerate(arguments)}
            call = Call(names[0], kind, numbered, kind, lambda **arguments: plain(*arguments.values()))
            self._record(call, names[0], plain(*examples))
            return
        label = label_of(node, kind.removeprefix("aten::"))
        try:
            overload = overload_of(node)
            call = call_of_overload(names[0], overload, arguments, {}, label)
            example = call_of_overload("", overload, examples, {}, "")
            result = example.function(**example.arguments)
        except (AttributeError, RuntimeError, TypeError, NotImplementedError, ValueError) as error:
            reason = (str(error).strip() or "?").splitlines()[0][:160]
            raise ToolError(f"node {label!r} ({kind}): this operator is not supported ({reason})") from error
        if len(names) == 1:
            self._record(call, names[0], result)
            return
        self._record(Call(f"{names[0]}_all", call.op, call.arguments, label, call.function), f"{names[0]}_all", result)
        for number, name in enumerate(names):
            whole = self.values[f"{names[0]}_all"]
            self._record(Call(name, "getitem", {"self": whole, "index": number}, label, item), name, result[number])

    def _item(self, whole: str, index: int, name: str) -> None:
        """Read one of several results of an operator."""
        call = Call(name, "getitem", {"self": self.values[whole], "index": index}, name, item)
        self._record(call, name, self.examples[whole][index])

    def _record(self, call: Call, name: str, example: Any) -> None:
        """Add the call to the program if it depends on the image; otherwise compute its result."""
        self.examples[name] = example
        if refs(list(call.arguments.values())):
            self.program.calls.append(call)
            self.values[name] = Ref(name)
        else:
            self.values[name] = call.function(**call.arguments)

    def _branch(self, node: Any) -> None:
        """Read the branch that the example takes."""
        condition = self.examples[next(iter(node.inputs())).debugName()]
        if isinstance(condition, Tensor):
            raise ToolError(
                "a branch depends on the image's numbers; only networks without such branches are supported"
            )
        block = list(node.blocks())[0 if condition else 1]
        self.read_nodes(block)
        self._rename(block.outputs(), node.outputs())

    def _loop(self, node: Any) -> None:
        """Read the body of a loop as often as it runs for the example."""
        most, condition, *carried = (value.debugName() for value in node.inputs())
        body = next(iter(node.blocks()))
        number, *inside = (value.debugName() for value in body.inputs())
        again, *results = (value.debugName() for value in body.outputs())
        rounds, proceed = self.examples[most], self.examples[condition]
        if isinstance(rounds, Tensor) or isinstance(proceed, Tensor) or refs(self.values[most]):
            raise ToolError("a loop depends on the image; only networks without such loops are supported")
        for count in range(MAX_ITERATIONS):
            if count >= rounds or not proceed:
                break
            self.values[number] = self.examples[number] = count
            self._rename_names(carried, inside)
            self.read_nodes(body)
            proceed, carried = self.examples[again], results
        self._rename_names(carried, [value.debugName() for value in node.outputs()])

    def _rename(self, before: Any, after: Any) -> None:
        self._rename_names([value.debugName() for value in before], [value.debugName() for value in after])

    def _rename_names(self, before: list[str], after: list[str]) -> None:
        for table in (self.values, self.examples):
            table.update(dict(zip(after, [table.get(name) for name in before], strict=True)))


def without_data(value: Any) -> Any:
    """The value with all tensors moved to the meta device, which stores no data."""
    if isinstance(value, list | tuple):
        return [without_data(part) for part in value]
    return value.to("meta") if isinstance(value, Tensor) else value


def overload_of(node: Any) -> Any:
    """The operator that a node calls: torch.ops.aten.size.int for aten::size.int."""
    name, _, overload = node.schema().partition("(")[0].removeprefix("aten::").partition(".")
    return getattr(getattr(torch.ops.aten, name), overload or "default")


def label_of(node: Any, op: str) -> str:
    """The path of the module whose weights the node reads, `conv1` from `self.conv1.weight`; otherwise the operator."""
    for value in node.inputs():
        name = value.debugName()
        if name.startswith("self.") and name.endswith(".weight"):
            return str(name.removeprefix("self.").removesuffix(".weight"))
    return op.strip("_")


def first_weight_shape(graph: torch.Graph) -> tuple[int, ...] | None:
    """The shape of the first weight of a convolution or dense layer, for guessing the shape of the image."""
    for node in graph.nodes():
        if node.kind() in ("aten::conv2d", "aten::_convolution", "aten::linear"):
            weight = list(node.inputs())[1].toIValue()
            if isinstance(weight, Tensor):
                return tuple(weight.shape)
    return None
