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

from glasscnn.errors import InkError, ModelError, QuestionError
from glasscnn.model import Model, Result, load
from glasscnn.preprocess import ink_to_image

if TYPE_CHECKING:
    from glasscnn import explain
    from glasscnn.notebook import show

__all__ = ["InkError", "Model", "ModelError", "QuestionError", "Result", "explain", "ink_to_image", "load", "show"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `explain` and `show` on first use: predicting does not need them."""
    if name == "explain":
        return import_module("glasscnn.explain")
    if name == "show":
        return import_module("glasscnn.notebook").show
    raise AttributeError(f"module 'glasscnn' has no attribute {name!r}")
