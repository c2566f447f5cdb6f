"""Measures what training achieves and how long it takes, natively with one thread: `make bench-training`.

`python -m tests.bench.training [FOLDER] [--fresh]`; FOLDER holds the files of MNIST and pendigits.
The rates of `adapt` and `teach` were chosen on some of these figures; with `--fresh`, those of other writers, other
symbols, other seeds and the other images of MNIST are measured, on which nothing was chosen.

steps      CPU time of a step with 10 images, and of PyTorch's
tiny       a network that begins with random weights learns of ten sample drawings, varied
adapt      gap10 learns the hand of each unseen writer, of 5 of each digit; tested on that writer's others
new class  deep learns ten symbols, one at a time, of 5 and of 10 drawings; tested on fresh drawings of each, and on
           digits of unseen writers
"""

import json
import os
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

import glasscnn
from export_tools.data import HELD_OUT_WRITERS, load_mnist, load_pendigits
from export_tools.errors import ToolError
from glasscnn import Memory, Model, adapt, draw_variants, teach
from tests.bench.evaluate import ONE_THREAD, torch_network
from tests.bench.places import ROOT, WEIGHTS
from tests.bench.symbols import FRESH, TUNED, drawn_by_hand

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

SEEDS = (0, 1)
FRESH_DRAWINGS = 120
MNIST_DIGITS = 3000
FRESH_WRITERS = frozenset(range(1, 25, 4))  # gap10 has learned from no writer of pendigits


@dataclass(frozen=True)
class Digits:
    """Images (N, 1, 28, 28) in [0, 1] and their labels (N,)."""

    images: Array
    labels: Numbers

    def of(self, chosen: npt.NDArray[np.intp]) -> "Digits":
        """Those with these numbers."""
        return Digits(self.images[chosen], self.labels[chosen])

    def read_by(self, model: Model) -> float:
        """The share that a model reads right."""
        return float((model.probabilities(self.images).argmax(axis=1) == self.labels).mean())


def main() -> None:
    """Measure, and print a line for each figure; on failure, print one sentence and exit with code 1."""
    is_fresh, names = "--fresh" in sys.argv, [name for name in sys.argv[1:] if name != "--fresh"]
    folder = Path(names[0]) if names else ROOT.parent / "shared" / "data" / "mnist"
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **ONE_THREAD})
    try:
        mnist, (unseen, writers) = mnist_digits(folder, is_fresh), pen_digits(folder, HELD_OUT_WRITERS)
        own = pen_digits(folder, FRESH_WRITERS) if is_fresh else (unseen, writers)
    except ToolError as error:
        sys.exit(str(error))
    drawings, labels = samples()
    memory = Memory.of_samples(drawings, labels)
    measure_steps()
    measure_tiny(unseen, mnist)
    measure_adaptation(memory, *own, mnist)
    measure_new_classes(memory, unseen, mnist, *((FRESH, (2, 3)) if is_fresh else (TUNED, SEEDS)))


def mnist_digits(folder: Path, is_fresh: bool) -> Digits:
    """The first digits of MNIST's test set, or the others."""
    test = load_mnist("test", folder)
    chosen = slice(MNIST_DIGITS, None) if is_fresh else slice(MNIST_DIGITS)
    return Digits(test.images[chosen].astype(np.float32) / np.float32(255), test.labels[chosen])


def pen_digits(folder: Path, chosen: frozenset[int]) -> tuple[Digits, Numbers]:
    """The pen digits of these writers, and the writer of each."""
    digits = [digit for digit in load_pendigits(folder) if digit.writer in chosen]
    images = np.stack([glasscnn.ink_to_image(digit.strokes) for digit in digits])
    labels, writers = (np.array([getattr(digit, key) for digit in digits]) for key in ("label", "writer"))
    return Digits(images, labels), writers


def samples() -> tuple[list[list[Array]], list[int]]:
    """The page's sample drawings and their labels."""
    digits = json.loads((ROOT / "web" / "samples" / "digits.json").read_text("utf-8"))["digits"]
    drawings = [[np.array(stroke, np.float32)[:, :2] for stroke in digit["strokes"]] for digit in digits]
    return drawings, [digit["label"] for digit in digits]


def measure_steps() -> None:
    """A step of the whole network with 10 images; and 150 steps of the last layer with 600 images."""
    images, labels = np.random.default_rng(0).random((10, 1, 28, 28), np.float32), np.arange(10)
    for name in ("gap10", "deep"):
        model = glasscnn.load(WEIGHTS / f"{name}.npz")
        steps = glasscnn.train(model, images, labels, epochs=1000)
        ours, theirs = quickest(partial(next, steps)), quickest(torch_step(model, images, labels))
        print(f"{name}, step of 10 images: {ours:.2f} ms CPU, {ours / theirs:.2f} times PyTorch's", flush=True)
    start = time.process_time()
    many, classes = np.repeat(images, 60, axis=0), np.repeat(labels, 60)
    for _ in glasscnn.train(model, many, classes, only=["logits"], batch=600, epochs=150):
        pass
    print(f"deep, last layer, 600 images, 150 steps: {time.process_time() - start:.2f} s CPU", flush=True)


