"""Trains a network of the zoo on collected digits, and measures it before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from export_tools.conversion import export_npz
from export_tools.data import LabelledImages, load_trays
from export_tools.data.mnist import DIGITS
from export_tools.errors import ToolError
from export_tools.training.calibrate import calibrate_checkpoint, calibration_digits
from export_tools.training.checkpoint import Checkpoint
from export_tools.training.train import Options, train
from export_tools.training.tray_data import TrayData, split
from export_tools.zoo import find_model
from export_tools.zoo.lesson import Lesson
from export_tools.zoo.with_lesson import with_lesson
from glasscnn import Model, ModelError, load
from glasscnn.names import slug
from glasscnn.training import with_class


@dataclass(frozen=True)
class Progress:
    """The accuracy on some digits before and after the training."""

    digits: str
    count: int
    before: float
    after: float


def train_on_trays(
    name: str, paths: Sequence[Path], finished: Path, options: Options, *, from_scratch: bool
) -> tuple[Path, list[Progress]] | None:
    """Train a network of the zoo on the digits in files and folders; returns the new model's file and what it achieved.

    `finished` is the file of the network that training starts from, and with which the new one is compared. The run's
    folder is named after the new model. Returns None in a process that does not lead. Raises ToolError.
    """
    before = load_finished(finished)
    lesson, data = plan_lesson(name, paths, options, from_scratch=from_scratch)
    model = with_lesson(find_model(name), lesson)
    digits = calibration_digits(model, options.data_dir)
    options = replace(options, run_dir=options.run_dir.with_name(lesson.name))
    if train(model, options, data, None if from_scratch else start_from(before, lesson)) is None:
        return None
    checkpoint, file = options.run_dir / "checkpoint.pt", options.run_dir / f"{lesson.name}.npz"
    if digits:
        calibrate_checkpoint(checkpoint, model, digits)
    export_npz(checkpoint, file)
    return file, list(measure(before, load(file), data))


def load_finished(path: Path) -> Model:
    """The finished network of the zoo; raises ToolError."""
    try:
        return load(path)
    except (ModelError, OSError) as error:
        raise ToolError(f"{path}: expected the finished network ({error}); pass its folder with --weights") from error


def plan_lesson(name: str, paths: Sequence[Path], options: Options, *, from_scratch: bool) -> tuple[Lesson, TrayData]:
    """What a network of the zoo is trained on, from the digits in files and folders."""
    tray = load_trays(paths)
    classes = (*DIGITS, *sorted(set(tray.labels).difference(DIGITS)))
    learned, held_back = split(tray, classes, options.seed)
    source = " ".join(path.name for path in paths)
    lesson = Lesson(f"{name}-{slug(paths[0].stem)}", classes, len(learned.digits), source, from_scratch)
    return lesson, TrayData(learned, held_back, classes, from_scratch, options.data_dir, options.limit)


def start_from(finished: Model, lesson: Lesson) -> Checkpoint:
    """The weights of the finished network as the start of a training; the logit of a new class is 0."""
    for name in lesson.classes[len(finished.graph.classes) :]:
        finished = with_class(finished, name)
    weights = {name: torch.from_numpy(array.copy()) for name, array in finished.weights.items()}
    return Checkpoint(finished.graph.name, weights, 0, (), {})


def measure(before: Model, after: Model, data: TrayData) -> Iterator[Progress]:
    """The accuracy of both networks on the digits that were held back, if there are any, and on MNIST's test split."""
    if data.held_back.digits:
        held = data.held_back_images()
        yield Progress("held-back digits", len(held), share_right(before, held), share_right(after, held))
    mnist = data.mnist("test")
    yield Progress("MNIST test", len(mnist), share_right(before, mnist), share_right(after, mnist))


def share_right(model: Model, digits: LabelledImages) -> float:
    """The share of the digits that the network reads correctly; those of a class that it does not have, it misreads."""
    pixels = digits.images.astype(np.float32) / np.float32(255)
    right: npt.NDArray[np.bool_] = model.probabilities(pixels).argmax(axis=1) == digits.labels
    return float(right.mean())
