"""Reading and writing model files: one `.npz` that holds `graph` (UTF-8 JSON in bytes) and one array for each weight.

A file is data from anywhere. Everything that could run, expand or not fit is refused with a ModelError before a single
array is made: no pickles, no decompression bombs, no entry that says it is larger than what the file holds.
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
from glasscnn.model.shapes import infer_shapes, node_arrays

LARGEST_FILE = 64 * 2**20
"""Bytes of a model file, and of all its entries unpacked."""

LARGEST_ENTRIES = 4_096
LARGEST_GRAPH = 2 * 2**20

Weights = dict[str, npt.NDArray[np.float32]]


def read_model(data: bytes) -> tuple[Graph, Weights]:
    """The graph and the float32 arrays in the bytes of a model file, all checked; raises ModelError in one sentence."""
    if len(data) > LARGEST_FILE:
        raise ModelError(f"the file has {len(data):,} bytes, models may have {LARGEST_FILE:,}")
    entries = _read_entries(data)
    if "graph" not in entries:
        raise ModelError("the file has no entry 'graph': it is an .npz, but not a glasscnn model")
    graph = graph_from_json(_read_text(entries.pop("graph")))
    weights = {name: _read_weights(name, entry) for name, entry in entries.items()}
    check_weights(graph, weights)
    return graph, weights


def write_model(graph: Graph, weights: Mapping[str, npt.NDArray[np.float32]], half: bool = False) -> bytes:
    """The bytes of a model file, the same for the same model; `half` stores float16. Raises ModelError for what could
    not be read again.
    """
    text = graph_to_json(graph).encode(errors="backslashreplace")  # half a character, which UTF-8 has not, as \ud800
    arrays: dict[str, npt.NDArray[np.generic]] = {"graph": np.frombuffer(text, dtype=np.uint8)}
    for name in sorted(weights):
        arrays[name] = np.ascontiguousarray(weights[name], dtype="<f2" if half else "<f4")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, array, version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, entry.getvalue())
    data = file.getvalue()
    read_model(data)
    return data


def check_weights(graph: Graph, weights: Mapping[str, npt.NDArray[np.float32]]) -> None:
    """Raises ModelError unless the arrays are exactly those that the graph needs, finite, and of shapes that fit."""
    used = {f"{node.name}.{key}" for node in graph.nodes for key in node_arrays(node, weights)}
    for name, array in weights.items():
        if name not in used:
            raise ModelError(f"the array {name!r} belongs to no node of the graph")
        if array.size == 0:
            raise ModelError(f"the array {name!r} of shape {array.shape} is empty")
        if not np.isfinite(array).all():
            raise ModelError(f"the array {name!r} holds NaN or infinity; train again or export an earlier checkpoint")
    infer_shapes(graph, weights)


def _read_entries(data: bytes) -> dict[str, bytes]:
    """The unpacked bytes of every `.npy` in the archive, by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            return {info.filename.removesuffix(".npy"): archive.read(info) for info in archive.infolist()}
    except ModelError:
        raise
    except Exception as error:  # zipfile meets damaged archives with many kinds of errors
        raise ModelError(f"not readable as .npz ({error}); the file is damaged or of another kind") from error


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    """Sizes as the archive states them; zipfile never unpacks more than stated."""
    if len(infos) > LARGEST_ENTRIES:
        raise ModelError(f"the file has {len(infos):,} entries, models may have {LARGEST_ENTRIES:,}")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > LARGEST_FILE:
        raise ModelError(f"unpacked, the file has {unpacked:,} bytes, models may have {LARGEST_FILE:,}")
    seen: set[str] = set()
    for info in infos:
        if not info.filename.endswith(".npy") or info.filename in seen:
            raise ModelError(f"unexpected entry {info.filename[:80]!r}: a model holds each array once, as .npy")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ModelError(f"entry {info.filename[:80]!r} is compressed in a way that .npz files do not use")
        seen.add(info.filename)


def _read_array(name: str, entry: bytes, dtypes: Mapping[str, str]) -> npt.NDArray[np.generic]:
    """The array in the bytes of one `.npy`; `dtypes` are the allowed ones with their names for people."""
    file: IO[bytes] = io.BytesIO(entry)
    try:
        version = np.lib.format.read_magic(file)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran_order, dtype = read_header(file)
    except Exception as error:  # the header is a Python literal, which can be wrong in any way
        raise ModelError(f"the array {name[:80]!r} has a damaged header ({error})"[:300]) from error
    if dtype.str not in dtypes:
        allowed = " or ".join(dict.fromkeys(dtypes.values()))
        raise ModelError(f"the array {name!r} is {dtype}, expected {allowed}")
    count = math.prod(shape)
    found = len(entry) - file.tell()
    if count * dtype.itemsize != found:
        raise ModelError(
            f"the array {name!r} of shape {shape} needs {count * dtype.itemsize:,} bytes, the file holds {found:,}"
        )
    flat = np.frombuffer(entry, dtype=dtype, offset=file.tell())
    return flat.reshape(shape, order="F" if fortran_order else "C")


def _read_text(entry: bytes) -> str:
    if len(entry) > LARGEST_GRAPH:
        raise ModelError(f"graph: {len(entry):,} bytes, at most {LARGEST_GRAPH:,} are read")
    text = _read_array("graph", entry, {"|u1": "uint8"})
    try:
        return text.tobytes().decode()
    except UnicodeDecodeError as error:
        raise ModelError(f"graph: not UTF-8 text ({error})") from error


def _read_weights(name: str, entry: bytes) -> npt.NDArray[np.float32]:
    array = _read_array(name, entry, {"<f4": "float32", "<f2": "float16"})
    return np.ascontiguousarray(array, dtype=np.float32)
