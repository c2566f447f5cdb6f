"""`glasscnn.check` runs an exercise's checks, and says in a sentence what a person's function does wrong."""

import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn import ops
from glasscnn.errors import ExerciseError
from glasscnn.exercise import read_exercise, run_checks
from glasscnn.exercise.check import OWN_FILE

PROJECT = Path(__file__).resolve().parents[3]

EXERCISE = """---
name: half
title: Half of it
replaces: half
operator: none
---

Write `half`.

## Starter

```python
def half(x):
    return x
```

## Checks

```python
def check_four(half):
    \"\"\"Four becomes two\"\"\"
    close(half(4.0), 2.0, hint="2 + 2 is 4")


def check_place(half):
    \"\"\"Every place is halved\"\"\"
    close(half(np.array([0.0, 2.0])), [0.0, 1.0])


def check_positive(half):
    \"\"\"It stays positive\"\"\"
    result = half(1.0)
    assert result > 0, f"Half of 1 is {result}."


def check_twice(half):
    \"\"\"It can be repeated\"\"\"
    assert half(half(8.0)) == 2
```
"""


def report_on(source: str, exercise: str = EXERCISE) -> glasscnn.exercise.Report:
    """The report on the functions of a text, as the page makes it."""
    names: dict[str, object] = {}
    exec(compile(source, OWN_FILE, "exec", dont_inherit=True, optimize=0), names)
    return run_checks(read_exercise(exercise), names)


def test_report_says_what_passed() -> None:
    report = report_on("def half(x):\n    return x / 2\n")
    assert report.passed
    assert report.of == 4
    assert [check.title for check in report.checks][:2] == ["Four becomes two", "Every place is halved"]
    assert all(check.sentence == "" and check.cell is None and check.milliseconds >= 0 for check in report.checks)
    assert str(report).splitlines() == ["half: 4 of 4 checks passed"] + [
        f"  ✓ {check.title}" for check in report.checks
    ]


def test_report_says_what_failed_where_and_why() -> None:
    report = report_on("def half(x):\n    return x - 2\n")
    assert not report.passed
    first, place, positive, twice = report.checks
    assert first.passed
    assert place.cell == (0,)
    assert place.sentence == "2 of 2 numbers are different; the first at [0]: expected 0, found -2."
    assert positive.sentence == "Half of 1 is -1.0."
    assert twice.sentence == "The check's assertion is not true."
    assert "half: 1 of 4 checks passed\n  ✓ Four becomes two\n  ✗ Every place is halved\n      2 of 2" in str(report)
    assert repr(report) == str(report)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            "def half(x):\n    y = x\n    return y.halve()\n",
            "AttributeError: 'float' object has no attribute 'halve' (line 3).",
        ),
        ("def half(x):\n    return help_me(x)\ndef help_me(x):\n    return x[0]\n", "(line 4)."),
        ("def half(x):\n    assert x < 3, 'too large'\n    return x / 2\n", "AssertionError: too large (line 2)."),
        ("def half(x):\n    raise NotImplementedError('soon')\n", "Not written yet: soon (line 2)."),
        ("def half(x):\n    raise ValueError\n", "ValueError (line 2)."),
        ("def half(x):\n    exit('bye')\n", "SystemExit: bye (line 2)."),
        ("def half(x):\n    return half(x)\n", "RecursionError"),
        ("def half():\n    return 2\n", "takes 0 positional arguments but 1 was given"),
        (
            "def half(x):\n    pass\n",
            "Expected numbers, found None. Does the function end without a return? 2 + 2 is 4.",
        ),
        ("half = 3\n", "There is no function half: define it with `def half(…):`."),
        ("x = 3\n", "There is no function half"),
        ("def half(x):\n    raise ValueError('a\\n' * 5000)\n", "ValueError: a a a"),
    ],
)
def test_what_a_function_raises_is_a_sentence_with_its_line(source: str, sentence: str) -> None:
    found = report_on(source).checks[0].sentence
    assert sentence in found
    assert "\n" not in found
    assert len(found) <= 500


