"""Folds scales, offsets and padding into neighbouring layers, and replaces the rest by ops of a model file.

    W · x + b, then · scale + offset   =   (scale · W) · x + (scale · b + offset)

Batch normalisation at inference is such a scale and offset (Jacob et al., "Quantization and training of neural
networks", 2017, section 3.2). All folding is computed in float64.
"""

import math

import numpy as np

from glasscnn_import.draft import Draft, Layer
from glasscnn_import.errors import ConversionError
from glasscnn_import.head import drop_after_softmax
from glasscnn_import.patterns import recognise_functions
from glasscnn_import.response_norm import recognise_response_norms

JOINED = ("elementwise_affine", "layer_norm", "rms_norm")
"""Layers that end with a scale and an offset for single cells."""

MAX_DIAGONAL = 1024
"""The longest vector whose scale may become a dense layer with the scale on its diagonal."""


def fold(draft: Draft) -> None:
    """Fold layers where possible and drop unused ones; raises ConversionError for layers that cannot be expressed."""
    recognise_functions(draft)
    recognise_response_norms(draft)
    _join_exp_and_log_of_softmax(draft)
    drop_after_softmax(draft)
    _drop_unused(draft)
    _join_rectifiers(draft)
    for layer in list(draft.layers.values()):
        if layer.op in ("affine", "batch_norm2d", "elementwise_affine"):
            _fold_into_previous_layer(draft, layer)
        elif layer.op == "pad":
            _fold_into_following_windows(draft, layer)
    for layer in list(draft.layers.values()):
        if layer.op == "affine":
            _affine_as_layer(layer)
        elif layer.op == "pad":
            _pad_as_layer(layer)


def _join_exp_and_log_of_softmax(draft: Draft) -> None:
    """Replace exp(log_softmax(x)) by softmax(x), and log(softmax(x)) by log_softmax(x)."""
    joined = {("exp", "log_softmax"): "softmax", ("log", "softmax"): "log_softmax"}
    for layer in draft.layers.values():
        before = draft.layers.get(layer.inputs[0])
        if before is not None and (layer.op, before.op) in joined:
            layer.op, layer.inputs = joined[layer.op, before.op], before.inputs


def _join_rectifiers(draft: Draft) -> None:
    """Replace a ReLU behind a ReLU without a limit by one of them, as where a quantised file limits it."""
    for layer in list(draft.layers.values()):
        before = draft.layers.get(layer.inputs[0])
        if before is None or not layer.op == before.op == "relu" or before.attributes["maximum"] is not None:
            continue
        if draft.only_feeds(before.name, layer):
            before.attributes, before.tensor = layer.attributes, layer.tensor
            draft.bypass(layer, before.name)


def _drop_unused(draft: Draft) -> None:
    """Drop layers that do not lead to the output."""
    used = {draft.output}
    for layer in reversed(draft.layers.values()):
        if layer.name in used:
            used.update(layer.inputs)
    draft.layers = {name: layer for name, layer in draft.layers.items() if name in used}
    draft.aliases = {alias: name for alias, name in draft.aliases.items() if name in draft.layers}


def _fold_into_previous_layer(draft: Draft, layer: Layer) -> None:
    before = draft.layers.get(layer.inputs[0])
    if before is None or not draft.only_feeds(before.name, layer):
        return
    if before.op in JOINED or (before.op == "group_norm" and layer.op != "elementwise_affine"):
        _join_elementwise(draft, before, layer)
        return
    if layer.op == "elementwise_affine" or before.op not in ("conv2d", "linear"):
        return
    scale, offset = _scale_and_offset(layer)
    weight = before.arrays["weight"].astype(np.float64)
    bias = before.arrays.get("bias", np.zeros(len(weight), np.float32)).astype(np.float64)
    before.arrays["weight"] = (weight * scale.reshape(-1, *[1] * (weight.ndim - 1))).astype(np.float32)
    before.arrays["bias"] = (bias * scale + offset).astype(np.float32)
    before.tensor, before.order = layer.tensor, layer.order
    draft.bypass(layer, before.name)


