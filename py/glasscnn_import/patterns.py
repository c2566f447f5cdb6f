"""Recognises activation functions that a framework writes as several layers: x · sigmoid(x) is SiLU.

Layers that all lead from one layer to another, number by number, are one function of one number. If it has the values
of a known function at many points, it is that function, in whatever way the exporter has written it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from glasscnn.engine import ELEMENTWISE
from glasscnn_import.draft import Draft, Layer

Values = npt.NDArray[np.float64]

POINTS: Values = np.concatenate([np.linspace(-8, 8, 401), np.linspace(-100, 100, 41)])[None]
"""(1, points), a batch of one vector: close together where functions bend, and far out, where some are limited."""

TOLERANCE = 2e-6
"""Relative and absolute: constants in files are float32."""

MAX_LAYERS = 12
"""In one group: the tanh approximation of GELU has nine."""

KNOWN: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("silu", {}),
    ("hardswish", {}),
    ("hardsigmoid", {"alpha": 1 / 6, "beta": 0.5}),
    ("gelu", {"approximate": "none"}),
    ("gelu", {"approximate": "tanh"}),
    ("mish", {}),
    ("softplus", {"beta": 1.0}),
)

LAST = ("affine", "mul", "div", "log")
"""What a known function may end with, in whatever way it is written; or with a limit after an affine step."""

ARITHMETIC = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide}


def recognise_functions(draft: Draft) -> None:
    """Make the last layer of each such group the function itself; the other layers may be left without a reader."""
    known = [Known(op, attributes) for op, attributes in KNOWN]
    for layer in reversed(list(draft.layers.values())):
        if not may_be_last(layer, draft):
            continue
        candidates = [*known, *scaled_softplus(layer)]
        for origin in origins_of(layer, draft):
            found = known_function(layer, origin, draft, candidates)
            if found is not None:
                layer.op, layer.attributes = found.op, dict(found.attributes)
                layer.inputs, layer.arrays = [origin], {}
                break


def may_be_last(layer: Layer, draft: Draft) -> bool:
    """Whether a known function may end with this layer."""
    before = draft.layers.get(layer.inputs[0])
    is_limit = layer.op in ("relu", "clamp") and before is not None and before.op == "affine"
    return is_pointwise(layer) and (layer.op in LAST or is_limit)


class Known:
    """A known function with its values at the points."""

    def __init__(self, op: str, attributes: Mapping[str, Any]) -> None:
        self.op, self.attributes = op, attributes
        self.values = np.asarray(ELEMENTWISE[op](POINTS, **attributes))

    def equals(self, values: Values) -> bool:
        """Whether these are its values; NaN is equal to nothing."""
        return bool((np.abs(values - self.values) <= TOLERANCE * (1 + np.abs(self.values))).all())


def origins_of(layer: Layer, draft: Draft) -> Iterator[str]:
    """The layers before `layer` that lead to it number by number, beyond its own inputs if it has only one."""
    names, seen = list(layer.inputs), set[str]()
    while names and len(seen) < MAX_LAYERS:
        name = names.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if layer.inputs != [name]:
            yield name
        before = draft.layers.get(name)
        if before is not None and is_pointwise(before):
            names += before.inputs


def known_function(layer: Layer, origin: str, draft: Draft, candidates: Sequence[Known]) -> Known | None:
    """The known function that leads from `origin` to `layer`, if there is one."""
    with np.errstate(all="ignore"):
        values = values_of(layer, draft, {origin: POINTS})
        return None if values is None else next((known for known in candidates if known.equals(values)), None)


def scaled_softplus(layer: Layer) -> Iterator[Known]:
    """softplus with the beta by which this layer divides, if it divides."""
    if layer.op == "affine" and layer.arrays["scale"][0] > 0:
        yield Known("softplus", {"beta": 1 / float(layer.arrays["scale"][0])})


def values_of(layer: Layer, draft: Draft, known: dict[str, Values]) -> Values | None:
    """The layer's values at the points; None if they depend on other layers than those in `known`, which grows."""
    if layer.name not in known:
        if len(known) > MAX_LAYERS or not is_pointwise(layer):
            return None
        inputs = []
        for name in layer.inputs:
            before = draft.layers.get(name)
            values = known.get(name) if before is None or name in known else values_of(before, draft, known)
            if values is None:
                return None
            inputs.append(values)
        known[layer.name] = result_of(layer, inputs)
    return known[layer.name]


def result_of(layer: Layer, inputs: list[Values]) -> Values:
    """What a pointwise layer makes of the values of its inputs."""
    if layer.op == "affine":
        return np.asarray(inputs[0] * float(layer.arrays["scale"][0]) + float(layer.arrays["offset"][0]))
    if layer.op in ARITHMETIC:
        result = inputs[0]
        for other in inputs[1:]:
            result = np.asarray(ARITHMETIC[layer.op](result, other))
        return result
    return np.asarray(ELEMENTWISE[layer.op](inputs[0], **layer.attributes))


def is_pointwise(layer: Layer) -> bool:
    """Whether all numbers of a layer are the same function of the numbers in their places."""
    if layer.op == "affine":
        return all(bool((array == array[0]).all()) for array in layer.arrays.values())
    return layer.op in ARITHMETIC or (layer.op in ELEMENTWISE and not layer.arrays)
