"""What a person's code prints is limited; the console shows values; completion runs nothing."""

import sys
from collections.abc import Callable

import numpy as np
import pytest

from glasscnn.own import Console, Output, names_of, printing_to
from glasscnn.own.console import MAX_SHOWN
from glasscnn.own.names import Name
from glasscnn.own.output import MAX_BYTES, MAX_LINES

LAST_LINE = "… no more is shown of this run (1,000 lines or 64 kB)\n"


def printed(code: Callable[[], None]) -> list[str]:
    """The pieces that reach the page."""
    pieces: list[str] = []
    with printing_to(Output(pieces.append)):
        code()
    return pieces


def test_what_is_printed_arrives_in_order_and_in_few_pieces() -> None:
    pieces = printed(lambda: [print(number, flush=True) for number in range(500)] and print("end", file=sys.stderr))
    assert "".join(pieces) == "".join(f"{number}\n" for number in range(500)) + "end\n"
    assert len(pieces) <= 2


@pytest.mark.parametrize(
    "code",
    [
        lambda: [print("hello") for _ in range(5000)],
        lambda: print("hello\n" * 5000),
        lambda: print("\n" * 100_000),
        lambda: sys.stdout.writelines(["a\n"] * 5000),
    ],
)
def test_a_flood_of_lines_ends_after_a_thousand_with_one_line_that_says_so(code: Callable[[], None]) -> None:
    text = "".join(printed(code))
    assert text.endswith(LAST_LINE)
    assert text.count("\n") == MAX_LINES + 1


@pytest.mark.parametrize("piece", ["x" * 10, "x" * 1_000, "x" * 1_000_000, "é" * 1_001, "😀" * 100], ids=len)
def test_a_flood_of_text_ends_after_64_kb(piece: str) -> None:
    text = "".join(printed(lambda: [print(piece, end="") for _ in range(70_000 // len(piece) + 1)]))
    assert text.endswith(f"\n{LAST_LINE}")
    assert MAX_BYTES - 4 <= len(text.removesuffix(f"\n{LAST_LINE}").encode()) <= MAX_BYTES


def test_what_cannot_be_encoded_is_replaced() -> None:
    assert printed(lambda: print("a\ud800b")) == ["a?b\n"]


def test_printing_ends_with_the_code_and_input_finds_nothing() -> None:
    before = sys.stdout
    with pytest.raises(EOFError), printing_to(Output(lambda _: None)):
        input()
    assert sys.stdout is before


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("1 + 1", "2"),
        ("x = 3", ""),
        ("None", ""),
        ("x = 3; x ** 2", "9"),
        ("for i in range(3):\n    j = i\nj", "2"),
        ("'a' * 3", "'aaa'"),
        ("mine(4)", "8"),
        ("[0] * 100", f"[{', '.join('0' * 30)}, ...]"),
        ("np.arange(3)", "array([0, 1, 2])"),
    ],
)
def test_the_console_shows_the_last_expression(line: str, text: str) -> None:
    assert Console().run(line, {"mine": lambda x: 2 * x, "np": np}).text == text


def test_what_is_assigned_in_the_console_stays_and_the_module_beside_it_changes() -> None:
    console = Console()
    console.run("x = mine", {"mine": 1})
    assert console.run("x, mine", {"mine": 2}).value == (1, 2)
    assert console.run("_[0] + 1", {"mine": 2}).value == 2
    console.run("del x", {"mine": 2})
    with pytest.raises(NameError):
        console.run("x", {"mine": 2})


def test_what_is_assigned_before_an_error_stays() -> None:
    console = Console()
    with pytest.raises(ZeroDivisionError):
        console.run("x = 5; 1 / 0", {})
    assert console.run("x", {}).value == 5


def test_assertions_hold_in_the_console() -> None:
    with pytest.raises(AssertionError):
        Console().run("assert 1 == 2", {})


@pytest.mark.parametrize(
    "line", ["'x' * 10**6", "[['x' * 10**5] * 100] * 100", "np.ones((300, 300, 30))", "range(10**9)"]
)
def test_what_the_console_shows_is_short(line: str) -> None:
    assert len(Console().run(line, {"np": np}).text) <= MAX_SHOWN


class Lazy:
    """What completion must not call."""

    def __init__(self) -> None:
        self.numbers = np.ones(3)

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)

    @property
    def computed(self) -> object:
        raise AssertionError

    def method(self) -> None:
        raise AssertionError


def kinds(expression: str, names: dict[str, object], source: str = "") -> dict[str, str]:
    return {found.name: found.kind for found in names_of(expression, names, source)}


def test_completion_lists_public_names_with_their_kinds() -> None:
    found = kinds("np", {"np": np})
    assert (found["zeros"], found["ndarray"], found["linalg"], found["pi"]) == (
        "function",
        "class",
        "module",
        "variable",
    )
    assert kinds("np.linalg", {"np": np})["norm"] == "function"
    assert kinds("x", {"x": np.ones(3)})["sum"] == "function"
    assert kinds("x", {"x": np.ones(3)})["shape"] == "variable"
    assert not any(name.startswith("_") for name in found)


def test_completion_calls_nothing() -> None:
    names: dict[str, object] = {"lazy": Lazy()}
    assert kinds("lazy", names) == {"computed": "variable", "method": "function", "numbers": "variable"}
    assert "sum" in kinds("lazy.numbers", names)
    for expression in (
        "lazy.computed",
        "lazy.missing",
        "lazy.method()",
        "lazy[0]",
        "unknown",
        "1",
        "(lazy)",
        ".",
        "lazy.",
    ):
        assert kinds(expression, names) == {}


def test_completion_knows_imports_of_a_text_that_does_not_parse_yet() -> None:
    source = "import math, numpy as n\nfrom numpy import linalg as la, zeros\nimport no_such_module\nmath.\ndef f(:\n"
    assert "sqrt" in kinds("math", {}, source)
    assert "zeros" in kinds("n", {}, source)
    assert "norm" in kinds("la", {}, source)
    assert kinds("", {"x": 1}, source) == {
        "la": "module",
        "math": "module",
        "n": "module",
        "x": "variable",
        "zeros": "function",
    }
    assert names_of("no_such_module", {}, source) == []
    assert names_of("", {"x": 1}, "") == [Name("x", "variable")]


def test_completion_imports_nothing() -> None:
    sys.modules.pop("colorsys", None)
    assert kinds("colorsys", {}, "import colorsys\nfrom colorsys import rgb_to_hsv") == {}
    assert "colorsys" not in sys.modules
