"""Reads ONNX files for the page, in its worker; part of an archive that is fetched on first use.

Needs neither torch nor compiled code; export_tools/site/runtime/onnx_pack.py lists its files.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from glasscnn.errors import ModelError
from glasscnn.model import Model, write_model
from glasscnn_import.class_names import lists_of
from glasscnn_import.errors import ConversionError, OpenShapeError
from glasscnn_import.onnx.proto import external_names, parse_model
from glasscnn_import.onnx.reader import read_onnx
from glasscnn_import.scaling import SCALINGS, Choice, Score, best_choice, scores_of, with_scaling
from glasscnn_import.to_model import ImportOptions, finish, scaling_is_known

STEPS = 2 + len(SCALINGS)
"""Of an import, at most: the network is read, each scaling of pixels is tried, the model file is written."""


class OpenSizeError(ModelError):
    """The file leaves the size of the image open: the page asks for it."""


@dataclass(frozen=True)
class Request:
    """What the page asks for.

    name      of the ONNX file
    files     {name: bytes} of the files that were chosen with it
    samples   for finding the scaling of pixels
    scaling   the name of the one that the user has chosen
    output    the name of the output that the user has chosen
    classes   the names that the user has chosen
    size      height and width that the user has given, if the file leaves them open
    """

    name: str
    files: Mapping[str, bytes]
    samples: list[Mapping[str, Any]]
    scaling: str | None = None
    output: str | None = None
    classes: tuple[str, ...] = ()
    size: tuple[int, int] | None = None


class Import:
    """The import of an ONNX file in steps, so that the page can say how far it is."""

    def __init__(self, data: bytes, arguments: str) -> None:
        """`data` is the ONNX file, followed by those that were chosen with it.

        `arguments` is JSON: the fields of a Request, with the `name` and `size` of each file.
        """
        asked = json.loads(arguments)
        onnx, files = bytes(data), {}
        for file in reversed(asked["files"]):
            end = len(onnx) - file["size"]
            onnx, files[file["name"]] = onnx[:end], onnx[end:]
        known = {key: asked[key] for key in ("scaling", "output") if asked.get(key)}
        size = tuple(asked["size"]) if asked.get("size") else None
        request = Request(asked["name"], files, asked["samples"], **known, classes=tuple(asked.get("classes") or ()))
        self._steps = _import(onnx, replace(request, size=size))
        self.done = 0
        self.report, self.file = "", b""

    def step(self) -> bool:
        """Do the next step; returns whether there are more. At the end `report` and `file` are there.

        `report` is JSON: the names of files that are `unneeded`; the `precision` of the file's numbers (`Draft`);
        `output`, the name of the one that was `taken` and of the `others`, or null if there is only one; `scaling`, or
        null if the file itself states it: which one was `taken`, which one the samples suggest (`advised`), whether the
        network reads the samples with that (`isRead`), and for each one by name its `mean` and `std` of each channel,
        and the number of samples read `right` (null if the samples do not apply); `classes`, or null if the file itself
        states them: the `lists` of so many names; `head`: what the network's own output is.
        """
        report, file = next(self._steps)
        self.done += 1
        if report is not None:
            self.report, self.file = json.dumps(report), file
        return report is None


def read(data: bytes, arguments: str) -> tuple[str, bytes]:
    """The report and the model file of an Import, in one go; raises ModelError."""
    steps = Import(data, arguments)
    while steps.step():
        pass
    return steps.report, steps.file


def external_files(data: bytes, arguments: str) -> str:
    """The names of the files with external tensors that an ONNX file needs, as JSON; raises ModelError.

    arguments  JSON: the `name` of the file
    """
    with _named(json.loads(arguments)["name"]):
        return json.dumps(sorted(external_names(parse_model(bytes(data)))))


def onnx_to_npz(data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of a model file for those of an ONNX file; raises ModelError, which starts with the file's name.

    files  {name: bytes} of files with external tensors
    """
    *_, (_, file) = _import(bytes(data), Request(name, files or {}, []))
    return file


def _import(data: bytes, asked: Request) -> Iterator[tuple[dict[str, Any] | None, bytes]]:
    """The steps of an import: nothing but the last, which has the report and the model file."""
    with _named(asked.name):
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", asked.name.removesuffix(".onnx")).strip("-") or "model"
        options = ImportOptions(stem, classes=asked.classes, card={"made_by": "the page, from ONNX"})
        document = parse_model(data)
        shape = (0, *asked.size) if asked.size else None
        draft = read_onnx(document, shape, external=asked.files, output=asked.output)
        model = finish(draft, options)
        report: dict[str, Any] = {
            "unneeded": sorted(set(asked.files) - external_names(document)),
            "precision": draft.precision,
            "output": {"taken": draft.tensor, "others": draft.others} if draft.others else None,
            "scaling": None,
            "classes": None if draft.metadata.get("classes") else {"lists": lists_of(len(model.graph.classes))},
            "head": draft.output_kind,
        }
        yield None, b""
        if not scaling_is_known(draft, options):
            scores: list[tuple[str, Score]] = []
            for score in scores_of(model, asked.samples):
                scores.append(score)
                yield None, b""
            model, report["scaling"] = _scaled(model, best_choice(scores), asked.scaling)
        yield report, write_model(model.graph, model.weights, compressed=False)


def _scaled(model: Model, choice: Choice, wanted: str | None) -> tuple[Model, dict[str, Any]]:
    """The model with the wanted scaling, or the advised one; and what the report says of it."""
    taken = next((known for known in SCALINGS if known.name == wanted), choice.scaling)
    channels = model.graph.input.shape[0]
    candidates = {}
    for scaling in SCALINGS:
        mean, std = scaling.per_channel(channels)
        score = choice.scores.get(scaling.name)
        candidates[scaling.name] = {"mean": mean, "std": std, "right": score.right if score else None}
    return with_scaling(model, taken), {
        "taken": taken.name,
        "advised": choice.scaling.name,
        "isRead": choice.reads_digits,
        "candidates": candidates,
    }


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Turn the errors of an import into a ModelError that begins with the file's name."""
    try:
        yield
    except OpenShapeError as error:
        raise OpenSizeError(f"{name}: {error}") from error
    except (ConversionError, ModelError) as error:
        raise ModelError(f"{name}: {error}") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(f"{name}: not readable as ONNX ({type(error).__name__}: {str(error)[:200]})") from error
