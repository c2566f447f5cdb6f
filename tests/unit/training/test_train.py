"""Training: the loss falls, the same seed gives the same steps, a stopped training goes on, bad input is refused."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn import Memory, Model, TrainingError, train
from glasscnn.engine import Graph
from glasscnn.training import Adam, DivergenceError, Step
from glasscnn.training.batches import Batches
from glasscnn.training.network import TrainedPart
from tests.support.graphs import make_graph, make_node, small_model

COUNT = 23


def bars(count: int = COUNT, side: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Images of a horizontal bar, a vertical bar and a spot: three classes, anywhere on the image."""
    random = np.random.default_rng(0)
    images, labels = np.zeros((count, 1, side, side), np.float32), np.arange(count) % 3
    for image, label in zip(images, labels, strict=True):
        row, column = random.integers(1, side - 2, 2)
        if label < 2:
            image[0][(row, slice(None)) if label == 0 else (slice(None), column)] = 1
        else:
            image[0, row : row + 2, column : column + 2] = 1
    return images, labels


@pytest.fixture
def model() -> Model:
    return Model(*small_model())


def branching_model() -> Model:
    """The trained layer in the middle of two branches, of which one comes from layers that stay."""
    nodes = [
        make_node("first", "conv2d", "image", padding=[1, 1, 1, 1]),
        make_node("second", "conv2d", "first", padding=[1, 1, 1, 1]),
        make_node("both", "add", "first", "second"),
        make_node("all", "concat", "both", "image"),
        make_node("gap", "global_avg_pool2d", "all"),
        make_node("logits", "linear", "gap"),
    ]
    random = np.random.default_rng(0)
    shapes = {"first.weight": (2, 1, 3, 3), "second.weight": (2, 2, 3, 3), "logits.weight": (3, 3)}
    weights = {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    return Model(make_graph(nodes, "logits", 3), weights)


def losses(steps: Iterator[Step]) -> list[float]:
    return [step.loss for step in steps]


def same(one: Step, other: Step) -> bool:
    arrays = zip(one.weights.values(), other.weights.values(), strict=True)
    return one.number == other.number and one.loss == other.loss and all(np.array_equal(a, b) for a, b in arrays)


@pytest.mark.parametrize(("optimiser", "rate"), [("adam", 2e-2), ("sgd", 5e-2)])
def test_a_network_learns_three_shapes(model: Model, optimiser: str, rate: float) -> None:
    images, labels = bars()
    before = {name: array.copy() for name, array in model.weights.items()}
    steps = list(train(model, images, labels, epochs=60, rate=rate, optimiser=optimiser))
    assert [step.number for step in steps] == list(range(1, 3 * 60 + 1))
    assert np.mean([step.loss for step in steps[:9]]) > 0.9
    assert np.mean([step.loss for step in steps[-9:]]) < 0.1
    assert (steps[-1].model.predict(images).label == labels).mean() > 0.95
    assert all((model.weights[name] == array).all() for name, array in before.items())


def test_full_batches_give_the_weights_of_a_training_in_torch(model: Model) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle of this test")
    from tests.support.torch_training import logits_in_torch

    images, labels = bars()
    leaves = {name: torch.from_numpy(array.copy()).requires_grad_() for name, array in model.weights.items()}
    reference = torch.optim.Adam(leaves.values(), 1e-2)
    for step in train(model, images, labels, batch=COUNT, rate=1e-2, epochs=5):
        reference.zero_grad()
        logits = logits_in_torch(model.graph, leaves, images)
        loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels))
        loss.backward()
        reference.step()
        assert step.loss == pytest.approx(loss.item(), rel=1e-4)
        for name, leaf in leaves.items():
            np.testing.assert_allclose(step.weights[name], leaf.detach().numpy(), rtol=1e-3, atol=1e-4, err_msg=name)


def test_the_same_seed_gives_the_same_steps_to_the_bit_and_another_one_others(model: Model) -> None:
    images, labels = bars()
    memory = Memory(images, labels)
    one, again, other = (list(train(model, images, labels, epochs=3, remember=memory, seed=s)) for s in (4, 4, 5))
    assert all(same(a, b) for a, b in zip(one, again, strict=True))
    assert [step.loss for step in one] != [step.loss for step in other]


@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
@pytest.mark.parametrize("stop", [1, 3, 4, 8])
def test_a_stopped_training_goes_on_as_if_it_had_not_been_stopped(model: Model, optimiser: str, stop: int) -> None:
    images, labels = bars()
    options: dict[str, Any] = {"epochs": 3, "optimiser": optimiser, "remember": Memory(images, labels)}
    whole = list(train(model, images, labels, **options))
    *_, stopped = islice(train(model, images, labels, **options), stop)
    rest = list(train(model, images, labels, **options, after=stopped))
    assert len(rest) == len(whole) - stop
    assert all(same(a, b) for a, b in zip(rest, whole[stop:], strict=True))


