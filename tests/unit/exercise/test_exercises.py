"""The bundled exercises: starters fail, solutions pass, every wrong solution is refused, and PyTorch agrees."""

import re
import time
from typing import Any

import numpy as np
import pytest

import glasscnn
from glasscnn.exercise import Exercise, bundled_exercises, problems, read_exercise, run_checks, translated
from glasscnn.exercise.check import OWN_FILE
from glasscnn.exercise.verify import report_of
from glasscnn.preprocess.placement import centre_of_mass, centre_of_mass_shift

NAMES = sorted(bundled_exercises())
ORDER = [
    "relu",
    "window",
    "conv2d",
    "im2col",
    "max_pool2d",
    "average_and_linear",
    "softmax",
    "centre",
    "class_activation_map",
    "cross_entropy",
    "linear_backward",
    "conv2d_backward",
]


def exercise_named(name: str) -> Exercise:
    return read_exercise(bundled_exercises()[name].read_text("utf-8"))


def solution_of(name: str) -> dict[str, Any]:
    """The names that the solution defines."""
    names: dict[str, Any] = {}
    exec(compile(exercise_named(name).solution, OWN_FILE, "exec"), names)
    return names


def test_exercises_are_in_the_order_that_teaches() -> None:
    assert sorted(NAMES, key=lambda name: exercise_named(name).order) == ORDER


@pytest.mark.parametrize("name", NAMES)
def test_starter_fails_solution_passes_and_wrong_solutions_are_refused(name: str) -> None:
    exercise = exercise_named(name)
    assert problems(exercise) == []
    assert len(exercise.wrong) >= 5
    assert len(exercise.hints) >= 3
    assert len(exercise.titles) >= 5


def test_example_for_teachers_has_no_problems() -> None:
    guide = (next(iter(bundled_exercises().values())).parent / "README.md").read_text("utf-8")
    (example,) = re.findall(r"^````markdown\n(.*?)^````$", guide, re.DOTALL | re.MULTILINE)
    assert problems(read_exercise(example)) == []
    assert re.findall(r"\| \d+ \| \[(\w+)\]", guide) == ORDER


def test_problems_name_what_an_exercise_gets_wrong() -> None:
    text = bundled_exercises()["relu"].read_text("utf-8")
    passing = text.replace('raise NotImplementedError("replace this line")', "return np.maximum(x, 0)")
    failing = text.replace("return np.maximum(x, 0)", "return np.maximum(x, 1)")
    missed = text.replace("return np.abs(x)", "return np.maximum(x, 0)")
    assert problems(read_exercise(passing)) == ["the starter passes all checks"]
    assert problems(read_exercise(failing))[0].startswith(
        "the solution fails “Positive numbers stay as they are”: 1 of 3"
    )
    assert problems(read_exercise(missed)) == ["wrong solution 1 passes check_negative_numbers"]
    with pytest.raises(glasscnn.ExerciseError, match=r"relu: ModuleNotFoundError: .*nowhere"):
        problems(read_exercise(text.replace("import numpy as np", "import nowhere", 1)))


@pytest.mark.parametrize("name", NAMES)
def test_sentence_of_every_refusal_names_what_was_expected_or_the_line(name: str) -> None:
    exercise = exercise_named(name)
    for wrong in exercise.wrong:
        checks = dict(zip(exercise.titles, report_of(exercise, exercise.solution, wrong.code).checks, strict=True))
        sentence = checks[wrong.check].sentence
        assert re.search(r"[Ee]xpected .+ found |\(line \d+\)\.$", sentence), sentence


@pytest.mark.parametrize("name", NAMES)
def test_run_takes_less_than_300_ms(name: str) -> None:
    exercise, functions = exercise_named(name), solution_of(name)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        assert run_checks(exercise, functions).passed
        times.append(time.perf_counter() - started)
    assert min(times) < 0.3


@pytest.mark.parametrize("name", NAMES)
def test_exercise_is_complete_in_indonesian(name: str) -> None:
    path = bundled_exercises()[name]
    original = read_exercise(path.read_text("utf-8"))
    other = read_exercise(translated(path.read_text("utf-8"), path.with_suffix(".id.md").read_text("utf-8")))
    assert other.checks == original.checks
    assert other.title != original.title
    for mine, theirs in ((original.statement, other.statement), *zip(original.hints, other.hints, strict=True)):
        assert code_in(mine) == code_in(theirs)
    for title in original.titles:
        assert other.titles[title] != original.titles[title]


def code_in(text: str) -> list[str]:
    """The code in a text, sorted, since words have another order in another language."""
    return sorted(re.findall(r"`([^`]+)`", " ".join(text.split())))


@pytest.mark.parametrize(
    ("model", "names"),
    [
        ("gap10", ["relu", "im2col", "max_pool2d", "average_and_linear", "softmax"]),
        ("resmini", ["im2col", "softmax"]),
        ("lenet5", ["im2col", "average_and_linear"]),
        ("gap10", ["conv2d"]),
    ],
)
def test_solutions_take_the_place_of_the_networks_operators(model: str, names: list[str]) -> None:
    network = glasscnn.load(model)
    image = glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])
    own = {op: solution_of(name)[op] for name in names for op in exercise_named(name).operators}
    assert set(own) & {node.op for node in network.graph.nodes}
    expected, found = network.predict(image), glasscnn.load(model, readable=own).predict(image)
    assert expected.label == found.label == 7
    np.testing.assert_allclose(found.probabilities, expected.probabilities, rtol=1e-4, atol=1e-5)


def test_centring_agrees_with_the_page_on_every_sample() -> None:
    functions = solution_of("centre")
    for seed in range(20):
        rng = np.random.default_rng(seed)
        image = np.zeros((28, 28), np.float32)
        top, left = rng.integers(5, 12, 2)
        image[top : top + 11, left : left + 9] = rng.random((11, 9))
        np.testing.assert_allclose(functions["centre_of_mass"](image), centre_of_mass(image), rtol=1e-5)
        down, right = centre_of_mass_shift(image)
        np.testing.assert_array_equal(functions["centre"](image), np.roll(image, (down, right), axis=(0, 1)))


def test_class_activation_map_agrees_with_the_page() -> None:
    model = glasscnn.load("gap10")
    result = model.predict(glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]]))
    weight, bias = model.weights["logits.weight"], model.weights["logits.bias"]
    evidence = glasscnn.explain.evidence(model, result, "cam")
    for label in range(10):
        found = solution_of("class_activation_map")["class_activation_map"](result.stages["pool"], weight, label)
        np.testing.assert_allclose(found.mean() + bias[label], result.stages["logits"][label], rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(found / found.size, evidence.maps[label], rtol=1e-4, atol=1e-6)
