"""`glasscnn.Widget`: the kernel's half of it, with a page that sends what web/js/python/client.js sends."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import comm
import numpy as np
import numpy.typing as npt
import pytest
from comm.base_comm import BaseComm

import glasscnn
from glasscnn import InkError, ModelError
from glasscnn.bridge import Session
from glasscnn.model import write_model
from glasscnn.model.model import read_file
from glasscnn.widget import document as documents
from glasscnn.widget.arrays import DEEPEST
from glasscnn.widget.pages import MOST_PAGES
from tests.support.graphs import small_model
from tests.unit.test_shown_stages import large_model

PY = Path(__file__).resolve().parents[2] / "py"
SEVEN = [[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]]
ONE = [[(140.0, 40.0), (140.0, 240.0)]]
PAGE = (
    "<html><body>page\n"
    '<script type="application/octet-stream" id="file:a" data-for="page" data-length="3" data-deflated="">A~</script>\n'
    '<script type="application/octet-stream" id="file:b" data-for="any" data-length="2">Bc</script>\n'
    '<script type="module" id="file:page.js">1</script></body></html>'
)


class RecordedComm(BaseComm):
    """A comm that keeps what the kernel sends."""

    def __init__(self, **keys: Any) -> None:
        self.sent: list[tuple[Any, list[Any]]] = []
        super().__init__(**keys)

    def publish_msg(self, msg_type: str, **fields: Any) -> None:
        self.sent.append((fields["data"] if msg_type == "comm_msg" else {"method": msg_type}, fields["buffers"] or []))


class Page:
    """A page that shows a widget."""

    def __init__(self, widget: Any, view: str = "one") -> None:
        self.widget, self.view = widget, view
        self.ids = itertools.count(1)

    def tell(self, kind: str, **fields: Any) -> list[Any]:
        """Send a message to the kernel; returns its answers."""
        buffers: list[Any] = []
        content = as_sent({"view": self.view, "type": kind, **fields}, buffers)
        self.widget.comm.sent.clear()
        self.widget._receive(json.loads(json.dumps(content)), buffers)
        return self.heard()

    def heard(self) -> list[Any]:
        """What the kernel has sent to this page since the last message."""
        sent = [(data["content"], buffers) for data, buffers in self.widget.comm.sent if data["method"] == "custom"]
        return [as_received(content, buffers) for content, buffers in sent if content["view"] == self.view]

    def post(self, kind: str, **fields: Any) -> Any:
        """Send a message to the worker; returns its last answer, if there is one."""
        message = {"type": kind, "id": next(self.ids), **fields}
        answers = self.tell("port", message={"type": "toWorker", "message": message})
        return answers[-1]["message"]["message"] if answers else None

    def open(self) -> list[Any]:
        """Start as a page does; returns the commands that it is given."""
        self.post("boot")
        self.model = self.post("connect", lock="")["model"]
        assert self.model["name"] == "gap10"
        self.draw([])
        [show] = self.tell("ready")
        self.tell("shown")
        commands: list[Any] = show["commands"]
        return commands

    def load(self, name: str, file: bytes | None = None, slot: str = "main") -> Any:
        """Load a bundled model, or a file."""
        return self.post("loadModel", slot=slot, bytes=file or read_file(name), name=name)["model"]

    def draw(self, strokes: list[Any], slot: str = "main") -> Any:
        return self.post("readInk", slot=slot, ink=ink_of(strokes), allValues=False)["reading"]


def ink_of(strokes: list[Any]) -> dict[str, Any]:
    """Ink in a message."""
    points = np.array([point for stroke in strokes for point in stroke], np.float32).reshape(-1)
    lengths = np.array([len(stroke) for stroke in strokes], np.int32)
    return {"points": points, "lengths": lengths, "canvasSize": 280, "brush": 24, "centre": True}


def ink_with(lengths: list[int]) -> dict[str, Any]:
    """Ink whose strokes have other lengths than they say."""
    return {**ink_of(SEVEN), "lengths": np.array(lengths, np.int32)}


def as_sent(value: Any, buffers: list[Any]) -> Any:
    """A message as widget.js sends it."""
    if isinstance(value, bytes | np.ndarray):
        buffers.append(memoryview(bytes(value)))
        kinds = {"float32": "Float32Array", "int32": "Int32Array"}
        kind = "ArrayBuffer" if isinstance(value, bytes) else kinds[value.dtype.name]
        return {"buffer": len(buffers) - 1, "type": kind}
    if isinstance(value, dict):
        return {name: as_sent(part, buffers) for name, part in value.items()}
    return value


def as_received(value: Any, buffers: list[Any]) -> Any:
    """A message of the kernel as widget.js restores it."""
    kinds = {"Float32Array": np.float32, "Uint8ClampedArray": np.uint8, "Uint8Array": np.uint8}
    if isinstance(value, dict) and "buffer" in value:
        return np.frombuffer(buffers[value["buffer"]], kinds[value["type"]])
    if isinstance(value, dict):
        return {name: as_received(part, buffers) for name, part in value.items()}
    return [as_received(part, buffers) for part in value] if isinstance(value, list) else value


@pytest.fixture(autouse=True)
def _notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Comms that are recorded, and a page of a few bytes."""
    monkeypatch.setattr(comm, "create_comm", RecordedComm)
    monkeypatch.setattr(documents, "page", lambda: PAGE)
    documents.document.cache_clear()
    yield
    documents.document.cache_clear()


