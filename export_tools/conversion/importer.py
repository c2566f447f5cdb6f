"""Imports a source as a model file and compares both."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from export_tools.conversion.exporter import model_bytes
from export_tools.conversion.sources import Source
from export_tools.conversion.verify import Comparison, verify
from export_tools.errors import ToolError
from glasscnn import ModelError, __version__, load
from glasscnn_import.scaling import Choice, Scaling, choose_scaling, with_scaling
from glasscnn_import.to_model import ImportOptions, finish, scaling_is_known

LARGEST_SIDE = 224
CHANNELS = (1, 3)
SAMPLES = Path(__file__).parents[2] / "web" / "samples" / "digits.json"


def check_for_page(source: Source) -> None:
    """Raise ToolError for image sizes that the page does not support."""
    channels, height, width = source.draft.shape
    if channels not in CHANNELS or max(height, width) > LARGEST_SIDE:
        raise ToolError(
            f"{source.name}: takes images of shape {source.draft.shape}; expected 1 or 3 channels and at most"
            f" {LARGEST_SIDE} × {LARGEST_SIDE} pixels"
        )


def import_model(
    source: Source,
    options: ImportOptions,
    tolerance: float | None = None,
    choose: Callable[[Choice], Scaling] | None = None,
) -> tuple[bytes, Comparison]:
    """The bytes of the model file, and the comparison of the model in them with the framework.

    If neither `options` nor the file state the scaling of pixels, it is chosen with the sample digits; `choose` gets
    the choice and returns the scaling to use.
    """
    card = {"made_by": f"python -m export_tools import, from {source.kind}", "version": __version__}
    model = finish(source.draft, replace(options, card={**card, **source.options.card, **options.card}))
    if not scaling_is_known(source.draft, options):
        choice = choose_scaling(model, json.loads(SAMPLES.read_text("utf-8"))["digits"])
        model = with_scaling(model, choose(choice) if choose else choice.scaling)
    try:
        data = model_bytes(model)
    except ModelError as error:
        raise ToolError(f"{options.name}: {error}") from error
    return data, verify(load(data), source, tolerance=tolerance)
