"""Model files of the visitor: an invalid file gives one sentence, and the current model and the drawing remain."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor, default_model

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
GAP10 = (PROJECT / "weights" / "gap10.npz").read_bytes()


def changed(change: Callable[[dict[str, Any], dict[str, np.ndarray]], object]) -> bytes:
    """The file of gap10 with a changed graph or changed arrays."""
    with np.load(io.BytesIO(GAP10)) as file:
        arrays = dict(file)
    graph = json.loads(arrays.pop("graph").tobytes())
    change(graph, arrays)
    buffer = io.BytesIO()
    np.savez(buffer, graph=np.frombuffer(json.dumps(graph).encode(), np.uint8), **arrays)
    return buffer.getvalue()


def weights(graph: dict[str, Any]) -> str:
    return next(f"{node['name']}.weight" for node in graph["nodes"] if node["op"] == "conv2d")


BAD = {
    "empty": (b"", ""),
    "not an archive": (b"This is no model.", ""),
    "cut off": (GAP10[: len(GAP10) // 2], ""),
    "of another version": (changed(lambda graph, _: graph.update(version=3)), "version"),
    "of another format": (changed(lambda graph, _: graph.update(format="else")), "format"),
    "with an unknown op": (changed(lambda graph, _: graph["nodes"][0].update(op="attention")), "attention"),
    "with shapes that do not fit": (
        changed(lambda graph, arrays: arrays.update({weights(graph): np.zeros((10, 3, 3, 3), np.float32)})),
        "conv1",
    ),
    "with a missing array": (changed(lambda graph, arrays: arrays.pop(weights(graph))), "conv1"),
    "with numbers that are not finite": (
        changed(lambda graph, arrays: arrays[weights(graph)].fill(np.nan)),
        "conv1",
    ),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("by", ["api", "file dialogue"])
def test_a_bad_model_file_is_refused_in_one_sentence_and_all_stays_as_it_was(
    visitor: Visitor, kind: str, by: str
) -> None:
    data, word = BAD[kind]
    visitor.draw(SAMPLES[5])
    before, state = visitor.read_again(), visitor.page.evaluate("glasscnn.getState()")
    if by == "api":
        assert word in visitor.load_model(data, "mine.npz")
    else:
        visitor.choose_file(data, "mine.npz")
    sentence = visitor.alert()
    assert sentence.startswith("This model cannot be used.")
    assert word in sentence
    assert "Traceback" not in sentence
    assert visitor.page.evaluate("glasscnn.getState()") == state
    assert visitor.read_again()["probabilities"] == before["probabilities"]
    expect(visitor.part("model-picker")).to_have_value(default_model())
    assert visitor.workers() == 1


def test_a_file_that_is_too_large_is_refused_unread(visitor: Visitor, tmp_path: Path) -> None:
    large = tmp_path / "large.npz"
    with large.open("wb") as file:
        file.truncate(65 * 2**20)
    visitor.page.locator("#model-file").set_input_files(large)
    assert "large.npz is larger than 64 MB" in visitor.alert()
    assert visitor.page.evaluate("glasscnn.getState().model") == default_model()


def test_a_model_from_a_file_reads_the_drawing_and_is_named_in_the_picker(visitor: Visitor) -> None:
    def rename(graph: dict[str, Any], _: object) -> None:
        graph.update(name="mine", title="My own")

    visitor.draw(SAMPLES[5])
    visitor.choose_file(changed(rename), "mine.npz")
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'mine'")
    expect(visitor.part("model-picker").locator("option:checked")).to_have_text("My own")
    assert visitor.read_again()["prediction"] == 5
    expect(visitor.part("alert")).to_be_hidden()


def test_a_model_can_be_dropped_on_the_page(visitor: Visitor) -> None:
    data = list(changed(lambda graph, _: graph.update(name="dropped", title="Dropped")))
    visitor.page.evaluate(
        """(data) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(data)], "dropped.npz"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        data,
    )
    visitor.page.wait_for_function("() => glasscnn.getState().model === 'dropped'")


def test_each_model_of_the_site_can_be_chosen_and_shows_its_own_stages(visitor: Visitor) -> None:
    for entry in json.loads((PROJECT / "dist" / "build.json").read_text())["models"]:
        visitor.use_model(entry["name"])
        visitor.draw(SAMPLES[3])
        stages = visitor.read_again()["stages"]
        for name in stages:
            expect(visitor.part("image" if name == "image" else f"stage-{name}")).to_be_visible()
        expect(visitor.page.locator("#diagram canvas.maps, #diagram canvas[data-testid]")).to_have_count(len(stages))
        visitor.part("clear").click()
