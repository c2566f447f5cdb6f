"""Converts an ONNX graph to a draft. Needs only NumPy and ONNX's messages, so it runs in a browser."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Draft, Value
from glasscnn_import.errors import ConversionError, UnsupportedError
from glasscnn_import.metadata import KEY, parse_metadata
from glasscnn_import.onnx.constants import FUNCTIONS, fold_constant
from glasscnn_import.onnx.elementwise import FUNCTIONS as ELEMENTWISE
from glasscnn_import.onnx.functions import LARGEST_NODES, with_functions_inlined
from glasscnn_import.onnx.image_input import image_input
from glasscnn_import.onnx.node import Argument, OnnxNode
from glasscnn_import.onnx.operators import Operators
from glasscnn_import.onnx.outputs import choose_output
from glasscnn_import.onnx.proto import External, attributes_of, tensor_array
from glasscnn_import.onnx.quantisation import QUANTISED, gives_whole_numbers, precision_of
from glasscnn_import.onnx.reductions import REDUCTIONS
from glasscnn_import.onnx.types import check_types

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto

OLDEST_OPSET, NEWEST_OPSET = 7, 28
IN_ANY_ORDER = {
    *ELEMENTWISE, *REDUCTIONS, "Add", "BatchNormalization", "Cast", "CastLike", "Celu", "Clip", "Concat", "Div",
    "Dropout", "Flatten", "Gather", "Gemm", "Identity", "LayerNormalization", "LogSoftmax", "LpNormalization", "MatMul",
    "Max", "Mean", "Min", "Mul", "PRelu", "Pad", "Pow", "RMSNormalization", "Reciprocal", "Reshape", "Resize", "Shape",
    "Size", "Slice", "Softmax", "Softsign", "Split", "Squeeze", "Sub", "Sum", "Swish", "Transpose", "Unsqueeze",
    "Upsample",
}  # fmt: skip
"""The operators that take values whose axes are in another order than ours, such as (H, W, C)."""

ON_WHOLE_NUMBERS = {
    "Cast",
    "Flatten",
    "Identity",
    "Reshape",
    "Shape",
    "Slice",
    "Split",
    "Squeeze",
    "Transpose",
    "Unsqueeze",
}
"""The operators that give the same for whole numbers as for floating point numbers."""

SUPPORTED = (
    "supported are convolutions, dense layers, poolings, activation functions, normalisations, reductions, softmax,"
    " arithmetic, Concat, Pad, Slice, Split, Resize, ConvTranspose, reshapes and Transpose, and their quantised forms"
)

LARGEST_CONSTANTS = 2**25
"""The limit for the elements of all constants together that are computed during reading."""


def read_onnx(
    model: "ModelProto",
    shape: tuple[int, int, int] | None = None,
    external: External = None,
    output: str | None = None,
) -> Draft:
    """The draft of a model; raises ConversionError that names the unsupported node.

    shape     the shape of the image, if the file leaves it open
    external  the source of external tensors
    output    the name of the output to read, if there are several
    """
    return Reader(model, shape, external, output).read()


class Reader:
    """Reads the nodes in execution order; `values` holds every tensor by name, constants as arrays."""

    def __init__(
        self,
        model: "ModelProto",
        shape: tuple[int, int, int] | None,
        external: External,
        output: str | None = None,
    ) -> None:
        self.graph, self.inner = with_functions_inlined(model)  # `inner`: tensors that the file itself does not have
        self.quantised: set[str] = set()  # tensors that hold whole numbers in the file
        self.external = external
        self.opset = opset_of(model)
        self.metadata = next((entry.value for entry in model.metadata_props if entry.key == KEY), None)
        self.initializers = {tensor.name: tensor for tensor in self.graph.initializer}
        tensor = choose_output(self.graph, output)
        self.image = image_input(self.graph, self.initializers, Draft.input, shape, tensor)
        self.draft = Draft(self.image.shape, tensor=tensor)
        self.draft.precision = precision_of(self.graph)
        self.draft.others = tuple(entry.name for entry in self.graph.output if entry.name != self.draft.tensor)
        self.builder = Builder(self.draft)
        self.operators = Operators(self.builder)
        self.values: dict[str, Argument] = {self.image.name: self.image.value, "": None}
        self.whole = {self.image.name} if self.image.is_whole else set()  # the tensors of whole numbers
        self.computed = 0

    def read(self) -> Draft:
        """The draft of all nodes that lead to the graph's output."""
        output = self.draft.tensor
        nodes = nodes_in_order(self.graph, output, {*self.initializers, self.image.name})
        self._check_operators(nodes)
        check_opset(self.opset)
        for node in nodes:
            try:
                with np.errstate(all="ignore"):  # non-finite numbers are refused at the end
                    self._read_node(node)
            except UnsupportedError as error:
                raise ConversionError(f"node {label_of(node)!r} ({node.op_type}): {error}") from error
        result = self.values.get(output)
        if not isinstance(result, Value):
            raise ConversionError(f"the output {output!r} does not depend on the image")
        try:
            self.builder.set_output(result)
        except UnsupportedError as error:
            raise ConversionError(f"output {output!r}: {error}") from error
        if self.image.is_whole:
            self.draft.metadata = {"mean": [0.0], "std": [1 / 255]}
        if self.metadata is not None:
            self.draft.metadata = parse_metadata(self.metadata)
        return self.draft

    def _check_operators(self, nodes: Iterable["NodeProto"]) -> None:
        """Raise ConversionError for an operator that is not supported in any opset."""
        for node in nodes:
            where = f"node {label_of(node)!r} ({node.op_type})"
            if node.domain not in ("", "ai.onnx") and not (
                node.domain == "com.microsoft" and node.op_type in QUANTISED
            ):
                raise ConversionError(f"{where}: operators of {node.domain} are not supported; {SUPPORTED}")
            if node.op_type not in self.operators.methods and node.op_type not in FUNCTIONS:
                raise ConversionError(f"{where}: not supported; {SUPPORTED}")

    def _read_node(self, node: "NodeProto") -> None:
        arguments = [self._value(name) for name in node.input]
        attributes = attributes_of(node, self.external)
        self.builder.begin(label_of(node), node.output[0])
        result: Any
        if not any(isinstance(argument, Value) for argument in arguments):
            constants = [argument for argument in arguments if not isinstance(argument, Value)]
            result = fold_constant(node.op_type, constants, attributes)
            self._count(result)
        elif node.op_type in self.operators.methods:
            outputs = sum(name != "" for name in node.output)
            _check_order(node.op_type, arguments)
            self._check_whole_numbers(node)
            check_types(node.op_type, arguments)
            onnx_node = OnnxNode(
                node.op_type, arguments, attributes, outputs, self.opset, self.image.batch, tuple(node.output)
            )
            try:
                result = self.operators.methods[node.op_type](onnx_node)
            except KeyError as error:
                raise UnsupportedError(f"the attribute {error} is missing") from error
            except IndexError as error:
                raise UnsupportedError("an input or an attribute is missing or too short") from error
        else:
            raise UnsupportedError(f"not supported; {SUPPORTED}")
        if gives_whole_numbers(node, self.quantised):
            self.quantised.add(node.output[0])
        results = result if isinstance(result, list | tuple) else [result]
        for tensor, value in zip(node.output, results, strict=False):
            if value is not None:
                self._keep(tensor, value)

    def _keep(self, tensor: str, value: Argument) -> None:
        """Keep an output of a node under its name."""
        self.values[tensor] = value
        layer = self.draft.layers.get(value.layer) if isinstance(value, Value) else None
        if isinstance(value, Value) and layer and layer.tensor == tensor:
            layer.order = value.order
            layer.tensor = None if layer.tensor in self.inner | self.quantised else layer.tensor

    def _check_whole_numbers(self, node: "NodeProto") -> None:
        """Raise UnsupportedError for arithmetic with whole numbers, which would be rounded."""
        if self.whole.isdisjoint(node.input):
            return
        if node.op_type not in ON_WHOLE_NUMBERS:
            raise UnsupportedError(
                "it computes with whole numbers; expected a Cast to floating point numbers before it"
            )
        if node.op_type not in ("Cast", "Shape"):
            self.whole.update(node.output)

    def _value(self, name: str) -> Argument:
        """A tensor by name; weights are read on first use."""
        if name not in self.values:
            if name not in self.initializers:
                raise UnsupportedError(f"its input {name!r} is an additional output of a node, which is not supported")
            self.values[name] = tensor_array(self.initializers[name], self.external)
        return self.values[name]

    def _count(self, constant: np.ndarray) -> None:
        self.computed += constant.size
        if self.computed > LARGEST_CONSTANTS:
            raise UnsupportedError(f"the graph computes constants of more than {LARGEST_CONSTANTS:,} numbers")


