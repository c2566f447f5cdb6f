"""What is measured on a slow processor."""

from tests.bench.throttled import throttled_entries


def test_both_models_are_held_against_onnx_runtime_web() -> None:
    entries = throttled_entries()
    keys = [entry.key for entry in entries]
    assert keys == ["stroke", "full", "ort", "deep_stroke", "deep_full", "deep_ort"]
    assert {entry.peer for entry in entries} <= set(keys)


def test_no_contender_answers_in_a_worker_which_chromium_does_not_slow_down() -> None:
    assert {entry.page for entry in throttled_entries()} == {"ours.html", "ort.html"}