def heard_changes(widget: Any, *names: str) -> list[tuple[str, Any]]:
    """What an observer of these traits hears, as it comes."""
    changes: list[tuple[str, Any]] = []
    widget.observe(lambda change: changes.append((change["name"], change["new"])), list(names))
    return changes


def values_of(reading: Any, model: Any, name: str) -> npt.NDArray[np.float32]:
    """The values of a stage in a reading of all stages, as the page finds them."""
    [stage] = [stage for stage in model["stages"] if stage["name"] == name]
    start, length = stage["values"]["offset"], stage["values"]["length"]
    return np.asarray(reading["values"][start : start + length]).reshape(stage["shape"])


def test_what_is_drawn_on_the_page_is_read_by_the_kernel_and_becomes_the_widget_s_values() -> None:
    model = glasscnn.load("gap10")
    expected = model.predict(glasscnn.ink_to_image(SEVEN))
    widget = glasscnn.Widget(model)
    page = Page(widget)
    page.open()
    found: list[Any] = []
    widget.observe(lambda change: found.append((change["new"], widget.image.sum(), len(widget.strokes))), "label")
    reading = page.draw(SEVEN)
    assert reading["label"] == expected.label == 7
    np.testing.assert_array_equal(values_of(reading, page.model, "conv1"), expected.stages["conv1"])
    assert found == [(7, expected.stages["image"].sum(), 1)]  # once, and all other values are new, too
    np.testing.assert_array_equal(widget.probabilities, expected.probabilities)
    np.testing.assert_array_equal(widget.strokes[0], np.array(SEVEN[0], np.float32))
    assert widget.stages.keys() == expected.stages.keys()
    for name, values in expected.stages.items():
        np.testing.assert_array_equal(widget.stages[name], values)
    page.load("deep", slot="timeline")
    page.draw(ONE, slot="timeline")  # an earlier drawing, which the page reads beside
    assert (widget.label, widget.model.graph.name) == (7, "gap10")


def test_what_is_set_is_read_at_once_and_shown_on_every_page() -> None:
    widget = glasscnn.Widget("gap10")
    pages = [Page(widget, "one"), Page(widget, "two")]
    for page in pages:
        assert page.open() == [{"type": "loadModel", "model": "gap10"}, {"type": "setStrokes", "strokes": []}]
    changes = heard_changes(widget, "label", "strokes")
    widget.comm.sent.clear()
    widget.strokes = SEVEN
    command = {"type": "setStrokes", "strokes": [[list(point) for point in SEVEN[0]]]}
    for page in pages:
        assert page.heard() == [{"view": page.view, "type": "show", "commands": [command]}]
    assert widget.label == 7
    assert sorted(name for name, _ in changes) == ["label", "strokes"]
    pages[0].draw(SEVEN)  # the page does what it was told: nothing is new
    assert len(changes) == 2
    pages[1].draw(ONE)
    assert (widget.label, len(changes)) == (1, 4)


def test_a_page_counts_once_it_shows_what_the_widget_has() -> None:
    widget = glasscnn.Widget("deep", SEVEN)
    page = Page(widget)
    assert page.open()[0] == {"type": "loadModel", "model": "deep"}
    reopened = Page(widget, "two")
    reopened.post("boot")
    reopened.post("connect", lock="")
    reopened.draw([])  # with the page's first model, before it was told anything
    assert (widget.label, widget.model.graph.name) == (7, "deep")


def test_models_are_changed_from_either_side() -> None:
    graph, weights = small_model(side=28)
    own = glasscnn.load(write_model(graph, weights))
    widget = glasscnn.Widget("gap10", SEVEN)
    page = Page(widget)
    page.open()
    widget.comm.sent.clear()
    widget.model = own
    [shown] = page.heard()
    load = shown["commands"][0]
    assert (load["name"], bytes(load["bytes"])) == ("test", write_model(graph, weights))
    np.testing.assert_array_equal(widget.probabilities, own.predict(widget.image).probabilities)
    changes = heard_changes(widget, "model")
    page.load("test", bytes(load["bytes"]))
    page.draw(SEVEN)
    assert changes == []  # it is the same one
    page.load("lenet5")
    page.draw(SEVEN)
    assert [model.graph.name for _, model in changes] == ["lenet5"]
    page.open()
    assert widget.model.graph.name == "lenet5"


