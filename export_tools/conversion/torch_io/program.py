"""The common form of `torch.export` and TorchScript: calls of ATen operators in execution order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor


@dataclass(frozen=True)
class Ref:
    """A reference to the result of an earlier call or to the program's input."""

    name: str


@dataclass(frozen=True)
class Call:
    """One call of an operator.

    name       the name of its result
    op         ATen's operator without its overload: conv2d, relu, add
    arguments  by the names of ATen's schema; weights are tensors
    label      a readable name: the path of its module if there is one
    function   computes the result
    """

    name: str
    op: str
    arguments: dict[str, Any]
    label: str
    function: Callable[..., Any]


@dataclass
class Program:
    """Calls that lead from `input` to `output`. `shape` is (N, C, H, W) if the file states it; N is 0 if it is open."""

    input: str
    shape: tuple[int, ...] | None
    calls: list[Call] = field(default_factory=list)
    output: Ref | None = None

    def run(self, image: Tensor) -> dict[str, Any]:
        """{name: result} of every call for a batch of normalised images, computed by PyTorch's operators."""
        values: dict[str, Any] = {self.input: image}
        for call in self.calls:
            arguments = {key: resolve(value, values) for key, value in call.arguments.items()}
            values[call.name] = call.function(**arguments)
        return values


def resolve(argument: Any, values: dict[str, Any]) -> Any:
    """The argument with every Ref replaced by its value."""
    if isinstance(argument, Ref):
        return values[argument.name]
    if isinstance(argument, list | tuple):
        return [resolve(item, values) for item in argument]
    return argument


def refs(argument: Any) -> list[Ref]:
    """All Refs in an argument."""
    if isinstance(argument, Ref):
        return [argument]
    if isinstance(argument, list | tuple):
        return [ref for item in argument for ref in refs(item)]
    return []
