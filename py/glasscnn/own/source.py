"""Compiles a person's text, whatever options Python was started with."""

import ast
import linecache
from types import CodeType
from typing import Literal

MODULE, CONSOLE = "yours.py", "console"
"""The file names of a person's text, and of a line in the console."""

Mode = Literal["exec", "eval"]


def compile_text(text: str, file: str) -> CodeType:
    """The byte code of a text; raises SyntaxError, also for what is nested too deeply."""
    return compile_tree(text, text, file, "exec")


def compile_tree(tree: str | ast.Module | ast.Expression, text: str, file: str, mode: Mode) -> CodeType:
    """The byte code of a text or of a part of its syntax tree; raises SyntaxError.

    Assertions are kept: the page's Python is started with PYTHONOPTIMIZE=2, which would drop them. Tracebacks show the
    text's lines.
    """
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    try:
        return compile(tree, file, mode, dont_inherit=True, optimize=0)
    except (RecursionError, MemoryError) as error:
        raise SyntaxError("too deeply nested", (file, 1, 1, None)) from error
    except ValueError as error:  # of a text with a null character, before Python 3.12
        raise SyntaxError(str(error), (file, 1, 1, None)) from error


def line_at(code: CodeType, instruction: int) -> int:
    """The line of an instruction; of one that belongs to no line, such as a jump back in a loop, that before it."""
    lines = [line for start, _, line in code.co_lines() if start <= instruction and line is not None]
    return lines[-1] if lines else code.co_firstlineno


def line_of_text(file: str, line: int) -> str:
    """A line of the text that was compiled last under this name."""
    return linecache.getline(file, line)
