"""Models as large as the page shows them: one of images of 224 × 224 pixels, and its pictures; others at the limits."""

import base64
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.palette import Palette
from glasscnn.bridge.stage_canvas import StageCanvas
from glasscnn.bridge.stage_views import MAX_CLASSES, layout
from glasscnn.colormap import value_range
from glasscnn.engine import Graph, Input, Stage, whole
from glasscnn.model import write_model
from glasscnn.model.limits import MAX_STAGES, MAX_TITLE
from tests.browser.support.made_models import DIGITS, HALVED, IMAGE, Maker
from tests.browser.support.visitor import Visitor

POOLING = {**HALVED, "dilation": [1, 1], "ceil_mode": False}

Pixels = npt.NDArray[np.uint8]  # (height, width, 4): RGBA


def large_model() -> bytes:
    """Three convolutions on 3 × 224 × 224 with poolings between them: 36 million multiplications."""
    make = Maker()
    source, channels = "image", 3
    for number, maps in enumerate((8, 16, 24), start=1):
        make.convolution(f"conv{number}", source, channels, maps)
        source, channels = make.add(f"relu{number}", "relu", f"conv{number}"), maps
        if number < 3:
            source = make.add(f"pool{number}", "max_pool2d", source, **POOLING)
    make.answer(source, channels)
    names = ("relu1", "pool1", "relu2", "pool2", "relu3", "gap", "logits", "probabilities")
    image = Input("image", (3, 224, 224), (0.5,) * 3, (0.5,) * 3)
    stages = tuple(Stage(name, name, name.capitalize()) for name in names)
    return write_model(
        Graph("large", "Large", "", image, tuple(make.nodes), "logits", DIGITS, stages, {}), make.weights
    )


def stage_values(visitor: Visitor, name: str) -> npt.NDArray[np.float32]:
    """The values of a stage of the drawing, from the page's API."""
    reply: dict[str, Any] = visitor.page.evaluate(
        """async (name) => {
          const { shape, data } = (await glasscnn.setStrokes(glasscnn.getState().strokes)).stages[name];
          const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
          let text = "";
          for (let at = 0; at < bytes.length; at += 8192) {
            text += String.fromCharCode(...bytes.subarray(at, at + 8192));
          }
          return { shape, data: btoa(text) };
        }""",
        name,
    )
    return np.frombuffer(base64.b64decode(reply["data"]), np.float32).reshape(reply["shape"]).copy()


def canvas_pixels(visitor: Visitor, name: str) -> Pixels:
    """All pixels of a canvas."""
    found: dict[str, Any] = visitor.part(name).evaluate(
        """(canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let text = "";
          for (let at = 0; at < data.length; at += 8192) {
            text += String.fromCharCode(...data.subarray(at, at + 8192));
          }
          return { width: canvas.width, height: canvas.height, data: btoa(text) };
        }"""
    )
    return np.frombuffer(base64.b64decode(found["data"]), np.uint8).reshape(found["height"], found["width"], 4)


def maps_on(picture: Pixels, shape: tuple[int, ...], columns: int, scale: int) -> list[Pixels]:
    """The maps on a stage's canvas, in their order."""
    maps, height, width = (shape[0], -(-shape[1] // scale), -(-shape[2] // scale))
    gap = layout(shape)[1] // scale
    corners = [(number // columns * (height + gap), number % columns * (width + gap)) for number in range(maps)]
    return [picture[top : top + height, left : left + width] for top, left in corners]


def painted(values: npt.NDArray[np.float32], scale: int) -> list[Pixels]:
    """The maps of a ReLU's or a pooling's stage as CPython paints them."""
    columns, gap = layout(values.shape)
    canvas = StageCanvas(values, columns, gap)
    canvas.resize(scale)
    pixels = np.zeros(canvas.length, np.uint8)
    canvas.painter.attach(pixels)
    _, height, width = values.shape
    canvas.paint(whole(height, width), Palette().colours["sequential"], *value_range(values, signed=False), True)
    return maps_on(pixels.reshape(canvas.painter.height, canvas.painter.width, 4), values.shape, columns, scale)


def as_many_classes_as_the_page_shows() -> bytes:
    """A thousand classes with long names."""
    make = Maker()
    make.add("gap", "global_avg_pool2d", "image")
    make.layer("logits", (MAX_CLASSES, 1))
    make.add("logits", "linear", "gap")
    classes = tuple(f"{number:04} {'long name ' * 19}"[:MAX_TITLE].strip() for number in range(MAX_CLASSES))
    graph = Graph("classes", "Classes", "", IMAGE, tuple(make.nodes), "logits", classes, (), {})
    return write_model(graph, make.weights)


def as_many_stages_as_a_file_has() -> bytes:
    """A chain of a hundred stages, each of four maps."""
    make = Maker()
    source = make.convolution("conv", "image", 1, 4)
    for number in range(MAX_STAGES - 1):
        source = make.add(f"tanh{number}", "tanh", source)
    make.answer(source, 4)
    stages = tuple(Stage(node.name, node.name, f"Stage {node.name}") for node in make.nodes[: MAX_STAGES - 1])
    graph = Graph("stages", "Stages", "", IMAGE, tuple(make.nodes), "logits", DIGITS, stages, {})
    return write_model(graph, make.weights)
