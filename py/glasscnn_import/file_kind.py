"""Recognises files that are no ONNX by their contents, and says what helps."""

import io
import json
import zipfile
from collections.abc import Collection, Mapping

EXPORT = 'torch.onnx.export(network, image, "model.onnx")'
IMPORT = "python -m export_tools import"
KERAS = 'in Keras 3 with model.export("model.onnx", format="onnx"), or with python -m tf2onnx.convert'

HDF5 = b"\x89HDF\r\n\x1a\n"
BEGINNINGS: Mapping[bytes, str] = {
    b"version https://git-lfs": "a Git LFS pointer instead of the model: fetch the file itself with git lfs pull, or"
    " download it from its page",
    HDF5: f"an HDF5 file, as Keras saves it (.h5): convert it to ONNX {KERAS} --keras",
    b"GGUF": "a language model (GGUF); expected a network for images as ONNX",
    b"\x93NUMPY": "a single array of NumPy; expected a network as ONNX",
    b"\x89PNG": "a picture; expected a network as ONNX",
    b"\xff\xd8\xff": "a picture (JPEG); expected a network as ONNX",
    b"GIF8": "a picture (GIF); expected a network as ONNX",
    b"RIFF": "a picture or a sound (RIFF); expected a network as ONNX",
    b"%PDF": "a PDF; expected a network as ONNX",
    b"\x1f\x8b": "compressed by gzip: unpack it and choose the .onnx in it",
    b"7z\xbc\xaf": "an archive (7z): unpack it and choose the .onnx in it",
    b"Rar!": "an archive (RAR): unpack it and choose the .onnx in it",
}
"""{the first bytes of a file: what it is, and what helps}."""

AT_4: Mapping[bytes, str] = {
    b"TFL3": "TensorFlow Lite: convert it with python -m tf2onnx.convert --tflite model.tflite --output model.onnx",
    b"ORTM": "ONNX Runtime's own format (.ort): use the .onnx that it was made from",
    b"ftyp": "a picture or a video (HEIC, AVIF, MP4); expected a network as ONNX",
}
"""The same for the bytes from the fourth on."""

ARCHIVES: Mapping[str, str] = {
    "pt2": f"a program of torch.export (.pt2): convert it with {IMPORT} model.pt2, or save the network with {EXPORT}",
    "torchscript": f"TorchScript: convert it with {IMPORT} model.pt, or save the network with {EXPORT}",
    "checkpoint": "weights of PyTorch (a state_dict) without a network: convert both with"
    f" {IMPORT} module:factory --state-dict weights.pt, or save the network with {EXPORT}",
    "keras": f"a model of Keras (.keras): convert it to ONNX {KERAS} --keras, or with {IMPORT} model.keras",
    "savedmodel": "a SavedModel of TensorFlow: convert it with python -m tf2onnx.convert --saved-model folder"
    " --output model.onnx",
    "onnx": "an archive with an .onnx in it: unpack it and choose the .onnx, with the files of its weights",
    "glasscnn": "a model file of glasscnn's own; expected a network from PyTorch, Keras or ONNX",
}
"""{kind of archive: what it is, and what helps}."""

LONGEST_TEXT = 512


def is_hdf5(data: bytes) -> bool:
    """Whether a file is HDF5, in which Keras saved its models until version 2."""
    return data.startswith(HDF5)


def foreign_kind(data: bytes) -> str | None:
    """What a file is and what helps; None if it may be ONNX."""
    for beginning, sentence in BEGINNINGS.items():
        if data.startswith(beginning):
            return sentence
    if data.startswith(b"PK"):
        return _archive_sentence(data)
    if data[4:8] in AT_4:
        return AT_4[data[4:8]]
    if data[:1] == b"\x80" and data[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return (
            "a pickle, as older versions of PyTorch and scikit-learn save it; refused, since reading it could run code:"
            f" save the network with {EXPORT} or torch.export, in scikit-learn with skl2onnx"
        )
    if data[8:9] == b"{" and int.from_bytes(data[:8], "little") < len(data):
        return f"weights without a network (safetensors): load them into the network, then save it with {EXPORT}"
    return _text_kind(data)


def archive_kind(names: Collection[str]) -> str | None:
    """The kind of archive with files of these names, a key of ARCHIVES; None if it is unknown."""
    inner = {name.partition("/")[2] for name in names}
    if "serialized_exported_program.json" in names or any(name.startswith("models/") for name in inner):
        return "pt2"
    if "constants.pkl" in inner:
        return "torchscript"
    if "data.pkl" in inner:
        return "checkpoint"
    if "graph.npy" in names:
        return "glasscnn"
    if {"config.json", "model.weights.h5"} <= set(names):
        return "keras"
    if any(name.rpartition("/")[2] == "saved_model.pb" for name in names):
        return "savedmodel"
    return "onnx" if any(name.lower().endswith(".onnx") for name in names) else None


def _archive_sentence(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        return f"a damaged archive ({error}): copy or export it again"
    kind = archive_kind(names)
    return ARCHIVES[kind] if kind else "an archive of another kind; expected a network as ONNX"


def _text_kind(data: bytes) -> str | None:
    """The kind of a file that is text."""
    begin = data[:LONGEST_TEXT]
    try:
        text = begin.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(begin) - 3:  # the cut may lie within a character
            return None
        text = begin[: error.start].decode("utf-8-sig")
    if not text or any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text):
        return None
    lower = text.lstrip().lower()
    if lower.startswith(("<!doctype html", "<html")):
        return (
            "a web page instead of the model: the address was that of a page about the file; download the file itself"
        )
    if lower.startswith("{") and ('"modeltopology"' in lower or '"layers-model"' in lower or '"graph-model"' in lower):
        return (
            "a model of TensorFlow.js: convert it to Keras with tensorflowjs_converter, and that to ONNX with"
            " python -m tf2onnx.convert"
        )
    return f"text, which begins with {json.dumps(text.strip()[:40], ensure_ascii=False)}; expected a network as ONNX"
