"""The test sets that a model can be evaluated on, as lazily created batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from export_tools.data import (
    ALL_WRITERS,
    LabelledImages,
    PenDigit,
    find_images,
    load_mnist,
    load_pendigits,
    stream_idx_pair,
    stream_images,
)
from export_tools.data.mnist import DIGITS
from export_tools.errors import ToolError
from glasscnn import Model, ink_to_image

BATCH = 25
"""Images in a batch: as many as `Model.probabilities` computes at a time, or a multiple."""


@dataclass(frozen=True)
class TestSet:
    """A test set: its name, its batches, and the number of images if that is known."""

    name: str
    batches: Iterator[LabelledImages]
    images: int | None


def mnist_test(model: Model, data_dir: Path | None) -> TestSet:
    """MNIST's 10,000 test images."""
    check_digits(model)
    mnist = load_mnist("test", data_dir)
    starts = range(0, len(mnist), BATCH)
    batches = (
        LabelledImages(mnist.images[start : start + BATCH], mnist.labels[start : start + BATCH], mnist.classes)
        for start in starts
    )
    return TestSet("MNIST test", batches, len(mnist))


def pen_strokes(model: Model, data_dir: Path | None, *, centre: bool, writers: frozenset[int]) -> TestSet:
    """Pendigits of `writers`, drawn by `ink_to_image`."""
    check_digits(model)
    digits = [digit for digit in load_pendigits(data_dir) if digit.writer in writers]
    who = "all 30 writers" if writers == ALL_WRITERS else f"{len(writers)} unseen writers"
    name = f"pen strokes, {'centred' if centre else 'as drawn'}, {who}"
    return TestSet(name, draw_batches(digits, centre=centre), len(digits))


def draw_batches(digits: Sequence[PenDigit], *, centre: bool) -> Iterator[LabelledImages]:
    """The digits drawn as on the page, in batches."""
    for start in range(0, len(digits), BATCH):
        chosen = digits[start : start + BATCH]
        drawn = np.stack([ink_to_image(digit.strokes, centre=centre) for digit in chosen])
        labels = np.array([digit.label for digit in chosen], dtype=np.int64)
        yield LabelledImages(np.rint(drawn * 255).astype(np.uint8), labels, DIGITS)


def image_folder(model: Model, folder: Path, *, invert: bool) -> TestSet:
    """The user's own images in folder/<class>/."""
    classes = model.graph.classes
    files = find_images(folder, classes)
    return TestSet(
        str(folder), stream_images(files, classes, model.graph.input.shape, BATCH, invert=invert), len(files)
    )


def idx_pair(model: Model, images: Path, labels: Path) -> TestSet:
    """The user's own images and labels in two IDX files."""
    return TestSet(images.name, stream_idx_pair(images, labels, model.graph.classes, BATCH), None)


def check_digits(model: Model) -> None:
    """Raise ToolError unless the model classifies ten digits on 28 × 28 images."""
    if len(model.graph.classes) != len(DIGITS) or model.graph.input.shape != (1, 28, 28):
        raise ToolError(
            f"{model.graph.name} has {len(model.graph.classes)} classes and takes images of shape"
            f" {model.graph.input.shape}; MNIST and pen strokes are for models of ten digits on (1, 28, 28)."
            " Use --folder or --idx-images and --idx-labels"
        )
