"""What the page calls to read an ONNX file: in its worker, in a pack that is fetched when somebody first asks for it.

Free of torch and of compiled code; site/onnx_pack.py lists the modules that it needs.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from glasscnn.errors import ModelError
from glasscnn.model import write_model
from glasscnn_import.errors import ConversionError
from glasscnn_import.onnx.proto import external_names, parse_model
from glasscnn_import.onnx.reader import read_onnx
from glasscnn_import.scaling import SCALINGS, Samples, choose_scaling, with_scaling
from glasscnn_import.to_model import ImportOptions, finish, says_scaling


def read(data: bytes, arguments: str) -> tuple[str, bytes]:
    """What the page is told, as JSON, and the bytes of a model file; raises ModelError.

    data       the ONNX file, followed by the files that were chosen with it
    arguments  JSON: the ONNX file's `name`; the `name` and `size` of each of the other `files`; the `samples` that are
               read to find out how pixels are scaled; the name of the `scaling` that a person has chosen, or null

    The page is told the names of files that are `unneeded`; and of `scaling` which was taken, which the samples advise,
    and how many of them are read right under each (none where they say nothing); null where the file itself says it.
    """
    asked = json.loads(arguments)
    onnx, files = bytes(data), {}
    for file in reversed(asked["files"]):
        end = len(onnx) - file["size"]
        onnx, files[file["name"]] = onnx[:end], onnx[end:]
    found, model = _convert(onnx, asked["name"], files, asked["samples"], asked["scaling"])
    return json.dumps(found), model


def onnx_to_npz(data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of a model file from those of an ONNX file; raises ModelError, named after the file, in a sentence.

    files  others by name, which may hold its tensors
    """
    return _convert(bytes(data), name, files or {}, [], None)[1]


def _convert(
    data: bytes, name: str, files: Mapping[str, bytes], samples: Samples, scaling: str | None
) -> tuple[dict[str, Any], bytes]:
    """What is to be said about it, and the model file."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", name.removesuffix(".onnx")).strip("-") or "model"
    options = ImportOptions(stem, card={"made_by": "the page, from ONNX"})
    try:
        document = parse_model(data)
        draft = read_onnx(document, external=files)
        model = finish(draft, options)
        found: dict[str, Any] = {"unneeded": sorted(set(files) - external_names(document)), "scaling": None}
        if not says_scaling(draft, options):
            choice = choose_scaling(model, samples)
            taken = next((known for known in SCALINGS if known.name == scaling), choice.scaling)
            model = with_scaling(model, taken)
            right = {known: score.right for known, score in choice.scores.items()}
            advised = choice.scaling.name
            found["scaling"] = {"taken": taken.name, "advised": advised, "isRead": choice.is_read, "right": right}
        return found, write_model(model.graph, model.weights)
    except (ConversionError, ModelError) as error:
        raise ModelError(f"{name}: {error}") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(f"{name}: not readable as ONNX ({type(error).__name__}: {str(error)[:200]})") from error
