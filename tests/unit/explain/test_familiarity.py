"""Whether an image is like those of the training: the score is that of its definition, and digits are familiar."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn import explain
from glasscnn.engine import Familiarity
from glasscnn.explain.familiarity import familiarity_features, familiarity_score_loops
from glasscnn.model import Model, write_model
from glasscnn.model.graph_json import graph_from_json, graph_to_json

PROJECT = Path(__file__).resolve().parents[3]
ZOO = PROJECT / "weights"
WITH_SCORE = ("gap10", "deep")
SEVEN = [[(60, 60), (220, 60), (120, 240)]]


def samples() -> dict[int, np.ndarray]:
    """The page's ten sample digits as images."""
    digits = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
    strokes = {digit["label"]: [[point[:2] for point in stroke] for stroke in digit["strokes"]] for digit in digits}
    return {label: glasscnn.ink_to_image(each) for label, each in strokes.items()}


def features_by_hand(maps: np.ndarray, logits: np.ndarray) -> list[float]:
    """One number at a time."""
    middle = [(size + 1) // 2 for size in maps.shape[1:]]
    numbers = []
    for top, bottom in ((0, middle[0]), (middle[0], maps.shape[1])):
        for left, right in ((0, middle[1]), (middle[1], maps.shape[2])):
            for grid in maps:
                cells = [float(grid[row, column]) for row in range(top, bottom) for column in range(left, right)]
                numbers.append(sum(cells) / len(cells))
    return [*numbers, *(float(grid.max()) for grid in maps), *map(float, logits)]


@pytest.mark.parametrize("name", WITH_SCORE)
def test_the_score_is_that_of_the_definition_one_number_at_a_time(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    network = model.graph.familiarity
    assert network is not None
    for image in (glasscnn.ink_to_image(SEVEN), np.random.default_rng(0).random((1, 28, 28), np.float32)):
        result = model.predict(image)
        stage = next(stage.name for stage in model.graph.stages if stage.node == network.maps)
        features = features_by_hand(result.stages[stage], result.stages["logits"])
        np.testing.assert_allclose(
            familiarity_features(result.stages[stage], result.stages["logits"]), features, rtol=1e-4, atol=1e-5
        )
        expected = familiarity_score_loops(network, features)
        assert explain.familiarity(model, result) == pytest.approx(expected, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("name", WITH_SCORE)
def test_sample_digits_are_familiar_and_noise_is_not(name: str) -> None:
    model = glasscnn.load(ZOO / f"{name}.npz")
    scores = {label: explain.familiarity(model, model.predict(image)) for label, image in samples().items()}
    assert len(scores) == 10
    assert all(score is not None and score > 0 for score in scores.values()), scores
    noise = np.random.default_rng(1).random((1, 28, 28), np.float32)
    score = explain.familiarity(model, model.predict(noise))
    assert score is not None
    assert score < 0


@pytest.mark.parametrize("name", WITH_SCORE)
def test_the_card_states_at_most_1_percent_of_digits_and_most_of_what_is_no_digit(name: str) -> None:
    shares = glasscnn.load(ZOO / f"{name}.npz").graph.card["unfamiliar"]
    assert shares["MNIST test"] <= 0.01
    assert shares["pen strokes, 6 unseen writers"] <= 0.01
    assert len(shares) == 9
    assert (
        min(share for kind, share in shares.items() if kind not in ("MNIST test", "pen strokes, 6 unseen writers"))
        > 0.79
    )


def with_network(network: Familiarity | None) -> Model:
    model = glasscnn.load(ZOO / "gap10.npz")
    return Model(replace(model.graph, familiarity=network), model.weights)


def small(features: int = 60, **changes: object) -> Familiarity:
    rows = (1,) * features, (-1,) * features
    network = Familiarity("pool", (0.5,) * features, rows, (0.0, 1.0), (1.0, -1.0), 0.25)
    return replace(network, **changes)  # type: ignore[arg-type]


def test_the_network_survives_the_model_file_and_a_file_without_one_has_no_score() -> None:
    model = with_network(small())
    again = glasscnn.load(write_model(model.graph, model.weights))
    assert again.graph.familiarity == small()
    without = with_network(None)
    assert "familiarity" not in json.loads(graph_to_json(without.graph))
    assert glasscnn.load(write_model(without.graph, without.weights)).graph.familiarity is None
    assert explain.familiarity(without, without.predict(glasscnn.ink_to_image(SEVEN))) is None
    assert again.parameters == without.parameters == 1120


def test_its_numbers_add_at_most_2500_bytes_to_the_model_that_every_visit_loads() -> None:
    model = glasscnn.load(ZOO / "gap10.npz")
    card = {name: value for name, value in model.graph.card.items() if name != "unfamiliar"}
    without = write_model(replace(model.graph, familiarity=None, card=card), model.weights)
    assert (ZOO / "gap10.npz").stat().st_size - len(without) <= 2500


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"maps": "pool9"}, "familiarity: there is no node 'pool9'"),
        ({"maps": 3}, "familiarity: expected maps to be a string"),
        ({"hidden_bias": [0.5]}, "expected rows of hidden_weight as long as scale, and as many"),
        ({"hidden_weight": [[1] * 60, [1] * 59]}, "as long as scale"),
        ({"hidden_weight": [[1] * 60, [None] * 60]}, "hidden_weight: expected a list of whole numbers"),
        ({"hidden_weight": [[1] * 60, [0.5] * 60]}, "hidden_weight: expected a list of whole numbers"),
        ({"hidden_weight": []}, "expected rows of hidden_weight"),
        ({"bias": "0"}, "bias: expected a list of numbers below 1,000,000,000"),
        ({"scale": [10**400] * 60}, "scale: expected a list of numbers below 1,000,000,000"),
        ({"weight": [1e300, 0.0]}, "weight: expected a list of numbers below 1,000,000,000"),
    ],
)
def test_a_damaged_network_is_refused(change: dict[str, object], message: str) -> None:
    document = json.loads(graph_to_json(with_network(small()).graph))
    document["familiarity"].update(change)
    with pytest.raises(glasscnn.ModelError, match=message):
        graph_from_json(json.dumps(document))


def test_a_network_for_other_features_is_refused() -> None:
    with pytest.raises(
        glasscnn.ModelError, match="expected 60 features, 5 of each map of 'pool' and the logits, found 59"
    ):
        with_network(small(59))
    with pytest.raises(glasscnn.ModelError, match="expected 0 features"):
        with_network(small(maps="gap"))
