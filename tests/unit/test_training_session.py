"""The tasks of a training on the page: slices give the same weights as `glasscnn.train`, and what is wrong is said."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import glasscnn
from glasscnn.bridge.own_session import OwnSession
from glasscnn.errors import ModelError, QuestionError, TrainingError
from glasscnn.model import load
from glasscnn.training import read_tray, train_on_tray, train_tiny
from tests.support.graphs import make_graph, make_node

WEIGHTS = Path(__file__).parents[2] / "weights"
SAMPLES = json.loads((Path(__file__).parents[2] / "web" / "samples" / "digits.json").read_text("utf-8"))["digits"]
STAR = [[[140, 40], [190, 220], [50, 100], [230, 100], [90, 220], [140, 40]]]
LAST = {"what": "last", "source": "samples", "remember": True, "rate": 2e-2, "epochs": 3}

Reply = dict[str, Any]


def tray(*digits: dict[str, Any]) -> str:
    return json.dumps({"format": "glasscnn-digits", "version": 1, "digits": digits})


def drawn(label: str, strokes: object) -> dict[str, Any]:
    return {"label": label, "strokes": strokes, "canvas": 280, "brush": 24}


TEN = [drawn(str(digit["label"]), digit["strokes"]) for digit in SAMPLES]
STARS = [drawn("★", STAR)] * 5


class Page:
    """Trains as the page does."""

    def __init__(self) -> None:
        self.session = OwnSession(lambda *_: None, lambda _: None)

    def ask(self, task: str, data: bytes = b"", **args: object) -> Reply:
        reply: Reply = json.loads(self.session.handle(task, json.dumps(args), data, 5))["result"]
        return reply

    def begin(self, own: list[Reply], name: str = "gap10", data: bytes | None = None, **settings: object) -> Reply:
        model = (WEIGHTS / f"{name}.npz").read_bytes() if data is None else data
        trays = {"tray": tray(*own), "samples": tray(*TEN), "strangers": tray(*TEN[:3])}
        return self.ask("trainBegin", model, name=name, settings=LAST | settings, **trays)

    def go_on(self, milliseconds: int = 0, steps: int = 1000) -> Reply:
        return self.ask("trainSlice", milliseconds=milliseconds, steps=steps)

    def to_the_end(self) -> list[Reply]:
        found = [self.go_on()]
        while not found[-1]["done"]:
            found.append(self.go_on())
        return found

    @property
    def weights(self) -> npt.NDArray[np.float32]:
        return self.session.numbers


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.session.close()


def flat(weights: Any) -> npt.NDArray[np.float32]:
    return np.concatenate([array.reshape(-1) for array in weights.values()])


@pytest.mark.parametrize("what", ["last", "whole", "tiny"])
def test_slices_give_the_weights_of_train_to_the_bit(page: Page, what: str) -> None:
    begun = page.begin(TEN, what=what)
    slices = page.to_the_end()
    trays = [read_tray(tray(*digits).encode()) for digits in (TEN, TEN, TEN[:3])]
    tiny, whole = what == "tiny", what == "whole"
    model = glasscnn.load("gap10")
    training = train_tiny(*trays) if tiny else train_on_tray(model, *trays, whole=whole)
    steps = list(training.steps(3, 2e-2))
    np.testing.assert_array_equal(page.weights, flat(steps[-1].weights))
    assert [loss for part in slices for loss in part["losses"]] == [step.loss for step in steps]
    assert begun["of"] == len(steps) == slices[-1]["number"]
    assert len(slices) > len(steps)  # a slice without time does one step, or measures a little


def test_a_step_is_one_step_and_the_accuracies_after_it(page: Page) -> None:
    page.begin(TEN, what="whole")
    first = page.go_on(60_000, 1)
    assert (first["number"], len(first["losses"]), first["done"]) == (1, 1, False)
    assert [one["number"] for one in first["measured"]] == [0, 1]
    second = page.go_on(60_000, 1)
    assert second["measured"][0]["number"] == second["number"] == 2
    model = glasscnn.load("gap10")
    own = train_on_tray(model, *[read_tray(tray(*TEN).encode())] * 3, whole=True)
    steps = list(own.steps(1, 2e-2))
    np.testing.assert_array_equal(page.weights, flat(steps[1].weights))


def test_measured_is_what_predict_reads(page: Page) -> None:
    page.begin([*TEN, *TEN, *TEN], what="last")
    measured = [one for part in page.to_the_end() for one in part["measured"]]
    assert measured[0]["number"] == 0
    model = load((WEIGHTS / "gap10.npz").read_bytes())
    images = read_tray(tray(*TEN).encode()).images((1, 28, 28))
    right = np.asarray(model.predict(images).label == np.arange(10))
    assert measured[0]["own"] == {"right": int(right.sum()), "of": 10}  # the third of each class is held out
    assert measured[0]["strangers"] == {"right": int(right[:3].sum()), "of": 3}
    assert np.trace(measured[0]["confusion"]) == right.sum()
    assert measured[-1]["number"] == 3


def test_a_new_class_or_a_new_network_comes_as_a_file_and_the_same_network_does_not(page: Page) -> None:
    begun = page.begin(STARS, "deep")
    assert begun == {
        "of": 3,
        "classes": [*"0123456789", "★"],
        "added": ["★"],
        "features": 32,
        "learned": 4 + 4 * 7,
        "remembered": 300,
        "heldOut": 1,
        "strangers": 3,
    }
    taught = load(page.session.file.tobytes())
    assert taught.graph.classes[-1] == "★"
    page.go_on()
    assert page.weights.size == flat(taught.weights).size
    assert page.session.file.size == 0
    page.begin(TEN, "deep")
    assert page.session.file.size == 0
    page.begin([], what="tiny")
    assert load(page.session.file.tobytes()).graph.name == "tiny"


def test_five_stars_are_learned_and_the_samples_are_forgotten_only_without_remembering(page: Page) -> None:
    shares = {}
    for remember in (True, False):
        page.begin(STARS, "deep", remember=remember, rate=4e-2, epochs=60)
        shares[remember] = page.to_the_end()[-1]["measured"][-1]
        assert shares[remember]["own"] == {"right": 1, "of": 1}
    assert shares[True]["strangers"] == {"right": 3, "of": 3}
    assert shares[False]["strangers"] == {"right": 0, "of": 3}


def test_an_infinite_loss_ends_the_training_and_keeps_the_last_finite_weights(page: Page) -> None:
    page.begin(TEN, what="whole", rate=1e30, epochs=20)
    last = page.to_the_end()[-1]
    assert last["diverged"]["number"] > last["diverged"]["kept"] == last["number"]
    assert last["measured"][-1]["number"] == last["number"]
    assert np.isfinite(page.weights).all()
    np.testing.assert_array_equal(page.weights, flat(load((WEIGHTS / "gap10.npz").read_bytes()).weights))


def test_a_training_goes_on_while_another_model_is_loaded_and_code_runs(page: Page) -> None:
    page.begin(TEN)
    page.ask("load", (WEIGHTS / "lenet5.npz").read_bytes(), name="lenet5")
    page.ask("run", source="x = 1", op="")
    assert page.go_on(60_000)["done"]


def test_a_discarded_training_is_over(page: Page) -> None:
    page.begin(TEN)
    page.ask("trainDiscard")
    with pytest.raises(QuestionError, match="no training has begun; begin one first"):
        page.go_on()


def stump() -> bytes:
    """A network whose last layer is a convolution."""
    from glasscnn.model.npz_format import write_model

    nodes = [make_node("conv", "conv2d", "image"), make_node("logits", "global_avg_pool2d", "conv")]
    weights = {"conv.weight": np.ones((10, 1, 3, 3), np.float32)}
    return write_model(make_graph(nodes, "logits", 10, (1, 28, 28)), weights)


def test_a_network_without_a_linear_last_layer_can_only_be_trained_as_a_whole(page: Page) -> None:
    for own, what in ((TEN, "last"), (STARS, "whole")):
        with pytest.raises(TrainingError, match="the last layer of test is global_avg_pool2d; expected linear"):
            page.begin(own, data=stump(), what=what)
    assert page.begin(TEN, data=stump(), what="whole")["features"] == 0


@pytest.mark.parametrize(
    ("own", "settings", "sentence"),
    [
        ([], {}, "the tray is empty"),
        ([drawn("7", [])], {}, "digit 1, labelled '7', has no ink"),
        ([drawn("", STAR)], {}, "digit 1: label: expected 1 to 40 printable characters"),
        (STARS, {"rate": 0}, "rate: expected a finite number above 0, found 0"),
        (STARS, {"epochs": 0}, "epochs: expected a whole number above 0, found 0"),
        (STARS, {"epochs": 1.5}, "epochs: expected a whole number above 0, found 1.5"),
        ([drawn("7", STAR)] * 10_001, {}, "expected a list of at most 10,000 digits, found 10001 digits"),
    ],
)
def test_what_cannot_be_trained_is_said(page: Page, own: list[Reply], settings: Reply, sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence):
        page.begin(own, **settings)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"what": "first"}, r"what: expected one of \('last', 'whole', 'tiny'\), found 'first'"),
        ({"source": 1}, "source: expected one of"),
        ({"remember": "yes"}, "remember: expected one of"),
        ({"more": 1}, "settings: .*'more'"),
    ],
)
def test_settings_that_the_page_does_not_send_are_refused(page: Page, change: Reply, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        page.begin(TEN, **change)


def test_wrong_tasks_arguments_and_files_are_refused(page: Page) -> None:
    with pytest.raises(QuestionError, match="there is no task 'trainFaster'"):
        page.ask("trainFaster")
    with pytest.raises(QuestionError, match="expected the arguments milliseconds, steps, found"):
        page.ask("trainSlice", milliseconds=3)
    with pytest.raises(ModelError, match="gap10: not readable as"):
        page.begin(TEN, data=b"no model")


def test_the_same_settings_give_the_same_steps_again(page: Page) -> None:
    weights = []
    for _ in range(2):
        page.begin(TEN, what="whole", epochs=1)
        page.to_the_end()
        weights.append(page.weights)
    np.testing.assert_array_equal(weights[0], weights[1])
