"""Measures `evaluate` of deep on MNIST's test set against PyTorch, natively, both with one thread.

`python -m tests.bench.evaluate ROUNDS [FOLDER]` prints the seconds as JSON. It runs in a process of its own, since the
number of threads has to be set before NumPy and PyTorch are imported.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import glasscnn
from export_tools.data import LabelledImages
from export_tools.errors import ToolError
from export_tools.evaluation.evaluate import evaluate
from export_tools.evaluation.test_sets import mnist_test
from glasscnn.evaluation.metrics import Metrics, Tally
from tests.bench.places import ROOT, WEIGHTS

if TYPE_CHECKING:
    from torch import nn

ROUNDS = 7
TORCH_BATCH = 100
"""The fastest for PyTorch among 25, 100, 250 and 1000; glasscnn has batches of its own size."""

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}


@dataclass(frozen=True)
class Evaluation:
    """Seconds for the whole test set, in each round."""

    ours: list[float]
    torch: list[float]

    def samples(self) -> dict[str, list[float]]:
        """{name: seconds of each round}."""
        return {"evaluate/ours": self.ours, "evaluate/torch": self.torch}


def measure_evaluation(data_dir: Path | None, rounds: int = ROUNDS) -> Evaluation:
    """Measure in a process with one thread; raises ToolError with its last line if it fails."""
    command = [sys.executable, "-m", "tests.bench.evaluate", str(rounds)]
    command += [str(data_dir.resolve())] if data_dir else []
    answer = subprocess.run(command, cwd=ROOT, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise ToolError((answer.stderr.strip().splitlines() or ["no reason was given"])[-1])
    return Evaluation(**json.loads(answer.stdout))


def race(rounds: int, data_dir: Path | None) -> Evaluation:
    """Evaluate with both in turn; raises ToolError if they do not predict the same."""
    keep_to_one_processor()
    model = glasscnn.load(WEIGHTS / "deep.npz")
    batches = list(mnist_test(model, data_dir).batches)
    evaluate_torch = torch_evaluation(model, batches)
    contenders: tuple[Callable[[], Metrics], ...] = (lambda: evaluate(model, batches), evaluate_torch)
    check_same(*(contender() for contender in contenders))  # this also warms up
    found = Evaluation([], [])
    for _ in range(rounds):
        for contender, seconds in zip(contenders, (found.ours, found.torch), strict=True):
            start = time.perf_counter()
            contender()
            seconds.append(time.perf_counter() - start)
    return found


def keep_to_one_processor() -> None:
    """Let this process use a single processor, where the system can: threads of its own would not help either side."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def check_same(ours: Metrics, theirs: Metrics) -> None:
    """Raise ToolError unless every label has the same predictions."""
    if ours.confusion != theirs.confusion:
        raise ToolError(
            f"glasscnn and PyTorch predict differently: accuracy {ours.accuracy:.2%} and {theirs.accuracy:.2%}"
        )


def torch_evaluation(model: glasscnn.Model, batches: list[LabelledImages]) -> Callable[[], Metrics]:
    """The same evaluation in PyTorch: images from uint8, probabilities, and the same metrics."""
    import torch

    torch.set_num_threads(1)
    network = torch_network(model)
    images = torch.cat([torch.from_numpy(batch.images.copy()) for batch in batches])
    labels = np.concatenate([batch.labels for batch in batches])
    mean, std = (torch.tensor(values).view(1, -1, 1, 1) for values in (model.graph.input.mean, model.graph.input.std))

    def evaluate_torch() -> Metrics:
        tally = Tally(len(model.graph.classes))
        with torch.inference_mode():
            for start in range(0, len(labels), TORCH_BATCH):
                chosen = slice(start, start + TORCH_BATCH)
                probabilities = network((images[chosen].float() / 255 - mean) / std)
                tally.add(labels[chosen], probabilities.numpy())
        return tally.metrics()

    return evaluate_torch


def torch_network(model: glasscnn.Model) -> "nn.Sequential":
    """A chain of layers as a PyTorch module, from normalised images to probabilities."""
    import torch
    from torch import nn

    layers: list[nn.Module] = []
    for node in model.graph.nodes:
        weight = model.weights.get(f"{node.name}.weight")
        match node.op:
            case "conv2d":
                assert weight is not None
                padding, stride = node.attributes["padding"][:2], node.attributes["stride"]
                layers.append(nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2:], stride, padding))
            case "linear":
                assert weight is not None
                layers.append(nn.Linear(weight.shape[1], weight.shape[0]))
            case "relu":
                layers.append(nn.ReLU())
            case "max_pool2d":
                layers.append(nn.MaxPool2d(node.attributes["kernel_size"], node.attributes["stride"]))
            case "global_avg_pool2d":
                layers.append(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()))
            case "flatten":
                layers.append(nn.Flatten())
            case "softmax":
                layers.append(nn.Softmax(dim=1))
            case _:
                raise ToolError(f"node {node.name!r}: there is no PyTorch layer for {node.op} in the benchmark")
        if weight is not None:
            arrays = {key: model.weights[f"{node.name}.{key}"] for key in ("weight", "bias")}
            layers[-1].load_state_dict({key: torch.tensor(array) for key, array in arrays.items()})
    return nn.Sequential(*layers).eval()


def main() -> None:
    """Print the seconds of each round as JSON; on failure, print one sentence and exit with code 1."""
    rounds, *folder = sys.argv[1:]
    try:
        found = race(int(rounds), Path(folder[0]) if folder else None)
    except ToolError as error:
        sys.exit(str(error))
    print(json.dumps({"ours": found.ours, "torch": found.torch}))


if __name__ == "__main__":
    main()
