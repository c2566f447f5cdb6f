"""Distillation follows the teacher, and what a recipe holds back is measured and not learned from."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

import glasscnn
from export_tools.data import CHOICE_WRITERS, HELD_OUT_WRITERS, LabelledImages, PenDigit
from export_tools.errors import ToolError
from export_tools.training import accuracy, samples
from export_tools.training.accuracy import HeldOutSets, gather_test_sets
from export_tools.training.data import RecipeData
from export_tools.training.distributed import Team
from export_tools.training.normalise import normalise
from export_tools.training.samples import Samples, gather_samples
from export_tools.training.teacher import distillation_loss, load_teacher
from export_tools.training.trainer import Trainer
from export_tools.zoo import find_model
from export_tools.zoo.lesson import Lesson
from export_tools.zoo.provenance import provenance
from export_tools.zoo.with_lesson import with_lesson


class Always(nn.Module):
    """Answers with the same logits."""

    def __init__(self, logits: list[float]) -> None:
        super().__init__()
        self.logits = torch.tensor(logits)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(len(images), -1)


def numbered(count: int) -> LabelledImages:
    """Images whose pixels are their number."""
    pixels = np.arange(count, dtype=np.uint8)[:, None, None, None]
    return LabelledImages(np.broadcast_to(pixels, (count, 1, 28, 28)), np.arange(count) % 10, tuple("0123456789"))


def test_distillation_loss_equals_the_value_computed_by_hand() -> None:
    wanted = torch.tensor([[0.0, 2 * math.log(3)]])  # divided by 2: the probabilities are 1/4 and 3/4
    by_hand = 4 * (0.25 * math.log(0.25 / 0.5) + 0.75 * math.log(0.75 / 0.5))
    assert float(distillation_loss(torch.zeros(1, 2), wanted, 2.0)) == pytest.approx(by_hand, rel=1e-6)
    assert float(distillation_loss(wanted, wanted, 2.0)) == pytest.approx(0, abs=1e-7)


def test_loss_is_a_mix_of_labels_and_teacher() -> None:
    taught = [0.0] * 9 + [5.0]
    gap10 = find_model("gap10")
    data = numbered(8)
    tests = HeldOutSets((torch.tensor(data.images), torch.from_numpy(data.labels)), None)
    model = replace(gap10, recipe=replace(gap10.recipe, batch_size=8, teacher_weight=0.25, teacher_temperature=3.0))
    trainer = Trainer(
        model, Samples(data, None, 0), tests, Team(1, 0, torch.device("cpu")), seed=0, teacher=Always(taught)
    )
    logits, labels = torch.randn(8, 10), torch.arange(8)
    found = trainer.loss(torch.zeros(8, 1, 28, 28), logits, labels)
    told = distillation_loss(logits, torch.tensor([taught] * 8), 3.0)
    torch.testing.assert_close(found, 0.75 * functional.cross_entropy(logits, labels) + 0.25 * told)


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_a_teacher_is_the_finished_network(name: str) -> None:
    images = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    model = glasscnn.load(name)
    expected = model.predict(images.numpy()).stages["logits"]
    logits = load_teacher(name)(normalise(images, model.graph.input.mean, model.graph.input.std))
    assert not logits.requires_grad
    np.testing.assert_allclose(logits.numpy(), expected, rtol=1e-3, atol=1e-3)


def test_a_missing_teacher_is_named() -> None:
    with pytest.raises(ToolError, match="tutor teaches this network: expected it in the folder weights"):
        load_teacher("tutor")


def test_what_a_recipe_holds_back_is_measured_and_not_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    stroke = np.array([[60, 60], [220, 60], [120, 240]], np.float32)
    digits = [PenDigit(7, writer, (stroke,)) for writer in range(1, 31)]
    for module in (samples, accuracy):
        monkeypatch.setattr(module, "load_mnist", lambda split, _: numbered(100 if split == "train" else 30))
        monkeypatch.setattr(module, "load_pendigits", lambda _: digits)
    recipe = replace(find_model("deep").recipe, stroke_variants=1, held_back=20)
    learned, tests = gather_samples(recipe, None, 0), gather_test_sets(recipe, None)
    assert learned.images[: learned.always, 0, 0, 0].tolist() == list(range(80))
    assert tests.mnist[0][:, 0, 0, 0].tolist() == list(range(80, 100))
    assert tests.strokes is not None
    assert len(tests.strokes[1]) == len(CHOICE_WRITERS) == 3
    assert RecipeData(None).measured(recipe)[0] == "MNIST, held back"

    without = replace(recipe, held_back=0)
    tests = gather_test_sets(without, None)
    assert gather_samples(without, None, 0).always == 100
    assert len(tests.mnist[1]) == 30
    assert tests.strokes is not None
    assert len(tests.strokes[1]) == len(HELD_OUT_WRITERS)
    assert CHOICE_WRITERS < HELD_OUT_WRITERS


def test_card_states_the_teacher_the_choice_the_seed_and_the_processor() -> None:
    gap10 = find_model("gap10")
    recipe = replace(
        gap10.recipe, teacher="deep", teacher_weight=0.7, held_back=5000, stroke_variants=6, rare_share=0.3
    )
    told = provenance(replace(gap10, recipe=recipe), {"seed": 3, "made_with": "PyTorch 2.11.0 on NVIDIA H100"})
    assert told["training_data"].startswith("MNIST, 55,000 images, and pen strokes")
    assert "30% of them in a rare way of writing it" in told["training_data"]
    assert told["made_by"] == "python -m export_tools train gap10 --seed 3"
    assert told["made_with"] == "PyTorch 2.11.0 on NVIDIA H100"
    assert "Taught by the finished deep" in told["note"]
    assert "compared on 5,000 training digits of MNIST and on the pen strokes of writers 25 to 27" in told["note"]
    deep = find_model("deep")
    assert provenance(deep, {"seed": 1})["made_by"] == "python -m export_tools train deep --seed 1"
    two_rounds = replace(deep, finish=deep.recipe)  # the checkpoint is that of the second round, with the next seed
    assert provenance(two_rounds, {"seed": 1})["made_by"] == "python -m export_tools train deep"


def test_a_network_with_further_classes_has_no_teacher() -> None:
    gap10 = find_model("gap10")
    taught = replace(gap10, recipe=replace(gap10.recipe, teacher="deep", teacher_weight=0.7))
    lesson = Lesson("gap10-class", (*gap10.classes, "★"), 50, "class.json", from_scratch=True)
    recipe = with_lesson(taught, lesson).recipe
    assert (recipe.teacher, recipe.teacher_weight) == ("", 0.0)
