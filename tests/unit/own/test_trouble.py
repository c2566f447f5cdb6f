"""What is wrong with a person's code: one sentence, and the range in the text, in characters."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import glasscnn
from glasscnn.own import MODULE, OwnModule, Trouble, compile_text, trouble_of
from glasscnn.own.trouble import MAX_FRAMES

CONV2D = """import numpy as np

def conv2d(x, weight):
    n, c, h, w = x.shape
    y = np.zeros((n, 4, h, w))
    for i in range(h):
        y[:, :, i, 0] = (x[:, :, i : i + 3, 0:3] * weight).sum(axis=(2, 3))
    return y

conv2d(np.ones((1, 2, 6, 6)), np.ones((4, 2, 3, 3)))
"""


def trouble(source: str) -> Trouble:
    """What is wrong with a text when it is run."""
    try:
        OwnModule().run(source)
    except BaseException as error:
        return trouble_of(error)
    raise AssertionError("nothing is wrong")


def marked(source: str, found: Trouble) -> str:
    """The part of the text that the range marks; on several lines, that from its first line."""
    place = found.place
    assert place.file == MODULE
    assert place.line is not None
    line = source.splitlines()[place.line - 1]
    return line[place.column : place.end_column if place.end_line == place.line else None]


@pytest.mark.parametrize(
    ("source", "kind", "range_", "sentence"),
    [
        ("def conv2d(x, weight)\n    return x\n", "SyntaxError", "\n", "expected ':'"),
        ("def f(:\n", "SyntaxError", ":", "invalid syntax"),
        ("print('hi'\n", "SyntaxError", "(", "'(' was never closed"),
        (
            "if x = 3:\n    pass\n",
            "SyntaxError",
            "x = 3",
            "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        ),
        ("x = 1\n  y = 2\n", "IndentationError", " ", "unexpected indent"),
        ("for i in range(3):\nprint(i)\n", "IndentationError", "print", "expected an indented block after 'for'"),
        ("x = 'ä' + 3 + (\n", "SyntaxError", "(", "'(' was never closed"),
        ("return 1\n", "SyntaxError", "return 1", "'return' outside function"),
        ("'ä'.foo\n", "AttributeError", "'ä'.foo", "'str' object has no attribute 'foo'"),
        ("ö = [1]\nä = ö[ö[0]] + 1\n", "IndexError", "ö[ö[0]]", "list index out of range"),
        ("x = unknown + 1\n", "NameError", "unknown", "name 'unknown' is not defined"),
        ("d = {}\nd['a']\n", "KeyError", "d['a']", "There is no key 'a'"),
        ("1 + '2'\n", "TypeError", "1 + '2'", "unsupported operand type(s) for +: 'int' and 'str'"),
        ("import no_such_module\n", "ModuleNotFoundError", "import no_such_module", "No module named 'no_such_module'"),
        (
            "import numpy as np\nnp.ones(2) + np.ones(3)\n",
            "ValueError",
            "np.ones(2) + np.ones(3)",
            "could not be broadcast",
        ),
        ("assert 1 == 2, 'not close'\n", "AssertionError", "1 == 2", "not close"),
        ("assert 1 == 2\n", "AssertionError", "1 == 2", "The assertion does not hold: `assert 1 == 2`"),
        (
            "raise StopIteration\n",
            "StopIteration",
            "raise StopIteration",
            "StopIteration without a message: `raise Stop",
        ),
        ("raise SystemExit(3)\n", "SystemExit", "raise SystemExit(3)", "The code has ended itself: it called exit()"),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt", "raise KeyboardInterrupt", "has raised KeyboardInterrupt"),
        ("bytearray(10**15)\n", "MemoryError", "bytearray(10**15)", "There is not enough memory for this"),
        ("eval('1 +')\n", "SyntaxError", "eval('1 +')", "invalid syntax"),
        ("input()\n", "EOFError", "input()", "EOF when reading a line"),
    ],
)
def test_a_mistake_is_one_sentence_and_the_range_that_is_wrong(
    source: str, kind: str, range_: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", open(os.devnull, encoding="utf-8"))  # noqa: PTH123, SIM115
    found = trouble(source)
    sys.stdin.close()
    assert found.kind == kind
    assert sentence in found.sentence
    assert "\n" not in found.sentence
    assert marked(source, found) == range_.strip("\n")


def test_only_a_person_s_functions_are_named_with_what_their_variables_hold() -> None:
    found = trouble(CONV2D)
    assert found.kind == "ValueError"
    assert "could not broadcast input array from shape (4,2) into shape (1,4)" in found.sentence
    assert marked(CONV2D, found) == "y[:, :, i, 0]"
    assert [(call.function, call.line) for call in found.calls] == [("<module>", 10), ("conv2d", 7)]
    assert dict(found.calls[1].variables) == {
        "x": "ndarray (1, 2, 6, 6) float64",
        "weight": "ndarray (4, 2, 3, 3) float64",
        "n": "1",
        "c": "2",
        "h": "6",
        "w": "6",
        "y": "ndarray (1, 4, 6, 6) float64",
        "i": "0",
    }


def test_an_endless_recursion_is_named_and_its_calls_are_few() -> None:
    found = trouble("def f(n):\n    return f(n + 1)\nf(0)\n")
    assert found.kind == "RecursionError"
    assert found.place.line == 2
    assert len(found.calls) == MAX_FRAMES


def test_a_text_that_is_nested_too_deeply_is_a_syntax_error() -> None:
    for source in ("(" * 5000, "-" * 100_000 + "1", "x = [" * 300, "a\0b"):
        assert trouble(source).kind == "SyntaxError"


def test_exceptions_of_a_person_can_say_anything() -> None:
    class_ = "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\n"
    assert trouble(f"{class_}raise Odd()\n").kind == "Odd"
    long = trouble("raise ValueError('x\\n' * 100_000)\n")
    assert len(long.sentence) == 300
    assert "\n" not in long.sentence


@pytest.mark.skipif(sys.version_info < (3, 12), reason="tracebacks suggest names from Python 3.12 on")
def test_a_wrong_name_comes_with_the_right_one() -> None:
    assert trouble("import numpy as np\nnp.ones(3).shpae\n").sentence.endswith("Did you mean: 'shape'?")


def test_assertions_hold_also_where_python_drops_them() -> None:
    code = (
        "from glasscnn.own import OwnModule, trouble_of\n"
        "def outer():\n    assert False, 'dropped'\n"
        "outer()\n"
        'try:\n    OwnModule().run(\'def f():\\n    "doc"\\n    assert 1 == 2\\nassert f.__doc__ == "doc"\\nf()\')\n'
        "except AssertionError as error:\n    print(trouble_of(error).place.line)\n"
    )
    done = subprocess.run(
        [sys.executable, "-OO", "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(glasscnn.__file__).parents[1])},
    )
    assert done.stdout.strip() == "3"


def test_nothing_of_one_text_is_left_for_the_next() -> None:
    first, second = OwnModule(), OwnModule()
    first.run("a = 1\n")
    with pytest.raises(NameError):
        second.run("a += 1\n")
    assert "a" not in second.names


def test_a_text_can_define_data_classes() -> None:
    module = OwnModule()
    module.run("from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'int' = 3\na = A()\n")
    assert module.names["a"].x == 3


def test_compiling_runs_nothing() -> None:
    compile_text("raise SystemExit", MODULE)