def test_an_epoch_has_every_image_once_in_an_order_of_its_own(model: Model) -> None:
    images = np.arange(COUNT, dtype=np.float32).reshape(-1, 1, 1, 1) / 100 * np.ones((1, 1, 8, 8), np.float32)
    batches = Batches(TrainedPart(model, ["conv"]), images, np.arange(COUNT), None, 10, seed=0)
    assert batches.per_epoch == 3
    epochs = [np.concatenate([batches.batch(3 * epoch + step).labels for step in (1, 2, 3)]) for epoch in (0, 1)]
    assert [sorted(epoch.tolist()) for epoch in epochs] == [list(range(COUNT))] * 2
    assert (epochs[0] != epochs[1]).any()
    assert (epochs[0] != np.arange(COUNT)).any()
    inputs, labels, shares = batches.batch(1)
    np.testing.assert_allclose(inputs["image"][:, 0, 0, 0] * 0.5 + 0.25, labels / 100, atol=1e-6)
    assert shares.sum() == pytest.approx(1)


def test_only_the_named_layer_learns_and_it_learns_as_if_the_others_were_computed_again(model: Model) -> None:
    images, labels = bars()
    for step in train(model, images, labels, only=["logits"], epochs=2):
        changed = {name for name, array in step.weights.items() if (array != model.weights[name]).any()}
        assert changed == {"logits.weight", "logits.bias"}
    part, everything = TrainedPart(model, ["logits"]), TrainedPart(model, ["conv", "logits"])
    assert part.inputs == {"gap"}
    batches = [Batches(p, images, labels, None, 10, 0).batch(1) for p in (part, everything)]
    (loss, found), (expected_loss, expected) = (
        p.gradients(*batch, model.weights) for p, batch in zip((part, everything), batches, strict=True)
    )
    assert loss == pytest.approx(expected_loss, rel=1e-5)
    for name, gradient in found.items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-4, atol=1e-5)


