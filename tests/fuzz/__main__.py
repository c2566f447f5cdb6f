"""Changes model files at random and checks what becomes of each: `make fuzz`, or `python -m tests.fuzz --seed S`.

A file must be refused with a ModelError of one short line, or run, and then all exports of it must succeed. Anything
else is a finding, whose seed is printed: `--seed S --count 1` makes the same file again. Linux and macOS only.
"""

import argparse
import json
import resource
import signal
import time
from collections import Counter
from pathlib import Path
from random import Random
from types import FrameType

import numpy as np

import glasscnn
from glasscnn.bridge import Bridge
from glasscnn.model import Model, read_model, write_model
from tests.fuzz.mutations import mutated

MEMORY = 4 * 2**30  # bytes; what takes more is a finding
LIMIT = 20  # seconds of processor time for one file
LONGEST_SENTENCE = 700  # characters
DRAWING = json.dumps({"drawing": {"strokes": [], "brush": 20, "centre": True}})
EXPORTS = {"script": DRAWING, "notebook": DRAWING, "activations": "{}"}
HEAVY = 300_000_000
"""Multiply-adds: what takes more is loaded, but not read or exported here."""


class HangError(Exception):
    """A file has taken longer than the limit."""


def outcome(data: bytes) -> str:
    """What becomes of a file: "refused", "refused by the page", "heavy", "exported", or what is wrong."""
    try:
        model = glasscnn.load(data)
    except glasscnn.ModelError as error:
        sentence = str(error)
        return "refused" if len(sentence) <= LONGEST_SENTENCE else f"NOT ONE SENTENCE: {sentence[:200]}"
    except HangError:
        return "HANG: load"
    except BaseException as error:
        return f"NOT MODELERROR: {type(error).__name__}: {str(error)[:200]}"
    try:
        return "heavy" if sum(model.multiplications.values()) > HEAVY else exported(data, model)
    except HangError:
        return "HANG: export"
    except BaseException as error:
        return f"UNEXPORTABLE: {type(error).__name__}: {str(error)[:200]}"


def exported(data: bytes, model: Model) -> str:
    """Read an image, save the model and make every export as the page does."""
    with np.errstate(all="ignore"):
        probabilities = model.predict(np.full(model.graph.input.shape, 0.5, np.float32)).probabilities
        graph, weights = read_model(write_model(model.graph, model.weights))
        if graph != model.graph or weights.keys() != model.weights.keys():
            return "UNEXPORTABLE: the saved file is another model"
        bridge = Bridge()
        try:
            bridge.load_model(data, "file.npz")
        except glasscnn.ModelError:
            return "refused by the page"
        bridge.image[:] = 0.5
        bridge.read_image()
        for task, given in EXPORTS.items():
            bridge.work(task, given, b"")
            if task == "script":
                compile(bridge.file.tobytes(), "script.py", "exec")
    return "exported" if np.isfinite(probabilities).all() else "exported, not finite"


def stop(_: int, frame: FrameType | None) -> None:
    """End the work on a file that has taken too long."""
    raise HangError


def main() -> int:
    """Print the number of each outcome, and the findings; the exit status is 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--keep", type=Path, help="a folder for the files that are findings")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGVTALRM, stop)
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + arguments.seconds
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        if time.monotonic() > end:
            break
        data = mutated(Random(seed))
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        found = outcome(data)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        outcomes[found.partition(":")[0]] += 1
        if found.partition(":")[0].isupper():
            print(f"seed {seed}: {found}", flush=True)
            if arguments.keep:
                (arguments.keep / f"{seed}.npz").write_bytes(data)
    tried = sum(outcomes.values())
    print(
        f"seeds from {arguments.seed}: {tried} files,", ", ".join(f"{n} {name}" for name, n in outcomes.most_common())
    )
    return int(any(name.isupper() for name in outcomes))


if __name__ == "__main__":
    raise SystemExit(main())
