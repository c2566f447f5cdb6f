"""Exercises are read from Markdown, and what is wrong with a file is said in a sentence that names the place."""

import contextlib
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasscnn.errors import ExerciseError
from glasscnn.exercise import bundled_exercises, read_exercise, translated
from glasscnn.exercise.document import LARGEST_FILE

GOOD = '''---
name: doubled
title: Twice as much
replaces: twice, relu
operator: relu
level: 2
seconds: 1.5
order: 7
---

Write `twice`.

It is easy.

## Starter

```python
def twice(x):
    """
    ## This is no heading.
    """
```

## Checks

```python
def check_three(twice):
    """Three becomes six

    More about it.
    """
    close(twice(3), 6)


def check_both(twice, relu):
    """Both agree"""
    close(relu(np.array([twice(2)])), [4])


def helper():
    pass
```

## Hints

1. Multiply.
2. By a number
   on two lines.

   And with a paragraph.
3. `2 * x`

## Solution

```python
def twice(x):
    return 2 * x
```

## Wrong

`check_three` refuses three times.

```python
def twice(x):
    return 3 * x
```

This is noticed by `check_both`.

```python
def twice(x):
    return -2 * x
```
'''

WORDS = """---
name: doubled
title: Dua kali lipat
---

Tulis `twice`.

## Checks

- `check_three`: Tiga menjadi enam
- `check_both`: Keduanya cocok

## Hints

1. Kalikan.
2. Dengan sebuah bilangan.
3. `2 * x`
"""


def test_every_part_of_a_file_is_read() -> None:
    exercise = read_exercise(GOOD)
    assert (exercise.name, exercise.title, exercise.level) == ("doubled", "Twice as much", 2)
    assert (exercise.seconds, exercise.order) == (1.5, 7)
    assert (exercise.functions, exercise.operators) == (("twice", "relu"), ("relu",))
    assert exercise.statement == "Write `twice`.\n\nIt is easy."
    assert exercise.starter.startswith('def twice(x):\n    """\n    ## This is no heading.')
    assert exercise.titles == {"check_three": "Three becomes six", "check_both": "Both agree"}
    assert exercise.hints == ("Multiply.", "By a number\non two lines.\n\nAnd with a paragraph.", "`2 * x`")
    assert exercise.solution == "def twice(x):\n    return 2 * x\n"
    assert [(wrong.check, wrong.why) for wrong in exercise.wrong] == [
        ("check_three", "`check_three` refuses three times."),
        ("check_both", "This is noticed by `check_both`."),
    ]
    assert exercise.wrong[1].code == "def twice(x):\n    return -2 * x\n"


def test_only_head_statement_starter_and_checks_are_needed() -> None:
    short = GOOD[: GOOD.index("## Hints")]
    for line in ("level: 2", "seconds: 1.5", "order: 7"):
        short = short.replace(f"{line}\n", "")
    exercise = read_exercise(short)
    assert (exercise.level, exercise.seconds, exercise.order) == (1, 2, 0)
    assert (exercise.hints, exercise.solution, exercise.wrong) == ((), "", ())


def test_line_ends_and_byte_order_mark_do_not_matter() -> None:
    assert read_exercise("\ufeff" + GOOD.replace("\n", "\r\n")) == read_exercise(GOOD)


def test_functions_replace_the_operators_of_their_names_unless_the_head_says_otherwise() -> None:
    named = GOOD.replace("replaces: twice, relu", "replaces: softmax, relu").replace("(twice", "(softmax")
    assert read_exercise(named.replace("operator: relu\n", "")).operators == ("softmax", "relu")
    assert read_exercise(named.replace("operator: relu", "operator: none")).operators == ()


