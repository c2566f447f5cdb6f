"""The arithmetic of the benchmark, without a browser."""

import pytest

from tests.bench.ratios import FIGURES, Figure, disturbances, percentile, ratios, ratios_by_round, verdict


def test_a_round_that_is_slow_for_both_does_not_change_the_ratio() -> None:
    samples = {"inference/stroke": [0.1, 9.0, 0.3], "inference/ort": [0.2, 20.0, 0.5]}
    assert ratios_by_round(samples, FIGURES[0]) == pytest.approx([0.5, 0.45, 0.6])
    assert ratios(samples)["stroke_vs_ort"] == 0.5


def test_a_round_that_is_slow_for_one_is_ignored() -> None:
    samples = {"inference/stroke": [0.1, 0.11, 90.0], "inference/ort": [0.2, 0.22, 0.21]}
    assert ratios(samples)["stroke_vs_ort"] == 0.5


def test_a_busy_machine_and_times_that_vary_are_reported() -> None:
    quiet = {"inference/ort": [1.0, 1.1, 1.05, 1.02]}
    assert disturbances(quiet, load=0.3) == []
    assert disturbances(quiet, load=2.0) == ["the load average before the run was 2.0, at most 0.5 is quiet"]
    (reason,) = disturbances({"inference/ort": [1.0, 2.0, 3.0]}, load=0.0)
    assert reason == "half of the times of inference/ort lie 50% apart, at most 25% is quiet"


def test_ratio_with_a_missing_measurement_is_none() -> None:
    found = ratios({"cold/ours": [0.8], "cold/ort": []})
    assert found["cold_vs_ort"] is None
    assert set(found) == {figure.name for figure in FIGURES}


def test_documented_ratios_exist() -> None:
    assert {figure.name for figure in FIGURES} == {
        "stroke_vs_ort",
        "full_vs_ort",
        "full_vs_plain_js",
        "full_vs_floor",
        "deep_full_vs_ort",
        "tiny_vgg_vs_ort",
        "photo_vs_ort",
        "wide_vs_ort",
        "cold_vs_ort",
        "warm_vs_ort",
        "cold_vs_stock",
        "plain_cold_vs_stock",
        "page_cold_vs_ort",
        "first_readings",
        "first_readings_warm",
        "first_readings_at_once",
        "evaluate_vs_torch",
        "page_warm_vs_ort",
        "page_cold_vs_stock",
        "page_plain_cold_vs_stock",
    }


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_aims_are_at_least_as_strict_as_limits(figure: Figure) -> None:
    assert figure.aim <= figure.must


@pytest.mark.parametrize(
    ("value", "word"), [(None, "not measured"), (0.5, "aim reached"), (0.6, "reached"), (0.71, "missed")]
)
def test_verdict_names_the_reached_goal(value: float | None, word: str) -> None:
    assert verdict(value, must=0.7, aim=0.5) == word


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 2.5), (0.95, 3.85), (1.0, 4.0)])
def test_percentiles_are_interpolated_linearly(share: float, expected: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == pytest.approx(expected)


def test_percentile_of_no_values_raises() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)
