"""glasscnn: a small convolutional network in plain NumPy that one can look into.

import glasscnn

model = glasscnn.load("weights/gap10.npz")
image = glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])
result = model.predict(image)
result.label, result.probabilities, result.stages["conv1"]
"""

from glasscnn.errors import InkError, ModelError
from glasscnn.model import Model, Result, load
from glasscnn.preprocess import ink_to_image

__all__ = ["InkError", "Model", "ModelError", "Result", "ink_to_image", "load"]
__version__ = "0.1.0"
