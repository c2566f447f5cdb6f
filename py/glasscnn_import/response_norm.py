"""Recognises local response normalisation where PyTorch writes it as several layers:

x / (k + alpha · mean of x² over neighbouring channels)^beta, with the mean as a padding and a pooling of channels.
"""

import numpy as np
import numpy.typing as npt

from glasscnn_import.draft import Draft, Layer

Matrix = npt.NDArray[np.float64]


def recognise_response_norms(draft: Draft) -> None:
    """Make the last layer of each such group the normalisation; the other layers may be left without a reader."""
    for layer in draft.layers.values():
        if layer.op == "div" and layer.inputs[1] in draft.layers:
            attributes = attributes_of(layer, draft)
            if attributes is not None:
                layer.op, layer.attributes, layer.inputs = "local_response_norm", attributes, layer.inputs[:1]


def attributes_of(layer: Layer, draft: Draft) -> dict[str, float] | None:
    """size, alpha, beta and k of the normalisation that ends with this quotient; None if it is another one."""
    x, step = layer.inputs[0], draft.layers[layer.inputs[1]]
    if step.op != "power" or len(layer.shape) != 3:
        return None
    beta, scale, offset = float(step.attributes["exponent"]), 1.0, 0.0
    before = draft.layers.get(step.inputs[0])
    while (
        before is not None
        and before.op == "affine"
        and all((array == array[0]).all() for array in before.arrays.values())
    ):
        offset += scale * float(before.arrays["offset"][0])
        scale *= float(before.arrays["scale"][0])
        before = draft.layers.get(before.inputs[0])
    mixed = mixture_of_channels(before, draft)
    if mixed is None:
        return None
    matrix, name = mixed
    squares = draft.layers.get(name)
    if squares is None or not is_square_of(squares, x):
        return None
    neighbours = neighbours_in(matrix)
    if neighbours is None:
        return None
    size, share = neighbours
    return {"size": size, "alpha": scale * share * size, "beta": beta, "k": offset}


def mixture_of_channels(layer: Layer | None, draft: Draft) -> tuple[Matrix, str] | None:
    """(O, C), the product of 1 × 1 convolutions without bias, and the layer before them."""
    matrix: Matrix | None = None
    while layer is not None and layer.op == "conv2d":
        weight, bias = layer.arrays["weight"], layer.arrays.get("bias")
        plain = {"groups": 1, "stride": [1, 1], "padding": [0, 0, 0, 0]}
        if weight.shape[2:] != (1, 1) or (bias is not None and bias.any()):
            return None
        if any(layer.attributes[key] != value for key, value in plain.items()):
            return None
        own = weight[:, :, 0, 0].astype(np.float64)
        matrix = own if matrix is None else matrix @ own
        if layer.inputs[0] not in draft.layers:
            return None
        layer = draft.layers[layer.inputs[0]]
    return None if matrix is None or layer is None else (matrix, layer.name)


def is_square_of(layer: Layer, x: str) -> bool:
    """Whether a layer is x²."""
    is_power = layer.op == "power" and layer.attributes["exponent"] == 2 and layer.inputs == [x]
    return is_power or (layer.op == "mul" and layer.inputs == [x, x])


def neighbours_in(matrix: Matrix) -> tuple[int, float] | None:
    """The number of channels that each output adds, and what they are multiplied by, if they are its neighbours."""
    channels = len(matrix)
    distance = np.arange(channels) - np.arange(channels)[:, None]  # input − output
    if matrix.shape != (channels, channels) or not matrix.any():
        return None
    before, after = -int(distance[matrix != 0].min()), int(distance[matrix != 0].max())
    size, share = before + after + 1, float(matrix.max())
    expected = share * ((distance >= -(size // 2)) & (distance <= (size - 1) // 2))
    return (size, share) if np.allclose(matrix, expected, rtol=1e-6, atol=0) else None
