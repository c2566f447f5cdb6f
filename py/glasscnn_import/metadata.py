"""The metadata in our own ONNX and TorchScript files, which makes the round trip lossless."""

import json
from typing import Any

from glasscnn.engine.graph import Graph
from glasscnn.errors import ModelError
from glasscnn.model.graph_json import parse_json
from glasscnn.model.limits import MAX_DESCRIPTION, MAX_NAME, MAX_TITLE
from glasscnn.names import one_line
from glasscnn_import.errors import ConversionError

KEY = "glasscnn"
TEXTS = {"title": MAX_TITLE, "description": MAX_DESCRIPTION, "answer": MAX_NAME}


def metadata_of(graph: Graph) -> str:
    """The JSON text for a file's metadata."""
    return json.dumps(
        {
            "title": graph.title,
            "description": graph.description,
            "mean": graph.input.mean,
            "std": graph.input.std,
            "classes": graph.classes,
            "answer": graph.answer,
            "stages": [(stage.name, stage.node, stage.title) for stage in graph.stages],
            "card": dict(graph.card),
            "nodes": [node.name for node in graph.nodes],
        },
        ensure_ascii=False,
    )


def parse_metadata(text: str) -> dict[str, Any]:
    """The fields of that JSON text, names as one line each; raises ConversionError if it is damaged."""
    try:
        fields = parse_json(f"metadata {KEY!r}", text)
        numbers = {key: [float(value) for value in fields.get(key, ())] for key in ("mean", "std")}
        texts = {key: one_line(str(fields.get(key, "")))[:most] for key, most in TEXTS.items()}
        stages = [
            (one_line(str(name)), str(node), one_line(str(title))) for name, node, title in fields.get("stages", ())
        ]
        nodes = [str(name) for name in fields.get("nodes", ())]
        classes = [one_line(str(name)) for name in fields.get("classes", ())]
        card = dict(fields.get("card", {}))
    except ModelError as error:
        raise ConversionError(f"the file's {error}") from error
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ConversionError(f"the file's metadata {KEY!r} is damaged ({error})") from error
    return {**numbers, **texts, "stages": stages, "classes": classes, "card": card, "nodes": nodes}
