"""Writes the contenders' files: the model in their formats, the images, and the expected outputs.

Expected outputs are computed in CPython with the readable operators, so no contender checks itself.
"""

import io
import json
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper

import glasscnn
from export_tools.conversion.onnx_io.writer import write_onnx
from glasscnn.engine import OPERATORS
from tests.bench.places import ROOT

Array = npt.NDArray[np.float32]

DENSE_IMAGES = 8
STROKE_STEPS = 32
STROKE_SIZE = 5
MOST_NUMBERS = 8_000_000
"""Of all expected outputs of a workload, which a page loads at once; large networks get fewer images."""


@dataclass(frozen=True)
class Output:
    """A node whose values JavaScript can read after each call."""

    name: str
    node: str
    shape: tuple[int, ...]


def outputs_of(model: glasscnn.Model) -> list[Output]:
    """All stages that are maps, and the probabilities: the outputs of every contender on every call."""
    graph = model.graph
    shown = [stage for stage in graph.stages if len(model.shapes[stage.node]) == 3 or stage.name == "probabilities"]
    return [Output(stage.name, stage.node, tuple(model.shapes[stage.node])) for stage in shown]


def write_materials(model: glasscnn.Model, folder: Path) -> None:
    """Write all files that the contenders load for one model to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    outputs = outputs_of(model)
    most = most_images(outputs)
    images = {"dense": dense_images(model, most), "stroke": stroke_images(model, most)}
    description = {
        "image": list(model.graph.input.shape),
        "mean": list(model.graph.input.mean),
        "std": list(model.graph.input.std),
        "outputs": [{"name": output.name, "shape": output.shape} for output in outputs],
        "workloads": {name: len(batch) for name, batch in images.items()},
    }
    (folder / "model.json").write_text(json.dumps(description), "utf-8")
    (folder / "model.onnx").write_bytes(onnx_with_outputs(model, outputs))
    model.save(folder / "model.npz")
    (folder / "model.weights").write_bytes(b"".join(weights.tobytes() for weights in weights_in_order(model)))
    for name, batch in images.items():
        (folder / f"{name}.images").write_bytes(batch.tobytes())
        (folder / f"{name}.numbers").write_bytes(expected_numbers(model, batch, outputs).tobytes())


def most_images(outputs: Sequence[Output]) -> int:
    """The number of images whose outputs a page can load; at least two, which differ."""
    return max(2, MOST_NUMBERS // sum(math.prod(output.shape) for output in outputs))


def weights_in_order(model: glasscnn.Model) -> list[Array]:
    """Weight and bias of every node in order, for the hand-written network."""
    names = [f"{node.name}.{key}" for node in model.graph.nodes for key in ("weight", "bias")]
    return [np.ascontiguousarray(model.weights[name], np.float32) for name in names if name in model.weights]


def expected_numbers(model: glasscnn.Model, images: Array, outputs: Sequence[Output]) -> Array:
    """The concatenated outputs for each image: (images, numbers)."""
    readable = glasscnn.Model(model.graph, model.weights, readable=list(OPERATORS))
    rows = [readable.predict(image).stages for image in images]
    return np.stack([np.concatenate([stages[output.name].reshape(-1) for output in outputs]) for stages in rows])


def dense_images(model: glasscnn.Model, most: int = DENSE_IMAGES) -> Array:
    """At most `most` images that differ in all pixels, so that nothing can be cached: (images, C, H, W)."""
    return np.random.default_rng(1).random((min(DENSE_IMAGES, most), *model.graph.input.shape), np.float32)


def stroke_images(model: glasscnn.Model, most: int = STROKE_STEPS + 1, size: int = STROKE_SIZE) -> Array:
    """At most `most` images like those of a moving pen: each differs from the one before in `size` × `size` pixels."""
    rng = np.random.default_rng(2)
    channels, height, width = model.graph.input.shape
    image = np.zeros((channels, height, width), np.float32)
    images = [image]
    for _ in range(min(STROKE_STEPS, most - 1)):
        margin = 4 if min(height, width) >= size + 8 else 0  # away from the border, where less would change
        top, left = (int(rng.integers(margin, side - size - margin + 1)) for side in (height, width))
        image = image.copy()
        image[:, top : top + size, left : left + size] = rng.random((channels, size, size), np.float32)
        images.append(image)
    return np.stack(images)


def onnx_with_outputs(model: glasscnn.Model, outputs: Sequence[Output]) -> bytes:
    """The model as ONNX for one normalised image, with `outputs` as its outputs."""
    proto = onnx.load_from_string(write_onnx(model))
    graph = proto.graph
    graph.node.append(helper.make_node("Softmax", [model.graph.output], [model.probabilities_node], axis=1))
    graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    del graph.output[:]
    graph.output.extend(
        helper.make_tensor_value_info(output.node, TensorProto.FLOAT, [1, *output.shape]) for output in outputs
    )
    onnx.checker.check_model(proto, full_check=True)
    data: bytes = proto.SerializeToString(deterministic=True)
    return data


def package_archive() -> bytes:
    """glasscnn's sources as one archive, as the documented way of starting Pyodide unpacks them."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sorted((ROOT / "py").rglob("*.py")):
            archive.write(source, source.relative_to(ROOT / "py").as_posix())
    return data.getvalue()
