"""Parses ONNX's messages and tensors with Protocol Buffers and NumPy only.

Files are untrusted: the size of a tensor is checked against a limit and the file before the tensor is created.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscnn_import.errors import ConversionError
from glasscnn_import.file_kind import foreign_kind
from glasscnn_import.limits import LARGEST_TENSOR
from glasscnn_import.onnx.packed_floats import packed_floats_as_raw_data

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto, TensorProto

FLOAT16, BFLOAT16 = 10, 16

LARGEST_FILE = 256 * 2**20
"""The limit for the elements of one tensor: as many as fit into a model file."""

DTYPES: Mapping[int, tuple[str, str]] = {
    1: ("<f4", "float_data"),
    2: ("u1", "int32_data"),
    3: ("i1", "int32_data"),
    4: ("<u2", "int32_data"),
    5: ("<i2", "int32_data"),
    6: ("<i4", "int32_data"),
    7: ("<i8", "int64_data"),
    9: ("?", "int32_data"),
    10: ("<f2", "int32_data"),
    11: ("<f8", "double_data"),
    12: ("<u4", "uint64_data"),
    13: ("<u8", "uint64_data"),
    16: ("<u2", "int32_data"),
    21: ("u1", "int32_data"),
    22: ("i1", "int32_data"),
}
"""TensorProto.DataType → (NumPy's type in raw_data, the field that holds the values otherwise)."""

PACKED = (21, 22)
"""The types of which a byte holds two numbers, the first in its lower half: uint4 and int4."""

REMEDY = (
    "the file is damaged or of another kind: download or export it again; if it holds the weights of an .onnx file,"
    " choose both files together"
)

EXTERNAL = 1

External = Path | Mapping[str, bytes] | None
"""The source of external tensors: the folder of the file, or {name: bytes} of other files."""


def parse_model(data: bytes) -> "ModelProto":
    """The ONNX message in the bytes of a file; raises ConversionError if there is none."""
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
    from onnx import ModelProto

    if not data:
        raise ConversionError("the file is empty")
    kind = foreign_kind(data)
    if kind is not None:
        raise ConversionError(f"not ONNX but {kind}")
    model = ModelProto()
    try:
        model.ParseFromString(packed_floats_as_raw_data(data))
    except (DecodeError, ValueError) as error:
        raise ConversionError(f"not readable as ONNX ({error}); {REMEDY}") from error
    if not model.HasField("graph") or not model.opset_import:
        raise ConversionError(f"not readable as ONNX: it has no graph or no opset; {REMEDY}")
    if not all(isinstance(name, str) for name in _names(model)):  # Protocol Buffers returns bytes for invalid UTF-8
        raise ConversionError("not readable as ONNX: a name in it is not text; the file is damaged")
    return model


def _names(model: "ModelProto") -> Iterator[str | bytes]:
    """Every name that the reader uses."""
    graph = model.graph
    yield from (entry.domain for entry in model.opset_import)
    yield from (text for entry in model.metadata_props for text in (entry.key, entry.value))
    for values in (graph.input, graph.output, graph.initializer):
        yield from (value.name for value in values)
    for tensor in _tensors(graph):
        yield from (text for entry in tensor.external_data for text in (entry.key, entry.value))
    for function in model.functions:
        yield from (function.name, function.domain, *function.input, *function.output, *function.attribute)
        yield from (entry.domain for entry in function.opset_import)
        yield from (attribute.name for attribute in function.attribute_proto)
    for node in (*graph.node, *(node for function in model.functions for node in function.node)):
        yield from (node.name, node.op_type, node.domain, *node.input, *node.output)
        yield from (text for attribute in node.attribute for text in (attribute.name, attribute.ref_attr_name))
        yield from (attribute.t.name for attribute in node.attribute)


def _tensors(graph: "GraphProto") -> Iterator["TensorProto"]:
    """The weights and the tensors of attributes."""
    yield from graph.initializer
    yield from (attribute.t for node in graph.node for attribute in node.attribute)


def check_shape(name: str, shape: tuple[int, ...]) -> None:
    """Raise ConversionError for a shape with a negative side or more than `LARGEST_TENSOR` elements."""
    if any(side < 0 for side in shape) or math.prod(shape) > LARGEST_TENSOR:
        raise ConversionError(
            f"tensor {name!r}: its shape {shape} has {math.prod(shape):,} numbers; supported are at most"
            f" {LARGEST_TENSOR:,}"
        )


def tensor_array(tensor: "TensorProto", external: External) -> np.ndarray:
    """The values of a tensor; external tensors are read from `external` only."""
    name, shape = tensor.name, tuple(tensor.dims)
    check_shape(name, shape)
    if tensor.data_type not in DTYPES:
        raise ConversionError(
            f"tensor {name!r}: data type {tensor.data_type} is not supported; expected floats or integers"
        )
    kind, field = DTYPES[tensor.data_type]
    dtype, count = np.dtype(kind), math.prod(shape)
    size = (count + 1) // 2 if tensor.data_type in PACKED else count * dtype.itemsize
    raw: bytes
    if tensor.data_location == EXTERNAL:
        raw = _external_bytes(tensor, external, size)
    elif tensor.HasField("raw_data"):
        raw = bytes(tensor.raw_data)
    else:
        numbers = np.array(getattr(tensor, field), np.uint16 if kind == "<f2" else None)
        raw = (numbers if kind == "<f2" else numbers.astype(dtype)).tobytes()
    if len(raw) != size:
        raise ConversionError(f"tensor {name!r} of shape {shape} needs {size:,} bytes, the file has {len(raw):,}")
    array = np.frombuffer(raw, dtype)
    if tensor.data_type == BFLOAT16:  # the upper half of a float32
        array = (array.astype(np.uint32) << 16).view(np.float32)
    elif tensor.data_type in PACKED:
        array = np.stack([array << 4, array], axis=-1).ravel()[:count] >> 4  # with the sign of the upper bit
    return array.reshape(shape)


def external_names(model: "ModelProto") -> set[str]:
    """The names of the files with external tensors of the graph."""
    tensors = (tensor for tensor in _tensors(model.graph) if tensor.data_location == EXTERNAL)
    return {_entries(tensor).get("location", "") for tensor in tensors}


def _external_bytes(tensor: "TensorProto", external: External, size: int) -> bytes:
    entries = _entries(tensor)
    location = entries.get("location", "")
    try:
        offset, length = int(entries.get("offset", 0)), int(entries.get("length", size))
        if offset < 0 or length != size:
            raise ConversionError(
                f"tensor {tensor.name!r}: needs {size:,} bytes, but {length:,} are declared for {location!r}"
            )
        if isinstance(external, Path):
            path = (external / location).resolve()
            if not path.is_relative_to(external.resolve()):
                raise ConversionError(
                    f"tensor {tensor.name!r}: its data is outside the model's folder, in {location!r}, and is not read"
                )
            with path.open("rb") as file:
                file.seek(offset)
                return file.read(size)
        return _external_file(tensor.name, location, external or {})[offset : offset + size]
    except (OSError, ValueError, OverflowError) as error:
        raise ConversionError(f"tensor {tensor.name!r}: its data in {location!r} cannot be read ({error})") from error


def _external_file(name: str, location: str, files: Mapping[str, bytes]) -> bytes:
    if location == ".." or any(separator in location for separator in "/\\"):
        raise ConversionError(f"tensor {name!r}: its data is in {location!r}; expected a file name, no folders")
    if location not in files:
        raise ConversionError(
            f"tensor {name!r}: its data is in another file, {location!r}, which is missing: choose both files"
            " together, or export the model as one file (in PyTorch with external_data=False)"
        )
    return files[location]


def _entries(tensor: "TensorProto") -> dict[str, str]:
    return {entry.key: entry.value for entry in tensor.external_data}


FLOAT, INT, STRING, TENSOR, FLOATS, INTS = 1, 2, 3, 4, 6, 7
FIELDS: Mapping[int, str] = {FLOAT: "f", INT: "i", STRING: "s", TENSOR: "t", FLOATS: "floats", INTS: "ints"}
"""AttributeProto.AttributeType → the field that holds the value."""

ATTRIBUTE_TYPES: Mapping[str, int] = {
    **dict.fromkeys(("alpha", "beta", "bias", "epsilon", "gamma", "max", "min", "value_float"), FLOAT),
    **dict.fromkeys(("approximate", "auto_pad", "mode"), STRING),
    **dict.fromkeys(("coordinate_transformation_mode", "keep_aspect_ratio_policy", "nearest_mode"), STRING),
    **dict.fromkeys(("antialias", "blocksize", "exclude_outside", "num_outputs"), INT),
    **dict.fromkeys(("output_padding", "output_shape", "split"), INTS),
    "cubic_coeff_a": FLOAT,
    "scales": FLOATS,
    **dict.fromkeys(("axes", "dilations", "ends", "kernel_shape", "pads", "perm", "starts"), INTS),
    **dict.fromkeys(("strides", "value_ints"), INTS),
    **dict.fromkeys(("allowzero", "axis", "ceil_mode", "count_include_pad", "end", "group", "keepdims", "start"), INT),
    **dict.fromkeys(("block_size", "num_groups", "output_dtype", "p", "saturate", "size"), INT),
    **dict.fromkeys(("spatial", "to", "noop_with_empty_axes", "training_mode", "transA", "transB", "value_int"), INT),
    "value": TENSOR,
    "value_floats": FLOATS,
}
"""The attributes of the supported operators."""

WITHOUT_EFFECT = {
    *("extrapolation_value", "momentum", "precision", "ratio", "round_mode", "seed", "stash_type", "storage_order"),
}
"""Their attributes that change no result here, such as those of training. No others are passed over."""

PAD_VALUE = ("Pad", "value")
"""Until opset 10, this attribute is a number, while `value` is a tensor in all other operators."""


def attributes_of(node: "NodeProto", external: External) -> dict[str, Any]:
    """The attributes of a node as plain values; raises ConversionError for an unknown one and for a wrong type."""
    attributes: dict[str, Any] = {}
    for attribute in node.attribute:
        expected = FLOAT if (node.op_type, attribute.name) == PAD_VALUE else ATTRIBUTE_TYPES.get(attribute.name)
        if expected is None:
            if attribute.name in WITHOUT_EFFECT or node.domain not in ("", "ai.onnx"):
                continue
            raise ConversionError(
                f"node {node.name!r} ({node.op_type}): attribute {attribute.name!r} is not supported, and without"
                " it the result may be another"
            )
        if attribute.name in attributes:
            raise ConversionError(
                f"node {node.name!r} ({node.op_type}): attribute {attribute.name!r} is there twice, expected once"
            )
        if attribute.type != expected:
            raise ConversionError(
                f"node {node.name!r} ({node.op_type}): attribute {attribute.name!r} has type {attribute.type},"
                f" expected {expected}"
            )
        value = getattr(attribute, FIELDS[expected])
        match expected:
            case 3:
                attributes[attribute.name] = value.decode(errors="replace")
            case 4:
                attributes[attribute.name] = tensor_array(value, external)
            case 6 | 7:
                attributes[attribute.name] = list(value)
            case _:
                attributes[attribute.name] = value
    return attributes
