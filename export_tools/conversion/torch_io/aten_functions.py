"""PyTorch's functions of one number."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from glasscnn_import.builder import Builder
from glasscnn_import.draft import Array, Value
from glasscnn_import.errors import UnsupportedError

Arguments = dict[str, Any]

FUNCTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "abs": ("absolute", ()),
    "elu": ("elu", ("alpha",)),
    "erf": ("erf", ()),
    "exp": ("exp", ()),
    "gelu": ("gelu", ("approximate",)),
    "hardsigmoid": ("hardsigmoid", ()),
    "hardswish": ("hardswish", ()),
    "leaky_relu": ("leaky_relu", ("negative_slope",)),
    "log": ("log", ()),
    "mish": ("mish", ()),
    "neg": ("negative", ()),
    "relu": ("relu", ()),
    "selu": ("selu", ()),
    "sigmoid": ("sigmoid", ()),
    "silu": ("silu", ()),
    "softplus": ("softplus", ("beta",)),
    "sqrt": ("sqrt", ()),
    "tanh": ("tanh", ()),
}
"""{ATen's name: (our op, its attributes, which have the names of ATen's arguments)}."""

LIMITS: Mapping[str, tuple[str, str]] = {
    "relu6": ("", ""),
    "hardtanh": ("min_val", "max_val"),
    "clamp": ("min", "max"),
    "clamp_min": ("min", ""),
    "clamp_max": ("", "max"),
}
"""{ATen's name: its arguments for the lower and the upper limit}."""

POWERS = {"reciprocal": -1.0, "rsqrt": -0.5, "square": 2.0}
"""{ATen's name: the exponent that it stands for}."""


def function(a: Arguments, builder: Builder) -> Value:
    """An element-wise function without weights."""
    op, names = FUNCTIONS[a["op"]]
    if a["op"] == "elu" and (a["scale"], a["input_scale"]) != (1, 1):
        scales, alpha = (float(a["scale"]), float(a["input_scale"])), float(a["alpha"])
        if scales[1] != 1:
            raise UnsupportedError(f"elu with input_scale {scales[1]:g} is not supported")
        return builder.activation(a["self"], "selu", alpha=alpha, gamma=scales[0])  # how selu is decomposed
    if a["op"] == "softplus" and float(a["threshold"]) < 15:
        raise UnsupportedError(f"softplus with threshold {a['threshold']}; supported are 15 and above")
    attributes = {name: value if isinstance(value := a[name], str) else float(value) for name in names}
    return builder.activation(a["self"], op, **attributes)


def limit(a: Arguments, builder: Builder) -> Value:
    """relu6, hardtanh and clamp."""
    if a["op"] == "relu6":
        return builder.clamp(a["self"], 0.0, 6.0)
    limits = [a.get(name) if name else None for name in LIMITS[a["op"]]]
    if any(not (number is None or isinstance(number, int | float)) for number in limits):
        raise UnsupportedError("its limits are not numbers")
    minimum, maximum = limits
    return builder.clamp(a["self"], -math.inf if minimum is None else minimum, math.inf if maximum is None else maximum)


def prelu(a: Arguments, builder: Builder) -> Value:
    """A ReLU with learned slopes below 0."""
    slope = array_of(a["weight"], "weight")
    channels = len(a["self"].shape) - 1
    return builder.prelu(a["self"], slope.reshape(-1, *[1] * channels) if slope.ndim == 1 else slope)


def power(a: Arguments, builder: Builder) -> Value:
    """x to the power of a constant."""
    exponent = a["exponent"]
    if not isinstance(a["self"], Value) or isinstance(exponent, Value):
        raise UnsupportedError("a power of other than a layer and a constant is not supported")
    exponents = array_of(exponent, "exponent") if isinstance(exponent, Tensor) else np.asarray(exponent, np.float64)
    return builder.power(a["self"], exponents)


def fixed_power(builder: Builder, exponent: float, a: Arguments) -> Value:
    """One of `POWERS`."""
    return builder.activation(a["self"], "power", exponent=exponent)


def array_of(tensor: Any, name: str) -> Array:
    """A constant as float32; raises UnsupportedError if the network computes it."""
    if not isinstance(tensor, Tensor):
        raise UnsupportedError(f"its {name} is computed by the network; only constants are supported")
    array: Array = tensor.detach().cpu().to(torch.float32).numpy()
    return array
