"""`python -m tests.photos` measures how made photos are read: `make bench-photos`."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

import glasscnn
from tests.photos.handwriting import PROJECT, Digit, pendigits, strangers
from tests.photos.kinds import HARD, KINDS, PLAIN, make_photo
from tests.photos.reading import Answer, read

WRITERS = range(25, 31)
"""Of pendigits: people from whom no network has learned."""


def main(
    count: Annotated[int, typer.Option(help="Photos of each kind.")] = 50,
    seed: Annotated[int, typer.Option(help="Parameters were chosen on seeds below 100.")] = 1000,
    model: Annotated[str, typer.Option(help="The network that reads.")] = "deep",
    data_dir: Annotated[
        Path, typer.Option(help="The folder with pendigits; without it, strangers' digits are used.")
    ] = (PROJECT.parent / "shared" / "data"),
) -> None:
    """Print, for each kind of photo, how many are read rightly, wrongly and not at all."""
    network = glasscnn.load(PROJECT / "weights" / f"{model}.npz")
    digits = pendigits(data_dir, WRITERS) if data_dir.is_dir() else strangers()
    print(f"{'kind':20} {'right':>6} {'wrong':>6} {'refused':>8}   of {count} each, {len(digits)} drawings, {model}")
    shares = {}
    for kind in KINDS:
        answers = [answer_for(kind, digits, seed + number, network) for number in range(count)]
        right = sum(is_right for is_right, _ in answers)
        refused = sum(not answer.labels for _, answer in answers)
        shares[kind] = right / count
        print(f"{kind:20} {right:6} {count - right - refused:6} {refused:8}", flush=True)
    for name, kinds in (("plain", PLAIN), ("hard", HARD)):
        print(f"{name} kinds: {100 * np.mean([shares[kind] for kind in kinds]):.1f} % right")


def answer_for(kind: str, digits: list[Digit], seed: int, network: glasscnn.Model) -> tuple[bool, Answer]:
    """Whether a photo with two drawings by chance is read rightly, of two digits both, and the answer."""
    first, second = np.random.default_rng([seed, KINDS.index(kind), 1]).integers(len(digits), size=2)
    photo = make_photo(kind, [digits[first], digits[second]], seed)
    answer = read(photo.jpeg, network)
    return (answer.labels if len(photo.labels) > 1 else [answer.label]) == photo.labels, answer


if __name__ == "__main__":
    typer.run(main)
