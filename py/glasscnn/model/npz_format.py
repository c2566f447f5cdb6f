"""Reads and writes model files: an `.npz` with the entry `graph` (UTF-8 JSON as uint8) and one array for each weight.

Files are untrusted. Pickles, decompression bombs and entries whose declared size is wrong are refused with a ModelError
before any array is created.
"""

import io
import math
import zipfile
from collections.abc import Mapping
from typing import IO

import numpy as np
import numpy.typing as npt

from glasscnn.engine.graph import Graph
from glasscnn.errors import ModelError
from glasscnn.model.graph_json import graph_from_json, graph_to_json
from glasscnn.model.limits import LARGEST_ENTRIES, LARGEST_FILE, LARGEST_GRAPH, LARGEST_HEADER
from glasscnn.model.shapes import infer_shapes, node_arrays

ROOM_FOR_SOFTMAX = 4_096
"""Bytes that a node and a stage of the probabilities take in the graph's JSON."""

Weights = dict[str, npt.NDArray[np.float32]]


def read_model(data: bytes) -> tuple[Graph, Weights]:
    """The checked graph and float32 arrays, by name, in the bytes of a model file; raises ModelError."""
    entries = read_entries(data)
    if "graph" not in entries:
        raise ModelError("the file has no entry 'graph': it is an .npz file, but not a glasscnn model")
    text = read_text("graph", entries.pop("graph"))
    graph = graph_from_json(text)
    if len(text) > LARGEST_GRAPH // 8:  # with all attributes, and a softmax, it is longer
        size = len(graph_to_json(graph).encode(errors="backslashreplace"))
        if size > LARGEST_GRAPH - ROOM_FOR_SOFTMAX:
            raise ModelError(f"graph: {size:,} bytes with all attributes, at most {LARGEST_GRAPH:,} are allowed")
    weights = {name: _read_weights(name, entries[name]) for name in sorted(entries)}  # as `write_model` sorts them
    check_weights(graph, weights)
    return graph, weights


def write_model(
    graph: Graph, weights: Mapping[str, npt.NDArray[np.float32]], half: bool = False, compressed: bool = True
) -> bytes:
    """The bytes of a model file, deterministic; `half` stores float16.

    `compressed` is for files that are kept: 20 MB of trained weights shrink by a tenth, in a second.

    Raises ModelError for a model that could not be read back.
    """
    text = graph_to_json(graph).encode(errors="backslashreplace")  # lone surrogates, which UTF-8 lacks, as \ud800
    arrays: dict[str, npt.NDArray[np.generic]] = {"graph": np.frombuffer(text, dtype=np.uint8)}
    for name in sorted(weights):
        arrays[name] = np.ascontiguousarray(weights[name], dtype="<f2" if half else "<f4")
    data = write_arrays(arrays, compressed)
    read_model(data)
    return data


def write_arrays(arrays: Mapping[str, npt.NDArray[np.generic]], compressed: bool = True) -> bytes:
    """The bytes of an `.npz` with these arrays; the same arrays give the same bytes."""
    file = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method, compresslevel=9) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, array, version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            info.external_attr = 0o644 << 16
            archive.writestr(info, entry.getvalue())
    return file.getvalue()


def check_weights(graph: Graph, weights: Mapping[str, npt.NDArray[np.float32]]) -> None:
    """Raise ModelError unless the arrays are exactly those that the graph needs, finite, and of matching shapes."""
    used = {f"{node.name}.{key}" for node in graph.nodes for key in node_arrays(node, weights)}
    for name, array in weights.items():
        if name not in used:
            raise ModelError(f"the array {name!r} belongs to no node of the graph")
        if array.size == 0:
            raise ModelError(f"the array {name!r} of shape {array.shape} is empty")
        if not np.isfinite(array).all():
            raise ModelError(
                f"the array {name!r} contains NaN or infinity; train again or export an earlier checkpoint"
            )
    infer_shapes(graph, weights)


def read_entries(data: bytes) -> dict[str, bytes]:
    """{name: unpacked bytes} of every `.npy` in the archive; raises ModelError."""
    if len(data) > LARGEST_FILE:
        raise ModelError(f"the file has {len(data):,} bytes, a model at most {LARGEST_FILE:,}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            return {info.filename.removesuffix(".npy"): archive.read(info) for info in archive.infolist()}
    except ModelError:
        raise
    except Exception as error:  # zipfile raises many kinds of errors for damaged archives
        raise ModelError(f"not readable as .npz ({error}); the file is damaged or of another kind") from error


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    """Check the declared sizes; zipfile never unpacks more than declared."""
    if len(infos) > LARGEST_ENTRIES:
        raise ModelError(f"the file has {len(infos):,} entries, a model at most {LARGEST_ENTRIES:,}")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > LARGEST_FILE:
        raise ModelError(f"unpacked, the file has {unpacked:,} bytes, a model at most {LARGEST_FILE:,}")
    seen: set[str] = set()
    for info in infos:
        if not info.filename.endswith(".npy") or info.filename in seen:
            raise ModelError(f"unexpected entry {info.filename[:80]!r}: a model contains each array once, as .npy")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ModelError(f"entry {info.filename[:80]!r} has a compression method that .npz files do not use")
        seen.add(info.filename)


def read_npy(name: str, entry: bytes, dtypes: Mapping[str, str]) -> npt.NDArray[np.generic]:
    """The array in the bytes of one `.npy`; `dtypes` are the allowed ones: {NumPy's code: readable name}.

    Raises ModelError that names the array.
    """
    file: IO[bytes] = io.BytesIO(entry)
    length = int.from_bytes(entry[8:10] if entry[6:7] == b"\x01" else entry[8:12], "little")
    if length > LARGEST_HEADER:
        raise ModelError(f"the array {name[:80]!r} has a header of {length:,} bytes, expected at most {LARGEST_HEADER}")
    try:
        version = np.lib.format.read_magic(file)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran_order, dtype = read_header(file)
    except Exception as error:  # the header is a Python literal, whose parsing can fail in any way
        raise ModelError(f"the array {name[:80]!r} has a damaged header ({error})"[:300]) from error
    if dtype.str not in dtypes:
        allowed = " or ".join(dict.fromkeys(dtypes.values()))
        raise ModelError(f"the array {name!r} is {dtype}, expected {allowed}")
    count = math.prod(shape)
    found = len(entry) - file.tell()
    if count * dtype.itemsize != found:
        raise ModelError(
            f"the array {name!r} of shape {shape} needs {count * dtype.itemsize:,} bytes, the file has {found:,}"
        )
    flat = np.frombuffer(entry, dtype=dtype, offset=file.tell())
    return flat.reshape(shape, order="F" if fortran_order else "C")


def read_text(name: str, entry: bytes) -> str:
    """The text in the bytes of one `.npy`, stored as uint8; raises ModelError that names the array."""
    if len(entry) > LARGEST_GRAPH:
        raise ModelError(f"{name}: {len(entry):,} bytes, at most {LARGEST_GRAPH:,} are allowed")
    text = read_npy(name, entry, {"|u1": "uint8"})
    try:
        return text.tobytes().decode()
    except UnicodeDecodeError as error:
        raise ModelError(f"{name}: not UTF-8 text ({error})") from error


def _read_weights(name: str, entry: bytes) -> npt.NDArray[np.float32]:
    array = read_npy(name, entry, {"<f4": "float32", "<f2": "float16"})
    return np.ascontiguousarray(array, dtype=np.float32)