def _join_elementwise(draft: Draft, before: Layer, layer: Layer) -> None:
    """Join a scale and offset to those of single cells, or of a normalisation, before them."""
    if layer.op == "elementwise_affine":
        scale, offset = (layer.arrays[key].astype(np.float64) for key in ("weight", "bias"))
    else:
        behind = (-1, *[1] * (0 if before.op == "group_norm" else len(before.shape) - 1))
        scale, offset = (numbers.reshape(behind) for numbers in _scale_and_offset(layer))
    one, zero = np.ones((1,) * scale.ndim), np.zeros((1,) * scale.ndim)
    before.arrays["weight"] = (before.arrays.get("weight", one) * scale).astype(np.float32)
    before.arrays["bias"] = (before.arrays.get("bias", zero) * scale + offset).astype(np.float32)
    before.tensor, before.order = layer.tensor, layer.order
    draft.bypass(layer, before.name)


def _scale_and_offset(layer: Layer) -> tuple[np.ndarray, np.ndarray]:
    arrays = {key: array.astype(np.float64) for key, array in layer.arrays.items()}
    if layer.op == "affine":
        return arrays["scale"], arrays["offset"]
    scale = arrays["weight"] / np.sqrt(arrays["running_var"] + layer.attributes["eps"])
    return scale, arrays["bias"] - arrays["running_mean"] * scale


def _fold_into_following_windows(draft: Draft, layer: Layer) -> None:
    """Fold a pad into the padding of all convolutions and poolings that read it, if their padding value is the same."""
    readers = draft.consumers(layer.name)
    if draft.output == layer.name or not readers or not all(_takes_padding(reader, layer) for reader in readers):
        return
    for reader in readers:
        around = zip(reader.attributes["padding"], layer.attributes["padding"], strict=True)
        reader.attributes = {**reader.attributes, "padding": [inner + outer for inner, outer in around]}
        if reader.op == "avg_pool2d":
            reader.attributes["count_include_pad"] = True  # the zeros of a pad count like other cells
    for reader in readers:
        reader.inputs = [layer.inputs[0] if name == layer.name else name for name in reader.inputs]
    del draft.layers[layer.name]
    draft.aliases = {alias: name for alias, name in draft.aliases.items() if name != layer.name}


def _takes_padding(reader: Layer, pad: Layer) -> bool:
    padding, value = pad.attributes["padding"], pad.attributes["value"]
    if reader.op == "conv2d":
        return bool(value == 0)
    if reader.op not in ("max_pool2d", "avg_pool2d") or reader.attributes["ceil_mode"]:
        return False
    kernel, dilation = reader.attributes["kernel_size"], reader.attributes["dilation"]
    for axis in (0, 1):
        reach = dilation[axis] * (kernel[axis] - 1) + 1
        if any(reader.attributes["padding"][side] + padding[side] >= reach for side in (axis, axis + 2)):
            return False
    if reader.op == "max_pool2d":
        return bool(value <= np.finfo(np.float32).min)
    own = any(reader.attributes["padding"])
    return bool(value == 0 and (reader.attributes["count_include_pad"] or not own))


def _affine_as_layer(layer: Layer) -> None:
    """Replace a scale and offset by a depthwise 1 × 1 convolution, or by a dense layer with a diagonal matrix."""
    scale, offset = layer.arrays["scale"], layer.arrays["offset"]
    if len(layer.shape) == 3:
        layer.op, layer.attributes = "conv2d", _identity_attributes(len(scale))
        layer.arrays = {"weight": scale.reshape(-1, 1, 1, 1), "bias": offset}
    elif len(scale) <= MAX_DIAGONAL:
        layer.op, layer.arrays = "linear", {"weight": np.diag(scale), "bias": offset}
    else:
        layer.op, layer.arrays = "elementwise_affine", {"weight": scale, "bias": offset}


def _pad_as_layer(layer: Layer) -> None:
    """Make a pad that no window takes a layer of its own."""
    value = layer.attributes["value"]
    if not math.isfinite(value):
        raise ConversionError(
            f"node {layer.name!r}: pads with {value:g}, which is supported only if a max pooling follows"
        )
    layer.op, layer.attributes = "pad2d", {"padding": layer.attributes["padding"], "mode": "constant", "value": value}


def _identity_attributes(channels: int) -> dict[str, object]:
    return {"stride": [1, 1], "padding": [0, 0, 0, 0], "dilation": [1, 1], "groups": channels}
