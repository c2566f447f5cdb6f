"""What the page calls to read an ONNX file: in its worker, in a pack that is fetched when somebody first asks for it.

Free of torch and of compiled code; site/onnx_pack.py lists the modules that it needs.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from export_tools.conversion.finish import Wishes, finish
from export_tools.conversion.onnx_file import external_names, parse_model
from export_tools.conversion.onnx_reader import read_onnx
from export_tools.errors import ToolError
from glasscnn.errors import ModelError
from glasscnn.model import write_model


def read(data: bytes, given: str) -> tuple[str, bytes]:
    """What the page is told, as JSON, and the bytes of a model file; raises ModelError.

    data   the ONNX file, then the files that were chosen with it, one after the other
    given  JSON: the ONNX file's `name`, and the `name` and `size` of each of the `files`
    """
    asked = json.loads(given)
    onnx, files = bytes(data), {}
    for file in reversed(asked["files"]):
        end = len(onnx) - file["size"]
        onnx, files[file["name"]] = onnx[:end], onnx[end:]
    found, model = _convert(onnx, asked["name"], files)
    return json.dumps(found), model


def onnx_to_npz(data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of a model file from those of an ONNX file; raises ModelError, named after the file, in a sentence.

    files  others by name, which may hold its tensors
    """
    return _convert(bytes(data), name, files or {})[1]


def _convert(data: bytes, name: str, files: Mapping[str, bytes]) -> tuple[dict[str, Any], bytes]:
    """What is to be said about it, and the model file."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", name.removesuffix(".onnx")).strip("-") or "model"
    try:
        document = parse_model(data)
        draft = read_onnx(document, external=files)
        model = finish(draft, Wishes(stem, card={"made_by": "the page, from ONNX"}))
        unneeded = sorted(set(files) - external_names(document))
        return {"unneeded": unneeded}, write_model(model.graph, model.weights)
    except (ToolError, ModelError) as error:
        raise ModelError(f"{name}: {error}") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(f"{name}: not readable as ONNX ({type(error).__name__}: {str(error)[:200]})") from error