def test_the_inputs_of_the_trained_part_are_the_same_where_they_are_too_many_to_be_kept(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    images, labels = bars()
    kept = losses(train(model, images, labels, only=["logits"], epochs=2))
    monkeypatch.setattr("glasscnn.training.network.MAX_KEPT", 0)
    np.testing.assert_allclose(losses(train(model, images, labels, only=["logits"], epochs=2)), kept, rtol=1e-5)


def test_a_layer_between_branches_is_trained_alone() -> None:
    model, (images, labels) = branching_model(), bars()
    part = TrainedPart(model, ["second"])
    assert part.inputs == {"first", "image"}
    assert part.learned == ["second.weight"]
    alone = list(train(model, images, labels, only=["second"], batch=COUNT, epochs=1))
    whole = list(train(model, images, labels, batch=COUNT, epochs=1))
    assert alone[0].loss == pytest.approx(whole[0].loss, rel=1e-5)
    np.testing.assert_allclose(alone[0].weights["second.weight"], whole[0].weights["second.weight"], rtol=1e-4)
    assert alone[0].weights["first.weight"] is model.weights["first.weight"]


def test_half_of_the_loss_is_that_of_what_is_remembered(model: Model) -> None:
    images, labels = bars()
    memory = Memory(images[::-1].copy(), labels[::-1].copy(), share=0.25)
    batch = Batches(TrainedPart(model, ["logits"]), images[:5], labels[:5], memory, 8, 0).batch(1)
    assert len(batch.labels) == 5 + 8
    np.testing.assert_allclose(batch.shares, [0.75 / 5] * 5 + [0.25 / 8] * 8)


@pytest.mark.parametrize(
    ("optimiser", "rate", "late"), [("adam", 1e30, False), ("sgd", 1e30, False), ("sgd", 3.0, True)]
)
def test_a_rate_at_which_the_loss_becomes_infinite_ends_the_training_and_the_last_good_weights_are_kept(
    optimiser: str, rate: float, late: bool
) -> None:
    images, labels = bars()
    seen: list[Step] = []
    with pytest.raises(DivergenceError, match=r"^step \d+: with a rate of .* the loss has become infinite") as caught:
        seen.extend(train(branching_model(), images, labels, rate=rate, optimiser=optimiser, epochs=100))
    last = caught.value.last
    assert isinstance(caught.value, TrainingError)
    assert (last is not None) == late
    if last is not None:
        assert f"are those of step {last.number}." in str(caught.value)
        assert last.number >= 1
        assert np.isfinite(last.model.predict(images).probabilities).all()


IMAGES, LABELS = bars()
NAN = IMAGES.copy()
NAN[3, 0, 2, 2] = np.nan


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"images": IMAGES[:0], "labels": LABELS[:0]}, "images: expected at least one, found none"),
        ({"images": 0.5}, "images: expected at least one"),
        ({"images": IMAGES[:, 0]}, r"takes images of shape \(N, 1, 8, 8\), found \(23, 8, 8\)"),
        ({"images": IMAGES[:, :, 1:]}, r"found \(23, 1, 7, 8\)"),
        ({"images": NAN}, "expected numbers from 0 .* found nan to nan"),
        ({"images": IMAGES * 255}, "found 0 to 255; divide them by 255"),
        ({"images": IMAGES - 0.5}, "found -0.5 to 0.5"),
        ({"images": "a picture"}, "images: expected an array of numbers"),
        ({"images": [[1], [2, 3]]}, "images: expected an array of numbers"),
        ({"labels": LABELS[:-1]}, "labels: expected one for each of 23 images, found 22"),
        ({"labels": LABELS + 1}, "labels: expected 0 to 2, one of the 3 classes, found 3"),
        ({"labels": LABELS - 1}, "found -1"),
        ({"labels": LABELS.astype(float)}, "labels: expected whole numbers"),
        ({"labels": LABELS[:, None]}, r"found int64 of shape \(23, 1\)"),
        ({"labels": [[1], [2, 3]]}, "labels: expected whole numbers"),
        ({"labels": ["a"] * COUNT}, "labels: expected whole numbers"),
        ({"labels": np.minimum(LABELS, 1)}, "there is no image of '2': the network would forget"),
        ({"remember": Memory(IMAGES[:0], LABELS[:0])}, "remembered images: expected at least one"),
        ({"remember": Memory(IMAGES, LABELS + 5)}, "remembered labels: expected 0 to 2"),
        ({"remember": Memory(IMAGES, LABELS, share=1.0)}, "remember: expected a share between 0 and 1, found 1.0"),
        ({"only": ["relu"]}, "only: expected names of layers with weights, some of conv, logits, found 'relu'"),
        ({"only": ["nowhere"]}, "found 'nowhere'"),
        ({"only": "logits"}, "only: expected names of layers .* found 'logits'"),
        ({"epochs": 0}, "epochs: expected a whole number above 0, found 0"),
        ({"batch": 2.5}, "batch: expected a whole number above 0, found 2.5"),
        ({"rate": 0.0}, "rate: expected a finite number above 0, found 0.0"),
        ({"rate": float("nan")}, "rate: expected a finite number"),
        ({"rate": "fast"}, "rate: expected a finite number above 0, found 'fast'"),
        ({"optimiser": "newton"}, "optimiser: expected one of adam, sgd, found 'newton'"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_bad_input_is_refused_in_a_sentence_before_anything_is_trained(
    model: Model, arguments: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(TrainingError, match=sentence) as caught:
        train(model, **{"images": IMAGES, "labels": LABELS, **arguments})
    assert "\n" not in str(caught.value)


def test_a_class_without_images_is_allowed_where_it_is_remembered_or_may_be_forgotten(model: Model) -> None:
    first = LABELS == 0
    next(train(model, IMAGES[first], LABELS[first], remember=Memory(IMAGES, LABELS)))
    *_, step = train(model, IMAGES[first], LABELS[first], forget=True, epochs=50, rate=5e-2)
    assert set(step.model.predict(IMAGES).label.tolist()) == {0}


def test_a_network_without_weights_cannot_be_trained() -> None:
    nodes = [make_node("gap", "global_avg_pool2d", "image")]
    model = Model(make_graph(nodes, "gap", 1), {})
    with pytest.raises(TrainingError, match="test has no weights to train"):
        train(model, IMAGES, np.zeros(COUNT, int))


def test_layers_that_the_logits_do_not_depend_on_are_left_alone() -> None:
    graph, weights = small_model()
    aside = make_node("aside", "conv2d", "image")
    graph = replace(graph, nodes=(*graph.nodes, aside))
    model = Model(graph, weights | {"aside.weight": np.ones((1, 1, 1, 1), np.float32)})
    step = next(train(model, IMAGES, LABELS))
    assert (step.weights["aside.weight"] == 1).all()
    with pytest.raises(TrainingError, match="found 'aside'"):
        train(model, IMAGES, LABELS, only=["aside"])


def test_a_trained_model_keeps_its_graph_but_neither_card_nor_familiarity() -> None:
    model = glasscnn.load("gap10")
    assert model.graph.card
    assert model.graph.familiarity
    images = np.random.default_rng(0).random((10, 1, 28, 28), dtype=np.float32)
    step = next(train(model, images, np.arange(10)))
    graph: Graph = step.model.graph
    assert graph == replace(model.graph, card={}, familiarity=None)
    assert isinstance(step.optimiser, Adam)
    assert step.optimiser.steps == 1
