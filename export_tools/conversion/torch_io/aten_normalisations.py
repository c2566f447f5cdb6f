"""PyTorch's normalisations by the numbers of the image itself."""

from typing import Any

import numpy as np

from export_tools.conversion.torch_io.aten_functions import Arguments, array_of
from glasscnn_import.builder import Builder
from glasscnn_import.draft import Array, Value
from glasscnn_import.errors import UnsupportedError


def layer_norm(a: Arguments, builder: Builder) -> Value:
    """layer_norm, native_layer_norm and rms_norm: along the last axes."""
    x = a["input"]
    axes = range(len(x.shape) + 1 - len(a["normalized_shape"]), len(x.shape) + 1)
    if a["op"] in ("rms_norm", "_fused_rms_norm"):
        eps = float(np.finfo(np.float32).eps if a.get("eps") is None else a["eps"])
        return builder.layer_norm(x, axes, learned(a, "weight"), eps, "rms_norm")
    return builder.layer_norm(x, axes, learned(a, "weight", "bias"), float(a["eps"]))


def group_norm(a: Arguments, builder: Builder) -> Value:
    """group_norm and native_group_norm."""
    groups = int(a["num_groups"] if a["op"] == "group_norm" else a["group"])
    return builder.group_norm(a["input"], groups, learned(a, "weight", "bias"), float(a["eps"]))


def instance_norm(a: Arguments, builder: Builder) -> Value:
    """instance_norm by the numbers of each map."""
    x = a["input"]
    if not a["use_input_stats"]:
        raise UnsupportedError("instance_norm with the statistics of training is not supported")
    behind = (-1, *[1] * (len(x.shape) - 1))
    arrays = {key: array.reshape(behind) for key, array in learned(a, "weight", "bias").items()}
    return builder.layer_norm(x, range(2, len(x.shape) + 1), arrays, float(a["eps"]))


def learned(a: Arguments, *keys: str) -> dict[str, Array]:
    """The weight and the bias, without absent ones."""
    return {key: array_of(a[key], key) for key in keys if a.get(key) is not None}


def neighbours(a: Arguments, builder: Builder) -> Value:
    """avg_pool3d over channels, a step of local response normalisation: a 1 × 1 convolution with equal weights."""
    x: Value = a["self"]
    kernel, stride, padding = (_three(a[key]) for key in ("kernel_size", "stride", "padding"))
    if kernel[1:] != [1, 1] or stride not in ([1, 1, 1], []) or any(padding) or len(x.shape) != 4 or x.shape[0] != 1:
        raise UnsupportedError(
            "a mean over windows of 3 dimensions; only those over neighbouring channels are supported"
        )
    size, channels = kernel[0], x.shape[1]
    count = channels - size + 1
    weight = np.zeros((count, channels, 1, 1), np.float32)
    for channel in range(count):
        weight[channel, channel : channel + size] = 1 / size
    maps = builder.conv(x.reshaped(x.shape[1:]), weight, None, [1, 1], [0, 0, 0, 0], [1, 1], 1)
    return maps.reshaped((1, *maps.shape))


def _three(value: Any) -> list[int]:
    numbers = [int(number) for number in value] if isinstance(value, list | tuple) else [int(value)] * 3
    return numbers * 3 if len(numbers) == 1 else numbers