BAD = {
    "no head": (GOOD[4:], "line 1: expected ---, which begins the head, found “name: doubled”"),
    "nothing": ("", "line 1: expected ---"),
    "head without end": (GOOD[: GOOD.index("---\n\nWrite")], "the head does not end"),
    "line without key": (GOOD.replace("level: 2", "level 2"), "line 6: expected `key: value` or ---, found “level 2”"),
    "unknown key": (GOOD.replace("level: 2", "levle: 2"), "line 6: there is no key levle; expected one of name, title"),
    "key twice": (GOOD.replace("order: 7", "level: 3"), "line 8: level is already given in line 6"),
    "no name": (GOOD.replace("name: doubled\n", ""), "the head has no name; expected a line `name: …`"),
    "empty title": (GOOD.replace("title: Twice as much", "title:"), "the head has no title"),
    "name that is no file name": (GOOD.replace("doubled", "../x"), "line 2: name: expected at most 40 lower-case"),
    "long title": (GOOD.replace("Twice", "Twice" * 30), "line 3: title: expected at most 100 characters, found 158"),
    "function name": (GOOD.replace("twice, relu", "twice(x)"), "line 4: replaces: expected the name of a function"),
    "keyword": (GOOD.replace("twice, relu", "lambda"), "found “lambda”"),
    "function twice": (GOOD.replace("twice, relu", "relu, relu"), "at most 8 different names, found “relu, relu”"),
    "no operator": (
        GOOD.replace("operator: relu\n", ""),
        "line 4: the network has no operator “twice”; expected one of the format’s, such as conv2d",
    ),
    "unknown operator": (
        GOOD.replace("operator: relu", "operator: conv3d"),
        "line 5: the network has no operator “conv3d”",
    ),
    "other operator": (
        GOOD.replace("operator: relu", "operator: conv2d"),
        "line 5: operator: conv2d is not one of twice, relu",
    ),
    "level": (GOOD.replace("level: 2", "level: 9"), "level: expected a whole number above 0 and up to 3, found “9”"),
    "seconds": (GOOD.replace("1.5", "1e9"), "line 7: seconds: expected a number above 0 and up to 60, found “1e9”"),
    "no statement": (GOOD.replace("Write `twice`.\n\nIt is easy.\n", ""), "there is no statement"),
    "unknown section": (GOOD.replace("## Hints", "## Tips"), "there is no section “Tips”; expected one of Starter"),
    "section twice": (GOOD.replace("## Solution", "## Hints"), "there are two sections “Hints”"),
    "no starter": (GOOD.replace("## Starter", "Starter"), "there is no section `## Starter`"),
    "block without end": (GOOD.removesuffix("```\n"), "line 71: the block of code does not end"),
    "no code": (GOOD.replace("```python\ndef twice(x):\n    return 2 * x\n```", ""), "## Solution: expected one block"),
    "two blocks": (GOOD.replace("## Hints", "```python\n```\n\n## Hints"), "## Checks: expected one block of code"),
    "other language": (GOOD.replace("```python", "```js", 1), "line 17: expected ```python, found “```js”"),
    "no language": (GOOD.replace("```python", "```", 1), "line 17: expected ```python, found “```”"),
    "syntax": (
        GOOD.replace("def check_both(twice, relu):", "def check_both(twice, relu)"),
        "line 35: the checks are not",
    ),
    "null byte": (GOOD.replace("def helper", "def \0helper"), "the checks are not valid Python"),
    "no check": (GOOD.replace("def check_", "def verify_"), "## Checks: expected 1 to 50 functions check_…, found 0"),
    "no docstring": (GOOD.replace('"""Both agree"""', ""), "line 35: check_both has no docstring"),
    "check twice": (GOOD.replace("check_both(", "check_three("), "line 35: there are two checks check_three"),
    "parameter": (
        GOOD.replace("(twice, relu)", "(twice, x)"),
        "line 35: check_both must take twice or relu, found (“tw",
    ),
    "no parameter": (GOOD.replace("(twice, relu)", "()"), "line 35: check_both must take twice or relu"),
    "any parameters": (GOOD.replace("(twice, relu)", "(*relu)"), "check_both must take twice or relu"),
    "hints without numbers": (
        GOOD.replace("1. Multiply", "- Multiply"),
        "line 46: expected hint 1., found “- Multiply.”",
    ),
    "hints out of order": (GOOD.replace("2. By", "5. By"), "line 47: expected hint 2., found “5. By a number”"),
    "wrong without check": (GOOD.replace("`check_three` refuses", "Refuses"), "names the check which must fail"),
    "wrong with unknown check": (
        GOOD.replace("`check_three` refuses", "`check_4` refuses"),
        "found “`check_4` refuses",
    ),
    "title of no check": (
        GOOD.replace("## Checks\n", "## Checks\n\n- `check_four`: Four\n"),
        "a title is listed for check_four, but there is no such check",
    ),
    "large": (GOOD + "x" * LARGEST_FILE, "expected at most 64,000"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_bad_file_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ExerciseError) as caught:
        read_exercise(text)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300


@given(st.lists(st.sampled_from(GOOD.splitlines()) | st.text(max_size=9), max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    try_to_read("\n".join(lines))
    try_to_read(GOOD[: GOOD.index("## Hints")] + "\n".join(lines))


@given(st.integers(0, len(GOOD)), st.integers(0, 80), st.text(max_size=20) | st.sampled_from(GOOD.splitlines(True)))
@settings(max_examples=200, deadline=None)
def test_any_change_of_a_good_file_is_read_or_refused(start: int, length: int, other: str) -> None:
    try_to_read(GOOD[:start] + other + GOOD[start + length :])


@pytest.mark.parametrize("code", ["(" * 3000 + ")" * 3000, "-" * 30_000 + "1", "x" + ".y" * 10_000], ids=len)
def test_deeply_nested_checks_are_read_or_refused(code: str) -> None:
    try_to_read(GOOD.replace("def helper():", f"{code}\n\n\ndef helper():"))


def try_to_read(text: str) -> None:
    """Read an exercise; nothing but ExerciseError may come out."""
    with contextlib.suppress(ExerciseError):
        assert read_exercise(text).titles


def test_nothing_is_executed() -> None:
    module = "colorsys"
    sys.modules.pop(module, None)
    line = f"import {module}\n"
    text = GOOD.replace("def check_three", f"{line}def check_three").replace(
        "def twice(x):\n", f"{line}def twice(x):\n"
    )
    assert module in read_exercise(text).checks
    assert module not in sys.modules


def test_translation_gives_a_complete_exercise_in_other_words() -> None:
    original, other = read_exercise(GOOD), read_exercise(translated(GOOD, WORDS))
    assert (other.title, other.statement) == ("Dua kali lipat", "Tulis `twice`.")
    assert other.titles == {"check_three": "Tiga menjadi enam", "check_both": "Keduanya cocok"}
    assert other.hints == ("Kalikan.", "Dengan sebuah bilangan.", "`2 * x`")
    for part in (
        "name",
        "functions",
        "operators",
        "level",
        "seconds",
        "order",
        "starter",
        "checks",
        "solution",
        "wrong",
    ):
        assert getattr(other, part) == getattr(original, part)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (WORDS.replace("name: doubled", "name: tripled"), "line 2: name: expected doubled, found “tripled”"),
        (WORDS.replace("title: Dua kali lipat\n", ""), "the head of the translation has no title"),
        (WORDS.replace("title:", "level: 2\ntitle:"), "line 3: a translation has no key level"),
        (
            WORDS.replace("- `check_both`: Keduanya cocok\n", ""),
            "expected titles for check_three, check_both in this order",
        ),
        (WORDS.replace("3. `2 * x`", ""), "## Hints: expected 3, found 2"),
        (WORDS + "\n## Solution\n\n```python\n```\n", "no code; found “## Solution”"),
        (WORDS.replace("1. Kalikan.", "1. Kalikan.\n\n```python\n```"), "no code; found “## Hints”"),
        (WORDS.replace("Tulis `twice`.", ""), "a translation needs a statement"),
    ],
)
def test_incomplete_translation_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(ExerciseError) as caught:
        translated(GOOD, words)
    assert sentence in str(caught.value)


def test_every_bundled_exercise_is_read_and_has_a_name_like_its_file() -> None:
    exercises = {name: read_exercise(path.read_text("utf-8")) for name, path in bundled_exercises().items()}
    assert len(exercises) == 12
    assert all(exercise.name == name for name, exercise in exercises.items())
    assert sorted(exercise.order for exercise in exercises.values()) == list(range(1, 13))
