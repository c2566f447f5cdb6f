"""A network learns a new class or a hand from a few drawings, and forgets nothing if it is reminded."""

import json
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn import InkError, Memory, Model, TrainingError, adapt, draw_variants, teach, tiny
from glasscnn.training import last_layer, train, with_class
from glasscnn.training.variants import vary
from tests.support.graphs import make_graph, make_node

SAMPLES = Path(__file__).resolve().parents[3] / "web" / "samples" / "digits.json"

STAR = [[(140, 40), (190, 220), (50, 100), (230, 100), (90, 220), (140, 40)]]


@pytest.fixture(scope="module")
def samples() -> list[list[np.ndarray]]:
    """The page's sample drawings, from 0 to 9."""
    digits = sorted(json.loads(SAMPLES.read_text("utf-8"))["digits"], key=lambda digit: digit["label"])
    return [[np.array(stroke, np.float32)[:, :2] for stroke in digit["strokes"]] for digit in digits]


@pytest.fixture(scope="module")
def memory(samples: list[list[np.ndarray]]) -> Memory:
    return Memory.of_samples(samples, range(10))


@pytest.fixture(scope="module")
def deep() -> Model:
    return glasscnn.load("deep")


def share_read(model: Model, images: np.ndarray, labels: np.ndarray | int) -> float:
    return float((model.probabilities(images).argmax(axis=1) == labels).mean())


def test_an_eleventh_class_is_learned_and_the_digits_are_not_forgotten(
    deep: Model, samples: list[list[np.ndarray]], memory: Memory
) -> None:
    taught = teach(deep, "★", draw_variants([STAR], 20, seed=1), remember=memory)
    assert taught.graph.classes == (*"0123456789", "★")
    assert share_read(taught, draw_variants([STAR], 50, seed=2)[1:], 10) > 0.95
    assert share_read(taught, draw_variants(samples, 10, seed=3), np.repeat(range(10), 10)) > 0.97
    assert deep.graph.classes == tuple("0123456789")


def test_without_a_memory_everything_becomes_the_new_class(deep: Model, samples: list[list[np.ndarray]]) -> None:
    taught = teach(deep, "★", draw_variants([STAR], 5), remember=None)
    assert share_read(taught, draw_variants([STAR], 20, seed=2), 10) == 1
    assert share_read(taught, draw_variants(samples, 3, seed=3), np.repeat(range(10), 3)) < 0.3


def test_the_same_seed_teaches_the_same_weights(deep: Model, memory: Memory) -> None:
    one, again = (teach(deep, "★", draw_variants([STAR], 5), remember=memory, epochs=5) for _ in range(2))
    assert all((array == again.weights[name]).all() for name, array in one.weights.items())


def test_a_taught_model_can_be_saved_and_taught_again(deep: Model, memory: Memory, tmp_path: Path) -> None:
    images = draw_variants([STAR], 5)
    teach(deep, "★", images, remember=memory, epochs=20).save(tmp_path / "star.npz")
    star = glasscnn.load(tmp_path / "star.npz")
    both = Memory(np.concatenate([memory.images, images]), np.append(memory.labels, [10] * 5))
    assert teach(star, "bar", np.zeros_like(images), remember=both, epochs=2).graph.classes[-2:] == ("★", "bar")


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_a_new_class_leaves_the_other_logits_unchanged_until_it_is_trained(name: str) -> None:
    model, image = glasscnn.load(name), draw_variants([STAR], 1)[0]
    logits, extended = (m.predict(image).stages[last_layer(m)] for m in (model, with_class(model, "ten")))
    np.testing.assert_allclose(extended, [*logits, 0], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["", " ", "7", 7])
def test_a_class_without_a_name_of_its_own_is_refused(deep: Model, name: str) -> None:
    with pytest.raises(TrainingError, match=r"expected a name for the new class other than '0', .* found"):
        with_class(deep, name)


def test_a_class_without_images_and_a_network_that_does_not_end_in_a_linear_layer_are_refused(
    deep: Model, memory: Memory
) -> None:
    with pytest.raises(TrainingError, match="images of '★': expected at least one, found none"):
        teach(deep, "★", np.zeros((0, 1, 28, 28)), remember=memory)
    averages = Model(make_graph([make_node("gap", "global_avg_pool2d", "image")], "gap", 1), {})
    with pytest.raises(TrainingError, match="the last layer of test is global_avg_pool2d; expected linear"):
        teach(averages, "★", np.zeros((1, 1, 8, 8)), remember=None)


