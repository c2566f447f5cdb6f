"""Reads a session's newest image with other scalings of its pixels, for a person who must say which one is right."""

import math
from collections.abc import Sequence

import numpy as np

from glasscnn.bridge.encoding import Plain
from glasscnn.bridge.session import Session
from glasscnn.errors import QuestionError


def readings_with(session: Session, scalings: Sequence[Plain]) -> Plain:
    """The label and its probability with each scaling, `mean` and `std` of every channel.

    The model reads (x − mean) / std with its own mean and std; another scaling is another image for it:

        x' = own mean + own std · (x − mean) / std

    Raises QuestionError for a scaling that does not fit the image. The reading on the screen stays as it is.
    """
    model = session.model
    own = model.graph.input
    channels = own.shape[0]
    numbers = [_checked(scaling[key], channels) for scaling in scalings for key in ("mean", "std")]
    means, stds = np.array(numbers[0::2], np.float32), np.array(numbers[1::2], np.float32)  # (N, C)
    if not stds.all():
        raise QuestionError("expected std other than 0 for each channel")
    own_mean, own_std = (np.array(values, np.float32)[:, None, None] for values in (own.mean, own.std))
    images = own_mean + own_std * (model.plan.image - means[..., None, None]) / stds[..., None, None]  # (N, C, H, W)
    probabilities = model.probabilities(images)
    return [{"label": int(row.argmax()), "probability": float(row.max())} for row in probabilities]


def _checked(numbers: Plain, channels: int) -> list[float]:
    if not isinstance(numbers, list) or len(numbers) != channels or not all(map(_is_finite, numbers)):
        raise QuestionError(f"expected {channels} finite numbers, one for each channel, found {numbers!r}"[:200])
    return numbers


def _is_finite(number: object) -> bool:
    return isinstance(number, int | float) and math.isfinite(number)
