"""Every question of the page is answered with the numbers of the newest reading, or refused in a sentence."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn import explain
from glasscnn.bridge import Session
from glasscnn.model import write_model
from tests.unit.graphs import Weights, make_graph, make_node

PROJECT = Path(__file__).resolve().parent.parent.parent
ZOO = PROJECT / "weights"
SEVEN = [[(60, 60), (220, 60), (120, 240)]]


def ask(session: Session, question: str, **given: Any) -> Any:
    return json.loads(session.ask(question, json.dumps(given)))["result"]


def numbers_at(session: Session, place: dict[str, Any]) -> np.ndarray:
    size = int(np.prod(place["shape"]))
    return session.numbers[place["offset"] : place["offset"] + size].reshape(place["shape"])


def draw(session: Session, strokes: list[list[tuple[float, float]]], centre: bool = True) -> int:
    points = [point for stroke in strokes for point in stroke]
    session.ink[: len(points)] = np.reshape(points, (-1, 2))
    session.stroke_lengths[: len(strokes)] = [len(stroke) for stroke in strokes]
    return session.read_ink(len(strokes), 280, 24, centre)


def opened(name: str) -> Session:
    session = Session()
    session.load_model((ZOO / f"{name}.npz").read_bytes(), name)
    return session


@pytest.fixture
def gap10() -> Session:
    session = opened("gap10")
    draw(session, SEVEN)
    return session


def test_every_question_that_the_page_knows_is_answered(gap10: Session) -> None:
    script = (PROJECT / "web" / "js" / "worker" / "questions.js").read_text(encoding="utf-8")
    names = re.findall(r'"(\w+)"', script[script.index("export const QUESTIONS") :])
    assert "cell" in names
    for name in names:
        if name in ANSWERED:
            assert ask(gap10, name, **ANSWERED[name]) is not None


PLACE = {"stage": "conv2", "channel": 3, "row": 12, "column": 7}
ANSWERED: dict[str, dict[str, Any]] = {"cell": PLACE, "field": PLACE, "summaries": {}}


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_a_cell_crosses_with_the_numbers_that_python_gives(name: str) -> None:
    session = opened(name)
    draw(session, SEVEN)
    model = glasscnn.load(ZOO / f"{name}.npz")
    result = model.predict(glasscnn.ink_to_image(SEVEN))
    for stage, numbers in result.stages.items():
        shape = numbers.shape if numbers.ndim == 3 else (*numbers.shape, 1, 1)
        place = [size // 2 for size in shape]
        found = ask(session, "cell", stage=stage, channel=place[0], row=place[1], column=place[2])
        expected = explain.cell(model, result, stage, *place)
        scale = max(1.0, *(abs(term) for term in expected.terms))
        assert found["value"] == pytest.approx(expected.value, abs=1e-5 * scale)
        assert (found["expression"], found["setup"]) == (expected.expression, list(expected.setup))
        assert [step["op"] for step in found["steps"]] == [step.op for step in expected.steps]
        first = found["steps"][0]
        if "terms" in first:
            total = sum(term["value"] for term in first["terms"]) + first.get("bias", 0)
            total += first.get("rest", {"value": 0})["value"]
            assert total == pytest.approx(first["value"], abs=1e-4 * scale)


def test_the_fields_of_a_cell_are_those_that_the_page_expects(gap10: Session) -> None:
    found = ask(gap10, "cell", **PLACE)
    assert found["place"] == PLACE
    assert list(found) == ["place", "node", "value", "steps", "expression", "setup"]
    conv, relu = found["steps"]
    assert set(conv) == {"op", "node", "value", "bias", "terms", "window"}
    assert set(relu) == {"op", "node", "value", "before", "source"}
    assert set(conv["terms"][0]) == {"node", "stage", "channel", "value", "inputs", "weights", "products"}
    assert conv["window"] == {"rows": [11, 12, 13], "columns": [6, 7, 8], "height": 28, "width": 28}
    assert relu["source"] == {"node": "conv2", "stage": None, "channel": 3}


def test_of_many_terms_the_largest_cross_and_the_rest_as_a_sum() -> None:
    session = opened("lenet5")
    draw(session, SEVEN)
    step = ask(session, "cell", stage="dense1", channel=3, row=0, column=0)["steps"][0]
    assert len(step["terms"]) == 128
    assert step["rest"]["count"] == 400 - 128
    total = sum(term["value"] for term in step["terms"]) + step["rest"]["value"] + step["bias"]
    assert total == pytest.approx(step["value"])


def test_a_field_crosses_as_masks_and_as_a_box_on_the_pad(gap10: Session) -> None:
    field = ask(gap10, "field", **PLACE)
    mask = numbers_at(gap10, field["back"]["image"]["mask"])
    expected = np.zeros((28, 28))
    expected[10:15, 5:10] = 1
    np.testing.assert_array_equal(mask, expected)
    assert set(field["back"]) == {"image", "conv1"}
    assert field["back"]["conv1"]["direct"]
    assert field["forward"]["pool"]["channels"] == [3]
    assert np.argwhere(numbers_at(gap10, field["forward"]["pool"]["mask"])).tolist() == [[6, 3]]


@pytest.mark.parametrize("centre", [True, False])
def test_ink_in_the_box_on_the_pad_is_what_the_cell_sees_of_the_image(centre: bool) -> None:
    session = opened("gap10")
    draw(session, SEVEN, centre)
    box = ask(session, "field", stage="image", channel=0, row=9, column=20)["pad"]
    middle = ((box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2)
    placement = session.placement
    assert placement is not None
    spot = placement.apply(np.array([middle], np.float32))[0]
    np.testing.assert_allclose(spot, [20.5, 9.5], atol=1e-4)
    if not centre:
        assert box == pytest.approx({"left": 200, "top": 90, "right": 210, "bottom": 100}, abs=1e-3)


def test_nothing_drawn_and_an_image_without_ink_have_no_box_on_the_pad(gap10: Session) -> None:
    gap10.read_ink(0, 280, 24, True)
    assert ask(gap10, "field", **PLACE)["pad"] is None
    draw(gap10, SEVEN)
    assert ask(gap10, "field", **PLACE)["pad"] is not None
    gap10.read_image()
    assert ask(gap10, "field", **PLACE)["pad"] is None


def test_summaries_say_where_the_brightest_cell_is_and_what_the_ink_does_there(gap10: Session) -> None:
    stages = ask(gap10, "summaries")["stages"]
    result = glasscnn.load(ZOO / "gap10.npz").predict(glasscnn.ink_to_image(SEVEN))
    assert [summary["stage"] for summary in stages] == list(result.stages)
    for summary in stages:
        numbers, brightest = result.stages[summary["stage"]], summary["brightest"]
        place = tuple(brightest[axis] for axis in ("channel", "row", "column"))[: numbers.ndim]
        assert brightest["value"] == pytest.approx(float(numbers.max()), rel=1e-5)
        assert numbers[place] == pytest.approx(brightest["value"], rel=1e-5)
        assert summary["share"] == pytest.approx(float((numbers > 0).mean()), abs=2e-3)
        assert (summary["under"] is None) == (numbers.ndim == 1)
        assert summary["maps"] == len(numbers)
    assert stages[1]["under"] == "turn"  # conv1 is brightest at the 7's corner
    leaders = [entry["channel"] for entry in stages[-1]["order"]]
    assert leaders == np.argsort(-result.probabilities)[:3].tolist()


def test_before_the_first_reading_and_with_an_empty_pad_answers_are_about_an_empty_image() -> None:
    session = opened("gap10")
    empty = glasscnn.load(ZOO / "gap10.npz")
    expected = explain.cell(empty, empty.predict(np.zeros((1, 28, 28))), "conv2", 3, 12, 7)
    for _ in range(2):
        assert ask(session, "cell", **PLACE)["value"] == pytest.approx(expected.value, abs=1e-5)
        summaries = ask(session, "summaries")["stages"]
        assert all(summary["under"] in ("paper", None) for summary in summaries)
        session.read_ink(0, 280, 24, True)


def test_answers_are_about_the_newest_reading_and_the_newest_model(gap10: Session) -> None:
    before = ask(gap10, "cell", stage="logits", channel=1, row=0, column=0)["value"]
    draw(gap10, [[(140, 40), (140, 240)]])
    after = ask(gap10, "cell", stage="logits", channel=1, row=0, column=0)["value"]
    assert before != after
    result = glasscnn.load(ZOO / "gap10.npz").predict(glasscnn.ink_to_image([[(140, 40), (140, 240)]]))
    assert after == pytest.approx(float(result.stages["logits"][1]), rel=1e-5)
    gap10.load_model((ZOO / "lenet5.npz").read_bytes(), "lenet5")
    assert ask(gap10, "cell", stage="dense1", channel=0, row=0, column=0)["node"] == "tanh3"


def test_a_reading_that_failed_leaves_the_one_before(gap10: Session) -> None:
    before = ask(gap10, "cell", **PLACE)
    gap10.image[5] = np.nan
    with pytest.raises(glasscnn.InkError):
        gap10.read_image()
    assert ask(gap10, "cell", **PLACE) == before


def test_numbers_that_are_not_finite_cross_as_words() -> None:
    nodes = [
        make_node("up", "conv2d", "image"),
        make_node("far", "conv2d", "up"),
        make_node("gap", "global_avg_pool2d", "far"),
    ]
    huge = np.array([[[[3e38]]], [[[-3e38]]]], np.float32)
    weights: Weights = {"up.weight": huge, "far.weight": np.full((1, 2, 1, 1), 3e38, np.float32)}
    session = Session()
    session.load_model(write_model(make_graph(nodes, "gap", 1, (1, 28, 28)), weights), "huge")
    session.image[:] = 1
    with np.errstate(all="ignore"):
        session.read_image()
    assert ask(session, "cell", stage="up", channel=0, row=0, column=0)["value"] == "∞"
    assert ask(session, "cell", stage="up", channel=1, row=0, column=0)["value"] == "−∞"
    assert ask(session, "cell", stage="far", channel=0, row=0, column=0)["steps"][0]["value"] == "NaN"
    assert [summary["finite"] for summary in ask(session, "summaries")["stages"]] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("question", "given", "message"),
    [
        ("colour", "{}", "there is no question 'colour'"),
        ("cell", "nonsense", "no JSON"),
        ("cell", "[]", "expected the arguments stage, channel, row, column"),
        ("cell", '{"stage": "conv2"}', "expected the arguments stage, channel, row, column"),
        ("cell", '{"stage": "conv2", "channel": 1.5, "row": 0, "column": 0}', "expected channel to be of type int"),
        ("cell", '{"stage": "conv9", "channel": 1, "row": 0, "column": 0}', "there is no stage 'conv9'"),
        ("field", '{"stage": "conv2", "channel": 1, "row": 28, "column": 0}', "no channel 1, row 28"),
        ("summaries", '{"stage": "conv2"}', "expected the arguments none"),
    ],
)
def test_a_wrong_question_is_refused_in_a_sentence(gap10: Session, question: str, given: str, message: str) -> None:
    with pytest.raises(glasscnn.QuestionError, match=message):
        gap10.ask(question, given)


def test_a_question_before_there_is_a_model_is_an_error_in_words() -> None:
    with pytest.raises(glasscnn.ModelError, match="no model is loaded"):
        Session().ask("summaries", "{}")
