"""The figures of the benchmark: medians of the ratios by round of one run.

The contenders start in bare pages, and so does our worker when it is compared with them. The whole page has figures of
its own.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A ratio of two measurements, with its limit and its aim.

    `ours` and `theirs` name the measurements: "inference/stroke", "cold/ort".
    """

    name: str
    ours: str
    theirs: str
    must: float
    aim: float
    meaning: str


FIGURES = (
    Figure("stroke_vs_ort", "inference/stroke", "inference/ort", 0.75, 0.45, "5 × 5-pixel stroke / ONNX Runtime Web"),
    Figure("full_vs_ort", "inference/full", "inference/ort", 0.95, 0.75, "whole image / ONNX Runtime Web"),
    Figure("full_vs_plain_js", "inference/full", "inference/plain_js", 1.0, 1.0, "whole image / plain JavaScript"),
    Figure("full_vs_floor", "inference/full", "inference/floor", 2.6, 2.0, "whole image / SIMD without Python"),
    Figure("deep_full_vs_ort", "inference/deep_full", "inference/deep_ort", 0.85, 0.65, "deep / ONNX Runtime Web"),
    Figure(
        "tiny_vgg_vs_ort", "inference/tiny_vgg_full", "inference/tiny_vgg_ort", 0.7, 0.5, "TinyVGG / ONNX Runtime Web"
    ),
    Figure(
        "photo_vs_ort", "inference/photo_full", "inference/photo_ort", 0.85, 0.6, "3 × 224 × 224 / ONNX Runtime Web"
    ),
    Figure(
        "wide_vs_ort", "inference/wide_full", "inference/wide_ort", 1.0, 0.8, "64, 64, 128 channels / ONNX Runtime Web"
    ),
    Figure("cold_vs_ort", "cold/ours", "cold/ort", 1.25, 1.0, "first visit / ONNX Runtime Web"),
    Figure("warm_vs_ort", "warm/ours", "warm/ort", 1.2, 0.85, "second visit / ONNX Runtime Web"),
    Figure("cold_vs_stock", "cold/ours", "cold/stock", 0.27, 0.2, "first visit / documented Pyodide"),
    Figure("plain_cold_vs_stock", "cold/ours_plain", "cold/stock", 0.45, 0.35, "?boot=plain / documented Pyodide"),
    Figure("page_cold_vs_ort", "cold/page", "cold/ort", 1.1, 0.95, "whole page, first visit / ONNX Runtime Web alone"),
    Figure("page_warm_vs_ort", "warm/page", "warm/ort", 1.05, 0.85, "whole page, second visit / the same"),
    Figure("page_cold_vs_stock", "cold/page", "cold/stock", 0.27, 0.2, "whole page, first visit / documented Pyodide"),
    Figure("page_plain_cold_vs_stock", "cold/page_plain", "cold/stock", 0.45, 0.35, "the same with ?boot=plain"),
    Figure(
        "first_readings",
        "first_cold/slowest",
        "first_cold/steady",
        3.0,
        1.5,
        "slowest of the first ten readings / steady state",
    ),
    Figure("first_readings_warm", "first_warm/slowest", "first_warm/steady", 3.0, 1.5, "the same on a second visit"),
    Figure("first_readings_at_once", "first_at_once/slowest", "first_at_once/steady", 3.0, 1.5, "the same, at once"),
    Figure("evaluate_vs_torch", "evaluate/ours", "evaluate/torch", 1.5, 1.0, "evaluate, 10,000 digits / PyTorch"),
)

Samples = Mapping[str, Sequence[float]]

REFERENCES = {figure.theirs for figure in FIGURES}
"""Their times must not vary."""

MAX_LOAD = 0.5  # processes that wait, on average over a minute
MAX_RANGE = 0.25  # interquartile range, as a share of the median


def ratios_by_round(samples: Samples, figure: Figure) -> list[float]:
    """The ratio of each round in which both were measured: what disturbs the machine in a round disturbs both."""
    pairs = zip(samples.get(figure.ours, ()), samples.get(figure.theirs, ()), strict=False)
    return [ours / theirs for ours, theirs in pairs]


def ratios(samples: Samples, figures: Sequence[Figure] = FIGURES) -> dict[str, float | None]:
    """Each figure's median of the ratios by round; None if one of the two was not measured."""
    by_round = {figure.name: ratios_by_round(samples, figure) for figure in figures}
    return {name: round(statistics.median(found), 4) if found else None for name, found in by_round.items()}


def disturbances(samples: Samples, load: float) -> list[str]:
    """The reasons not to believe a run: a high load average before it, or reference times that vary."""
    found = [] if load <= MAX_LOAD else [f"the load average before the run was {load:.1f}, at most {MAX_LOAD} is quiet"]
    for name, times in samples.items():
        if name in REFERENCES and times:
            range_share = (percentile(times, 0.75) - percentile(times, 0.25)) / statistics.median(times)
            if range_share > MAX_RANGE:
                found.append(
                    f"half of the times of {name} lie {range_share:.0%} apart, at most {MAX_RANGE:.0%} is quiet"
                )
    return found


def verdict(value: float | None, must: float, aim: float) -> str:
    """The result of a figure in a word."""
    if value is None:
        return "not measured"
    return "aim reached" if value <= aim else "reached" if value <= must else "missed"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed, interpolated linearly; raises ValueError for no values."""
    if not values:
        raise ValueError("no values, so no percentile")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
