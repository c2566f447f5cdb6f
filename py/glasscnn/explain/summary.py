"""Summary statistics of a stage: its brightest cell, its silent maps, the share of active cells."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from glasscnn.explain.forward_pass import ForwardPass, Place, unravel
from glasscnn.explain.receptive_field import centre_on_image

LEADERS = 3


class Summary(NamedTuple):
    """The summary of one stage.

    op        of the stage's node
    finite    whether all numbers are finite
    maps      the number of maps, or of elements of a vector
    silent    the number of maps that are 0 everywhere
    share     the fraction of cells above 0
    brightest the cell with the largest number, or the first NaN if there is one
    value     its number
    centre    the centre of that cell's receptive field on the image (row, column), and the distance to the next cell's,
              in pixels; None for a vector
    order     for a vector, the largest numbers with their index, largest first
    """

    stage: str
    op: str
    finite: bool
    maps: int
    silent: int
    share: float
    brightest: Place
    value: float
    centre: tuple[float, float, float] | None
    order: list[tuple[int, float]]


def summarise(reading: ForwardPass) -> list[Summary]:
    """The summaries of all stages, the image first."""
    return [summarise_stage(reading, node, stage) for node, stage in reading.shown.items()]


def summarise_stage(reading: ForwardPass, node: str, stage: str) -> Summary:
    """The summary of one stage; the numbers of the image are its pixels."""
    numbers = reading.stages[stage]
    place = unravel(int(numbers.argmax()), numbers.shape)
    is_vector = numbers.ndim == 1
    return Summary(
        stage=stage,
        op="input" if node == reading.input_name else reading.op_of(node),
        finite=bool(np.isfinite(numbers).all()),
        maps=len(numbers),
        silent=int((~numbers.reshape(len(numbers), -1).any(axis=1)).sum()),
        share=float((numbers > 0).mean()),
        brightest=place,
        value=float(numbers.reshape(-1)[numbers.argmax()]),
        centre=None if is_vector else centre_on_image(reading, node, place),
        order=leaders(numbers) if is_vector else [],
    )


def leaders(numbers: npt.NDArray[np.float32]) -> list[tuple[int, float]]:
    """The largest numbers of a vector with their index, largest first."""
    order = np.argsort(-numbers, kind="stable")[:LEADERS]
    return [(int(index), float(numbers[index])) for index in order]
