"""Converts a program of ATen operators, from `torch.export` or TorchScript, to a draft."""

from typing import Any

import torch
from torch import Tensor

from export_tools.conversion.torch_io.aten_functions import Arguments
from export_tools.conversion.torch_io.aten_operators import AtenOperators
from export_tools.conversion.torch_io.program import Call, Program, resolve
from export_tools.errors import ToolError
from glasscnn_import.builder import Builder
from glasscnn_import.draft import Draft, Value
from glasscnn_import.errors import UnsupportedError

ANY_BATCH = 97
"""Represents a batch of any size: a prime that is no size in a small network."""

LARGEST_CONSTANT = 2**24
"""The limit for the elements of a constant that is computed during reading."""

SUPPORTED = (
    "convolution (2-D), linear, activation functions, exp, log, sqrt, pow with a constant, max_pool2d, avg_pool2d,"
    " adaptive_avg_pool2d, mean, sum and max over axes, batch_norm, layer_norm, group_norm, instance_norm, rms_norm,"
    " local_response_norm, flatten, reshape, arithmetic, cat, softmax, log_softmax, dropout, padding, conv_transpose2d,"
    " slice, split, chunk, flip, pixel_shuffle, interpolate (nearest, bilinear, bicubic)"
)


def lower(program: Program, shape: tuple[int, int, int]) -> Draft:
    """The draft of a program for images of that shape; raises ToolError that names the unsupported call."""
    draft = Draft(shape)
    builder = Builder(draft)
    batch = (program.shape or (0,))[0] or ANY_BATCH
    values: dict[str, Any] = {program.input: Value(draft.input, shape)}
    operators = AtenOperators(builder, batch)
    for call in program.calls:
        arguments = {key: resolve(value, values) for key, value in call.arguments.items()}
        builder.begin(call.label, call.name)
        try:
            result = values[call.name] = result_of(call, arguments, operators)
        except UnsupportedError as error:
            raise ToolError(f"node {call.label!r} ({call.op}): {error}") from error
        layer = draft.layers.get(result.layer) if isinstance(result, Value) else None
        if layer is not None and layer.tensor == call.name:
            layer.order = result.order
    output = values[program.output.name] if program.output else None
    if not isinstance(output, Value):
        raise ToolError("the network's output does not depend on the image")
    builder.set_output(output)
    return draft


def result_of(call: Call, arguments: Arguments, operators: AtenOperators) -> Any:
    """The result of a call: a Value, several Values, or a constant that does not depend on the image."""
    if not _has_value(list(arguments.values())):
        return _constant(call, arguments)
    method = operators.methods.get(call.op)
    if method is None:
        raise UnsupportedError(f"this operator is not supported; supported are {SUPPORTED}")
    return method({**arguments, "op": call.op, "self": arguments.get("self", arguments.get("input"))})


def _has_value(argument: Any) -> bool:
    if isinstance(argument, list | tuple):
        return any(map(_has_value, argument))
    return isinstance(argument, Value)


def _constant(call: Call, arguments: Arguments) -> Any:
    """The result of a call on constants. It runs on meta tensors first, since a file may ask for any size."""
    with torch.device("meta"):
        sizes = {key: value.to("meta") if isinstance(value, Tensor) else value for key, value in arguments.items()}
        try:
            expected = call.function(**{**sizes, **({"device": None} if "device" in sizes else {})})
        except (RuntimeError, TypeError, NotImplementedError):
            raise UnsupportedError("this operator is not supported on constants") from None
    if isinstance(expected, Tensor) and expected.numel() > LARGEST_CONSTANT:
        raise UnsupportedError(
            f"a constant of shape {tuple(expected.shape)}; supported are at most {LARGEST_CONSTANT:,} numbers"
        )
    return call.function(**arguments)
