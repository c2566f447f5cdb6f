"""The metadata in our own ONNX and TorchScript files, which makes the round trip lossless."""

import json
from typing import Any

from glasscnn.engine.graph import Graph
from glasscnn_import.errors import ConversionError

KEY = "glasscnn"


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
    """The fields of that JSON text; raises ConversionError if it is damaged."""
    try:
        fields = json.loads(text)
        numbers = {key: [float(value) for value in fields.get(key, ())] for key in ("mean", "std")}
        texts = {key: str(fields.get(key, "")) for key in ("title", "description", "answer")}
        stages = [(str(name), str(node), str(title)) for name, node, title in fields.get("stages", ())]
        nodes = [str(name) for name in fields.get("nodes", ())]
        classes = [str(name) for name in fields.get("classes", ())]
        card = dict(fields.get("card", {}))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ConversionError(f"the file's metadata {KEY!r} is damaged ({error})") from error
    return {**numbers, **texts, "stages": stages, "classes": classes, "card": card, "nodes": nodes}
