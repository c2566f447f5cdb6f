"""Lessons: a network of the zoo that is trained on the digits that a class has collected, besides MNIST."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from torch import nn

from export_tools.zoo.recipe import Recipe

if TYPE_CHECKING:
    from export_tools.zoo import ZooModel

VARIANTS = 20
"""The number of ways in which every collected digit is drawn."""

MNIST_PER_EPOCH = 10_000
"""The number of MNIST's digits in an epoch of fine-tuning, so that the network does not forget them."""

FINE_TUNING = Recipe(
    epochs=10,
    batch_size=128,
    learning_rate=0.01,
    weight_decay=1e-3,
    ema_decay=0.99,
)


@dataclass(frozen=True)
class Lesson:
    """What a network of the zoo is trained on, besides its recipe's data.

    name          of the new model
    classes       the ten digits, then the other labels of the trays
    digits        the number of collected digits, without those that are held back
    source        the names of the files
    from_scratch  whether it starts with random weights and the zoo's recipe, instead of the finished network
    """

    name: str
    classes: tuple[str, ...]
    digits: int
    source: str
    from_scratch: bool = False

    def entry(self, model: "ZooModel") -> "ZooModel":
        """The zoo's entry for this lesson.

        A finished network has its batch norm in its convolutions, so fine-tuning goes on without batch norm.
        """
        outputs = len(self.classes)
        changed = replace(model, lesson=self, classes=self.classes, title=f"{model.title}, {self.name}")
        if self.from_scratch:
            trained = model.build_trainable
            return replace(
                changed,
                build=lambda: with_outputs(model.build(), outputs),
                build_trainable=None if trained is None else lambda: with_outputs(trained(), outputs),
            )
        return replace(
            changed,
            build=lambda: with_outputs(without_norms(model.build()), outputs),
            build_trainable=None,
            fold=lambda trained: trained,
            stages=stages_without_norms(model.build, model.stages),
            recipe=FINE_TUNING,
            finish=None,
            calibration_writers=frozenset(),
        )


def with_outputs(module: nn.Module, count: int) -> nn.Module:
    """The module with a last layer of `count` outputs."""
    last = module.get_submodule("logits")
    assert isinstance(last, nn.Linear)
    if last.out_features != count:
        module.add_module("logits", nn.Linear(last.in_features, count))
    return module


def without_norms(module: nn.Module) -> nn.Module:
    """The module without batch norm, and with a bias in each convolution: the form in which it is exported."""
    for name, child in module.named_children():
        if isinstance(child, nn.BatchNorm2d):
            module.add_module(name, nn.Identity())
        elif isinstance(child, nn.Conv2d) and child.bias is None:
            child.bias = nn.Parameter(torch.zeros(child.out_channels))
    return module


def stages_without_norms(
    build: Callable[[], nn.Module], stages: tuple[tuple[str, str, str], ...]
) -> tuple[tuple[str, str, str], ...]:
    """The stages; that of a batch norm shows the convolution into which it is folded, which has the stage's name."""
    modules = dict(build().named_children())
    return tuple(
        (stage, stage if isinstance(modules.get(node), nn.BatchNorm2d) else node, title)
        for stage, node, title in stages
    )
