"""Checks of what a widget is given, by a person or by its page."""

import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from glasscnn.bridge import Session
from glasscnn.bridge.stage_views import check_for_page
from glasscnn.errors import InkError
from glasscnn.model import Model, load
from glasscnn.preprocess import Stroke, check_strokes


def checked_model(source: object) -> Model:
    """A Model, or what `glasscnn.load` makes one of.

    Raises ModelError for one that the page cannot show, TypeError for another object, and what `glasscnn.load` raises.
    """
    if not isinstance(source, Model | str | os.PathLike | bytes):
        raise TypeError(
            f"model: expected a Model, a bundled model's name, a path or bytes, found {type(source).__name__}"
        )
    model = source if isinstance(source, Model) else load(source)
    check_for_page(model.graph)
    return model


def checked_strokes(strokes: Any) -> list[Stroke]:
    """Strokes as float32 arrays of shape (n, 2), without empty ones; raises InkError for what is none."""
    if not isinstance(strokes, Sequence | np.ndarray):
        raise InkError(f"strokes: expected a list of (n, 2) points, found {type(strokes).__name__}")
    return check_strokes(list(strokes))


def checked_place(place: Any, session: Session | None) -> dict[str, Any] | None:
    """A cell that a page names, as `explain.cell` takes it; None for what is no cell of the session's model."""
    match place:
        case {"stage": str(stage), "channel": int(channel), "row": int(row), "column": int(column)} if session:
            shapes = {view.stage.name: view.values.shape for view in session.views}
            channels, height, width = (*shapes.get(stage, (0,)), 1, 1)[:3]
            if 0 <= channel < channels and 0 <= row < height and 0 <= column < width:
                return {"stage": stage, "channel": channel, "row": row, "column": column}
    return None


def same_model(one: Model, other: Model) -> bool:
    """Whether two models have the same graph and the same weights."""
    names = set(one.weights)
    return (
        one.graph == other.graph
        and names == set(other.weights)
        and all(np.array_equal(one.weights[name], other.weights[name]) for name in names)
    )


def same_strokes(some: Sequence[Stroke], others: Sequence[Stroke]) -> bool:
    """Whether two drawings have the same points."""
    return len(some) == len(others) and all(map(np.array_equal, some, others))
