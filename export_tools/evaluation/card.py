"""The model card: description, training data and measured figures, as Markdown and in the model file.

Source: Mitchell et al., "Model cards for model reporting", 2019.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import numpy as np

from export_tools.data import HELD_OUT_WRITERS
from export_tools.evaluation.report import Report, percent
from glasscnn import Model, __version__
from glasscnn.names import markdown

LISTED_MISTAKES = 5


def card_entries(model: Model, reports: Sequence[Report]) -> dict[str, Any]:
    """The `card` of the model file: its existing entries and the measured figures."""
    return {
        **model.graph.card,
        "parameters": model.parameters,
        "accuracy": {report.test_set: round(report.metrics.accuracy, 6) for report in reports},
        "licence": model.graph.card.get("licence", "MIT"),
        "version": __version__,
    }


def with_card(model: Model, entries: Mapping[str, Any]) -> Model:
    """The model with another card."""
    return Model(replace(model.graph, card=dict(entries)), model.weights)


def card_markdown(model: Model, reports: Sequence[Report], file_size: int, curve: str | None) -> str:
    """The card as Markdown; `curve` is the file name of a picture of the learning curve, if there is one."""
    graph, first = model.graph, reports[0]
    parts = [
        f"# {markdown(graph.title)}",
        markdown(graph.description),
        facts(model, file_size),
        "## What it reads",
        accuracies(reports),
        f"## Class by class, {markdown(first.test_set)}",
        classes(first),
        f"Its most frequent mistakes there: {mistakes(first)}.",
        "## Layers",
        layers(model),
        "## What to know",
        f"It tells {len(graph.classes)} classes apart and knows nothing else: whatever it is shown, it answers with the"
        " class that resembles it most.",
    ]
    if graph.familiarity is not None and "unfamiliar" in graph.card:
        parts.append(unfamiliar(graph.card["unfamiliar"]))
    if "temperature" in graph.card:
        parts.append(calibration(graph.card))
    if "note" in graph.card:
        parts.append(markdown(str(graph.card["note"])))
    if curve is not None:
        parts.insert(3, f"![Learning curve of {markdown(graph.name)}]({quote(curve)})")
    return "\n\n".join(parts) + "\n"


def facts(model: Model, file_size: int) -> str:
    """The table at the top."""
    graph, card = model.graph, model.graph.card
    channels, height, width = graph.input.shape
    rows = {
        "parameters": f"{model.parameters:,}",
        "input": f"{channels} × {height} × {width}, 0 … 1, normalised with mean {numbers(graph.input.mean)}"
        f" and standard deviation {numbers(graph.input.std)}",
        "classes": markdown(", ".join(graph.classes)),
        "trained on": markdown(str(card.get("training_data", "not known"))),
        "made by": markdown(str(card.get("made_by", "not known"))),
        **({"made with": markdown(str(card["made_with"]))} if "made_with" in card else {}),
        "file": f"{markdown(graph.name)}.npz, {file_size / 1000:.1f} kB, format version 1",
        "glasscnn": markdown(str(card.get("version", __version__))),
        "licence": markdown(str(card.get("licence", "not known"))),
    }
    if "temperature" in card:
        rows["temperature"] = f"{card['temperature']}, the logits are divided by it"
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())])


def accuracies(reports: Sequence[Report]) -> str:
    """The figures of every test set. Calibration error: the mean difference between confidence and accuracy."""
    rows = [
        f"| {markdown(report.test_set)} | {report.metrics.images:,} | {percent(report.metrics.accuracy)}"
        f" | {percent(report.metrics.ece)} |"
        for report in reports
    ]
    return "\n".join(["| test set | images | accuracy | calibration error |", "| --- | ---: | ---: | ---: |", *rows])


def calibration(card: Mapping[str, Any]) -> str:
    """A paragraph on the temperature: its effect, its data, and the figures that it does not favour."""
    writers = card["calibration_writers"]
    text = (
        f"Weight and bias of its last layer are divided by the temperature {card['temperature']}, so that its"
        " probabilities match how often it is right. The temperature was fitted on pen strokes, centred, that its"
        f" weights have not seen: those of pendigits' writers {writers[0]} to {writers[-1]}."
    )
    held_out = HELD_OUT_WRITERS.intersection(writers)
    if held_out:
        text += (
            f" They are {len(held_out)} of the {len(HELD_OUT_WRITERS)} unseen writers, whose calibration error this"
            f" flatters a little; the other {len(HELD_OUT_WRITERS - held_out)} unseen writers had no part in it."
        )
    return text


def unfamiliar(shares: Mapping[str, float]) -> str:
    """What the page says "this may be no digit" of, by kind of image."""
    rows = [f"| {markdown(name)} | {share:.1%} |".replace("%", " %") for name, share in shares.items()]
    text = (
        "A second small network, fitted by `export_tools familiarity`, flags images that may be no digit. It has seen"
        " none of the images below; it was fitted on other letters and other fonts. Letters that look like digits are"
        " left out. It flags:"
    )
    return "\n".join([text, "", "| images | flagged |", "| --- | ---: |", *rows])


def classes(report: Report) -> str:
    """Precision and recall of each class."""
    metrics = report.metrics
    rows = [
        f"| {markdown(name)} | {sum(metrics.confusion[index])} | {percent(metrics.precision[index])}"
        f" | {percent(metrics.recall[index])} |"
        for index, name in enumerate(report.classes)
    ]
    return "\n".join(["| class | images | precision | recall |", "| --- | ---: | ---: | ---: |", *rows])


def mistakes(report: Report) -> str:
    """The largest counts off the diagonal of the confusion matrix, in words."""
    counts = np.array(report.metrics.confusion)
    np.fill_diagonal(counts, 0)
    largest = np.argsort(-counts, axis=None, kind="stable")[:LISTED_MISTAKES]
    pairs = [(row, column) for row, column in zip(*np.unravel_index(largest, counts.shape), strict=True)]
    parts = [
        f"{markdown(report.classes[row])} read as {markdown(report.classes[column])} ({counts[row, column]})"
        for row, column in pairs
        if counts[row, column]
    ]
    return ", ".join(parts) or "none"


def layers(model: Model) -> str:
    """Every node with its output shape and number of parameters."""
    rows = [
        f"| {markdown(node.name)} | {node.op} | {' × '.join(str(size) for size in model.shapes[node.name])}"
        f" | {learned(model, node.name) or ''} |"
        for node in model.graph.nodes
    ]
    return "\n".join(["| node | operator | output | parameters |", "| --- | --- | --- | ---: |", *rows])


def learned(model: Model, node: str) -> int:
    """The number of parameters of one node."""
    return sum(array.size for name, array in model.weights.items() if name.rpartition(".")[0] == node)


def numbers(values: Sequence[float]) -> str:
    """Numbers separated by commas."""
    return ", ".join(f"{value:g}" for value in values)