def test_weights_that_are_changed_on_the_page_are_those_of_the_widget_s_model() -> None:
    widget = glasscnn.Widget("gap10", SEVEN)
    page = Page(widget)
    page.open()
    page.load("gap10")
    page.draw(SEVEN)
    before = widget.model
    task = page.post("runTask", slot="main", task="weights", args={}, bytes=b"")["result"]
    vector = np.array(task["numbers"][: task["result"]["vector"]["shape"][0]])
    vector[:10] += 0.5
    page.post("changeWeights", slot="main", weights=vector, allValues=False)
    assert widget.model is not before
    np.testing.assert_allclose(widget.model.predict(widget.image).probabilities, widget.probabilities, atol=1e-6)
    assert np.abs(before.predict(widget.image).probabilities - widget.probabilities).max() > 1e-4


@pytest.mark.parametrize(
    ("name", "value", "error", "sentence"),
    [
        ("strokes", [[(1, 2, 3)]], InkError, r"shape \(n, 2\)"),
        ("strokes", [[(float("nan"), 2)]], InkError, "finite"),
        ("strokes", 7, InkError, "expected a list of"),
        ("model", "gap11", FileNotFoundError, "neither a bundled model"),
        ("model", b"no file", ModelError, "npz"),
        ("model", 7, TypeError, "a path or bytes, found int"),
        ("image", np.zeros((1, 28, 28)), Exception, "read-only"),
    ],
)
def test_bad_values_are_refused_in_a_sentence_and_change_nothing(
    name: str, value: object, error: type[Exception], sentence: str
) -> None:
    widget = glasscnn.Widget("gap10", SEVEN)
    widget.comm.sent.clear()
    with pytest.raises(error, match=sentence):
        setattr(widget, name, value)
    assert (widget.label, widget.model.graph.name, len(widget.strokes)) == (7, "gap10", 1)
    assert widget.comm.sent == []


@pytest.mark.parametrize(
    "message",
    [
        {"type": "readInk", "slot": "main", "ink": {}, "allValues": False},
        {"type": "readInk", "slot": "main", "ink": ink_of(SEVEN), "allValues": "yes"},
        {"type": "readInk", "slot": "other", "ink": ink_of(SEVEN), "allValues": False},
        {
            "type": "readInk",
            "slot": "main",
            "ink": ink_with([2**30]),
            "allValues": False,
        },
        {
            "type": "readInk",
            "slot": "main",
            "ink": ink_with([-3, 6]),
            "allValues": False,
        },
        {"type": "readInk", "slot": "main", "ink": ink_of([[(float("nan"), 1.0)]]), "allValues": False},
        {"type": "readImage", "slot": "main", "image": np.zeros(3, np.float32), "allValues": False},
        {"type": "changeWeights", "slot": "main", "weights": np.zeros(3, np.float32), "allValues": False},
        {"type": "intervene", "slot": "main", "interventions": {"without": ["nothing"]}, "allValues": False},
        {"type": "loadModel", "slot": "main", "bytes": b"PK", "name": "broken"},
        {"type": "ask", "slot": "main", "question": "__class__", "args": {}},
        {"type": "ask", "slot": "main", "question": "cell", "args": {"stage": "conv1"}},
        {"type": "runTask", "slot": "main", "task": "delete", "args": {}, "bytes": b""},
        {"type": "eval", "code": "1"},
    ],
    ids=lambda message: message["type"],
)
def test_a_forged_message_to_the_worker_is_answered_with_a_failure_and_changes_nothing(message: dict[str, Any]) -> None:
    widget = glasscnn.Widget("gap10", SEVEN)
    page = Page(widget)
    page.open()
    page.draw(SEVEN)
    fields = {name: value for name, value in message.items() if name != "type"}
    answer = page.post(message["type"], **fields)
    assert answer["type"] == "failure"
    assert answer["failure"]["message"]
    assert not answer["failure"]["fatal"]
    assert (widget.label, widget.model.graph.name) == (7, "gap10")
    assert page.draw(ONE)["label"] == widget.label == 1


def nested(depth: int) -> Any:
    return {"in": nested(depth - 1)} if depth else {}


@pytest.mark.parametrize(
    "content",
    [
        None,
        {"view": 1, "type": "html"},
        {"view": "one", "type": "other"},
        {"view": "one", "type": "port", "message": {"type": "other"}},
        {"view": "one", "type": "port", "message": {"buffer": 0, "type": "Float32Array"}},
        {"view": "one", "type": "port", "message": nested(DEEPEST + 1)},
    ],
)
def test_what_is_no_message_is_refused(content: object) -> None:
    widget = glasscnn.Widget("gap10", SEVEN)
    with pytest.raises(ValueError, match="message"):
        widget._receive(content, [])
    assert widget.label == 7


