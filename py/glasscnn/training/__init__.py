"""Training in plain NumPy: a network learns from images, step by step, and every step can be looked at."""

from glasscnn.training.adam import Adam
from glasscnn.training.loop import DivergenceError, Step, train
from glasscnn.training.loss import cross_entropy
from glasscnn.training.memory import Memory
from glasscnn.training.sgd import Sgd
from glasscnn.training.teaching import adapt, last_layer, teach, with_class
from glasscnn.training.tiny_network import tiny
from glasscnn.training.tray import Tray, read_tray
from glasscnn.training.tray_training import TrayTraining, train_on_tray, train_tiny
from glasscnn.training.validation import Validation
from glasscnn.training.variants import draw_variants

__all__ = [
    "Adam",
    "DivergenceError",
    "Memory",
    "Sgd",
    "Step",
    "Tray",
    "TrayTraining",
    "Validation",
    "adapt",
    "cross_entropy",
    "draw_variants",
    "last_layer",
    "read_tray",
    "teach",
    "tiny",
    "train",
    "train_on_tray",
    "train_tiny",
    "with_class",
]