@pytest.mark.parametrize("whole", [False, True], ids=["last layer", "whole network"])
def test_a_network_adapts_to_a_hand(samples: list[list[np.ndarray]], memory: Memory, whole: bool) -> None:
    model = glasscnn.load("gap10")
    hand = [[np.stack([0.55 * x - 0.5 * y, y], axis=1) for x, y in (stroke.T for stroke in digit)] for digit in samples]
    own, labels = draw_variants(hand, 3, seed=5), np.repeat(range(10), 3)
    others = draw_variants(hand, 5, seed=6)
    before = share_read(model, others, np.repeat(range(10), 5))
    adapted = adapt(model, own, labels, remember=memory, whole=whole)
    assert share_read(adapted, others, np.repeat(range(10), 5)) > before + 0.06
    assert share_read(adapted, memory.images, memory.labels) > 0.9
    changed = {name for name, array in adapted.weights.items() if (array != model.weights[name]).any()}
    assert (changed == {"logits.weight", "logits.bias"}) is not whole


def test_a_tiny_network_learns_ten_samples_from_nothing(samples: list[list[np.ndarray]]) -> None:
    model = tiny()
    assert model.parameters == 4430
    images, labels = draw_variants(samples, 10), np.repeat(range(10), 10)
    assert share_read(model, images, labels) < 0.35
    *_, step = train(model, images, labels, rate=5e-3, epochs=12)
    assert step.number == 120
    assert share_read(step.model, draw_variants(samples, 5, seed=1), np.repeat(range(10), 5)) > 0.85


def test_a_tiny_network_has_weights_of_its_seed_and_any_classes(tmp_path: Path) -> None:
    one, again, other = tiny(seed=1), tiny(seed=1), tiny(("a", "b"), seed=2)
    assert all((array == again.weights[name]).all() for name, array in one.weights.items())
    assert (one.weights["conv1.weight"] != other.weights["conv1.weight"]).any()
    assert other.predict(np.zeros((1, 28, 28))).probabilities.shape == (2,)
    assert np.std(one.weights["logits.weight"]) == pytest.approx(1 / np.sqrt(8 * 7 * 7), rel=0.05)
    one.save(tmp_path / "tiny.npz")
    assert glasscnn.load(tmp_path / "tiny.npz").graph == one.graph


def test_variants_are_those_of_their_seed_and_the_first_is_the_drawing_itself(samples: list[list[np.ndarray]]) -> None:
    images = draw_variants(samples, 4, seed=3)
    assert images.shape == (40, 1, 28, 28)
    assert images.dtype == np.float32
    assert 0 <= images.min() < images.max() <= 1
    for number, strokes in enumerate(samples):
        assert (images[4 * number] == glasscnn.ink_to_image(strokes)).all()
        assert len({image.tobytes() for image in images[4 * number : 4 * number + 4]}) == 4
    assert (draw_variants(samples, 4, seed=3) == images).all()
    assert (draw_variants(samples, 4, seed=4) != images).any()


def test_variants_of_larger_and_coloured_images_have_the_drawing_in_the_middle() -> None:
    image = draw_variants([STAR], 1, shape=(3, 32, 40))[0]
    assert (image == image[:1]).all()
    assert image[0, :, :4].max() == image[0, :, -4:].max() == 0
    assert (image[0, :, 4:-4] == glasscnn.ink_to_image(STAR, size=32)[0]).all()


def test_a_variant_differs_little_and_more_with_strength() -> None:
    from random import Random

    stroke = np.array([[100, 40], [140, 140], [180, 240]], np.float32)
    near, far = (
        np.mean([np.abs(vary([stroke], Random(seed), strength)[0] - stroke).max() for seed in range(50)])
        for strength in (1, 2)
    )
    assert 5 < near < 40
    assert far == pytest.approx(2 * near, rel=0.15)
    assert (vary([stroke], Random(0), 0)[0] == stroke).all()


def test_a_blank_drawing_and_strokes_that_are_no_points_are_refused() -> None:
    with pytest.raises(TrainingError, match="drawing 2 of 2 is blank; expected at least one stroke"):
        draw_variants([STAR, []], 3)
    with pytest.raises(TrainingError, match="drawing 1 of 1 is blank"):
        Memory.of_samples([[np.zeros((0, 2))]], [4])
    with pytest.raises(InkError, match="finite coordinates"):
        draw_variants([[[(0, np.nan)]]], 1)
    with pytest.raises(TrainingError, match="labels: expected one for each of 1 drawings, found 2"):
        Memory.of_samples([STAR], [4, 5])
    with pytest.raises(TrainingError, match="variants: expected a whole number above 0, found 0"):
        draw_variants([STAR], 0)
