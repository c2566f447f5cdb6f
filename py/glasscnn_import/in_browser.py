"""Reads ONNX files for the page, in its worker; part of an archive that is fetched on first use.

Needs neither torch nor compiled code; export_tools/site/runtime/onnx_pack.py lists its files.
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
from glasscnn_import.to_model import ImportOptions, finish, scaling_is_known


def read(data: bytes, arguments: str) -> tuple[str, bytes]:
    """A JSON report and the bytes of a model file; raises ModelError.

    data       the ONNX file, followed by the files that were chosen with it
    arguments  JSON: the `name` of the ONNX file; the `name` and `size` of each of the other `files`; the `samples` for
               finding the scaling of pixels; the name of the `scaling` and of the `output` that the user has chosen, or
               null

    The report has the names of files that are `unneeded`; the `precision` of the file's numbers (`Draft`); `output`,
    the name of the one that was `taken` and of the `others`, or null if there is only one; and `scaling`: which one was
    `taken`, which one the samples suggest (`advised`), whether the network reads the samples with that (`isRead`), and
    the number of samples read `right` with each (empty if the samples do not apply). `scaling` is null if the file
    itself states it.
    """
    asked = json.loads(arguments)
    onnx, files = bytes(data), {}
    for file in reversed(asked["files"]):
        end = len(onnx) - file["size"]
        onnx, files[file["name"]] = onnx[:end], onnx[end:]
    report, model = _convert(onnx, asked["name"], files, asked["samples"], asked["scaling"], asked.get("output"))
    return json.dumps(report), model


def onnx_to_npz(data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of a model file for those of an ONNX file; raises ModelError, which starts with the file's name.

    files  {name: bytes} of files with external tensors
    """
    return _convert(bytes(data), name, files or {}, [], None)[1]


def _convert(
    data: bytes,
    name: str,
    files: Mapping[str, bytes],
    samples: Samples,
    scaling: str | None,
    output: str | None = None,
) -> tuple[dict[str, Any], bytes]:
    """The report and the model file of `read`."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", name.removesuffix(".onnx")).strip("-") or "model"
    options = ImportOptions(stem, card={"made_by": "the page, from ONNX"})
    try:
        document = parse_model(data)
        draft = read_onnx(document, external=files, output=output)
        model = finish(draft, options)
        report: dict[str, Any] = {
            "unneeded": sorted(set(files) - external_names(document)),
            "precision": draft.precision,
            "output": {"taken": draft.tensor, "others": draft.others} if draft.others else None,
            "scaling": None,
        }
        if not scaling_is_known(draft, options):
            choice = choose_scaling(model, samples)
            taken = next((known for known in SCALINGS if known.name == scaling), choice.scaling)
            model = with_scaling(model, taken)
            right = {known: score.right for known, score in choice.scores.items()}
            advised = choice.scaling.name
            report["scaling"] = {"taken": taken.name, "advised": advised, "isRead": choice.reads_digits, "right": right}
        return report, write_model(model.graph, model.weights, compressed=False)
    except (ConversionError, ModelError) as error:
        raise ModelError(f"{name}: {error}") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(f"{name}: not readable as ONNX ({type(error).__name__}: {str(error)[:200]})") from error
