"""glasscnn: a small convolutional network in plain NumPy that one can look into."""

from glasscnn.errors import InkError, ModelError
from glasscnn.preprocess import ink_to_image

__all__ = ["InkError", "ModelError", "ink_to_image"]
__version__ = "0.1.0"
