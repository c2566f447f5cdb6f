"""Fits the network that tells digits from what is no digit, on the features that a model computes of both.

Positives are MNIST's training images and pen strokes of the writers that models may be trained on; negatives are drawn
by `not_digits.py`. The threshold lets FLAGGED of held-back training digits fall below 0. It is measured on MNIST's test
images, on pen strokes of unseen writers, and on letters and fonts that it was not fitted on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import torch

from export_tools.data import HELD_OUT_WRITERS, PenDigit, load_mnist, load_pendigits
from export_tools.data.letters import STROKES
from export_tools.training.not_digits import draw, kinds, many, split_letters
from glasscnn import Model, ink_to_image
from glasscnn.engine import Familiarity
from glasscnn.engine.batch_plan import BatchPlan
from glasscnn.explain import ForwardPass
from glasscnn.explain.attribution import last_maps
from glasscnn.explain.familiarity import familiarity_features, familiarity_scores

Array = npt.NDArray[np.float32]

NUMBERS = 1_500
"""The network has about this many numbers, so that a model file grows by few kilobytes."""

NEGATIVES = 5_000
"""The number of images of each kind to fit on."""

MEASURED = 1_000
"""The number of images of each kind to measure on."""

MNIST_IMAGES, HELD_BACK = 16_000, 4_000
"""Of MNIST's training images: those to fit on, and those behind them that the threshold is taken from."""

FLAGGED = 0.009
"""The share of held-back digits that the threshold lets fall below 0."""

DIGIT_WEIGHT = 4.0
"""How much more a digit counts than what is none: a digit that is doubted is the worse mistake."""

WEIGHTS = {"written letters": 2.5, "printed letters": 2.5, "noise": 0.5, "blobs": 0.5}
"""How much the images of a kind count among what is no digit, 1 unless stated: letters are the most like digits."""

EPOCHS, BATCH, LEARNING_RATE, WEIGHT_DECAY = 40, 512, 0.02, 1e-4

LARGEST_WEIGHT = 31
"""Weights of the first layer are stored as whole numbers up to this one, times a scale for each feature."""

DIGITS_OF_NUMBERS = 4
FIT_FONTS = ("DejaVuSans", "DejaVuSerif", "DejaVuSansMono")
MEASURED_FONTS = ("STIXGeneral", "cm")


@dataclass(frozen=True)
class Images:
    """Images (N, 1, 28, 28) by name: digits and what is none."""

    digits: Mapping[str, Array]
    others: Mapping[str, Array]


def images_to_fit(data_dir: Path | None, seed: int) -> Images:
    """Digits and others to fit on; `held back` and `pen strokes` also give the threshold."""
    random = np.random.default_rng(seed)
    mnist = load_mnist("train", data_dir).images[: MNIST_IMAGES + HELD_BACK].astype(np.float32) / np.float32(255)
    digits = [digit for digit in load_pendigits(data_dir) if digit.writer not in HELD_OUT_WRITERS]
    pen = {
        "pen strokes": np.stack([as_drawn(digit) for digit in digits]),
        "varied pen strokes": np.stack([draw(digit.strokes, random) for digit in digits]),
    }
    known = {"mnist": mnist[:MNIST_IMAGES], "held back": mnist[MNIST_IMAGES:], **pen}
    letters, _ = split_letters(STROKES)
    drawn = kinds(letters, fonts(FIT_FONTS), digits)
    return Images(known, {name: many(kind, NEGATIVES, random) for name, kind in drawn.items()})


def images_to_measure(data_dir: Path | None, seed: int) -> Images:
    """Digits of MNIST's test and of unseen writers; letters, fonts and digits that nothing was fitted on."""
    random = np.random.default_rng(seed)
    mnist = load_mnist("test", data_dir).images.astype(np.float32) / np.float32(255)
    digits = [digit for digit in load_pendigits(data_dir) if digit.writer in HELD_OUT_WRITERS]
    _, letters = split_letters(STROKES)
    drawn = kinds(letters, fonts(MEASURED_FONTS), digits)
    del drawn["invented letters"]  # some of them are digits by chance
    pen = np.stack([as_drawn(digit) for digit in digits])
    others = {name: many(kind, MEASURED, random) for name, kind in drawn.items()}
    return Images({"MNIST test": mnist, "pen strokes, 6 unseen writers": pen}, others)


def as_drawn(digit: PenDigit) -> Array:
    """A digit's image as the page makes it."""
    return ink_to_image(digit.strokes)


