"""glasscnn: small convolutional networks in plain NumPy, with every intermediate number accessible.

import glasscnn

model = glasscnn.load("gap10")
image = glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])
result = model.predict(image)
result.label, result.probabilities, result.stages["conv1"]
cell = glasscnn.explain.cell(model, result, "conv2", channel=3, row=12, column=7)
cell.value, cell.terms, cell.expression
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from glasscnn.errors import ExerciseError, InkError, ModelError, OperatorError, QuestionError, TrainingError
from glasscnn.model import Model, Result, load
from glasscnn.preprocess import ink_to_image

if TYPE_CHECKING:
    from glasscnn import explain
    from glasscnn.exercise.check import check
    from glasscnn.model.interventions import Interventions, intervene
    from glasscnn.notebook import show
    from glasscnn.training import Memory, adapt, draw_variants, teach, tiny, train
    from glasscnn.widget.widget import Widget

__all__ = [
    "ExerciseError",
    "InkError",
    "Interventions",
    "Memory",
    "Model",
    "ModelError",
    "OperatorError",
    "QuestionError",
    "Result",
    "TrainingError",
    "Widget",
    "adapt",
    "check",
    "draw_variants",
    "explain",
    "ink_to_image",
    "intervene",
    "load",
    "show",
    "teach",
    "tiny",
    "train",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what predicting does not need on first use: explanations, training, what a notebook shows."""
    if name == "explain":
        return import_module("glasscnn.explain")
    if name == "check":
        return import_module("glasscnn.exercise").check
    if name in ("Interventions", "intervene"):
        return getattr(import_module("glasscnn.model.interventions"), name)
    if name == "show":
        return import_module("glasscnn.notebook").show
    if name == "Widget":
        return widget_class()
    if name in ("Memory", "adapt", "draw_variants", "teach", "tiny", "train"):
        return getattr(import_module("glasscnn.training"), name)
    raise AttributeError(f"module 'glasscnn' has no attribute {name!r}")


def widget_class() -> Any:
    """The class `Widget`; raises ImportError with the command that installs anywidget, where that is missing."""
    try:
        return import_module("glasscnn.widget.widget").Widget
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "glasscnn":
            raise
        raise ImportError(f"glasscnn.Widget needs {error.name}: pip install 'glasscnn[widget]'") from error