def test_what_is_raised_to_stop_a_run_is_not_caught() -> None:
    class Overtime(BaseException):
        pass

    def half(x: float) -> float:
        raise Overtime

    with pytest.raises(Overtime):
        run_checks(read_exercise(EXERCISE), {"half": half})


def test_result_that_a_check_cannot_use_is_named() -> None:
    report = report_on("def half(x):\n    return 'two'\n")
    assert report.checks[0].sentence == "Expected numbers, found a str. 2 + 2 is 4."
    assert report.checks[2].sentence.startswith("The check could not use the result: TypeError: '>' not supported")


def test_overflow_is_found_in_the_numbers() -> None:
    def half(x: np.ndarray) -> np.ndarray:
        return np.exp(np.full(np.shape(x), 1e4)) / 2

    assert "not finite" in run_checks(read_exercise(EXERCISE), {"half": half}).checks[0].sentence


def test_checks_that_cannot_be_defined_are_an_error_of_the_exercise() -> None:
    broken = EXERCISE.replace("def check_four", "import nowhere\n\n\ndef check_four")
    with pytest.raises(ExerciseError, match="the checks of half cannot be defined: ModuleNotFoundError"):
        run_checks(read_exercise(broken), {"half": abs})


def test_exercise_is_found_by_name_or_path(tmp_path: Path) -> None:
    assert glasscnn.check("relu", ops.relu).passed
    assert glasscnn.check("conv2d", ops.conv2d_loops).passed
    path = tmp_path / "mine.md"
    path.write_text(EXERCISE, "utf-8")
    assert glasscnn.check(path, lambda x: x / 2).passed
    assert glasscnn.check(str(path), lambda x: x).checks[0].sentence.startswith("The number is different: expected 2")


def test_line_is_that_of_the_functions_own_file() -> None:
    def relu(x: np.ndarray) -> np.ndarray:
        return x.relu()

    line = relu.__code__.co_firstlineno + 1
    assert glasscnn.check("relu", relu).checks[0].sentence.endswith(f"(line {line}).")


def test_several_functions_are_given_as_a_dict_or_a_module() -> None:
    assert glasscnn.check("average_and_linear", ops).passed
    assert glasscnn.check("average_and_linear", vars(ops)).passed
    module = types.ModuleType("mine")
    assert glasscnn.check("average_and_linear", module).checks[0].sentence.startswith("There is no function global_avg")
    with pytest.raises(ExerciseError, match=r'2 functions; expected {"global_avg_pool2d": …, "linear": …} or a module'):
        glasscnn.check("average_and_linear", ops.linear)


def test_unknown_exercise_names_the_bundled_ones(tmp_path: Path) -> None:
    with pytest.raises(
        FileNotFoundError, match=r"neither a bundled exercise \(average_and_linear, centre, .*nor a file"
    ):
        glasscnn.check("conv3d", abs)
    latin = tmp_path / "latin.md"
    latin.write_bytes(b"---\nname: caf\xe9\n")
    with pytest.raises(ExerciseError, match=r"latin\.md is not text in UTF-8: .* at byte 13"):
        glasscnn.check(latin, abs)


def test_assertions_hold_and_docstrings_remain_when_python_leaves_them_out() -> None:
    code = (
        "import glasscnn\n"
        "from glasscnn.exercise import read_exercise, run_checks\n"
        f"report = run_checks(read_exercise({EXERCISE!r}), {{'half': lambda x: -x}})\n"
        "print(report)\n"
    )
    run = subprocess.run(
        [sys.executable, "-OO", "-c", code],
        env={"PYTHONPATH": str(PROJECT / "py"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "✗ It stays positive\n      Half of 1 is -1.0." in run.stdout


def test_exercises_are_imported_on_first_use() -> None:
    code = "import sys, glasscnn\nassert 'glasscnn.exercise' not in sys.modules\nassert glasscnn.check\n"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(PROJECT / "py")})