def test_only_a_cell_of_the_model_can_be_pinned() -> None:
    widget = glasscnn.Widget("gap10", SEVEN)
    page = Page(widget)
    page.open()
    cell = {"stage": "conv1", "channel": 3, "row": 12, "column": 7}
    page.tell("pinned", place=cell)
    assert widget.pinned == cell
    explained = glasscnn.explain.cell(widget.model, widget.model.predict(widget.image), **widget.pinned)
    assert explained.value == pytest.approx(float(widget.stages["conv1"][3, 12, 7]))
    for other in (None, {**cell, "row": 28}, {**cell, "channel": -1}, {**cell, "stage": "x"}, {"stage": "conv1"}, 3):
        page.tell("pinned", place=cell)
        page.tell("pinned", place=other)
        assert widget.pinned is None


def test_of_a_large_model_the_page_gets_what_it_needs() -> None:
    session = Session()
    session.load_model(large_model(), "large")
    page = Page(glasscnn.Widget("gap10"))
    page.open()
    model = page.load("large", large_model())
    assert model["isLarge"]
    image = np.random.default_rng(1).random(3 * 120 * 120).astype(np.float32)
    stages = [stage["name"] for stage in model["stages"]]
    needs = [{"scale": 1, "values": True} if name == "conv2" else {"scale": 0, "values": False} for name in stages]
    page.post("show", slot="main", needs=needs)
    reading = page.post("readImage", slot="main", image=image, allValues=False)["reading"]
    session.image[:] = image
    session.read_image()
    [conv2] = [view for view in session.views if view.stage.name == "conv2"]
    part = reading["parts"][stages.index("conv2")]
    np.testing.assert_array_equal(reading["values"][part["values"] :][: conv2.values.size], conv2.values.ravel())
    assert reading["values"].size == conv2.values.size + session.views[-1].values.size
    assert part["pixels"] == 0
    assert part["width"] * part["height"] * 4 == reading["pixels"].size
    everything = page.post("readImage", slot="main", image=image, allValues=True)["reading"]
    np.testing.assert_array_equal(everything["values"], session.values)


def test_the_page_comes_without_its_files_which_it_asks_for() -> None:
    page = Page(glasscnn.Widget("gap10"))
    [html] = page.tell("html")
    first, _, _, last = PAGE.split("\n")
    assert bytes(html["html"]).decode() == f"{first}\n{last}"
    [found] = page.tell("port", message={"type": "file", "name": "a"})
    file = found["message"]["file"]
    assert (bytes(file.pop("text")), file) == (b"A~", {"length": 3, "isDeflated": True})
    [missing] = page.tell("port", message={"type": "file", "name": "../a"})
    assert missing["message"] == {"type": "file", "name": "../a", "file": None}
    [blocks] = page.tell("port", message={"type": "blocks"})
    assert bytes(blocks["message"]["blocks"]).decode() == "".join(line + "\n" for line in PAGE.split("\n")[1:3])


def test_pages_that_were_never_closed_make_room() -> None:
    widget = glasscnn.Widget("gap10")
    for number in range(MOST_PAGES + 3):
        Page(widget, str(number)).post("boot")
    assert list(widget._pages) == [str(number) for number in range(3, MOST_PAGES + 3)]
    Page(widget, "5").tell("closed")
    assert "5" not in list(widget._pages)


def test_the_still_picture_shows_the_drawing_in_a_few_kilobytes() -> None:
    long = [[(140 + 100 * np.cos(angle), 140 + 100 * np.sin(angle)) for angle in np.linspace(0, 6.3, 20_000)]]
    widget = glasscnn.Widget("gap10", SEVEN)
    assert 'alt="A drawing, read as 7"' in widget._still
    widget.strokes = long
    assert 'alt="A drawing, read as 0"' in widget._still
    state = json.dumps(widget.get_state(), default=str)
    assert len(widget._still) < 60_000
    assert len(state) < 100_000
    graph, weights = small_model(side=28)
    object.__setattr__(graph, "classes", ('"><script>', "b", "c"))
    widget.model = glasscnn.Model(graph, weights)
    assert widget._still.count("<script>") == 1  # its own


def test_without_anywidget_only_the_widget_is_missing() -> None:
    code = (
        "import sys; sys.modules['anywidget'] = None; import glasscnn; glasscnn.load('gap10')\n"
        "assert not {'IPython', 'traitlets', 'glasscnn.widget'} & set(sys.modules)\n"
        "try: glasscnn.Widget\n"
        "except ImportError as error: assert \"pip install 'glasscnn[widget]'\" in str(error), error\n"
        "else: raise SystemExit('no error')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(PY)})
