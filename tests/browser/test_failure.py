"""A crashed worker is restarted automatically once, then by a button, with drawing and model kept."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host, hosting
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor, starting

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
OUT_OF_MEMORY = "Unable to allocate 3.7 GiB for an array"


def run_out_of_memory(visitor: Visitor) -> None:
    """NumPy's MemoryError, as a message."""
    visitor.page.evaluate(
        """async (sentence) => {
          const { page } = await (await fetch("build.json")).json();
          const { describeFailure } = await import(new URL(`${page}/js/protocol/messages.js`, document.baseURI));
          const traceback = `Traceback\\nnumpy._core._exceptions._ArrayMemoryError: ${sentence}\\n`;
          const error = Object.assign(new Error(traceback), { name: "PythonError", type: "_ArrayMemoryError" });
          const data = { type: "failure", id: null, failure: describeFailure(error) };
          watched.workers.at(-1).dispatchEvent(new MessageEvent("message", { data }));
        }""",
        OUT_OF_MEMORY,
    )


CRASHES = {
    "an end without a word": lambda visitor: visitor.page.evaluate("watched.workers.at(-1).terminate()"),
    "an exception in it": lambda visitor: visitor.tell_worker({"type": "nonsense"}),
    "an error that it does not catch": lambda visitor: visitor.page.evaluate(
        "watched.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'RangeError', cancelable: true }))"
    ),
    "an answer that cannot be read": lambda visitor: visitor.page.evaluate(
        "watched.workers.at(-1).dispatchEvent(new MessageEvent('messageerror'))"
    ),
    "memory that does not suffice": run_out_of_memory,
}


@pytest.fixture
def alone(browser: Browser, host: Host) -> Iterator[Visitor]:
    """A separate page with a 7 on the pad."""
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[7])
        expect(visitor.part("prediction")).to_have_text("7")
        yield visitor


@pytest.mark.parametrize("crash", CRASHES)
def test_a_crashed_worker_is_restarted_with_the_drawing(alone: Visitor, crash: str) -> None:
    strokes = alone.strokes()
    CRASHES[crash](alone)
    alone.wait_for_worker(2)
    assert alone.strokes() == strokes
    expect(alone.part("prediction")).to_have_text("7")
    expect(alone.part("alert")).to_be_hidden()
    alone.part("clear").click()
    alone.draw(SAMPLES[2])
    expect(alone.part("prediction")).to_have_text("2")


def test_a_worker_that_does_not_answer_is_restarted_after_fifteen_seconds(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, service_workers="block") as visitor:  # the clock is the window's
        visitor.page.clock.install()
        visitor.page.reload()
        visitor.wait_until_ready()
        visitor.silence_worker()
        visitor.draw(SAMPLES[7])
        visitor.page.clock.fast_forward(15_000)
        visitor.wait_for_worker(2)
        expect(visitor.part("prediction")).to_have_text("7")


def test_ink_drawn_during_a_restart_is_read_after_it(alone: Visitor) -> None:
    alone.part("clear").click()
    alone.tell_worker({"type": "nonsense"})
    alone.page.wait_for_function("() => watched.workers.length === 2")
    alone.draw(SAMPLES[3])
    alone.wait_for_worker(2)
    expect(alone.part("prediction")).to_have_text("3")


def test_the_visitors_model_is_still_the_current_one_after_a_crash(alone: Visitor) -> None:
    other = next(path for path in sorted((PROJECT / "weights").glob("*.npz")) if path.stem == "deep")
    assert alone.load_model(other.read_bytes(), other.name) == other.stem
    before = alone.read_again()["probabilities"]
    alone.tell_worker({"type": "nonsense"})
    alone.wait_for_worker(2)
    assert alone.page.evaluate("glasscnn.getState().model") == other.stem
    assert alone.read_again()["probabilities"] == pytest.approx(before, abs=1e-6)


# The worker ends as soon as it has been asked to read with the next model.
END_AT_THE_FIRST_READING = """() => {
  const worker = watched.workers.at(-1);
  const post = worker.postMessage.bind(worker);
  let isLoaded = false;
  worker.postMessage = (message, ...others) => {
    post(message, ...others);
    isLoaded ||= message.type === "loadModel";
    if (isLoaded && message.type === "readInk") worker.terminate();
  };
}"""


def test_a_model_that_stops_python_at_its_first_reading_is_withdrawn_and_the_page_says_so(alone: Visitor) -> None:
    before = alone.page.evaluate("glasscnn.getState().model")
    other = next(
        path for path in sorted((PROJECT / "weights").glob("*.npz")) if path.stem not in (before, "gap10-history")
    )
    alone.page.evaluate(END_AT_THE_FIRST_READING)
    assert "has stopped Python" in alone.load_model(other.read_bytes(), other.name)
    alone.wait_for_worker(2)
    assert f"read with {other.name}" in alone.alert()
    assert "The previous model is back" in alone.alert()
    assert alone.page.evaluate("glasscnn.getState().model") == before
    expect(alone.part("model-picker")).to_have_value(before)
    expect(alone.part("prediction")).to_have_text("7")
    assert alone.load_model(other.read_bytes(), other.name) == other.stem


def test_pending_requests_are_rejected_when_the_worker_crashes(alone: Visitor) -> None:
    answer = alone.page.evaluate(
        """async () => {
          const image = Array.from({ length: 28 }, () => Array(28).fill(0));
          const asked = glasscnn.predict(image).then(() => "an answer", (error) => error.message);
          while (watched.sent.at(-1) !== "readImage") await null;
          watched.workers.at(-1).dispatchEvent(new ErrorEvent("error", { message: "gone", cancelable: true }));
          return asked;
        }"""
    )
    assert answer == "gone"