def _check_order(op: str, arguments: Iterable[Argument]) -> None:
    """Raise UnsupportedError for a transposed input of an operator for which the order of the axes matters."""
    for x in arguments:
        if op not in IN_ANY_ORDER and isinstance(x, Value) and x.order is not None:
            raise UnsupportedError(
                f"its input {x.shape} is transposed; expected maps (C, H, W), which a Transpose before it would make"
            )


def opset_of(model: "ModelProto") -> int:
    """The version of ONNX's own operators; 0 if the file does not state it."""
    return int(next((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), 0))


def check_opset(version: int) -> None:
    """Raise ConversionError for a version whose operators may have another meaning."""
    if not OLDEST_OPSET <= version <= NEWEST_OPSET:
        raise ConversionError(
            f"the file uses opset {version}; supported are {OLDEST_OPSET} to {NEWEST_OPSET}: export it again with one"
            " of these, or convert it with onnx.version_converter"
        )


def nodes_in_order(graph: "GraphProto", output: str, inputs: set[str]) -> list["NodeProto"]:
    """The nodes that lead to `output` in topological order; raises ConversionError for a cycle."""
    if len(graph.node) > LARGEST_NODES:
        raise ConversionError(f"the graph has {len(graph.node):,} nodes; supported are at most {LARGEST_NODES:,}")
    makers: dict[str, NodeProto] = {}
    for node in graph.node:
        for name in filter(None, node.output):
            if name in inputs:
                raise ConversionError(
                    f"node {label_of(node)!r} ({node.op_type}): it outputs {name!r}, which is also an input or a weight"
                )
            if makers.setdefault(name, node) is not node:
                raise ConversionError(f"node {label_of(node)!r} ({node.op_type}): another node also outputs {name!r}")
    order: list[NodeProto] = []
    state: dict[int, str] = {}
    stack = [(makers[output], False)] if output in makers else []
    while stack:
        node, ready = stack.pop()
        if ready:
            state[id(node)] = "done"
            order.append(node)
            continue
        if id(node) in state:
            continue
        state[id(node)] = "open"
        stack.append((node, True))
        for name in reversed(node.input):
            maker = makers.get(name)
            if maker is None:
                if name and name not in inputs:
                    raise ConversionError(
                        f"node {label_of(node)!r} ({node.op_type}): its input {name!r} is not defined"
                    )
            elif state.get(id(maker)) == "open":
                raise ConversionError(
                    f"node {label_of(node)!r} ({node.op_type}): it is part of a cycle through {name!r}"
                )
            elif id(maker) not in state:
                stack.append((maker, False))
    return order


def label_of(node: Any) -> str:
    """A readable name for a node: the path of its module in the framework, if the file contains it.

    "/layer1/conv/Conv" → layer1.conv; a weight "conv1.weight" → conv1; then the node's or its output's own name.
    """
    if (
        len(node.input) > 1
        and node.op_type in ("Conv", "Gemm", "BatchNormalization")
        and node.input[1].endswith(".weight")
    ):
        return str(node.input[1].removesuffix(".weight"))
    if node.name.startswith("/"):
        *path, last = node.name.strip("/").split("/")
        return ".".join(path if path and last.startswith(node.op_type) else [*path, last]).lower()
    output = node.output[0] if node.output else ""
    if node.name and not node.name.startswith("node_"):
        return node.name if node.name != f"{node.op_type}_{output}" else output
    return output if re.search(r"[A-Za-z]", output) else node.op_type.lower()