def quickest(run: Callable[[], object], times: int = 40) -> float:
    """The shortest CPU time of some runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found) * 1000


def torch_step(model: Model, images: Array, labels: Numbers) -> Callable[[], object]:
    """The same step in PyTorch."""
    import torch

    network = torch_network(model)[:-1].train()  # without the softmax
    optimiser = torch.optim.Adam(network.parameters(), 2e-3)
    x, y = torch.from_numpy(images), torch.from_numpy(labels)

    def step() -> None:
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(network(x), y).backward()  # type: ignore[no-untyped-call]
        optimiser.step()

    return step


def measure_tiny(unseen: Digits, mnist: Digits) -> None:
    """200 steps of 10 images, of ten variants of each sample."""
    drawings, labels = samples()
    for seed in SEEDS:
        start = time.process_time()
        images = draw_variants(drawings, 10, seed=seed)
        drawn = time.process_time() - start
        *_, step = glasscnn.train(glasscnn.tiny(seed=seed), images, np.repeat(labels, 10), rate=5e-3, seed=seed)
        seconds = time.process_time() - start
        print(
            f"tiny, {step.number} steps: unseen writers {unseen.read_by(step.model):.2%}, MNIST"
            f" {mnist.read_by(step.model):.2%}, {seconds:.2f} s CPU, of these {drawn:.2f} s drawing",
            flush=True,
        )


def measure_adaptation(memory: Memory, unseen: Digits, writers: Numbers, mnist: Digits) -> None:
    """Each writer's hand, in several ways."""
    model = glasscnn.load(WEIGHTS / "gap10.npz")
    ways: Mapping[str, Callable[[Digits], Model]] = {
        "before": lambda _: model,
        "last layer": lambda own: adapt(model, own.images, own.labels, remember=memory),
        "last layer, no memory": lambda own: adapt(model, own.images, own.labels, remember=None),
        "whole network": lambda own: adapt(model, own.images, own.labels, remember=memory, whole=True),
    }
    for name, way in ways.items():
        rows = []
        for writer in np.unique(writers).tolist():
            own, rest = split_by_class(np.flatnonzero(writers == writer), unseen.labels)
            start = time.process_time()
            adapted = way(unseen.of(own))
            seconds = time.process_time() - start
            rows.append((unseen.of(rest).read_by(adapted), mnist.read_by(adapted), seconds))
        (own_mean, mnist_mean, seconds_mean), worst = np.mean(rows, axis=0), np.min(rows, axis=0)[0]
        print(
            f"gap10, {name}: the writer's other digits {own_mean:.2%} (worst writer {worst:.2%}),"
            f" MNIST {mnist_mean:.2%}, {seconds_mean:.2f} s CPU",
            flush=True,
        )


def split_by_class(
    numbers: npt.NDArray[np.intp], labels: Numbers, count: int = 5
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """`count` images of each class, chosen at random, but the same each time, and the others."""
    own: list[int] = []
    for label in range(10):
        of_class = numbers[labels[numbers] == label].tolist()
        own += Random(label).sample(of_class, min(count, len(of_class) - 1))
    return np.array(own), np.setdiff1d(numbers, own)


def measure_new_classes(
    memory: Memory, unseen: Digits, mnist: Digits, symbols: Collection[str], seeds: Sequence[int]
) -> None:
    """An eleventh class, with and without the memory."""
    model = glasscnn.load(WEIGHTS / "deep.npz")
    print(f"deep, before: unseen writers {unseen.read_by(model):.2%}, MNIST {mnist.read_by(model):.2%}", flush=True)
    tests = {name: fresh_drawings(name) for name in symbols}
    for count, remember in ((5, memory), (10, memory), (5, None)):
        found: list[float] = []
        kept: list[tuple[float, float]] = []
        times: list[float] = []
        for name in symbols:
            for seed in seeds:
                random = Random(f"{name}, person {seed}")
                own = draw_variants([drawn_by_hand(name, random) for _ in range(count)], 8, seed=seed)
                start = time.process_time()
                taught = teach(model, name, own, remember=remember, seed=seed)
                times.append(time.process_time() - start)
                found.append(tests[name].read_by(taught))
                if seed == seeds[0]:
                    kept.append((unseen.read_by(taught), mnist.read_by(taught)))
        old, on_mnist = np.mean(kept, axis=0)
        print(
            f"deep, {count} drawings, {'with' if remember else 'without'} memory: new class {np.mean(found):.2%}"
            f" (worst {min(found):.2%}), unseen writers {old:.2%}, MNIST {on_mnist:.2%},"
            f" {np.mean(times):.2f} s CPU",
            flush=True,
        )


def fresh_drawings(name: str) -> Digits:
    """Drawings of a symbol that no network has learned from; they are of class 10."""
    random = Random(f"{name}, fresh")
    images: Sequence[Array] = [glasscnn.ink_to_image(drawn_by_hand(name, random)) for _ in range(FRESH_DRAWINGS)]
    return Digits(np.stack(images), np.full(FRESH_DRAWINGS, 10))


if __name__ == "__main__":
    main()