@pytest.mark.parametrize(
    ("crash", "sentence"),
    [
        ("an exception in it", "Python has stopped"),
        ("memory that does not suffice", "Python has run out of memory. Your drawing and the model are kept."),
    ],
)
def test_after_a_second_crash_an_alert_offers_to_restart_python(alone: Visitor, crash: str, sentence: str) -> None:
    CRASHES[crash](alone)
    alone.wait_for_worker(2)
    CRASHES[crash](alone)
    assert sentence in alone.wait_until_failed()
    assert len(alone.strokes()) == len(SAMPLES[7])
    assert alone.workers() == 2
    alone.page.get_by_role("button", name="Restart Python").click()
    alone.wait_for_worker(3)
    alone.wait_until_ready()
    expect(alone.part("prediction")).to_have_text("7")
    expect(alone.part("alert")).to_be_hidden()


def test_a_worker_that_is_killed_while_booting_is_restarted(browser: Browser, site: Path) -> None:
    with hosting(site, waiting=".asm.wasm") as host, Visitor.arriving(browser, host.address) as visitor:
        visitor.page.evaluate(
            """async () => {
              while ((await navigator.locks.query()).pending.length === 0) {
                await new Promise(requestAnimationFrame);
              }
            }"""
        )
        visitor.page.evaluate("watched.workers.at(-1).terminate()")
        visitor.page.wait_for_function("() => watched.workers.length === 2")
        host.opened.set()
        visitor.wait_until_ready()


# Lets the page's clock jump; timers run on.
SKIP = """{
  const now = performance.now.bind(performance);
  let later = 0;
  performance.now = () => now() + later;
  globalThis.skip = (milliseconds) => { later += milliseconds; };
}"""


def test_a_worker_that_crashes_long_after_the_previous_crash_is_restarted(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.add_init_script(SKIP)
        visitor.page.goto(starting(host.address))
        visitor.wait_until_ready()
        visitor.draw(SAMPLES[7])
        expect(visitor.part("prediction")).to_have_text("7")
        for number in (2, 3, 4):
            visitor.page.evaluate("skip(61_000)")
            visitor.silence_worker()
            visitor.wait_for_worker(number)
            expect(visitor.part("prediction")).to_have_text("7")
        visitor.silence_worker()
        assert "Python has stopped" in visitor.wait_until_failed()


def picture_of_a_one() -> bytes:
    """A PNG of a thick line on paper."""
    paper = Image.new("L", (200, 200), 240)
    ImageDraw.Draw(paper).line([(100, 40), (100, 160)], fill=20, width=16)
    file = io.BytesIO()
    paper.save(file, "PNG")
    return file.getvalue()


def test_an_early_worker_that_fails_is_replaced_and_the_page_keeps_working(browser: Browser, site: Path) -> None:
    """The page's scripts are late: its early worker has failed by then. A picture is chosen while the second boots."""
    with hosting(site, missing="worker.js", waiting="main.js") as host, Visitor.arriving(browser, "about:blank") as one:
        one.page.goto(starting(host.address), wait_until="commit")
        one.page.wait_for_function("() => watched.failures === 1")
        host.missing = None
        let_go = host.wait_for(".asm.wasm")
        let_go()
        one.page.wait_for_function("() => watched.workers.length === 2")
        chosen = {"name": "one.png", "mimeType": "image/png", "buffer": picture_of_a_one()}
        one.page.locator("#image-file").set_input_files(chosen)
        one.page.wait_for_function("() => true", timeout=10_000)
        host.opened.set()
        one.wait_until_ready()
        expect(one.part("picture-centre")).to_be_visible()
        expect(one.part("prediction")).to_have_text("1")


NEEDED_AT_BOOT = pytest.mark.skipif(os.environ.get("GLASSCNN_BOOT") == "plain", reason="Python boots from this file")


@pytest.mark.parametrize("missing", [pytest.param("glasscnn.pack", marks=NEEDED_AT_BOOT), "onnx.zip"])
def test_a_missing_lazy_file_fails_only_the_requests_that_need_it_and_is_fetched_again(
    browser: Browser, site: Path, missing: str
) -> None:
    with hosting(site, missing) as lacking, Visitor.arriving(browser, lacking.address) as visitor:
        visitor.wait_until_ready()
        for _ in range(3):  # after two crashes in a row Python would not be restarted
            ask_for(visitor, missing, expect_failure=True)
            visitor.part("clear").click()
            visitor.draw(SAMPLES[7])
            expect(visitor.part("prediction")).to_have_text("7")
        assert visitor.workers() == 1
        lacking.missing = None
        ask_for(visitor, missing, expect_failure=False)
        assert visitor.workers() == 1


def ask_for(visitor: Visitor, file: str, expect_failure: bool) -> None:
    """Do something that needs that file of the site; the answer names the file if it is missing, and only then."""
    if file == "onnx.zip":
        assert (file in visitor.load_model(b"no model", "one.onnx")) == expect_failure
        return
    visitor.part("tab-cell").click()
    visitor.part("tab-evidence").click()
    evidence = visitor.part("evidence")
    if expect_failure:
        expect(evidence).to_contain_text(file)
    else:
        expect(evidence).not_to_contain_text(file)
        expect(visitor.part("evidence-sum-0")).to_contain_text("logit")
