"""The table of hosts in the documentation is what the tests recorded."""

import json
from pathlib import Path

import pytest

from tests.hosts import records, table


def test_the_table_in_the_documentation_is_that_of_the_records() -> None:
    assert table.PAGE.read_text("utf-8") == table.page()


def test_a_record_is_written_for_its_host_and_replaces_only_its_feature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "RESULTS", tmp_path)
    records.record("A host 1.0", "opens", "works")
    records.record("A host 1.0", "offline", "not possible", "it has no storage")
    records.record("A host 1.0", "opens", "with limits", "slowly")
    (path,) = tmp_path.iterdir()
    assert path.name == "a-host-1-0.json"
    assert json.loads(path.read_text("utf-8")) == {
        "host": "A host 1.0",
        "features": {
            "opens": {"outcome": "with limits", "why": "slowly"},
            "offline": {"outcome": "not possible", "why": "it has no storage"},
        },
    }


@pytest.mark.parametrize(
    ("feature", "outcome", "sentence"),
    [("flies", "works", "feature: expected one of opens"), ("opens", "not possible", "needs a reason")],
)
def test_an_unknown_feature_and_a_missing_reason_are_refused(
    feature: str, outcome: records.Outcome, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "RESULTS", tmp_path)
    with pytest.raises(ValueError, match=sentence):
        records.record("A host", feature, outcome)
    assert list(tmp_path.iterdir()) == []


def test_equal_reasons_share_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (records, table):
        monkeypatch.setattr(module, "RESULTS", tmp_path)
    records.record("B", "opens", "works")
    records.record("B", "offline", "not possible", "no storage")
    records.record("A", "offline", "with limits", "no storage")
    lines = table.page().splitlines()
    assert "| A |  |  |  |  |  | with limits (1) |" in lines
    assert "| B | works |  |  |  |  | – (1) |" in lines
    assert lines[-1] == "1. no storage."
