"""The bundled models as ONNX files without our metadata, for any scaling of pixels."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

import glasscnn
from export_tools.conversion.onnx_io.writer import write_onnx

PROJECT = Path(__file__).resolve().parents[2]
SAMPLES = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text("utf-8"))["digits"]

SCALINGS = {
    "unit": (0, 1),
    "mnist": (0.1307, 0.3081),
    "signed": (0.5, 0.5),
    "bytes": (0, 1 / 255),
    "inverted": (1, -1),
}
"""{name: (mean, std)} of the network's input (x − mean) / std."""


def sample_images() -> np.ndarray:
    """The ten sample digits, (10, 1, 28, 28)."""
    strokes = [[np.array(stroke)[:, :2] for stroke in sample["strokes"]] for sample in SAMPLES]
    return np.stack([glasscnn.ink_to_image(digit) for digit in strokes])


def plain_onnx(name: str, scaling: str) -> bytes:
    """The model of that name for pixels with that scaling."""
    model = glasscnn.load(PROJECT / "weights" / f"{name}.npz")
    mean, std = {**SCALINGS, "imagenet": (0.449, 0.226)}[scaling]
    file = onnx.load_from_string(write_onnx(model))
    del file.metadata_props[:]
    own_mean, own_std = model.graph.input.mean[0], model.graph.input.std[0]
    if (mean, std) != (own_mean, own_std):
        factors = {"factor": std / own_std, "offset": (mean - own_mean) / own_std}
        for node in file.graph.node:
            node.input[:] = ["rescaled" if source == "image" else source for source in node.input]
        file.graph.node.insert(0, helper.make_node("Mul", ["image", "factor"], ["product"]))
        file.graph.node.insert(1, helper.make_node("Add", ["product", "offset"], ["rescaled"]))
        for key, value in factors.items():
            file.graph.initializer.append(numpy_helper.from_array(np.array(value, np.float32), key))
    data: bytes = file.SerializeToString()
    return data
