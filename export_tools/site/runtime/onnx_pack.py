"""The files that the page's worker needs to read ONNX: our importer, ONNX's message classes, Protocol Buffers.

All of it is pure Python: protobuf's pure implementation, and the generated module of onnx with its message classes.
pack.py puts it into an archive that is fetched when the first ONNX file is opened.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from export_tools.errors import ToolError

OURS = "glasscnn_import"
PROTOBUF = (
    "__init__",
    "descriptor",
    "descriptor_database",
    "descriptor_pb2",
    "descriptor_pool",
    "message",
    "message_factory",
    "reflection",
    "runtime_version",
    "symbol_database",
    "text_encoding",
    "text_format",
    "unknown_fields",
    "internal/__init__",
    "internal/api_implementation",
    "internal/builder",
    "internal/containers",
    "internal/decoder",
    "internal/encoder",
    "internal/enum_type_wrapper",
    "internal/extension_dict",
    "internal/field_mask",
    "internal/message_listener",
    "internal/python_edition_defaults",
    "internal/python_message",
    "internal/type_checkers",
    "internal/well_known_types",
    "internal/wire_format",
)
MESSAGES = "onnx_ml_pb2.py"
INIT = Path(__file__).with_name("in_pyodide") / "onnx_stub.py"
"""Replaces onnx/__init__.py, which imports compiled code."""


def onnx_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the archive, as (path in the archive, file); `root` is the repository."""
    for path in sorted((root / "py" / OURS).rglob("*.py")):
        yield path.relative_to(root / "py").as_posix(), path
    protobuf, onnx = package("google.protobuf"), package("onnx")
    for name in PROTOBUF:
        yield f"google/protobuf/{name}.py", protobuf / f"{name}.py"
    yield "onnx/__init__.py", INIT
    yield f"onnx/{MESSAGES}", onnx / MESSAGES


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    parent = name.partition(".")[0]
    try:
        spec = find_spec(name) if find_spec(parent) else None
    except ModuleNotFoundError:
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise ToolError(f"{name} is not installed: run `pip install --editable '.[build]'` (make does)")
    return Path(next(iter(spec.submodule_search_locations)))
