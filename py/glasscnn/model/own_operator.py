"""A person's function in place of an operator: called as PyTorch's function of the same name, and checked.

>>> def conv2d(x, weight, bias=None, stride=1, padding=0): ...
>>> glasscnn.load("gap10", readable={"conv2d": conv2d})
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import CodeType
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.engine import OPERATORS, Node
from glasscnn.engine.reference import Array, Operator
from glasscnn.errors import OperatorError

POOLS = ("max_pool2d", "avg_pool2d")
"""Their stride is that of the kernel unless it is given."""


class OwnOperator:
    """A function that computes the output of one node.

    It gets the inputs (N, C, H, W) or (N, features), then arrays and attributes as keyword arguments with PyTorch's
    names and values: one number for equal ones, a pair (vertical, horizontal), and for padding that is not symmetrical
    (top, left, bottom, right). An argument at its default is left out if the function does not name it. The arrays are
    read-only.
    """

    def __init__(self, function: Operator, node: Node, shape: tuple[int, ...]) -> None:
        """`shape` is that of the node's output, without the batch axis."""
        self.function, self.node, self.shape = function, node, shape
        signature = inspect.signature(OPERATORS[node.op]).parameters
        self.order = tuple(signature)
        self.defaults = {name: given.default for name, given in signature.items() if given.default is not given.empty}
        self.parameters = parameters_of(function)

    def __call__(self, *inputs: Array, **given: Any) -> Array:
        """The output, float32; raises OperatorError from what the function raises, and for a result that is wrong."""
        arguments = self.arguments(given)
        try:
            result = self.function(*map(read_only, inputs), **arguments)
        except Exception as error:
            raise self.failure(error, inputs, arguments) from error
        return self.checked(result, (len(inputs[0]), *self.shape), all(np.isfinite(x).all() for x in inputs))

    def arguments(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The keyword arguments: what the function names, and what is not at its default."""
        values = {**self.defaults, **{name: plain(name, value) for name, value in given.items()}}
        wanted = (name for name in self.order if name in self.parameters or self.matters(name, values))
        return {name: values[name] for name in wanted if name in values}

    def matters(self, name: str, values: Mapping[str, Any]) -> bool:
        """Whether an argument is given and not at its default."""
        if name not in values:
            return False
        if isinstance(values[name], np.ndarray):
            return True
        if name == "stride" and self.node.op in POOLS:
            return bool(values["stride"] != values["kernel_size"])
        return name not in self.defaults or bool(values[name] != self.defaults[name])

    def checked(self, result: object, expected: tuple[int, ...], inputs_are_finite: bool) -> Array:
        """The result as a float32 array of its own; raises OperatorError for one that does not fit."""
        if result is None:
            raise self.wrong("None", f"an array of shape {expected}; is `return` missing?")
        try:
            found: npt.NDArray[Any] = np.asarray(result)
        except Exception as error:
            raise self.wrong(type(result).__name__, f"an array of shape {expected}") from error
        if found.dtype.kind not in "fiu":
            kind = f"an array of {found.dtype}" if isinstance(result, np.ndarray) else type(result).__name__
            raise self.wrong(kind, f"an array of numbers of shape {expected}")
        if found.shape != expected:
            raise self.wrong(f"the shape {found.shape}", str(expected))
        with np.errstate(over="ignore", invalid="ignore"):
            output = np.array(found, np.float32)
        finite = np.isfinite(output)
        if inputs_are_finite and not finite.all():
            cell = tuple(int(index) for index in np.argwhere(~finite)[0])
            count = f"{np.count_nonzero(~finite):,} of {output.size:,} numbers are NaN or infinity"
            raise self.wrong(f"{output[cell]} at {list(cell)} ({count})", "finite numbers")
        return output

    def failure(self, error: Exception, inputs: Sequence[Array], arguments: Mapping[str, Any]) -> OperatorError:
        """The error for an exception, with the line in which it was raised; it says what can be misunderstood."""
        sentence, line = f"{type(error).__name__}: {error}"[:300], line_of(error, self.function)
        if line is None and isinstance(error, TypeError):
            call = ", ".join(call_of(inputs, arguments))
            sentence += f"; it is called as {self.node.op}({call})"
        elif isinstance(error, ValueError) and "read-only" in sentence:
            sentence += "; what an operator gets belongs to the network: change a copy of it"
        return OperatorError(self.node.name, self.node.op, sentence, line or first_line_of(self.function))

    def wrong(self, found: str, expected: str) -> OperatorError:
        """The error for a result; it names the line where the function begins."""
        sentence = f"it returned {found}, expected {expected}"
        return OperatorError(self.node.name, self.node.op, sentence, first_line_of(self.function))


def parameters_of(function: Operator) -> frozenset[str]:
    """The names of the arguments of a function; none for a built-in function that does not tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return frozenset()
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return frozenset(parameter.name for parameter in parameters if parameter.kind in by_name)


def plain(name: str, value: Any) -> Any:
    """A value as PyTorch's functions take it: arrays read-only, one number for equal ones."""
    if isinstance(value, np.ndarray):
        return read_only(value)
    if not isinstance(value, list | tuple):
        return value
    if len(set(value)) == 1:
        return value[0]
    if name == "padding" and tuple(value[:2]) == tuple(value[2:]):  # top and left equal bottom and right
        return tuple(value[:2])
    return tuple(value)


def read_only(array: Array) -> Array:
    """A view that cannot be written to: the array is a buffer that other nodes read."""
    view = array.view()
    view.flags.writeable = False
    return view


def code_of(function: Callable[..., Any]) -> CodeType | None:
    """The byte code of a function, also of one that is decorated, partly applied or a callable object."""
    while isinstance(function, partial):
        function = function.func
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None) or getattr(type(function).__call__, "__code__", None)
    return code if isinstance(code, CodeType) else None


def first_line_of(function: Operator) -> int | None:
    """The line of its file in which a function begins; None for a built-in one."""
    code = code_of(function)
    return None if code is None else code.co_firstlineno


def line_of(error: BaseException, function: Operator) -> int | None:
    """The line of the function's file in which the error was raised, or its last line on the way there."""
    code = code_of(function)
    lines = [line for file, line in places(error) if line and code is not None and file == code.co_filename]
    return lines[-1] if lines else None


def call_of(inputs: Sequence[Array], arguments: Mapping[str, Any]) -> Iterator[str]:
    """The arguments of a call: arrays by shape, plain values as they are."""
    yield from (f"array {x.shape}" for x in inputs)
    for name, value in arguments.items():
        yield f"{name}=array {value.shape}" if isinstance(value, np.ndarray) else f"{name}={value!r}"


def places(error: BaseException) -> Iterator[tuple[str, int | None]]:
    """The file and line of every call on the way to an error, the innermost last."""
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next
