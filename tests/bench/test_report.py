"""The files of a run, from made-up measurements."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from io import StringIO
from itertools import chain
from pathlib import Path

import pytest
from rich.console import Console

from tests.bench.boot import Boot
from tests.bench.chart import draw_chart
from tests.bench.contenders import DEEP, GAP10, LARGER, VISITS
from tests.bench.evaluate import Evaluation
from tests.bench.first_readings import FirstReadings
from tests.bench.inference import Inference
from tests.bench.painting import Painting, match
from tests.bench.ratios import FIGURES
from tests.bench.report import Results
from tests.bench.tables import figures, show
from tests.bench.throttled import Throttled, throttled_entries

VERSIONS = {"glasscnn": "0.1.0", "browser": "Chromium 1"}


@pytest.fixture
def results() -> Results:
    """A run in which every measurement is 1 or 2."""
    return Results(
        VERSIONS,
        inference=[Inference(entry, [1.0, 2.0, 1.5]) for entry in chain(GAP10, DEEP, *LARGER)],
        boots=[Boot(visit, [2.0], [1.0], {"gzip": 5_000_000, "br": 4_000_000}) for visit in VISITS],
        painting=Painting([4.0, 5.0, 6.0], [9.0, 10.0, 11.0]),
        throttled=Throttled(
            [Inference(entry, [6.0, 12.0]) for entry in throttled_entries()], Painting([30.0, 40.0], [50.0, 60.0])
        ),
        first=FirstReadings(cold=[[2.0] * 100], warm=[[3.0] * 100], at_once=[[4.0] * 100]),
        evaluation=Evaluation([1.5, 1.5], [1.5, 1.5]),
        boot_kind="plain",
        date=datetime(2030, 1, 2, tzinfo=UTC),
    )


def test_json_contains_every_figure_with_machine_date_and_versions(results: Results, tmp_path: Path) -> None:
    results.write(tmp_path / "latest.json")
    found = json.loads((tmp_path / "latest.json").read_text("utf-8"))
    assert set(found["ratios"]) == {figure.name for figure in FIGURES}
    assert all(value == 1.0 for value in found["ratios"].values())
    assert found["bytes"] == {"gzip": 5_000_000, "brotli": 4_000_000}
    assert found["ratio_spread"]["stroke_vs_ort"] == {
        "median": 1.0,
        "quarter": 1.0,
        "three_quarters": 1.0,
        "samples": 3,
    }
    assert any("inference/ort" in reason for reason in found["disturbances"])
    assert found["pointer_to_paint_p50_ms"] == 5.0
    assert found["pointer_to_paint_p95_ms"] == 5.9
    assert found["first_readings"]["warm"]["of_steady"] == [1.0] * 10
    assert found["first_readings"]["warm"]["steady_ms"]["median"] == 3.0
    assert found["throttled"]["times_slower"] == 6
    assert found["throttled"]["inference_ms"]["deep_ort"]["median"] == 9.0
    assert found["throttled"]["pointer_to_paint_p50_ms"] == 35.0
    assert found["throttled"]["worker_throttled"] is False
    assert found["evaluate_s"]["torch"]["median"] == 1.5
    assert found["versions"] == VERSIONS
    assert found["date"] == "2030-01-02T00:00:00+00:00"
    assert {"processor", "cores", "system", "load_before"} <= set(found["machine"])


def test_missing_measurements_are_null_with_a_reason(tmp_path: Path) -> None:
    results = Results(VERSIONS, missing={"deep_full_vs_ort": "there is no weights/deep.npz"})
    found = results.as_json()
    assert set(found["ratios"].values()) == {None}
    assert found["bytes"] == {"gzip": None, "brotli": None}
    assert found["pointer_to_paint_p95_ms"] is None
    assert found["first_readings"] is found["throttled"] is found["evaluate_s"] is None
    assert found["missing"]["deep_full_vs_ort"] == "there is no weights/deep.npz"


def test_tables_give_a_verdict_on_every_figure(results: Results) -> None:
    console = Console(record=True, width=160, file=StringIO())
    show(results, console)
    lines = console.export_text().splitlines()
    for name, *_ in figures(results):
        (line,) = (line for line in lines if f"│ {name} " in line)
        assert "reached" in line or "missed" in line


def test_tables_say_what_chromium_does_not_slow_down(results: Results) -> None:
    console = Console(record=True, width=240, file=StringIO())
    show(results, console)
    (line,) = (line for line in console.export_text().splitlines() if "6 times as slow: median" in line)
    assert "median 35.0 ms, p95 39.5 ms" in line
    assert "Chromium does not slow workers down" in line


def test_tables_of_an_empty_run_say_that_nothing_was_measured() -> None:
    console = Console(record=True, width=160, file=StringIO())
    show(Results(VERSIONS, missing={"evaluate_vs_torch": "there is no MNIST"}), console)
    text = console.export_text()
    assert text.count("not measured") == len(figures(Results(VERSIONS))) + 1
    assert "not measured: evaluate_vs_torch: there is no MNIST" in text


def test_chart_is_well_formed_dated_and_names_every_contender(results: Results) -> None:
    svg = ET.fromstring(draw_chart(results))
    texts = [element.text or "" for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert any("02 January 2030" in text for text in texts)
    assert {visit.title for visit in VISITS} <= set(texts)
    assert "prefers-color-scheme: dark" in draw_chart(results)


def test_chart_without_boots_shows_inference_only(results: Results) -> None:
    results.boots = []
    assert "Navigation" not in draw_chart(results)


def test_event_is_matched_with_the_last_paint_before_the_next_event() -> None:
    events = [{"taken": 0.0, "seen": 1.0}, {"taken": 50.0, "seen": 60.0}, {"taken": 100.0, "seen": 101.0}]
    painting = match(events, paints=[3.0, 4.0, 104.0, 0.5])
    assert painting.from_page == [3.0, 3.0]  # nothing was painted for the second event
    assert painting.from_browser == [4.0, 4.0]
