"""Every question of the page is answered with the values of the newest reading, or refused with a message."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn import explain
from glasscnn.bridge import Session
from glasscnn.bridge.palette import SCOPES
from glasscnn.bridge.questions import Questions
from glasscnn.bridge.rendering import enlarged
from glasscnn.colormap import SEQUENTIAL_PATHS, diverging, sequential
from glasscnn.errors import QuestionError
from glasscnn.model import write_model
from tests.support.graphs import make_graph, make_node, overflowing_model
from tests.support.products import products_as_in_the_browser

PROJECT = Path(__file__).resolve().parent.parent.parent
ZOO = PROJECT / "weights"
SEVEN = [[(60, 60), (220, 60), (120, 240)]]


@pytest.fixture(autouse=True, scope="module")
def _in_the_browser() -> Iterator[None]:
    with products_as_in_the_browser():
        yield


def ask(session: Session, question: str, **arguments: Any) -> Any:
    return json.loads(session.ask(question, json.dumps(arguments)))["result"]


def numbers_at(session: Session, place: dict[str, Any]) -> np.ndarray:
    size = int(np.prod(place["shape"]))
    return session.numbers[place["offset"] : place["offset"] + size].reshape(place["shape"])


def picture_at(session: Session, place: dict[str, Any]) -> np.ndarray:
    size = place["width"] * place["height"] * 4
    return session.pictures[place["offset"] : place["offset"] + size].reshape(place["height"], place["width"], 4)


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


PLACE = {"stage": "conv2", "channel": 3, "row": 12, "column": 7}
GIVEN: dict[str, dict[str, Any]] = {
    "cell": PLACE,
    "field": PLACE,
    "evidence": {"label": 7, "other": 1, "method": "cam", "background": "light"},
    "contributions": {"label": 7, "other": 1},
    "familiarity": {},
    "inkSteps": {},
    "kernels": {"stage": "conv2"},
    "beforeRelu": {"stage": "conv2"},
    "summaries": {},
    "colours": {"scope": "map", "colormap": "sea"},
}


PYTHON_TYPES = {"number": int, "string": str, "boolean": bool}
SCRIPT = (PROJECT / "web" / "js" / "protocol" / "questions.js").read_text(encoding="utf-8")


def type_in_script(name: str) -> type:
    """The Python type of a JSDoc type: a basic type, a union of strings, or an element of a list of strings."""
    if re.fullmatch(r'"\w+"( \| "\w+")*', name) or f"@typedef {{typeof {name.upper()}S[number]}} {name}" in SCRIPT:
        return str
    return PYTHON_TYPES[name]


def arguments_in_script(question: str) -> dict[str, type]:
    """The arguments of a question with their types, from the page's declaration."""
    found = re.search(rf"@property {{{{ args: ({{.*?}}|\w+), answer: .* }}}} {question}\b", SCRIPT)
    assert found is not None, f"{question} has no type"
    arguments = found.group(1)
    if not arguments.startswith("{"):
        definition = re.search(rf"@typedef ({{{{.*?}}}}) {arguments}\b", SCRIPT)
        assert definition is not None, f"{arguments} has no definition"
        arguments = definition.group(1)
    fields = [field.partition(": ") for field in arguments.strip("{} ").split(", ") if field]
    return {name: type_in_script(kind) for name, _, kind in fields}


