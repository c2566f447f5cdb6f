"""The first paint: a complete example, a pad that takes ink, a correct status."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import Host, hosting
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import READ_STATUS, Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
LOADING = re.compile(r"Loading Python and NumPy: \d+\.\d of \d+\.\d MB")
# Half a second of frames without another report; while something arrives there is one every fifth of a second.
UNTIL_ALL_IS_REPORTED = """async () => {
  let [reports, frames] = [0, 0];
  while (reports === 0 || frames < 30) {
    await new Promise(requestAnimationFrame);
    frames = watched.reports === reports ? frames + 1 : 0;
    reports = watched.reports;
  }
}"""
PANELS = "**/panels-*.js"


@pytest.fixture
def slow_host(site: Path) -> Iterator[Host]:
    """A host that delays WebAssembly until `opened` is set."""
    with hosting(site, waiting=".asm.wasm") as host:
        yield host


def test_the_example_is_complete_before_python_is_there_and_the_pad_takes_ink(
    browser: Browser, slow_host: Host
) -> None:
    with Visitor.arriving(browser, slow_host.address) as visitor:
        example = visitor.page.evaluate(
            """async () => {
              const build = await (await fetch("build.json")).json();
              return (await fetch(build.example.data)).json();
            }"""
        )
        expect(visitor.part("prediction")).to_have_text(str(example["digit"]))
        for stage in example["model"]["stages"]:
            canvas = visitor.part("image" if stage["name"] == "image" else f"stage-{stage['name']}")
            expect(canvas).to_be_visible()
            colours = canvas.evaluate(
                """(canvas) => {
                  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                  return new Set(new Uint32Array(data.buffer)).size;
                }"""
            )
            assert colours > 1, stage["name"]
        assert visitor.strokes() == []  # it is nobody's drawing
        assert visitor.page.evaluate("document.documentElement.dataset.state") == "loading"

        visitor.draw(SAMPLES[7])
        assert len(visitor.strokes()) == len(SAMPLES[7])
        expect(visitor.part("status")).to_have_text(LOADING)
        lit = visitor.page.locator("#pad-canvas").evaluate(
            "(canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"
        )
        assert lit
        slow_host.opened.set()
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("7")
        expect(visitor.part("status")).to_have_text(READ_STATUS)
        assert len(visitor.strokes()) == len(SAMPLES[7])
        assert visitor.errors == []


def test_a_page_that_loads_later_than_python_still_says_how_far_it_is(browser: Browser, slow_host: Host) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.route("**/bundle/main.js", hold)
        visitor.page.goto(slow_host.address, wait_until="commit")
        visitor.page.evaluate(UNTIL_ALL_IS_REPORTED)
        held[0].continue_()
        expect(visitor.part("status")).to_have_text(LOADING)


def test_ink_over_the_example_takes_its_answer_away_too(browser: Browser, slow_host: Host) -> None:
    with Visitor.arriving(browser, slow_host.address) as visitor:
        expect(visitor.part("prediction")).to_have_text(re.compile(r"\d"))
        visitor.draw(SAMPLES[7])
        expect(visitor.part("prediction")).to_have_text("–")


@pytest.mark.parametrize("late", ["samples/digits.json", "example.webp"])
def test_python_reads_the_example_where_it_is_up_first(browser: Browser, slow_host: Host, late: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.route(f"**/{late}", hold)
        with visitor.page.expect_request(f"**/{late}"):
            visitor.page.goto(slow_host.address)
        slow_host.opened.set()
        visitor.wait_until_ready()
        held[0].continue_()
        expect(visitor.part("prediction")).to_have_text(re.compile(r"\d"))
        assert visitor.errors == []


READINGS = """
addEventListener("DOMContentLoaded", () => {
  globalThis.readings = [];
  glasscnn.addEventListener("prediction", ({ detail }) => readings.push(detail.prediction));
});
"""


def test_the_first_reading_is_that_of_the_example_and_no_other_is_needed(browser: Browser, slow_host: Host) -> None:
    def hold(route: Route) -> None:
        """Delay the frames, so that Python reads the sample."""

    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.add_init_script(READINGS)
        visitor.page.route("**/example.webp", hold)
        visitor.page.goto(slow_host.address)
        expect(visitor.part("sample-9")).to_be_visible()
        slow_host.opened.set()
        visitor.wait_until_ready()
        digit = visitor.page.evaluate("fetch('build.json').then((file) => file.json()).then((it) => it.example.digit)")
        expect(visitor.part("prediction")).to_have_text(str(digit))
        assert visitor.page.evaluate("readings") == [digit]


def test_what_the_page_is_asked_before_it_is_ready_is_answered_when_it_is(browser: Browser, slow_host: Host) -> None:
    with Visitor.arriving(browser, slow_host.address) as visitor:
        visitor.page.wait_for_function("() => 'glasscnn' in window")
        visitor.page.evaluate(
            "(strokes) => { window.asked = glasscnn.setStrokes(strokes); }",
            [[list(point) for point in stroke] for stroke in SAMPLES[7]],
        )
        slow_host.opened.set()
        assert visitor.page.evaluate("asked.then(({ prediction }) => prediction)") == 7


def test_the_example_is_read_before_the_panels_are_there(browser: Browser, host: Host) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.route(PANELS, hold)
        visitor.page.goto(host.address)
        expect(visitor.part("prediction")).to_have_text(re.compile(r"\d"))
        expect(visitor.part("tab-time")).to_have_count(0)
        expect(visitor.part("time")).to_be_disabled()
        visitor.part("stage-conv1").first.click()  # opened before there is anything to say of its cells
        expect(visitor.part("inspector")).to_contain_text("Conv")
        while not held:  # a busy browser asks for the panels later than it shows the reading
            visitor.page.evaluate("new Promise(requestAnimationFrame)")
        held[0].continue_()
        visitor.wait_until_ready()
        expect(visitor.part("tab-time")).to_be_visible()
        expect(visitor.page.locator("#stage-views")).to_be_visible()
        expect(visitor.part("time")).to_be_enabled()
        assert visitor.errors == []


def test_the_panels_do_not_wait_for_a_python_that_takes_long(browser: Browser, slow_host: Host) -> None:
    with Visitor.arriving(browser, slow_host.address) as visitor:
        expect(visitor.part("tab-time")).to_be_visible()
        assert visitor.page.evaluate("document.documentElement.dataset.state") == "loading"
        slow_host.opened.set()
        visitor.wait_until_ready()
        assert visitor.errors == []


def test_without_the_panels_the_page_says_so_and_reads_on(browser: Browser, host: Host) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.route(PANELS, refuse)
        visitor.page.goto(host.address)
        visitor.wait_until_ready()
        expect(visitor.part("alert")).to_contain_text("The page is incomplete")
        visitor.draw(SAMPLES[4])
        expect(visitor.part("prediction")).to_have_text("4")
