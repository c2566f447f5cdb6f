"""Makes images and labels of the two arrays of a test set: a pair of IDX files, or two arrays of an `.npz`."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Graph
from glasscnn.errors import DataError, ModelError
from glasscnn.evaluation.idx import parse_idx
from glasscnn.model.npz_format import read_npy

NPY_MAGIC = b"\x93NUMPY"
INTEGERS = ("|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8")
FLOATS = ("<f2", "<f4", "<f8")
DTYPES = {**dict.fromkeys(INTEGERS, "integers"), **dict.fromkeys(FLOATS, "floats")}

Array = npt.NDArray[Any]


def labelled_arrays(files: Sequence[tuple[str, bytes]], graph: Graph) -> tuple[Array, npt.NDArray[np.int64]]:
    """(images, labels) for a network from two files, IDX or `.npy`, in any order: the array of rank 1 is the labels.

    Images (N, C, H, W) are integers from 0 to 255 or floats from 0 to 1; with one channel, its axis may be missing;
    channels may come last. Labels (N,) are the numbers of the graph's classes. Raises DataError for anything else.
    """
    (name, images), (labels_name, labels) = sorted(
        ((name, parse_array(data, name)) for name, data in files), key=lambda file: -file[1].ndim
    )
    images = check_pixels(name, in_shape(name, images, graph))
    labels = check_labels(labels_name, labels, graph.classes)
    check_counts(name, images, labels_name, labels)
    return images, labels


def grey_images(files: Sequence[tuple[str, bytes]]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """(images, labels) for any network from two files like those of `labelled_arrays`.

    Images (N, H, W) are levels 0 … 255; labels (N,) are 0 or more. Raises DataError for anything else.
    """
    (name, images), (labels_name, labels) = sorted(
        ((name, parse_array(data, name)) for name, data in files), key=lambda file: -file[1].ndim
    )
    if images.ndim == 4 and 1 in (images.shape[1], images.shape[3]):
        images = images[:, 0] if images.shape[1] == 1 else images[..., 0]
    if images.ndim != 3 or images.size == 0:
        raise DataError(f"{name} holds an array of shape {images.shape}; expected grey images (N, H, W), at least one")
    labels = check_integers(labels_name, labels)
    check_counts(name, images, labels_name, labels)
    images = check_pixels(name, images)
    if labels.min() < 0:
        raise DataError(f"{labels_name} holds the label {labels.min()}; expected 0 or more")
    levels = images if images.dtype.kind in "iu" else np.rint(images * 255)
    return levels.astype(np.uint8), labels


def check_counts(name: str, images: Array, labels_name: str, labels: Array) -> None:
    """Raises DataError unless there are as many labels as images."""
    if len(images) != len(labels):
        raise DataError(
            f"{name} holds {len(images):,} images, {labels_name} {len(labels):,} labels;"
            " expected as many labels as images. Choose two files that belong together"
        )


def parse_array(data: bytes, name: str) -> Array:
    """The array in an IDX or `.npy` file."""
    if not data.startswith(NPY_MAGIC):
        return parse_idx(data, name)
    try:
        return read_npy(name, data, DTYPES)
    except ModelError as error:
        raise DataError(str(error)) from error


def in_shape(name: str, images: Array, graph: Graph) -> Array:
    """The images as (N, C, H, W); raises DataError if they are not as large as the network's input."""
    channels, height, width = wanted = graph.input.shape
    if channels == 1 and images.ndim == 3:
        images = images[:, None]
    elif images.ndim == 4 and images.shape[1:] != wanted and images.shape[1:] == (height, width, channels):
        images = images.transpose(0, 3, 1, 2)
    if images.ndim != 4 or images.shape[1:] != wanted:
        raise DataError(
            f"{graph.name} takes images of shape {wanted}, {name} holds an array of shape {images.shape}."
            " Choose a set of such images, or another model"
        )
    if len(images) == 0:
        raise DataError(f"{name} holds no images")
    return images


def check_pixels(name: str, images: Array) -> Array:
    """The images; raises DataError unless they are integers from 0 to 255, or floats from 0 to 1."""
    is_integer = images.dtype.kind in "iu"
    low, high = images.min(), images.max()  # NaN if any number is
    if not (low >= 0 and high <= (255 if is_integer else 1)):
        expected = (
            "integers from 0 to 255" if is_integer else "floats from 0 to 1; divide them by 255 if they are bytes"
        )
        raise DataError(f"{name} holds numbers from {low:.6g} to {high:.6g}, expected {expected}")
    return images


def check_labels(name: str, labels: Array, classes: Sequence[str]) -> npt.NDArray[np.int64]:
    """The labels as (N,) int64; raises DataError unless they are numbers of classes."""
    labels = check_integers(name, labels)
    wrong = labels[(labels < 0) | (labels >= len(classes))]
    if wrong.size:
        raise DataError(
            f"{name} holds the label {wrong[0]}; expected 0 to {len(classes) - 1}, since the model has"
            f" {len(classes)} classes"
        )
    return labels


def check_integers(name: str, labels: Array) -> npt.NDArray[np.int64]:
    """The labels as (N,) int64; raises DataError unless they are integers."""
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]  # as Keras stores those of CIFAR
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise DataError(
            f"{name}: expected labels (N,), integers that number the classes, found {labels.dtype} of shape"
            f" {labels.shape}"
        )
    return labels.astype(np.int64)
