"""Describes the training of a model for its card."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from export_tools.data import CHOICE_WRITERS, HELD_OUT_WRITERS
from export_tools.zoo.lesson import MNIST_PER_EPOCH, VARIANTS, Lesson
from export_tools.zoo.recipe import Augmentation

if TYPE_CHECKING:
    from export_tools.zoo import ZooModel


def provenance(model: "ZooModel", checkpoint: Mapping[str, Any]) -> dict[str, Any]:
    """The card entries about the training of a model; `checkpoint` is the dictionary in the file."""
    if model.lesson is not None:
        return of_lesson(model, model.lesson, checkpoint)
    recipe = model.recipe
    data = f"MNIST, {60_000 - recipe.held_back:,} images"
    if recipe.stroke_variants:
        data += (
            f", and pen strokes of pendigits by {30 - len(HELD_OUT_WRITERS)} of its 30 writers,"
            f" each digit drawn in {recipe.stroke_variants} ways"
        )
        if recipe.rare_share:
            data += f", {recipe.rare_share:.0%} of them in a rare way of writing it, if there is one"
    entries: dict[str, Any] = {
        "training_data": data + variations((model.finish or recipe).augmentation),
        "made_by": f"python -m export_tools train {model.name}" + seed(model, checkpoint) + length(checkpoint),
        "licence": "MIT",
    }
    if checkpoint.get("made_with"):
        entries["made_with"] = checkpoint["made_with"]
    notes = []
    if recipe.teacher:
        notes.append(
            f"Taught by the finished {recipe.teacher}, whose probabilities of all classes are"
            f" {recipe.teacher_weight:.0%} of its loss."
        )
    weight = 0.0 if model.finish is None else model.finish.previous_round_weight
    if weight:
        notes.append(
            f"Trained in two rounds; its weights are {1 - weight:.0%} of the second round's and"
            f" {weight:.0%} of the first's. That share was chosen by looking at the figures on MNIST's test"
            " digits and on the unseen writers, which therefore flatter it a little."
        )
    if recipe.held_back:
        notes.append(
            f"Recipes and runs are compared on {recipe.held_back:,} training digits of MNIST and on the pen strokes of"
            f" writers {min(CHOICE_WRITERS)} to {max(CHOICE_WRITERS)}, which its weights have not seen; so is the"
            " learning curve. MNIST's test digits and the other unseen writers had no part in that choice."
        )
    if notes:
        entries["note"] = " ".join(notes)
    if checkpoint.get("temperature", 1.0) != 1.0:
        entries["temperature"] = checkpoint["temperature"]
        entries["calibration_writers"] = sorted(model.calibration_writers)
    return entries


def of_lesson(model: "ZooModel", lesson: Lesson, checkpoint: Mapping[str, Any]) -> dict[str, Any]:
    """The card entries of a network that was trained on collected digits."""
    collected = f"{lesson.digits:,} collected digits, each drawn in {VARIANTS} ways"
    scratch = replace(model, lesson=None)
    if lesson.from_scratch:
        entries = provenance(scratch, checkpoint)
        entries["training_data"] = f"{collected}; {entries['training_data']}"
    else:
        mnist = f"{MNIST_PER_EPOCH:,} of MNIST's 60,000 images in each epoch, so that it does not forget them"
        start = f"the finished {model.name} was trained further on"
        entries = {
            "training_data": f"{start} {collected}, and {mnist}{variations(model.recipe.augmentation)}",
            "licence": "MIT",
        }
    option = " --from-scratch" if lesson.from_scratch else ""
    entries["made_by"] = f"python -m export_tools train {model.name} --on {lesson.source}{option}{length(checkpoint)}"
    return entries


def seed(model: "ZooModel", checkpoint: Mapping[str, Any]) -> str:
    """The option of the command, unless it is the default; a second round has the next seed."""
    first = checkpoint.get("seed", 0) - (0 if model.finish is None else 1)
    return f" --seed {first}" if first > 0 else ""


def length(checkpoint: Mapping[str, Any]) -> str:
    """The number of epochs in words, if the checkpoint has a history."""
    return f"; {len(checkpoint['history'])} epochs" if "history" in checkpoint else ""


def variations(limits: Augmentation) -> str:
    """The augmentation of training images in words."""
    amounts = {
        f"turned by up to {limits.degrees:g}°": limits.degrees,
        f"slanted by up to {limits.shear:g}": limits.shear,
        f"stretched by up to {limits.stretch:.0%}": limits.stretch,
        f"bent by up to {limits.bend:g} pixels": limits.bend,
        f"moved by up to {limits.shift:g} pixels": limits.shift,
        "some thicker, some thinner": limits.thickness,
    }
    parts = [words for words, amount in amounts.items() if amount]
    return f"; images {', '.join(parts)}" if parts else "; images as they are"
