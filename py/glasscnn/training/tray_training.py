"""A training on a tray: which network learns, from which images, what reminds it, and what it is tested on."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.errors import TrainingError
from glasscnn.model import Model
from glasscnn.training.hold_out import held_out
from glasscnn.training.loop import Step, train
from glasscnn.training.loss import Labels
from glasscnn.training.memory import Memory
from glasscnn.training.teaching import all_at_once, last_layer, with_class
from glasscnn.training.tiny_network import tiny
from glasscnn.training.tray import Tray
from glasscnn.training.validation import Validation

Array = npt.NDArray[np.float32]

BATCH = 10
VARIED = 80  # fewer drawings than this are varied, to about as many
MOST_VARIANTS = 8  # of a person's drawing
REMEMBERED_VARIANTS = 30  # of a sample, to remind a network of its class
LEARNED_VARIANTS = 10  # of a sample, for a network that has learned nothing yet
MOST_NUMBERS = 40_000_000  # of all images, 160 MB
DIGITS = tuple("0123456789")


class LabelledImages(NamedTuple):
    """Images (N, C, H, W) in [0, 1], N ≥ 0, and the numbers of their classes (N,)."""

    images: Array
    labels: Labels


@dataclass(frozen=True)
class TrayTraining:
    """What a network is trained and tested with.

    model      that is trained, with the classes in `added`, which it did not have
    learned    the images that it learns from
    memory     that reminds it of its other classes; None if it may forget them
    held_out   the person's digits that it is tested on
    strangers  digits of other people that it is tested on
    """

    model: Model
    added: tuple[str, ...]
    only: tuple[str, ...]
    learned: LabelledImages
    memory: Memory | None
    held_out: LabelledImages
    strangers: LabelledImages

    @property
    def batch(self) -> int:
        """The images of a step: all of them if only the last layer learns, which is quick."""
        return all_at_once(self.learned.images, self.memory) if self.only else BATCH

    def count_steps(self, epochs: int) -> int:
        """The number of steps in so many epochs."""
        return epochs * -(-len(self.learned.labels) // self.batch)

    def steps(self, epochs: int, rate: float, seed: int = 0) -> Iterator[Step]:
        """The steps of the training; raises TrainingError for settings that do not fit."""
        return train(
            self.model,
            *self.learned,
            only=self.only,
            epochs=epochs,
            batch=self.batch,
            rate=rate,
            remember=self.memory,
            forget=self.memory is None,
            seed=seed,
        )

    def validation(self, digits: LabelledImages) -> Validation | None:
        """A validation on `held_out` or `strangers`; None if there are none."""
        return Validation(self.model, *digits, only=self.only) if len(digits.labels) else None


def train_on_tray(
    model: Model, tray: Tray, samples: Tray, strangers: Tray, *, whole: bool = False, remember: bool = True
) -> TrayTraining:
    """Train the last layer of a network, or all of it, on a tray. Labels that it does not know become new classes.

    `remember` reminds it of its other classes with variants of the samples. Raises TrainingError for an empty tray, a
    blank digit, images that take too much memory, a network without a linear last layer, and, with `remember`, for
    classes of which there is neither a sample nor a digit.
    """
    if not tray.digits:
        raise TrainingError("the tray is empty; draw digits into it, each with its label, and train then")
    known = model.graph.classes
    added = tuple(label for label in dict.fromkeys(tray.labels) if label not in known)
    extended = with_classes(model, added)
    learned, kept = images_of_tray(extended, tray)
    memory = memory_of(extended, samples, tray, len(known) / len(extended.graph.classes)) if remember else None
    only = () if whole else (last_layer(extended),)
    return TrayTraining(extended, added, only, learned, memory, kept, images_of(extended, strangers))


def train_tiny(tray: Tray, samples: Tray, strangers: Tray, *, from_samples: bool = True) -> TrayTraining:
    """Train a tiny network from nothing, on variants of the samples or on the tray; raises TrainingError."""
    source = samples if from_samples else tray
    if not source.digits:
        raise TrainingError("the tray is empty; draw digits into it, or let the network learn from the samples")
    added = tuple(label for label in dict.fromkeys(source.labels) if label not in DIGITS)
    model = tiny((*DIGITS, *added))
    if from_samples:
        learned = with_variants(model, samples, LEARNED_VARIANTS)
        kept = images_of(model, tray)
    else:
        learned, kept = images_of_tray(model, tray)
    return TrayTraining(model, added, (), learned, None, kept, images_of(model, strangers))


def with_classes(model: Model, names: Sequence[str]) -> Model:
    """The model with some more classes; raises TrainingError if its last layer is not linear."""
    for name in names:
        model = with_class(model, name)
    return model


def images_of_tray(model: Model, tray: Tray) -> tuple[LabelledImages, LabelledImages]:
    """What is learned from a tray, with variants if there are few digits, and what is held out."""
    images, labels = labelled(model, tray)
    kept = np.array(held_out(tray.labels))
    first = Tray(tuple(digit for digit, held in zip(tray.digits, kept, strict=True) if not held))
    more = labelled(model, variants_of(first, min(MOST_VARIANTS, max(1, VARIED // len(first.digits))) - 1))
    learned = LabelledImages(np.concatenate([images[~kept], more.images]), np.append(labels[~kept], more.labels))
    return learned, LabelledImages(images[kept], labels[kept])


def images_of(model: Model, tray: Tray) -> LabelledImages:
    """The digits of classes that the model has."""
    return labelled(model, Tray(tuple(digit for digit in tray.digits if digit.label in model.graph.classes)))


def memory_of(model: Model, samples: Tray, tray: Tray, share: float) -> Memory | None:
    """Variants of the samples that have a class; if there are new classes, all get the same `share` in the loss."""
    classes, shape = model.graph.classes, model.graph.input.shape
    missing = [name for name in classes if name not in {*samples.labels, *tray.labels}]
    if missing:
        raise TrainingError(
            f"there is no example of {', '.join(map(repr, missing[:5]))}{', …' if len(missing) > 5 else ''}, a class of"
            f" {model.graph.name}: the samples are of digits. Add examples to the tray, or do not remember the old ones"
        )
    known = Tray(tuple(digit for digit in samples.digits if digit.label in classes))
    if not known.digits:
        return None
    fitting = MOST_NUMBERS // (2 * len(known.digits) * math.prod(shape))
    images, labels = with_variants(model, known, max(1, min(REMEMBERED_VARIANTS, fitting)))
    return Memory(images, labels, share) if share < 1 else Memory(images, labels)


def with_variants(model: Model, samples: Tray, count: int) -> LabelledImages:
    """Each sample, and variants of it, `count` in all."""
    return labelled(model, Tray((*samples.digits, *variants_of(samples, count - 1).digits)))


def variants_of(tray: Tray, count: int, seed: int = 0) -> Tray:
    """Variants of each digit, `count` of each; the same seed gives the same."""
    random = Random(seed)
    return Tray(tuple(digit.varied(random) for digit in tray.digits for _ in range(count)))


def labelled(model: Model, tray: Tray) -> LabelledImages:
    """The images of a tray and the numbers of their classes; raises TrainingError if they take too much memory."""
    shape = model.graph.input.shape
    numbers = len(tray.digits) * math.prod(shape)
    if numbers > MOST_NUMBERS:
        raise TrainingError(
            f"{len(tray.digits):,} images of {' × '.join(map(str, shape))} numbers take {numbers * 4 / 1e6:,.0f} MB;"
            f" expected at most {MOST_NUMBERS * 4 / 1e6:,.0f} MB. Use fewer digits"
        )
    places = {name: number for number, name in enumerate(model.graph.classes)}
    return LabelledImages(tray.images(shape), np.array([places[label] for label in tray.labels], np.int64))
