"""Recognises the head of a network: what its output is in terms of the logits.

A model file ends with logits z and the probabilities p = softmax(z). Files of other frameworks output z, p, or one of

    log_softmax  log p
    percent      100 · p
    sigmoid      σ(z), one for each class, which is judged on its own: the file's answer is a sigmoid of the logits
    binary       σ(z), a single number: the logits are (0, z), since softmax(0, z) = (1 − σ(z), σ(z))
"""

import numpy as np

from glasscnn_import.draft import Array, Draft, Layer, size


def find_logits(draft: Draft) -> str:
    """The name of the logits' layer; adds the layer of the answer if the network does not end with one.

    What follows the logits is dropped, and `draft.output_kind` says what it was.
    """
    last = draft.layers[draft.output]
    if last.op == "softmax" and last.inputs[0] in draft.layers and len(draft.shape_of(last.inputs[0])) == 1:
        draft.output_kind = "percent" if draft.output_kind == "percent" else "softmax"
        return last.inputs[0]
    _drop_sigmoid(draft)
    last = draft.layers[draft.output]
    name = draft.unique_name("probabilities")
    draft.layers[name] = Layer(name, answer_of(draft), [last.name], last.shape)
    return last.name


def answer_of(draft: Draft) -> str:
    """What makes probabilities of the logits, once they are found: the `answer` of a model file."""
    return str(draft.metadata.get("answer") or ("sigmoid" if draft.output_kind == "sigmoid" else "softmax"))


def drop_after_softmax(draft: Draft) -> None:
    """Drop a logarithm after the softmax at the end, or a factor of 100."""
    last = draft.layers[draft.output]
    before = draft.layers.get(last.inputs[0])
    if last.op == "log_softmax":
        draft.output_kind = "log_softmax"
        draft.bypass(last, last.inputs[0])
    elif last.op == "affine" and before and before.op == "softmax" and _is_factor_100(last):
        draft.output_kind = "percent"
        draft.bypass(last, before.name)


def output_of(kind: str, logits: Array, probabilities: Array) -> Array:
    """The framework's output, (N, K), for an `output_kind`."""
    match kind:
        case "softmax" | "sigmoid":
            return probabilities
        case "log_softmax":
            return np.log(probabilities)
        case "percent":
            return probabilities * np.float32(100)
        case "binary":
            return probabilities[:, 1:]
        case _:
            return logits


def _is_factor_100(affine: Layer) -> bool:
    return bool((affine.arrays["scale"] == 100).all() and not affine.arrays["offset"].any())


def _drop_sigmoid(draft: Draft) -> None:
    """Drop sigmoids at the end, also in front of a flatten."""
    last = draft.layers[draft.output]
    layer = draft.layers.get(last.inputs[0]) if last.op == "flatten" else last
    if layer is None or layer.op != "sigmoid" or layer.inputs[0] not in draft.layers:
        return
    if layer is not last and not draft.only_feeds(layer.name, last):
        return
    source = layer.inputs[0]
    draft.bypass(layer, source)
    if last is not layer:
        last.tensor = None
    draft.output_kind = "sigmoid"
    if size(last.shape) == 1:
        draft.output_kind = "binary"
        _add_logit_of_the_other_class(draft)


def _add_logit_of_the_other_class(draft: Draft) -> None:
    """Replace the only logit z by (0, z)."""
    last = draft.layers[draft.output]
    is_only_the_output = not draft.consumers(last.name)
    if last.op == "linear" and is_only_the_output:
        bias = last.arrays.get("bias", np.zeros(1, np.float32))
        last.arrays = {
            name: np.concatenate([0 * array, array]) for name, array in {**last.arrays, "bias": bias}.items()
        }
        last.shape, last.tensor = (2,), None
        return
    name = draft.unique_name("both_classes")
    weight: Array = np.array([[0], [1]], np.float32)
    draft.layers[name] = Layer(name, "linear", [last.name], (2,), {}, {"weight": weight})
    draft.output = name
