"""Cells of text and code for a reading: the model, the drawing, the operators, and one line for each node.

The code needs only NumPy and computes every number that the page displays.
"""

import base64
import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.codegen.operator_source import operator_sources
from glasscnn.engine import Graph, Node
from glasscnn.model import Model, write_model
from glasscnn.names import distinct, one_line, slug

Array = npt.NDArray[np.float32]

MAX_EMBEDDED = 3 * 2**20
"""Bytes. Larger model files are not embedded; they must lie beside the script."""


@dataclass(frozen=True)
class Drawing:
    """The strokes on a pad of 280 × 280, or none for a picture, and how they were converted to the image."""

    strokes: Sequence[Array]
    brush: float
    centre: bool


@dataclass(frozen=True)
class Cell:
    """A part of a notebook: a heading, which may come from the model file, a text below it, and code."""

    heading: str
    text: str
    code: str


def cells_of(model: Model, stages: Mapping[str, Array], drawing: Drawing) -> list[Cell]:
    """The cells for a reading; `stages` maps names to values, the image first, the probabilities last."""
    graph = model.graph
    return [
        Cell(
            graph.title,
            "What the page shows: the model, the drawing and every number, with plain NumPy.",
            "import base64\nimport io\nimport json\nimport math\nfrom collections.abc import Callable, Sequence\n"
            "from pathlib import Path\n\nimport numpy as np\nimport numpy.typing as npt",
        ),
        Cell("The model", "", "\n".join(model_code(model))),
        Cell("The drawing, and the image that the network gets", "", "\n".join(drawing_code(stages, graph, drawing))),
        Cell("The operators, in textbook form", "", operator_sources(node.op for node in graph.nodes)),
        Cell("The network, node by node", "", "\n".join(network_code(graph, model.weights))),
        Cell("The prediction", "", "\n".join(answer_code(graph, stages))),
    ]


def model_code(model: Model) -> Iterator[str]:
    """Lines that load the weights from a file beside the script or from the embedded copy."""
    data = write_model(model.graph, model.weights)
    yield f"MODEL = Path({f'{slug(model.graph.name)}.npz'!r})"
    if len(data) <= MAX_EMBEDDED:
        yield 'COPY = """'
        yield from textwrap.wrap(base64.b64encode(data).decode(), 116)
        yield '"""'
        yield "file = np.load(MODEL if MODEL.is_file() else io.BytesIO(base64.b64decode(COPY)), allow_pickle=False)"
    else:
        yield "file = np.load(MODEL, allow_pickle=False)  # too large to embed: save the model beside this file"
    yield 'graph = json.loads(file["graph"].tobytes())'
    yield 'weights = {name: file[name].astype(np.float32) for name in file.files if name != "graph"}'


def drawing_code(stages: Mapping[str, Array], graph: Graph, drawing: Drawing) -> Iterator[str]:
    """Lines with the strokes and the exact image."""
    image = stages[graph.input.name]
    if drawing.strokes:
        yield "# Strokes of x, y on a pad of 280 × 280, y down. The package glasscnn converts them to the image:"
        yield f"# glasscnn.ink_to_image(strokes, brush={drawing.brush:g}, centre={drawing.centre})"
        yield "strokes = ["
        for stroke in drawing.strokes:
            points = ", ".join(f"({x:g}, {y:g})" for x, y in stroke.tolist())
            yield from textwrap.wrap(f"[{points}],", 112, initial_indent="    ", subsequent_indent="     ")
        yield "]"
    else:
        yield "# The image was made from a picture."
    yield 'image = np.frombuffer(base64.b64decode("""'
    yield from textwrap.wrap(base64.b64encode(np.ascontiguousarray(image, "<f4").tobytes()).decode(), 116)
    yield f'"""), "<f4").reshape({image.shape})  # 0 is paper, 1 is ink'


def network_code(graph: Graph, weights: Mapping[str, Array]) -> Iterator[str]:
    """One line for each node."""
    mean, std = (", ".join(f"{value!r}" for value in values) for values in (graph.input.mean, graph.input.std))
    yield f"mean, std = (np.array(v, np.float32)[:, None, None] for v in ([{mean}], [{std}]))"
    yield f"x = {{{graph.input.name!r}: (image[None] - mean) / std}}  # (N, C, H, W)"
    for node in graph.nodes:
        yield f"x[{node.name!r}] = {call(node, [name for name in weights if name.rpartition('.')[0] == node.name])}"
    values = ["image", *(f"x[{stage.node!r}][0]" for stage in graph.stages)]
    names = distinct([graph.input.name, *(stage.name for stage in graph.stages)])
    yield "stages = {"
    yield from (f"    {name!r}: {value}," for name, value in zip(names, values, strict=True))
    yield "}"


def call(node: Node, arrays: Sequence[str]) -> str:
    """The call of a node's operator as source code."""
    inputs = [f"x[{source!r}]" for source in node.inputs]
    learned = [f"{name.rpartition('.')[2]}=weights[{name!r}]" for name in arrays]
    attributes = [f"{key}={value!r}" for key, value in node.attributes.items()]
    return f"{node.op}({', '.join([*inputs, *learned, *attributes])})"


def answer_code(graph: Graph, stages: Mapping[str, Array]) -> Iterator[str]:
    """Lines that print the prediction and its difference from the one on the page."""
    probabilities = list(stages.values())[-1]
    shown = ", ".join(f"{value:.9g}" if math.isfinite(value) else "np.nan" for value in probabilities.tolist())
    yield f"classes = {[one_line(name) for name in graph.classes]!r}"
    yield "probabilities = list(stages.values())[-1]"
    yield f"shown = np.array([{shown}])  # by the page"
    yield 'print("reads", classes[probabilities.argmax()], f"with {probabilities.max():.1%}")'
    yield "for name, maps in stages.items():"
    yield '    print(f"{name:16} {str(maps.shape):16} largest {maps.max():.4f}")'
    yield 'print(f"farthest from the page\'s probabilities: {np.abs(probabilities - shown).max():.1e}")'
