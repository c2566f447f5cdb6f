"""Hostile messages, links and files: each is refused with a sentence, or ignored and counted, and nothing else."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor
from tests.browser.test_embed import course, frame_of, wait_until_ready

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
HOST_PAGE = '<!doctype html><iframe id=only width=1000 height=800 src="{home}index.html?model=gap10"></iframe>'

IGNORED = {
    "null": "null",
    "a text": "'predict'",
    "a number": "1",
    "a list": "[1, 'predict']",
    "without glasscnn": "({ type: 'predict', id: 1 })",
    "of another version": "({ glasscnn: 2, type: 'predict', id: 1 })",
    "without a type": "({ glasscnn: 1, id: 1 })",
    "whose type is an object": "({ glasscnn: 1, type: { toString: 1 }, id: 1 })",
    "without an id": "({ glasscnn: 1, type: 'getState' })",
    "whose id is an object": "({ glasscnn: 1, type: 'getState', id: { a: 1 } })",
    "whose id is endless": "({ glasscnn: 1, type: 'getState', id: 'x'.repeat(1e6) })",
    "of a map": "new Map([['glasscnn', 1]])",
}
REFUSED = {
    "of an unknown type": ("({ glasscnn: 1, type: '__proto__', id: 1 })", "Unknown message type"),
    "that predicts nothing": ("({ glasscnn: 1, type: 'predict', id: 1 })", "28 rows of 28"),
    "with pixels that are objects": (
        "({ glasscnn: 1, type: 'predict', id: 1, pixels: Array(28).fill({ length: 28 }) })",
        "from 0 to 1",
    ),
    "with a row of a thousand million": (
        "({ glasscnn: 1, type: 'predict', id: 1, pixels: [{ length: 1e9 }] })",
        "28 rows of 28",
    ),
    "with strokes that are code": (
        "({ glasscnn: 1, type: 'setStrokes', id: 1, strokes: '<img src=x onerror=alert(1)>' })",
        "list of lists",
    ),
    "with points at infinity": ("({ glasscnn: 1, type: 'setStrokes', id: 1, strokes: [[[1, Infinity]]] })", "finite"),
    "with an endless drawing": (
        "({ glasscnn: 1, type: 'setStrokes', id: 1, strokes: [Array(200001).fill([1, 1])] })",
        "at most",
    ),
    "with a state of another version": (
        "({ glasscnn: 1, type: 'setState', id: 1, state: { version: 9 } })",
        "version 1",
    ),
    "with a model that is a text": (
        "({ glasscnn: 1, type: 'loadModel', id: 1, bytes: 'import os', name: 'x' })",
        "bytes of a model file",
    ),
    "with a model from elsewhere": (
        "({ glasscnn: 1, type: 'loadModel', id: 1, model: 'https://elsewhere.example/evil.npz' })",
        "expected one of",
    ),
    "with a model that is a pickle": (
        "({ glasscnn: 1, type: 'loadModel', id: 1, bytes: new TextEncoder().encode('cposix\\nsystem\\n'), name: 'x' })",
        "x: not ONNX but text",
    ),
}
ASK = """(frame, code) => new Promise((resolve) => {
  addEventListener("message", function listen({ source, data }) {
    if (source === frame.contentWindow && data.id === 1) {
      removeEventListener("message", listen);
      resolve(data);
    }
  });
  frame.contentWindow.postMessage(eval(code), "*");
})"""


@pytest.fixture(scope="module")
def around(browser: Browser, host: Host) -> Iterator[Page]:
    """A foreign page that embeds the site."""
    with (
        course(HOST_PAGE.format(home=host.address)) as address,
        Visitor.arriving(browser, address) as visitor,
    ):
        wait_until_ready(frame_of(visitor.page, "only"))
        yield visitor.page
        assert [error for error in visitor.errors if "Failed to load resource" not in error] == []


@pytest.mark.parametrize("kind", IGNORED)
def test_a_message_of_unknown_shape_is_ignored_and_counted(around: Page, kind: str) -> None:
    frame = frame_of(around, "only")
    before = frame.evaluate("[glasscnn.ignoredMessages, JSON.stringify(glasscnn.getState())]")
    around.evaluate("(code) => frames[0].postMessage(eval(code), '*')", IGNORED[kind])
    frame.wait_for_function("(before) => glasscnn.ignoredMessages === before + 1", arg=before[0])
    assert frame.evaluate("JSON.stringify(glasscnn.getState())") == before[1]


@pytest.mark.parametrize("kind", REFUSED)
def test_a_message_that_asks_for_nonsense_is_answered_with_a_sentence(around: Page, kind: str) -> None:
    code, words = REFUSED[kind]
    frame = frame_of(around, "only")
    before = frame.evaluate("JSON.stringify(glasscnn.getState())")
    answer = around.locator("#only").evaluate(ASK, code)
    assert answer["type"] == "error"
    assert words in answer["message"]
    assert "Traceback" not in answer["message"]
    assert frame.evaluate("JSON.stringify(glasscnn.getState())") == before
    assert frame.evaluate("document.documentElement.dataset.state") == "ready"


def test_after_all_of_them_the_frame_still_reads(around: Page) -> None:
    answer = around.locator("#only").evaluate(
        ASK, "({ glasscnn: 1, type: 'setStrokes', id: 1, strokes: [[[60, 60], [220, 60], [120, 240]]] })"
    )
    assert answer["prediction"] == 7


def test_only_the_parent_can_send_messages(visitor: Visitor) -> None:
    before = visitor.page.evaluate("glasscnn.ignoredMessages")
    visitor.page.evaluate("postMessage({ glasscnn: 1, type: 'setStrokes', id: 1, strokes: [] }, '*')")
    visitor.page.wait_for_function("(before) => glasscnn.ignoredMessages === before + 1", arg=before)


def test_an_embed_reads_nothing_of_its_host(around: Page) -> None:
    found = frame_of(around, "only").evaluate(
        "(() => { try { return parent.document.title; } catch ({ name }) { return name; } })()"
    )
    assert found == "SecurityError"


LINKS = {
    "with a script as the model": "#v=1&model=<script>alert(1)</script>",
    "with a script as the stage": '#v=1&model=deep&stage="><img src=x onerror=alert(1)>',
    "with a prototype": "#v=1&model=deep&more=eyJfX3Byb3RvX18iOnsiYSI6MX19",
    "with panels that are nonsense": "#v=1&model=deep&more=eyJwaW4iOnsic3RhZ2UiOjEyfSwic2NvcGUiOiJldmlsIn0",
    "with panels that are a list": "#v=1&model=deep&more=WzEsMiwzXQ",
    "with a pen of a mile": "#v=1&model=deep&brush=1e9",
    "with ink that claims a million strokes": "#v=1&model=deep&ink=__________________________",
    "with an image that claims a million pixels": "#v=1&model=deep&image=__________________________",
}


@pytest.mark.parametrize("kind", LINKS)
def test_a_hostile_link_with_a_right_check_runs_nothing_and_leaves_a_page_that_works(
    visitor: Visitor, kind: str
) -> None:
    visitor.page.evaluate("() => { window.alert = () => { window.hacked = true; }; }")
    link = LINKS[kind]
    check = 0x811C9DC5
    for byte in link[1:].encode():  # FNV-1a, as the page's own
        check = ((check ^ byte) * 0x01000193) & 0xFFFFFFFF
    visitor.page.evaluate("(hash) => { location.hash = hash; }", f"{link}&check={np.base_repr(check, 36).lower()}")
    visitor.page.evaluate("() => new Promise((resolve) => setTimeout(resolve))")
    visitor.page.evaluate("history.replaceState(null, '', location.pathname)")
    visitor.draw(SAMPLES[7])
    expect(visitor.part("prediction")).to_have_text("7")
    assert not visitor.page.evaluate("window.hacked ?? ({}).a ?? false")
    assert visitor.workers() == 1
    assert visitor.violations == []


def bomb() -> bytes:
    """A few kilobytes that unpack to five gigabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("graph.npy", bytes(2**20))
    data = bytearray(file.getvalue())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.index(mark) + at
        data[place : place + 4] = (2**32 - 2).to_bytes(4, "little")
    return bytes(data)


