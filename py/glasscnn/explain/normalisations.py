"""Normalisations by the numbers of the image itself: what a cell depends on, its step, and its line of NumPy."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from glasscnn.engine import Node
from glasscnn.explain.forward_pass import ForwardPass, Place, index_of, place_in
from glasscnn.explain.python_text import factor, index, weight
from glasscnn.explain.step_types import Step

Mask = npt.NDArray[np.bool_]

NORMALISATIONS = ("layer_norm", "rms_norm", "group_norm", "local_response_norm")
"""Ops that divide each number by a measure of others of the same image."""


def spread(node: Node, mask: Mask, forward: bool) -> Mask:
    """The cells that the marked ones depend on; with `forward`, those that depend on the marked ones."""
    if node.op == "group_norm":
        groups = mask.reshape(node.attributes["num_groups"], -1)  # (groups, C/groups·H·W)
        return np.broadcast_to(groups.any(axis=1, keepdims=True), groups.shape).reshape(mask.shape)
    if node.op != "local_response_norm":
        axes = tuple(axis - 1 for axis in node.attributes["dim"])
        return np.broadcast_to(mask.any(axis=axes, keepdims=True), mask.shape)
    found = np.zeros_like(mask)
    for channel in range(len(mask)):
        neighbours = channels_around(node, channel, len(mask))
        if forward:
            found[channel] = mask[neighbours].any(axis=0)
        else:
            found[neighbours] |= mask[channel]
    return found


def normalised_with(node: Node, shape: tuple[int, ...], place: Place) -> tuple[slice | int, ...]:
    """The index of the numbers of the input, of this shape, that a cell is normalised with, its own among them."""
    at = index_of(place, len(shape))
    match node.op:
        case "group_norm":
            size = shape[0] // node.attributes["num_groups"]
            first = place.channel // size * size
            return slice(first, first + size), *[slice(None)] * (len(shape) - 1)
        case "local_response_norm":
            return channels_around(node, place.channel, shape[0]), *at[1:]
        case _:
            return tuple(slice(None) if axis in node.attributes["dim"] else i for axis, i in enumerate(at, start=1))


def channels_around(node: Node, channel: int, channels: int) -> slice:
    """The channels that local response normalisation takes squares of, for one channel."""
    size = node.attributes["size"]
    return slice(max(channel - size // 2, 0), min(channel + (size - 1) // 2 + 1, channels))


def normalisation(reading: ForwardPass, node: Node, place: Place, step: Step) -> Step:
    """The step of a cell whose number before is `step.before`, with the statistics of the numbers around it."""
    x = reading.output(node.inputs[0])
    numbers = x[normalised_with(node, x.shape, place)].astype(np.float64)
    before, attributes = float(step.value), node.attributes
    if node.op == "local_response_norm":
        mean_square = float((numbers**2).sum()) / attributes["size"]
        value = before / (attributes["k"] + attributes["alpha"] * mean_square) ** attributes["beta"]
        return replace(step, value=value, parameters={**attributes, "mean_square": mean_square})
    arrays = reading.arrays.get(node.name, {})
    mean = 0.0 if node.op == "rms_norm" else float(numbers.mean())
    norm = {
        "mean": mean,
        "variance": float(((numbers - mean) ** 2).mean()),
        "scale": learned(arrays, "weight", place, 1.0),
        "shift": learned(arrays, "bias", place, 0.0),
        "eps": float(attributes["eps"]),
    }
    value = (before - mean) / np.sqrt(norm["variance"] + norm["eps"]) * norm["scale"] + norm["shift"]
    return replace(step, value=float(value), norm=norm, parameters={"count": numbers.size})


def learned(arrays: dict[str, npt.NDArray[np.float32]], key: str, place: Place, absent: float) -> float:
    """The number that a learned array has for the cell at `place`, or `absent` if there is no such array."""
    if key not in arrays:
        return absent
    array = arrays[key]
    return float(array[index_of(place_in(place, array.shape), array.ndim)])


def normalisation_line(
    reading: ForwardPass, node: Node, place: Place, inner: str, source: str, let: Callable[..., list[str]]
) -> str:
    """A line of NumPy for a cell whose number before is `inner`.

    `let` assigns the numbers around it, taken from the expression `source`, to a name, and so the weights.
    """
    attributes, shape = node.attributes, reading.shape(node.inputs[0])
    parts = ", ".join(text_of(part) for part in normalised_with(node, shape, place))
    (around,) = let(around=f"{factor(source)}[{parts}]")
    if node.op == "local_response_norm":
        mean = f"({around}**2).sum() / {attributes['size']}"
        return f"({inner}) / ({attributes['k']!r} + {attributes['alpha']!r} * {mean}) ** {attributes['beta']!r}"
    spread, less = f"({around}**2).mean()", ""
    if node.op != "rms_norm":
        spread, less = f"{around}.var()", f" - {around}.mean()"
    line = f"(({inner}){less}) / np.sqrt({spread} + {attributes['eps']!r})"
    for key, variable, sign in (("weight", "W", "*"), ("bias", "b", "+")):
        array = reading.arrays.get(node.name, {}).get(key)
        if array is not None:
            (name,) = let(**{variable: weight(node, key)})
            line = f"{line} {sign} {name}[{index(place_in(place, array.shape), array.ndim)}]"
    return line


def text_of(part: slice | int) -> str:
    """A part of an index, as it is written."""
    if isinstance(part, int):
        return str(part)
    return ":" if part.start is None else f"{part.start}:{part.stop}"
