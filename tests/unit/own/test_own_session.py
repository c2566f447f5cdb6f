"""What the sealed second Python answers to each task."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import glasscnn
from glasscnn.bridge import Session
from glasscnn.bridge.own_session import OwnSession
from glasscnn.errors import ExerciseError, InkError, ModelError, QuestionError

WEIGHTS = Path(__file__).parents[3] / "weights"
EXERCISES = Path(__file__).parents[3] / "exercises"
SEVEN = [[(60, 60), (220, 60), (120, 240)]]

CONV2D = """import numpy as np

def conv2d(x, weight, bias=None, stride=1, padding=0):
    n, c, h, w = x.shape
    o, _, kh, kw = weight.shape
    p = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = np.empty((n, c, kh, kw, h, w), x.dtype)
    for u in range(kh):
        for v in range(kw):
            columns[:, :, u, v] = p[:, :, u : u + h, v : v + w]
    y = weight.reshape(o, -1) @ columns.reshape(n, c * kh * kw, h * w)
    return y.reshape(n, o, h, w) + bias[:, None, None]
"""

Reply = dict[str, Any]


class Visitor:
    """Asks a session as the page does, and keeps what it prints and where it is."""

    def __init__(self) -> None:
        self.printed = ""
        self.beats: list[tuple[int, str]] = []
        self.session = OwnSession(lambda line, values: self.beats.append((line, values)), self.write)

    def write(self, text: str) -> None:
        self.printed += text

    def ask(self, task: str, data: bytes = b"", seconds: float = 5, **args: object) -> Reply:
        reply: Reply = json.loads(self.session.handle(task, json.dumps(args), data, seconds))["result"]
        return reply

    def load(self, name: str = "gap10") -> Reply:
        return self.ask("load", (WEIGHTS / f"{name}.npz").read_bytes(), name=name)

    def picture(self, place: dict[str, int]) -> npt.NDArray[np.uint8]:
        """(height, width, 4)"""
        end = place["offset"] + 4 * place["width"] * place["height"]
        return self.session.pictures[place["offset"] : end].reshape(place["height"], place["width"], 4)


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    visitor = Visitor()
    yield visitor
    visitor.session.close()


@pytest.fixture
def signals() -> Iterator[None]:
    """SIGINT at intervals, as the page sends it while Python runs."""
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 0.03, 0.03)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def image() -> npt.NDArray[np.float32]:
    return glasscnn.ink_to_image(SEVEN)


def test_loading_names_the_model_and_its_classes(visitor: Visitor) -> None:
    assert visitor.load() == {"name": "gap10", "classes": [str(digit) for digit in range(10)]}
    with pytest.raises(ModelError, match="bad: not readable as"):
        visitor.ask("load", b"no model", name="bad")
    with pytest.raises(ModelError, match="no model is loaded yet"):
        Visitor().ask("read", bytes(4 * 28 * 28))


def test_linting_says_what_the_compiler_says_and_runs_nothing(visitor: Visitor) -> None:
    assert visitor.ask("lint", source="raise SystemExit\n") == {"trouble": None}
    trouble = visitor.ask("lint", source="x = 1\ndef f(:\n")["trouble"]
    assert trouble == {
        "kind": "SyntaxError",
        "sentence": "invalid syntax",
        "file": "yours.py",
        "line": 2,
        "column": 6,
        "endLine": 2,
        "endColumn": 7,
        "frames": [],
    }


@pytest.mark.parametrize("name", ["gap10", "deep"])
def test_an_own_conv2d_reads_the_same_digit_and_agrees(
    visitor: Visitor, image: npt.NDArray[np.float32], name: str
) -> None:
    visitor.load(name)
    assert visitor.ask("read", image.tobytes())["stages"] == []
    ran = visitor.ask("run", source=CONV2D, op="conv2d")
    assert (ran["trouble"], ran["defined"]) == (None, True)
    reply = visitor.ask("read", image.tobytes())
    expected = glasscnn.load(name).predict(image)
    assert (reply["trouble"], reply["label"]) == (None, 7)
    np.testing.assert_allclose(visitor.session.numbers, expected.probabilities, atol=1e-5)
    assert reply["probability"] == pytest.approx(float(expected.probabilities[7]), abs=1e-5)
    graph = glasscnn.load(name).graph
    convolutions = [stage.name for stage in graph.stages if stage.node.startswith(("relu", "conv"))]
    assert [stage["name"] for stage in reply["stages"]] == convolutions  # each shows a ReLU after a convolution
    for stage in reply["stages"]:
        assert stage["agrees"]
        assert stage["largest"] <= 2e-5
        assert stage["first"] is stage["difference"] is None


def test_own_maps_are_painted_as_the_diagram_paints_them(visitor: Visitor, image: npt.NDArray[np.float32]) -> None:
    data = (WEIGHTS / "gap10.npz").read_bytes()
    page = Session()
    description = json.loads(page.load_model(data, "gap10"))
    page.image[:] = image.ravel()
    page.read_image()
    canvases = {stage["name"]: stage["canvas"] for stage in description["stages"]}
    visitor.load()
    visitor.ask("run", source=CONV2D, op="conv2d")
    for colours in ({"scope": "stage", "colormap": "ember"}, {"scope": "map", "colormap": "sea"}):
        visitor.ask("colours", **colours)
        page.ask("colours", json.dumps(colours))
        page.image[0] = 1 - page.image[0]  # so that all is painted again
        page.read_image()
        for stage in visitor.ask("read", page.image.tobytes())["stages"]:
            canvas = canvases[stage["name"]]
            shown = page.pixels[canvas["offset"] : canvas["offset"] + canvas["length"]]
            own = visitor.picture(stage["own"])
            assert own.shape == (canvas["height"], canvas["width"], 4)
            differing = np.abs(own.astype(int) - shown.reshape(own.shape)).max(axis=2) > 0
            assert differing.mean() < 1e-3  # rounding at the border of two colours


def test_a_difference_is_shown_with_its_first_cell_and_a_picture_around_zero(
    visitor: Visitor, image: npt.NDArray[np.float32]
) -> None:
    visitor.load()
    wrong = CONV2D.replace("    return y.reshape(n, o, h, w)", "    y[:, 3, 45] += 2\n    return y.reshape(n, o, h, w)")
    visitor.ask("run", source=wrong, op="conv2d")
    reply = visitor.ask("read", image.tobytes())
    first = reply["stages"][0]
    expected = glasscnn.load("gap10").predict(image).stages["conv1"][3, 1, 17]
    assert not first["agrees"]
    assert first["largest"] == pytest.approx(2)
    assert first["first"]["cell"] == [3, 1, 17]
    assert first["first"]["expected"] == pytest.approx(float(expected))
    assert first["first"]["found"] == pytest.approx(float(expected) + 2)
    picture = visitor.picture(first["difference"])
    own = visitor.picture(first["own"])
    assert picture.shape == own.shape
    painted = picture[picture[..., 3] > 0]
    colours, counts = np.unique(painted, axis=0, return_counts=True)
    assert sorted(counts)[-2:] == [1, 7839]  # one cell differs, and all others have the colour of 0
    assert len(colours) == 2


@pytest.mark.parametrize(
    ("op", "source", "stages"),
    [
        ("relu", "def relu(x): return np.maximum(x, 0)", ["conv1", "conv2"]),
        ("max_pool2d", "def max_pool2d(x, k): return x", []),
        ("softmax", "def softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()", ["probabilities"]),
    ],
)
def test_a_stage_is_theirs_if_an_own_operator_ran_on_the_way_to_it(
    visitor: Visitor, image: npt.NDArray[np.float32], op: str, source: str, stages: list[str]
) -> None:
    visitor.load()
    visitor.ask("run", source=source, op=op)
    reply = visitor.ask("read", image.tobytes())
    assert [stage["name"] for stage in reply["stages"]] == stages
    if op == "max_pool2d":
        assert reply["trouble"]["sentence"].startswith("node 'pool")


def test_an_error_in_a_reading_is_a_trouble_with_its_range(visitor: Visitor, image: npt.NDArray[np.float32]) -> None:
    visitor.load()
    visitor.ask("run", source=CONV2D.replace("c * kh * kw", "c * kh"), op="conv2d")
    reply = visitor.ask("read", image.tobytes())
    trouble = reply["trouble"]
    assert (trouble["kind"], trouble["line"], trouble["column"]) == ("ValueError", 11, 32)
    assert trouble["sentence"] == "cannot reshape array of size 7056 into shape (1,3,784) (in node conv1)"
    assert reply["stages"] == []
    visitor.ask("run", source=CONV2D.replace("return y", "y"), op="conv2d")
    trouble = visitor.ask("read", image.tobytes())["trouble"]
    assert (trouble["kind"], trouble["line"]) == ("OperatorError", 3)
    assert "it returned None, expected an array of shape (1, 10, 28, 28)" in trouble["sentence"]


def test_an_image_that_does_not_fit_is_refused(visitor: Visitor) -> None:
    visitor.load()
    with pytest.raises(InkError, match="expected an image of shape \\(1, 28, 28\\) as float32, found 3 bytes"):
        visitor.ask("read", b"abc")
    with pytest.raises(InkError, match="NaN"):
        visitor.ask("read", np.full(784, np.nan, np.float32).tobytes())


def test_a_text_without_the_function_or_with_an_error_leaves_no_own_operator(
    visitor: Visitor, image: npt.NDArray[np.float32]
) -> None:
    visitor.load()
    for source, kind in (
        ("x = 1", None),
        ("conv2d = 3", None),
        (f"{CONV2D}\n1 / 0", "ZeroDivisionError"),
        ("f(", "SyntaxError"),
    ):
        visitor.ask("run", source=CONV2D, op="conv2d")
        reply = visitor.ask("run", source=source, op="conv2d")
        assert reply["defined"] is False
        assert (reply["trouble"] and reply["trouble"]["kind"]) == kind
        assert visitor.ask("read", image.tobytes())["stages"] == []


def test_the_next_text_knows_nothing_of_the_one_before(visitor: Visitor) -> None:
    assert visitor.ask("run", source="kept = [1]", op="")["trouble"] is None
    assert visitor.ask("run", source="kept.append(2)", op="")["trouble"]["kind"] == "NameError"


def test_a_new_model_keeps_the_own_operator(visitor: Visitor, image: npt.NDArray[np.float32]) -> None:
    visitor.ask("run", source=CONV2D, op="conv2d")
    visitor.load()
    assert len(visitor.ask("read", image.tobytes())["stages"]) == 2
    visitor.load("deep")
    assert len(visitor.ask("read", image.tobytes())["stages"]) > 2


def test_every_task_stops_in_time(visitor: Visitor, image: npt.NDArray[np.float32], signals: None) -> None:
    visitor.load()
    loop = "def conv2d(x, **_):\n    i = 0\n    while True:\n        i += 1\n"
    visitor.ask("run", source=loop, op="conv2d")
    troubles = [
        visitor.ask("read", image.tobytes(), seconds=0.1)["trouble"],
        visitor.ask("console", seconds=0.1, line="conv2d(1)")["trouble"],
        visitor.ask("run", seconds=0.1, source=f"{loop}conv2d(1)", op="")["trouble"],
    ]
    for trouble in troubles:
        assert trouble["kind"] == "Overtime"
        assert trouble["line"] in (3, 4)
        assert trouble["sentence"].startswith("Stopped after 0.1 s in line ")
    assert visitor.ask(
        "run", seconds=0.1, source="class A(Exception):\n    def __str__(self):\n        while 1: pass\nraise A", op=""
    )
    assert any(values.startswith("i = ") for _, values in visitor.beats)
    assert visitor.load()["name"] == "gap10"


def test_exit_and_interrupts_in_a_person_s_code_do_not_end_the_session(visitor: Visitor) -> None:
    for source in ("exit()", "raise SystemExit", "raise KeyboardInterrupt", "import os, signal\nraise GeneratorExit"):
        assert visitor.ask("run", source=source, op="")["trouble"] is not None
    assert visitor.ask("run", source="x = 1", op="")["trouble"] is None


def test_output_is_limited_for_each_task_and_warnings_are_part_of_it(visitor: Visitor) -> None:
    visitor.ask(
        "run",
        source="while True:\n    print('x' * 10_000)\n    n = globals().get('n', 0) + 1\n    if n > 20: break",
        op="",
    )
    assert visitor.printed.endswith("… no more is shown of this run (1,000 lines or 64 kB)\n")
    visitor.printed = ""
    visitor.ask("console", line="print('again')")
    assert visitor.printed == "again\n"


def test_numpy_warns_a_person(visitor: Visitor) -> None:
    with pytest.warns(RuntimeWarning, match="divide by zero") as warned:
        visitor.ask("run", source="x = 1\nnp.float32(1) / np.zeros(2)", op="")
    assert (warned[0].filename, warned[0].lineno) == ("yours.py", 2)


def test_the_console_knows_the_newest_reading_and_the_person_s_text(
    visitor: Visitor, image: npt.NDArray[np.float32]
) -> None:
    visitor.load()
    visitor.ask("run", source=CONV2D, op="conv2d")
    visitor.ask("read", image.tobytes())
    assert visitor.ask("console", line="result.label")["shown"] == "7"
    assert visitor.ask("console", line="model")["shown"].startswith("<Model gap10: 8 nodes, 1,120 param")
    assert visitor.ask("console", line="conv2d.__name__, model.graph.name")["shown"] == "('conv2d', 'gap10')"
    reply = visitor.ask("console", line="result.stages['conv1']")
    array = reply["array"]
    assert (array["shape"], array["dtype"], array["low"]) == ([10, 28, 28], "float32", 0.0)
    assert array["high"] == pytest.approx(float(glasscnn.load("gap10").predict(image).stages["conv1"].max()), rel=1e-5)
    assert visitor.picture(array["picture"]).shape == (148, 58, 4)
    assert visitor.ask("console", line="image[0]")["array"]["picture"] == {"offset": 0, "width": 28, "height": 28}
    assert visitor.ask("console", line="image[None]")["array"]["picture"] == {"offset": 0, "width": 28, "height": 28}
    assert visitor.ask("console", line="np.ones(3)")["array"]["picture"] is None
    assert visitor.ask("console", line="np.ones((500, 500))")["array"]["picture"] is None
    array = visitor.ask("console", line="np.array([np.inf, 1, -2])")["array"]
    assert (array["low"], array["high"]) == (-2.0, 1.0)
    assert visitor.ask("console", line="np.array(['a'])")["array"]["low"] is None
    assert visitor.ask("console", line="x = 3") == {"trouble": None, "shown": "", "array": None}
    assert visitor.ask("console", line="x +")["trouble"]["file"] == "console"
    trouble = visitor.ask("console", line="conv2d(image)")["trouble"]
    assert (trouble["kind"], trouble["file"], trouble["line"]) == ("TypeError", "console", 1)


def test_names_complete_the_console_s_and_the_text_s(visitor: Visitor) -> None:
    visitor.load()
    visitor.ask("run", source="import math\nlimit = 3", op="")
    names = {entry["name"]: entry["kind"] for entry in visitor.ask("names", expression="", source="")["names"]}
    assert names == {"limit": "variable", "math": "module", "model": "variable", "np": "module"}
    found = visitor.ask("names", expression="model.graph", source="")["names"]
    assert {"name": "nodes", "kind": "variable"} in found


def test_an_exercise_is_given_as_plain_values(visitor: Visitor) -> None:
    exercise = visitor.ask("exercise", text=(EXERCISES / "conv2d.md").read_text("utf-8"))
    assert (exercise["name"], exercise["replaces"], exercise["functions"]) == ("conv2d", "conv2d", ["conv2d"])
    assert exercise["starter"].startswith("import numpy as np") or "def conv2d" in exercise["starter"]
    assert all(isinstance(exercise[key], str) for key in ("title", "statement", "starter", "solution"))
    assert len(exercise["checks"]) >= 3
    with pytest.raises(ExerciseError):
        visitor.ask("exercise", text="nothing")


def test_the_checks_of_an_exercise_refuse_its_starter_and_accept_its_solution(visitor: Visitor) -> None:
    text = (EXERCISES / "relu.md").read_text("utf-8")
    exercise = visitor.ask("exercise", text=text)
    solved = visitor.ask("check", exercise=text, source=exercise["solution"])
    assert (solved["trouble"], solved["passed"], solved["of"]) == (
        None,
        len(exercise["checks"]),
        len(exercise["checks"]),
    )
    assert set(solved["checks"][0]) == {"title", "passed", "sentence", "cell", "milliseconds"}
    begun = visitor.ask("check", exercise=text, source=exercise["starter"])
    assert begun["passed"] < begun["of"]
    broken = visitor.ask("check", exercise=text, source="def relu(x:\n")
    assert (broken["trouble"]["kind"], broken["checks"], broken["of"]) == ("SyntaxError", [], begun["of"])


def test_checks_stop_in_time_and_leave_the_own_operator(
    visitor: Visitor, image: npt.NDArray[np.float32], signals: None
) -> None:
    visitor.load()
    visitor.ask("run", source=CONV2D, op="conv2d")
    text = (EXERCISES / "relu.md").read_text("utf-8")
    reply = visitor.ask("check", exercise=text, source="def relu(x):\n    while True: pass\n", seconds=0.1)
    assert (reply["trouble"]["kind"], reply["trouble"]["line"]) == ("Overtime", 2)
    assert len(visitor.ask("read", image.tobytes())["stages"]) == 2


@pytest.mark.parametrize(
    ("task", "arguments", "sentence"),
    [
        ("dance", "{}", "there is no task 'dance'"),
        ("lint", "no JSON", "no JSON"),
        ("lint", "[]", "expected the arguments source"),
        ("lint", "{}", "expected the arguments source"),
        ("lint", '{"source": 3}', "expected source to be of type str, found 3"),
        ("run", '{"source": "", "op": "conv3d"}', "there is no op 'conv3d'"),
        ("run", '{"source": ""}', "expected the arguments source, op"),
        ("read", '{"x": 1}', "expected the arguments none"),
        ("load", '{"name": 1}', "expected name to be of type str"),
        ("check", '{"exercise": ""}', "expected the arguments exercise, source"),
        ("console", '{"line": null}', "expected line to be of type str, found None"),
        ("names", '{"expression": "np"}', "expected the arguments expression, source"),
        ("colours", '{"scope": "all", "colormap": "ember"}', "there is no scope 'all'"),
    ],
)
def test_wrong_questions_are_refused(visitor: Visitor, task: str, arguments: str, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        visitor.session.handle(task, arguments, b"", 1)


def test_a_text_may_define_several_operators(visitor: Visitor, image: npt.NDArray[np.float32]) -> None:
    text = (EXERCISES / "average_and_linear.md").read_text("utf-8")
    exercise = visitor.ask("exercise", text=text)
    assert exercise["replaces"] == "global_avg_pool2d, linear"
    assert visitor.ask("run", source=exercise["solution"], op=exercise["replaces"])["defined"]
