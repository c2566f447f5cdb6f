"""Data for training and evaluation: MNIST, pen strokes (pendigits), and the user's own images."""

from export_tools.data.folder import find_images, stream_images
from export_tools.data.idx import read_idx, stream_idx_pair
from export_tools.data.labelled import LabelledImages
from export_tools.data.mnist import load_mnist
from export_tools.data.pendigits import (
    ALL_WRITERS,
    CHOICE_WRITERS,
    HELD_OUT_WRITERS,
    PenDigit,
    load_pendigits,
    read_pendigits,
)
from export_tools.data.trays import load_trays

__all__ = [
    "ALL_WRITERS",
    "CHOICE_WRITERS",
    "HELD_OUT_WRITERS",
    "LabelledImages",
    "PenDigit",
    "find_images",
    "load_mnist",
    "load_pendigits",
    "load_trays",
    "read_idx",
    "read_pendigits",
    "stream_idx_pair",
    "stream_images",
]
