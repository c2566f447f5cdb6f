"""The kinds of files that `import` takes, by their contents, and the files in an archive."""

import io
import zipfile
from collections.abc import Mapping

from export_tools.errors import ToolError
from glasscnn_import.file_kind import ARCHIVES, archive_kind, foreign_kind, is_hdf5
from glasscnn_import.onnx.proto import LARGEST_FILE


def kind_of(data: bytes) -> str:
    """The kind: "onnx", "onnx archive", "keras", "pt2", "torchscript" or "checkpoint"; other files raise ToolError."""
    if is_hdf5(data):
        return "keras"
    if not data.startswith(b"PK"):
        foreign = foreign_kind(data)
        if foreign is not None:
            raise ToolError(foreign)
        return "onnx"
    infos = _directory(data)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > LARGEST_FILE:
        raise ToolError(f"unpacked it has {unpacked:,} bytes, which no small network has; refused")
    match archive_kind([info.filename for info in infos]):
        case "pt2" | "torchscript" | "checkpoint" | "keras" as kind:
            return kind
        case "onnx":
            return "onnx archive"
        case None:
            raise ToolError("an archive of an unknown kind; expected ONNX, .pt2, TorchScript, Keras or a checkpoint")
        case other:
            raise ToolError(ARCHIVES[other])


def onnx_in_archive(data: bytes) -> tuple[str, bytes, Mapping[str, bytes]]:
    """The name and the bytes of the only ONNX file in an archive, and {name: bytes} of the files beside it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
            raise ToolError(f"a damaged or encrypted archive ({error}); copy or pack it again") from error
    networks = [name for name in files if name.lower().endswith(".onnx")]
    if len(networks) != 1:
        raise ToolError(f"an archive with {', '.join(networks)}; expected one .onnx, with the files of its weights")
    folder = networks[0].rpartition("/")[0]
    beside = {name.rpartition("/")[2]: file for name, file in files.items() if name.rpartition("/")[0] == folder}
    name = networks[0].rpartition("/")[2]
    return name, beside.pop(name), beside


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ToolError(f"a damaged archive ({error}); copy or export it again") from error