def arguments_in_python(question: str) -> dict[str, type]:
    """The arguments of the method that answers a question, with their types."""
    method = getattr(Questions, re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", question))
    parameters = list(inspect.signature(method).parameters.values())
    return {parameter.name: parameter.annotation for parameter in parameters[1:]}


def names_in_script(constant: str) -> list[str]:
    """The strings of a list in the page's declaration."""
    found = re.search(rf"export const {constant} = [^\[]*\[(.*?)\]", SCRIPT, re.DOTALL)
    assert found is not None
    return re.findall(r'"(\w+)"', found.group(1))


def test_every_question_of_the_page_is_answered(gap10: Session) -> None:
    assert names_in_script("QUESTIONS") == list(GIVEN)
    for name, arguments in GIVEN.items():
        assert ask(gap10, name, **arguments) is not None
        assert gap10.numbers.dtype == np.float32
        assert gap10.pictures.dtype == np.uint8
    assert names_in_script("SCOPES") == list(SCOPES)
    assert names_in_script("COLORMAPS") == list(SEQUENTIAL_PATHS)


@pytest.mark.parametrize("question", GIVEN)
def test_page_and_python_agree_on_the_arguments_of_questions(gap10: Session, question: str) -> None:
    expected = arguments_in_script(question)
    assert arguments_in_python(question) == expected
    assert {name: type(value) for name, value in GIVEN[question].items()} == expected
    for name, kind in expected.items():
        with pytest.raises(QuestionError, match=f"expected {name} to be of type {kind.__name__}, found None"):
            ask(gap10, question, **{**GIVEN[question], name: None})
        with pytest.raises(QuestionError, match=f"expected the arguments {', '.join(expected)}, found"):
            ask(gap10, question, **{other: value for other, value in GIVEN[question].items() if other != name})


@pytest.mark.parametrize("name", ["gap10", "deep", "lenet5", "resmini"])
def test_cell_answer_has_the_numbers_of_explain_cell(name: str) -> None:
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


def test_cell_answer_has_the_fields_that_the_page_expects(gap10: Session) -> None:
    found = ask(gap10, "cell", **PLACE)
    assert found["place"] == PLACE
    assert list(found) == ["place", "node", "value", "steps", "expression", "setup"]
    conv, relu = found["steps"]
    assert set(conv) == {"op", "node", "value", "bias", "terms", "window"}
    assert set(relu) == {"op", "node", "value", "before", "source"}
    assert set(conv["terms"][0]) == {"node", "stage", "channel", "value", "inputs", "weights", "products"}
    assert conv["window"] == {"rows": [11, 12, 13], "columns": [6, 7, 8], "height": 28, "width": 28}
    assert relu["source"] == {"node": "conv2", "stage": None, "channel": 3}


def test_cell_answer_has_the_largest_terms_and_the_sum_of_the_rest() -> None:
    session = opened("lenet5")
    draw(session, SEVEN)
    step = ask(session, "cell", stage="dense1", channel=3, row=0, column=0)["steps"][0]
    assert len(step["terms"]) == 128
    assert step["rest"]["count"] == 400 - 128
    total = sum(term["value"] for term in step["terms"]) + step["rest"]["value"] + step["bias"]
    assert total == pytest.approx(step["value"])


def test_field_answer_has_masks_and_a_box_on_the_pad(gap10: Session) -> None:
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
def test_box_on_the_pad_contains_the_ink_in_the_receptive_field(centre: bool) -> None:
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


def test_empty_pad_and_image_without_ink_have_no_box_on_the_pad(gap10: Session) -> None:
    gap10.read_ink(0, 280, 24, True)
    assert ask(gap10, "field", **PLACE)["pad"] is None
    draw(gap10, SEVEN)
    assert ask(gap10, "field", **PLACE)["pad"] is not None
    gap10.read_image()
    assert ask(gap10, "field", **PLACE)["pad"] is None


def test_summaries_name_the_brightest_cell_and_the_ink_feature_there(gap10: Session) -> None:
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


def test_answers_without_a_reading_or_ink_are_about_an_empty_image() -> None:
    session = opened("gap10")
    empty = glasscnn.load(ZOO / "gap10.npz")
    expected = explain.cell(empty, empty.predict(np.zeros((1, 28, 28))), "conv2", 3, 12, 7)
    for _ in range(2):
        assert ask(session, "cell", **PLACE)["value"] == pytest.approx(expected.value, abs=1e-5)
        summaries = ask(session, "summaries")["stages"]
        assert all(summary["under"] in ("paper", None) for summary in summaries)
        session.read_ink(0, 280, 24, True)


def test_answers_are_about_the_newest_reading_and_model(gap10: Session) -> None:
    before = ask(gap10, "cell", stage="logits", channel=1, row=0, column=0)["value"]
    draw(gap10, [[(140, 40), (140, 240)]])
    after = ask(gap10, "cell", stage="logits", channel=1, row=0, column=0)["value"]
    assert before != after
    result = glasscnn.load(ZOO / "gap10.npz").predict(glasscnn.ink_to_image([[(140, 40), (140, 240)]]))
    assert after == pytest.approx(float(result.stages["logits"][1]), rel=1e-5)
    gap10.load_model((ZOO / "lenet5.npz").read_bytes(), "lenet5")
    assert ask(gap10, "cell", stage="dense1", channel=0, row=0, column=0)["node"] == "tanh3"


def test_failed_reading_leaves_the_previous_one(gap10: Session) -> None:
    before = ask(gap10, "cell", **PLACE)
    gap10.image[5] = np.nan
    with pytest.raises(glasscnn.InkError):
        gap10.read_image()
    assert ask(gap10, "cell", **PLACE) == before


def test_non_finite_numbers_are_encoded_as_strings() -> None:
    session = Session()
    session.load_model(write_model(*overflowing_model(28)), "huge")
    session.image[:] = 1
    with np.errstate(all="ignore"):
        session.read_image()
    assert ask(session, "cell", stage="up", channel=0, row=0, column=0)["value"] == "∞"
    assert ask(session, "cell", stage="up", channel=1, row=0, column=0)["value"] == "−∞"
    assert ask(session, "cell", stage="far", channel=0, row=0, column=0)["steps"][0]["value"] == "NaN"
    finite = {summary["stage"]: summary["finite"] for summary in ask(session, "summaries")["stages"]}
    assert [stage for stage, is_finite in finite.items() if is_finite] == ["image"]


@pytest.mark.parametrize(
    ("question", "arguments", "message"),
    [
        ("colour", "{}", "there is no question 'colour'"),
        ("cell", "nonsense", "no JSON"),
        ("cell", "[]", "expected the arguments stage, channel, row, column"),
        ("cell", '{"stage": "conv2"}', "expected the arguments stage, channel, row, column"),
        ("cell", '{"stage": "conv2", "channel": 1.5, "row": 0, "column": 0}', "expected channel to be of type int"),
        ("cell", '{"stage": "conv9", "channel": 1, "row": 0, "column": 0}', "there is no stage 'conv9'"),
        ("field", '{"stage": "conv2", "channel": 1, "row": 28, "column": 0}', "no channel 1, row 28"),
        ("summaries", '{"stage": "conv2"}', "expected the arguments none"),
        (
            "evidence",
            '{"label": 10, "other": 3, "method": "cam", "background": "dark"}',
            "there is no class 10; there are 10",
        ),
        ("evidence", '{"label": 1, "other": 3, "method": "cam", "background": "red"}', "there is no background 'red'"),
        ("contributions", '{"label": 1, "other": 10}', "there is no class 10; there are 10"),
        (
            "evidence",
            '{"label": 1, "other": 3, "method": "guess", "background": "dark"}',
            "there is no evidence 'guess'",
        ),
        ("kernels", '{"stage": "conv9"}', "there is no stage 'conv9'"),
        ("colours", '{"scope": "row", "colormap": "sea"}', "there is no scope 'row'; there are map, stage, network"),
        (
            "colours",
            '{"scope": "map", "colormap": "jet"}',
            "there is no colormap 'jet'; there are ember, sea, moon, paper",
        ),
    ],
)
def test_wrong_question_is_refused(gap10: Session, question: str, arguments: str, message: str) -> None:
    with pytest.raises(glasscnn.QuestionError, match=message):
        gap10.ask(question, arguments)


def test_question_without_a_model_raises_an_error() -> None:
    with pytest.raises(glasscnn.ModelError, match="no model is loaded"):
        Session().ask("summaries", "{}")


def test_evidence_answer_has_a_picture_of_the_image_s_size_in_colours_shared_by_two_classes(gap10: Session) -> None:
    seven = ask(gap10, "evidence", label=7, other=1, method="cam", background="dark")
    grid, picture = numbers_at(gap10, seven["map"]), picture_at(gap10, seven["picture"])
    assert seven["sum"] + seven["bias"] == pytest.approx(seven["logit"])
    assert seven["sum"] == pytest.approx(float(grid.sum()), rel=1e-4)
    assert (seven["stage"], seven["exact"], grid.shape, picture.shape) == ("pool", True, (14, 14), (28, 28, 4))
    one = ask(gap10, "evidence", label=1, other=7, method="cam", background="dark")
    assert one["scale"] == seven["scale"]
    high = seven["scale"]["high"]
    assert high == pytest.approx(float(np.abs([grid, numbers_at(gap10, one["map"])]).max()))
    brightest = np.unravel_index(enlarged(grid, 28, 28).argmax(), (28, 28))
    expected = round(float((enlarged(grid, 28, 28)[brightest] + high) / (2 * high) * 255))
    np.testing.assert_allclose(picture[brightest], diverging()[expected], atol=3)
    probabilities = [
        ask(gap10, "evidence", label=k, other=1, method="cam", background="dark")["probability"] for k in range(10)
    ]
    assert sum(probabilities) == pytest.approx(1)


def test_evidence_is_painted_in_the_colours_that_come_with_it_for_a_dark_and_for_a_light_page(gap10: Session) -> None:
    for background, table in (("dark", diverging()), ("light", diverging(on_white=True))):
        answer = ask(gap10, "evidence", label=7, other=1, method="cam", background=background)
        np.testing.assert_array_equal(picture_at(gap10, answer["colours"])[0], table)
        grid, high = enlarged(numbers_at(gap10, answer["map"]), 28, 28), answer["scale"]["high"]
        exact = (grid + high) / (2 * high) * 255
        painted = picture_at(gap10, answer["picture"])
        low, up = (
            table[np.floor(exact - 0.01).astype(int).clip(0)],
            table[np.ceil(exact + 0.01).astype(int).clip(0, 255)],
        )
        assert ((painted == table[np.rint(exact).astype(int)]) | (painted == low) | (painted == up)).all()


def test_evidence_says_how_large_the_patches_and_the_windows_of_its_values_are(gap10: Session) -> None:
    cam = ask(gap10, "evidence", label=7, other=1, method="cam", background="dark")
    assert (cam["window"], cam["patch"]) == ([6, 6], None)
    covered = ask(gap10, "evidence", label=7, other=1, method="occlusion", background="dark")
    assert (covered["window"], covered["patch"]) == ([1, 1], [4, 4, 2, 2])


def test_the_largest_contributions_and_the_sum_of_the_others_make_the_difference_of_two_logits() -> None:
    session = opened("deep")
    draw(session, SEVEN)
    logits = session.reading.output("logits").astype(float)
    answer = ask(session, "contributions", label=7, other=1)
    sizes = [abs(term["product"]) for term in answer["terms"]]
    assert len(sizes) == 12
    assert sizes == sorted(sizes, reverse=True)
    assert answer["rest"]["count"] == len(session.reading.output("gap").reshape(-1)) - 12
    total = sum(term["product"] for term in answer["terms"]) + answer["rest"]["value"] + answer["bias"]
    assert total == pytest.approx(answer["difference"]) == pytest.approx(float(logits[7] - logits[1]), abs=1e-4)
    for term in answer["terms"]:
        assert term["value"] * term["weight"] == pytest.approx(term["product"])


def test_enlarging_interpolates_linearly_between_cell_centres() -> None:
    grid = np.array([[0, 3], [6, 9]], np.float32)
    np.testing.assert_allclose(enlarged(grid, 6, 2)[:, 0], [0, 0, 2, 4, 6, 6])
    np.testing.assert_allclose(enlarged(grid, 2, 2), grid)


def test_occlusion_and_ink_steps_do_not_change_the_reading(gap10: Session) -> None:
    values, image = gap10.values.copy(), gap10.image.copy()
    for method in ("occlusion", "gradient", "cam"):
        ask(gap10, "evidence", label=2, other=1, method=method, background="dark")
    ask(gap10, "inkSteps")
    np.testing.assert_array_equal(gap10.values, values)
    np.testing.assert_array_equal(gap10.image, image)
    growing = [*SEVEN, [(100, 150), (190, 150)]]
    draw(gap10, growing)
    alone = opened("gap10")
    draw(alone, growing)
    np.testing.assert_array_equal(gap10.values, alone.values)


def test_evidence_is_about_the_newest_reading(gap10: Session) -> None:
    before = ask(gap10, "evidence", label=7, other=1, method="occlusion", background="dark")["sum"]
    draw(gap10, [[(140, 40), (140, 240)]])
    assert ask(gap10, "evidence", label=7, other=1, method="occlusion", background="dark")["sum"] != before


def test_ink_steps_end_with_the_image_and_its_prediction(gap10: Session) -> None:
    off_centre = [[(180, 20), (260, 20), (200, 140)]]
    draw(gap10, off_centre)
    steps = ask(gap10, "inkSteps")["steps"]
    assert [step["name"] for step in steps] == ["ink", "box", "scale", "mass", "shift", "normalise"]
    assert all(step["applied"] for step in steps)
    model = glasscnn.load(ZOO / "gap10.npz")
    drawn = glasscnn.ink_to_image(off_centre, centre=False)
    placed = glasscnn.ink_to_image(off_centre)
    for step, image in ((steps[0], drawn), (steps[4], placed)):
        np.testing.assert_array_equal(picture_at(gap10, step["picture"])[..., 0], np.floor(image[0] * 255 + 0.5))
        result = model.predict(image)
        assert step["label"] == result.label
        np.testing.assert_allclose(step["probabilities"], result.probabilities, atol=1e-5)
    assert steps[5]["probabilities"] == steps[4]["probabilities"]
    assert steps[1]["facts"] == pytest.approx({"left": 168, "top": 8, "right": 272, "bottom": 152})
    assert steps[2]["facts"]["factor"] == pytest.approx((20 - 2.4) / 120 * 10)
    moved = steps[4]["facts"]
    scaled = picture_at(gap10, steps[2]["picture"])[..., 0].astype(float)
    row = (scaled.sum(axis=1) * np.arange(28)).sum() / scaled.sum()
    assert steps[3]["facts"]["y"] == pytest.approx(row, abs=0.02)
    assert moved["dy"] == int(np.floor(14 - row + 0.5))
    normalised = (placed - 0.1307) / 0.3081
    assert steps[5]["facts"]["highest"] == pytest.approx(float(normalised.max()))
    assert steps[5]["facts"]["lowest"] == pytest.approx(float(normalised.min()))


def test_ink_steps_mark_skipped_steps_of_ink_kept_as_drawn(gap10: Session) -> None:
    draw(gap10, SEVEN, centre=False)
    steps = ask(gap10, "inkSteps")["steps"]
    assert [step["applied"] for step in steps] == [True, False, False, False, False, True]
    assert steps[5]["probabilities"] == steps[0]["probabilities"] != steps[4]["probabilities"]


def test_ink_steps_of_an_empty_pad_or_an_image_are_the_first_and_the_last(gap10: Session) -> None:
    gap10.read_image()
    assert [step["name"] for step in ask(gap10, "inkSteps")["steps"]] == ["ink", "normalise"]
    gap10.read_ink(0, 280, 24, True)
    steps = ask(gap10, "inkSteps")["steps"]
    assert [step["name"] for step in steps] == ["ink", "normalise"]
    assert not picture_at(gap10, steps[0]["picture"])[..., :3].any()


def test_kernels_answer_has_weights_and_a_picture_for_each_kernel(gap10: Session) -> None:
    found = ask(gap10, "kernels", stage="conv2")
    weight = glasscnn.load(ZOO / "gap10.npz").weights["conv2.weight"]
    assert (found["node"], found["inChannels"], found["size"]) == ("conv2", 10, [3, 3])
    assert found["scale"]["high"] == -found["scale"]["low"] == pytest.approx(float(np.abs(weight).max()))
    for kernel, expected in zip(found["kernels"], weight, strict=True):
        np.testing.assert_array_equal(numbers_at(gap10, kernel["weight"]), expected)
        assert picture_at(gap10, kernel["picture"]).shape == (3, 39, 4)
    assert ask(gap10, "kernels", stage="pool") is None
    assert ask(gap10, "kernels", stage="image") is None


def test_the_kernels_of_a_linear_layer_have_the_maps_before_it_where_they_are_flattened() -> None:
    lenet5 = opened("lenet5")
    draw(lenet5, SEVEN)
    weights = lenet5.model.weights
    first = ask(lenet5, "kernels", stage="dense1")
    assert (first["op"], first["inChannels"], first["size"]) == ("linear", 16, [5, 5])
    found = [numbers_at(lenet5, kernel["weight"]).reshape(-1) for kernel in first["kernels"]]
    np.testing.assert_array_equal(found, weights["dense1.weight"])
    second = ask(lenet5, "kernels", stage="dense2")
    assert (second["inChannels"], second["size"], second["canMute"]) == (120, [1, 1], True)
    assert ask(lenet5, "kernels", stage="logits")["canMute"] is False


def test_a_map_can_be_muted_where_zero_weights_make_it_silent(gap10: Session) -> None:
    assert ask(gap10, "kernels", stage="conv1")["canMute"] is True
    before = gap10.weights.vector()
    place = next(array for array in gap10.weights.layout() if array["name"] == "conv1.weight")
    muted = before.copy()
    muted[place["offset"] : place["offset"] + 9] = 0
    muted[next(array["offset"] for array in gap10.weights.layout() if array["name"] == "conv1.bias")] = 0
    gap10.change_weights(muted)
    assert not gap10.reading.stages["conv1"][0].any()
    gap10.change_weights(before)


def test_stage_before_its_relu_has_both_signs_and_the_layout_of_the_stage(gap10: Session) -> None:
    found = ask(gap10, "beforeRelu", stage="conv2")
    numbers = numbers_at(gap10, found["numbers"])
    reading = gap10.reading
    np.testing.assert_allclose(np.maximum(numbers, 0), reading.stages["conv2"], atol=1e-3)
    assert numbers.min() < 0 < numbers.max()
    painter = gap10.views[2].canvas.painter
    assert (found["picture"]["width"], found["picture"]["height"]) == (painter.width, painter.height)
    assert ask(gap10, "beforeRelu", stage="gap") is None


def painted(session: Session, number: int) -> np.ndarray:
    """The maps on a stage's canvas: (C, H, W, 4)."""
    view = session.views[number]
    painter = view.canvas.painter
    canvas = session.pixels[view.pixels_offset : view.pixels_offset + painter.pixels * 4]
    picture = canvas.reshape(painter.height, painter.width, 4)
    down, right = painter.map_height + painter.gap, painter.map_width + painter.gap
    return np.stack(
        [
            picture[c // painter.columns * down :, c % painter.columns * right :][
                : painter.map_height, : painter.map_width
            ]
            for c in range(painter.channels)
        ]
    )


@pytest.mark.parametrize("colormap", SEQUENTIAL_PATHS)
@pytest.mark.parametrize("scope", SCOPES)
def test_colour_ranges_cover_a_map_a_stage_or_the_network(scope: str, colormap: str) -> None:
    session = opened("resmini")
    answer = ask(session, "colours", scope=scope, colormap=colormap)
    assert answer["colormaps"]["sequential"] == sequential(colormap).reshape(-1).tolist()
    draw(session, SEVEN)
    everything = max(float(np.abs(view.values).max()) for view in session.views if view.op not in ("input", "softmax"))
    for number, view in enumerate(session.views):
        if view.values.ndim != 3 or view.op == "input":
            continue
        signed = view.colormap == "diverging"
        table = np.array(answer["colormaps"][view.colormap], np.uint8).reshape(256, 4)
        for channel, (grid, picture) in enumerate(zip(view.values, painted(session, number), strict=True)):
            part = grid if scope == "map" else view.values
            largest = float(np.abs(part).max() if signed else part.max()) or 1.0
            largest = everything if scope == "network" else largest
            low, high = session.ranges[view.ranges_offset + channel]
            assert (low, high) == pytest.approx((-largest if signed else 0, largest))
            indices = np.clip((grid - low) / (high - low) * 255, 0, 255)
            off = np.minimum(
                np.abs(table[np.floor(indices + 0.499).astype(int)].astype(int) - picture).max(-1),
                np.abs(table[np.floor(indices + 0.501).clip(max=255).astype(int)].astype(int) - picture).max(-1),
            )
            assert not off.any()
        low, high = session.ranges[number]
        assert high == pytest.approx(everything if scope == "network" else float(np.abs(view.values).max()), rel=0.5)


@pytest.mark.parametrize("scope", SCOPES)
def test_incremental_painting_equals_fresh_painting_in_every_scope(scope: str) -> None:
    growing = opened("gap10")
    ask(growing, "colours", scope=scope, colormap="moon")
    spiral = [(140 + t * np.cos(t / 9), 140 + t * np.sin(t / 9)) for t in range(0, 120, 2)]
    for points in (3, 20, 21, 59, 30):
        alone = opened("gap10")
        ask(alone, "colours", scope=scope, colormap="moon")
        for session in (growing, alone):
            draw(session, [spiral[:points]], centre=False)
        np.testing.assert_array_equal(growing.pixels, alone.pixels)
        np.testing.assert_array_equal(growing.ranges, alone.ranges)


def test_new_colours_are_painted_on_every_canvas_at_the_next_reading(gap10: Session) -> None:
    before = gap10.pixels.copy()
    ask(gap10, "colours", scope="stage", colormap="sea")
    draw(gap10, SEVEN)
    assert (gap10.pixels != before).any()
    ask(gap10, "colours", scope="stage", colormap="ember")
    draw(gap10, SEVEN)
    np.testing.assert_array_equal(gap10.pixels, before)


def test_questions_about_a_model_with_nan_are_answered() -> None:
    session = Session()
    session.load_model(write_model(*overflowing_model(28)), "huge")
    with np.errstate(all="ignore"):
        draw(session, SEVEN)
        for method in ("cam", "gradient", "occlusion"):
            assert ask(session, "evidence", label=0, other=1, method=method, background="dark")["logit"] == "NaN"
        assert "NaN" in ask(session, "inkSteps")["steps"][0]["probabilities"]
        assert ask(session, "kernels", stage="up")["kernels"][0]["largest"] in ("∞", "NaN")
        for scope in SCOPES:
            ask(session, "colours", scope=scope, colormap="ember")
            draw(session, SEVEN)
            assert np.isfinite(session.ranges).all()


def test_image_with_three_channels_and_another_size_is_explained() -> None:
    nodes = [
        make_node("conv", "conv2d", "image", padding=[1, 1, 1, 1]),
        make_node("relu", "relu", "conv"),
        make_node("gap", "global_avg_pool2d", "relu"),
    ]
    weight = np.random.default_rng(0).standard_normal((4, 3, 3, 3)).astype(np.float32)
    session = Session()
    session.load_model(write_model(make_graph(nodes, "gap", 4, (3, 32, 48)), {"conv.weight": weight}), "wide")
    draw(session, SEVEN)
    place = {"stage": "relu", "channel": 2, "row": 5, "column": 40}
    assert len(ask(session, "cell", **place)["steps"]) == 1
    assert ask(session, "field", **place)["pad"]["left"] > 200
    assert ask(session, "evidence", label=1, other=1, method="occlusion", background="dark")["map"]["shape"] == [32, 48]
    assert ask(session, "evidence", label=1, other=1, method="cam", background="dark")["picture"]["width"] == 48
    steps = ask(session, "inkSteps")["steps"]
    assert {(step["picture"]["width"], step["picture"]["height"]) for step in steps} == {(48, 32)}
