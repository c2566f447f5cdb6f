"""The arithmetic of the benchmark, without a browser."""

import pytest

from tests.bench.ratios import FIGURES, percentile, ratios, verdict


def test_a_ratio_is_the_quotient_of_medians_so_that_one_slow_round_changes_nothing() -> None:
    samples = {"inference/stroke": [0.1, 0.11, 90.0], "inference/ort": [0.2, 0.22, 0.21]}
    assert ratios(samples)["stroke_vs_ort"] == pytest.approx(0.11 / 0.21, abs=1e-4)


def test_a_ratio_without_one_of_its_sides_is_none() -> None:
    found = ratios({"cold/ours": [0.8], "cold/ort": []})
    assert found["cold_vs_ort"] is None
    assert set(found) == {figure.name for figure in FIGURES}


def test_all_ratios_that_others_rely_on_have_their_names() -> None:
    assert {figure.name for figure in FIGURES} == {
        "stroke_vs_ort",
        "full_vs_ort",
        "full_vs_plain_js",
        "deep_full_vs_ort",
        "cold_vs_ort",
        "warm_vs_ort",
        "cold_vs_stock",
        "plain_cold_vs_stock",
        "page_cold_vs_ort",
        "page_warm_vs_ort",
        "page_cold_vs_stock",
        "page_plain_cold_vs_stock",
    }


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_an_aim_is_at_least_as_hard_as_a_must(figure: object) -> None:
    assert figure.aim <= figure.must  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "word"), [(None, "not measured"), (0.5, "aim reached"), (0.6, "reached"), (0.71, "missed")]
)
def test_a_verdict_says_what_was_reached(value: float | None, word: str) -> None:
    assert verdict(value, must=0.7, aim=0.5) == word


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 2.5), (0.95, 3.85), (1.0, 4.0)])
def test_percentiles_lie_on_the_line_between_their_neighbours(share: float, expected: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == pytest.approx(expected)


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)
