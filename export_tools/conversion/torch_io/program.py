"""What `torch.export` and TorchScript have in common: a list of calls of ATen operators, in execution order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor


@dataclass(frozen=True)
class Ref:
    """An argument that an earlier call has computed, or the program's input."""

    name: str


@dataclass(frozen=True)
class Call:
    """One call.

    name       of what it gives
    op         ATen's operator without its overload: conv2d, relu, add
    arguments  by the names of ATen's schema; tensors that hold weights stand in them as they are
    label      what a person would call it: its module's path where there is one
    function   computes it
    """

    name: str
    op: str
    arguments: dict[str, Any]
    label: str
    function: Callable[..., Any]


@dataclass
class Program:
    """Calls that lead from `input` to `output`. `shape` is (N, C, H, W) as far as the file tells; N is 0 if any."""

    input: str
    shape: tuple[int, ...] | None
    calls: list[Call] = field(default_factory=list)
    output: Ref | None = None

    def run(self, image: Tensor) -> dict[str, Any]:
        """What every call gives for a batch of normalised images: PyTorch's own operators, one after the other."""
        values: dict[str, Any] = {self.input: image}
        for call in self.calls:
            arguments = {key: resolve(value, values) for key, value in call.arguments.items()}
            values[call.name] = call.function(**arguments)
        return values


def resolve(argument: Any, values: dict[str, Any]) -> Any:
    """The argument with every Ref in it replaced by its value."""
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
