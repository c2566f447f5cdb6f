"""Changes the definition of a network of the zoo for a lesson."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import nn

from export_tools.zoo import ZooModel
from export_tools.zoo.lesson import FINE_TUNING, Lesson


def with_lesson(model: ZooModel, lesson: Lesson) -> ZooModel:
    """The zoo's entry for a lesson.

    A finished network has its batch norm in its convolutions, so fine-tuning goes on without batch norm.
    """
    outputs = len(lesson.classes)
    changed = replace(model, lesson=lesson, classes=lesson.classes, title=f"{model.title}, {lesson.name}")
    if lesson.from_scratch:
        trained = model.build_trainable
        return replace(
            changed,
            recipe=replace(model.recipe, teacher="", teacher_weight=0.0),  # a teacher knows no other classes
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
