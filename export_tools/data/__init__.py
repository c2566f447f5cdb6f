"""Digits to train on and to measure with: MNIST's images, people's pen strokes, and images of one's own."""

from export_tools.data.folder import read_image_folder
from export_tools.data.idx import read_idx, read_idx_pair
from export_tools.data.labelled import LabelledImages
from export_tools.data.mnist import load_mnist
from export_tools.data.pendigits import HELD_OUT_WRITERS, PenDigit, load_pendigits, read_pendigits

__all__ = [
    "HELD_OUT_WRITERS",
    "LabelledImages",
    "PenDigit",
    "load_mnist",
    "load_pendigits",
    "read_idx",
    "read_idx_pair",
    "read_image_folder",
    "read_pendigits",
]
