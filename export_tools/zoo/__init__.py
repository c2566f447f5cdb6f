"""The models of this project: metadata, definition and training recipe of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import nn

from export_tools.data.mnist import DIGITS, MEAN, STD
from export_tools.data.pendigits import ALL_WRITERS, CHOICE_WRITERS, HELD_OUT_WRITERS
from export_tools.errors import ToolError
from export_tools.zoo import deep, gap10, lenet5, resmini
from export_tools.zoo.lesson import Lesson
from export_tools.zoo.recipe import Augmentation, Recipe


@dataclass(frozen=True)
class ZooModel:
    """A model: its definition, its stages (stage, module, title), and its recipe."""

    name: str
    title: str
    description: str
    build: Callable[[], nn.Module]
    stages: tuple[tuple[str, str, str], ...]
    recipe: Recipe
    shape: tuple[int, int, int] = (1, 28, 28)
    mean: tuple[float, ...] = (MEAN,)
    std: tuple[float, ...] = (STD,)
    classes: tuple[str, ...] = DIGITS
    finish: Recipe | None = None
    """A second round of training, which starts with the averaged weights of the first."""
    calibration_writers: frozenset[int] = frozenset()
    """Writers of pendigits that were not used for training; the temperature is fitted on their digits. If empty, the
    model has no temperature.
    """
    lesson: Lesson | None = None
    """What it is trained on besides its recipe's data."""
    card: Mapping[str, Any] = field(default_factory=dict)
    """Information on its training, from a checkpoint."""
    build_trainable: Callable[[], nn.Module] | None = None
    """The module that is trained, if that is not the model itself; `fold` converts it to the model."""
    fold: Callable[[nn.Module], nn.Module] = lambda trained: trained


FAINT = Augmentation(degrees=4, shear=0.08, stretch=0.06, shift=1.0, thickness=0.05)
GENTLE = Augmentation(degrees=8, shear=0.15, stretch=0.1, shift=1.5, thickness=0.2)
STRONG = Augmentation(degrees=10, shear=0.2, stretch=0.15, shift=2.0, thickness=0.25)

MODELS = (
    ZooModel(
        "gap10",
        "GAP-10",
        "Two 3×3 convolutions of ten kernels, global average pooling and one linear layer: 1,120 parameters.",
        gap10.Gap10,
        gap10.STAGES,
        Recipe(epochs=80, batch_size=128, learning_rate=0.04, weight_decay=1e-3, ema_decay=0.998),
        build_trainable=gap10.TrainableGap10,
        fold=gap10.fold,
    ),
    ZooModel(
        "deep",
        "Deep",
        "Six 3×3 convolutions, begun like GAP-10, then deeper; reads almost every digit that a person draws.",
        deep.Deep,
        deep.STAGES,
        Recipe(
            epochs=50,
            batch_size=256,
            learning_rate=0.01,
            weight_decay=1e-2,
            label_smoothing=0.05,
            ema_decay=0.998,
            augmentation=STRONG,
            last_epochs=8,
            last_augmentation=FAINT,
            stroke_variants=12,
            strokes_per_epoch=30_000,
            rare_share=0.3,
            held_back=5_000,
        ),
        calibration_writers=CHOICE_WRITERS,  # the calibration error is measured on the other three held-out writers
    ),
    ZooModel(
        "lenet5",
        "LeNet-5",
        "The classic of 1998: two 5×5 convolutions, then three dense layers, which hold most of its 61,706 parameters.",
        lenet5.LeNet5,
        lenet5.STAGES,
        Recipe(
            epochs=20,
            batch_size=128,
            learning_rate=0.004,
            weight_decay=1e-2,
            ema_decay=0.998,
            augmentation=GENTLE,
            half_weights=True,
        ),
    ),
    ZooModel(
        "resmini",
        "ResMini",
        "A small residual network: twice, what goes in is added to what two convolutions find in it.",
        resmini.ResMini,
        resmini.STAGES,
        Recipe(
            epochs=20,
            batch_size=128,
            learning_rate=0.01,
            weight_decay=1e-2,
            label_smoothing=0.05,
            ema_decay=0.998,
            augmentation=GENTLE,
        ),
        # Trained on MNIST only, so all other writers can be used, and the held-out ones stay unseen.
        calibration_writers=ALL_WRITERS - HELD_OUT_WRITERS,
    ),
)


def find_model(name: str) -> ZooModel:
    """The model of that name; raises ToolError that lists the valid names."""
    for model in MODELS:
        if model.name == name:
            return model
    raise ToolError(f"there is no model {name!r} in the zoo; there are {', '.join(model.name for model in MODELS)}")