def pickled() -> bytes:
    """An `.npz` with an array of objects, which NumPy would unpickle if that were allowed."""
    file = io.BytesIO()
    np.savez(file, graph=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return file.getvalue()


def escaping() -> bytes:
    """An archive with a path that leads outside of its folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.npy", b"x")
    return file.getvalue()


def nested() -> bytes:
    """A graph of deeply nested brackets."""
    file = io.BytesIO()
    np.savez(file, graph=np.frombuffer(b"[" * 100_000, np.uint8))
    return file.getvalue()


FILES = {
    "bomb.npz": bomb,
    "pickle.npz": pickled,
    "escape.npz": escaping,
    "nested.npz": nested,
    "noise.npz": lambda: b"PK\x03\x04" + np.random.default_rng(0).bytes(5000),
    "noise.onnx": lambda: np.random.default_rng(1).bytes(5000),
    "long.onnx": lambda: b"\x08\x07\x3a\xff\xff\xff\xff\x0f" + bytes(100),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_a_sentence_and_the_model_before_stays(visitor: Visitor, name: str) -> None:
    before = visitor.page.evaluate("glasscnn.getState()")
    visitor.choose_file(FILES[name](), name)
    sentence = visitor.alert()
    assert sentence.startswith("This model cannot be used.")
    assert "Traceback" not in sentence
    assert len(sentence) < 600
    assert visitor.page.evaluate("glasscnn.getState()") == before
    assert visitor.workers() == 1


def test_every_page_of_the_site_has_a_policy_without_inline_scripts(site: Path) -> None:
    documents = [path for path in site.rglob("*.html") if path.name != "glasscnn.html"]
    documents = [path for path in documents if site / "docs" not in path.parents]  # Sphinx's: SECURITY.md
    articles = [path for path in documents if path.parent.name == "article"]  # parts of a page
    assert [path.name for path in articles if re.search(r"<script|\son\w+=|javascript:", path.read_text("utf-8"))] == []
    pages = [path for path in documents if path not in articles]
    assert {path.relative_to(site).as_posix() for path in pages} >= {"index.html", "embed/index.html"}
    for path in pages:
        html = path.read_text("utf-8")
        policy = html.split('content="default-src')[1].split('"')[0]
        scripts = "'sha256-" if path.parent.name == "single" else "'self'"  # what the page writes files from has hashes
        assert f"script-src {scripts}" in policy
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy.replace("'wasm-unsafe-eval'", "")
        assert "http:" not in policy
        assert "https:" not in policy


def test_there_are_more_than_twenty_of_them() -> None:
    assert len(IGNORED) + len(REFUSED) + len(LINKS) + len(FILES) > 20
    assert json.loads((PROJECT / "dist" / "build.json").read_text())["models"]
