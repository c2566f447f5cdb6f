"""`glasscnn.Widget` in a browser, with the kernel in this process; tests/notebooks has it in real notebooks."""

import base64
import json
from pathlib import Path
from typing import Any

import comm
import numpy as np
import pytest
from playwright.sync_api import Browser, expect

import glasscnn
from glasscnn.notebook_page import page
from glasscnn.widget.document import document
from tests.browser.conftest import build
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, sample_digits
from tests.unit.test_widget import RecordedComm

pytestmark = pytest.mark.browser
SCRIPT = PROJECT / "py" / "glasscnn" / "widget" / "widget.js"

# What anywidget does in a notebook: hands the script a model, whose messages travel with their buffers.
NOTEBOOK = """<!doctype html><meta charset="utf-8"><h1>Notebook</h1><div id="output"></div><script type="module">
const listeners = new Set();
globalThis.told = [];
const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
const view = (buffer) => new DataView(Uint8Array.from(atob(buffer), (character) => character.charCodeAt(0)).buffer);
globalThis.deliver = (messages) => {
  for (const { content, buffers } of messages) {
    listeners.forEach((listener) => listener(content, buffers.map(view)));
  }
};
const model = {
  get: (name) => (STATE)[name],
  send: async (content, _, buffers) => {
    const answers = await toKernel(content, buffers.map(text));
    told.push(content);
    deliver(answers);
  },
  on: (_, listener) => listeners.add(listener),
  off: (_, listener) => listeners.delete(listener),
};
const { default: widget } = await import("data:text/javascript;base64,SCRIPT");
widget.render({ model, el: document.getElementById("output") });
</script>"""


def taken(widget: Any) -> list[Any]:
    """What the kernel has sent since the last time, for the browser."""
    sent = [(data["content"], parts) for data, parts in widget.comm.sent if data["method"] == "custom"]
    widget.comm.sent.clear()
    return [
        {"content": content, "buffers": [base64.b64encode(part).decode() for part in parts]} for content, parts in sent
    ]


def test_the_page_in_a_notebook_is_read_by_the_kernel(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("single")
    page.cache_clear()
    document.cache_clear()
    monkeypatch.setattr(comm, "create_comm", RecordedComm)
    widget = glasscnn.Widget("deep", sample_digits()[4])

    def to_kernel(content: Any, buffers: list[str]) -> list[Any]:
        widget._receive(content, [memoryview(base64.b64decode(buffer)) for buffer in buffers])
        return taken(widget)

    script = base64.b64encode(SCRIPT.read_bytes()).decode()
    state = json.dumps({"_name": widget._name, "_page": widget._page, "_still": ""})
    notebook = tmp_path / "notebook.html"
    notebook.write_text(NOTEBOOK.replace("STATE", state).replace("SCRIPT", script))
    with Visitor.arriving(browser, "about:blank", offline=True) as visitor:
        visitor.page.expose_function("toKernel", to_kernel)
        visitor.page.goto(notebook.as_uri())
        frame = visitor.page.frame_locator("iframe")
        expect(frame.locator("html[data-state=ready]")).to_be_attached(timeout=PATIENCE)
        expect(frame.get_by_test_id("model-picker")).to_have_value("deep")
        expect(frame.get_by_test_id("prediction")).to_have_text("4")

        frame.get_by_test_id("sample-7").click()
        expect(frame.get_by_test_id("prediction")).to_have_text("7")
        while len(np.concatenate(widget.strokes)) < sum(map(len, sample_digits()[7])):
            visitor.page.wait_for_timeout(50)  # the page draws the digit point by point
        assert widget.label == 7
        np.testing.assert_allclose(
            np.concatenate(widget.strokes), np.concatenate([np.array(s) for s in sample_digits()[7]]), atol=0.01
        )
        stage = frame.get_by_test_id("stage-conv1")
        stage.click(position={"x": 5, "y": 5})
        visitor.page.wait_for_function("() => told.some(({ type, place }) => type === 'pinned' && place)")
        assert widget.pinned["stage"] == "conv1"

        widget.model = "gap10"
        widget.strokes = sample_digits()[1]
        visitor.page.evaluate("(messages) => deliver(messages)", taken(widget))
        expect(frame.get_by_test_id("model-picker")).to_have_value("gap10")
        expect(frame.get_by_test_id("prediction")).to_have_text("1")
        assert visitor.page.evaluate("watched.workers.length") == 0  # no second Python
        assert visitor.errors == []