def fonts(names: tuple[str, ...]) -> list[Path]:
    """The font files of matplotlib whose names begin like these, without those of symbols."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    wanted = [path for path in sorted(folder.glob("*.ttf")) if path.name.startswith(names)]
    return [path for path in wanted if not path.name.startswith(("cmex", "cmsy", "cmmi"))]


def features_of(model: Model, maps: str, images: Array) -> Array:
    """(N, F): the features of images, from the maps of a node and the logits."""
    plan = BatchPlan(model.graph, model.weights, model.shapes, model.graph.output, model.batch_size)
    rows = []
    for start in range(0, len(images), model.batch_size):
        batch = images[start : start + model.batch_size]
        logits = plan.run(batch)
        found = plan.output(maps, len(batch))
        rows += [familiarity_features(each, own) for each, own in zip(found, logits, strict=True)]
    return np.stack(rows)


def fit(model: Model, images: Images, seed: int) -> Familiarity:
    """The network for a model; reproducible by the seed."""
    reading = ForwardPass(model, model.predict(np.zeros(model.graph.input.shape, np.float32)).stages)
    maps = last_maps(reading)
    known = {name: features_of(model, maps, each) for name, each in images.digits.items()}
    digits = np.concatenate([features for name, features in known.items() if name != "held back"])
    others = {name: features_of(model, maps, each) for name, each in images.others.items()}
    hidden = round(NUMBERS / (digits.shape[1] + 2))
    network = train(digits, others, hidden, maps, seed)
    threshold = min(
        float(np.quantile(familiarity_scores(network, known[name]), FLAGGED)) for name in ("held back", "pen strokes")
    )
    return replace(network, bias=round(network.bias - threshold, DIGITS_OF_NUMBERS))


def train(digits: Array, others: Mapping[str, Array], hidden: int, maps: str, seed: int) -> Familiarity:
    """Two dense layers that give digits a high score and others a low one, by weighted logistic loss."""
    torch.manual_seed(seed)
    x = np.concatenate([digits, *others.values()])
    negatives = len(x) - len(digits)
    mean, deviation = x.mean(axis=0), x.std(axis=0) + np.float32(1e-6)
    inputs = torch.from_numpy((x - mean) / deviation)
    labels = torch.cat([torch.ones(len(digits)), torch.zeros(negatives)])
    counted = [torch.full((len(each),), WEIGHTS.get(name, 1.0)) for name, each in others.items()]
    other_weights = torch.cat(counted)
    digit_weights = torch.full((len(digits),), DIGIT_WEIGHT * float(other_weights.sum()) / len(digits))
    weights = torch.cat([digit_weights, other_weights])
    weights *= len(x) / weights.sum()
    first, last = torch.nn.Linear(x.shape[1], hidden), torch.nn.Linear(hidden, 1)
    parameters = [*first.parameters(), *last.parameters()]
    optimiser = torch.optim.AdamW(parameters, weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, steps)
    for _ in range(EPOCHS):
        for chosen in torch.split(torch.randperm(len(x)), BATCH):
            scores = last(torch.relu(first(inputs[chosen])))[:, 0]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, labels[chosen], weights[chosen])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    hidden_weight, hidden_bias = first.weight.detach().numpy() / deviation, first.bias.detach().numpy()
    scale = shortened(np.maximum(np.abs(hidden_weight).max(axis=0) / LARGEST_WEIGHT, 1e-6))
    whole = np.rint(hidden_weight / scale)
    return Familiarity(
        maps=maps,
        scale=tuple(scale.tolist()),
        hidden_weight=tuple(tuple(int(number) for number in row) for row in whole),
        hidden_bias=tuple(shortened(hidden_bias - (whole * scale) @ mean).tolist()),
        weight=tuple(shortened(last.weight.detach().numpy()[0]).tolist()),
        bias=float(last.bias.detach().numpy()[0]),
    )


def shortened(numbers: Array) -> npt.NDArray[np.float64]:
    """The numbers with few digits, which take few bytes in the model file."""
    return np.array([float(f"{number:.{DIGITS_OF_NUMBERS}g}") for number in numbers])


def flagged(model: Model, images: Images) -> dict[str, float]:
    """By name, the share of images that are called unfamiliar."""
    network = model.graph.familiarity
    assert network is not None
    return {
        name: float((familiarity_scores(network, features_of(model, network.maps, each)) < 0).mean())
        for name, each in {**images.digits, **images.others}.items()
    }
