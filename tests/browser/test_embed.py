"""The page embedded on another origin: iframes, elements, messages."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, Playwright, expect

import glasscnn
from tests.browser.conftest import SUB_PATH, Handler, Host, hosting, launch_for_good
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, sample_digits
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

COURSE = """<!doctype html><meta charset=utf-8><title>A course</title>
<script src="{home}glass-cnn.js" defer></script>
<glass-cnn id=first model=gap10 view=pad,bars,diagram digit=7></glass-cnn>
<glass-cnn id=second model=lenet5 view=bars theme=dark></glass-cnn>
<iframe id=third width=900 height=700 src="{home}index.html?model=deep&view=pad,bars&readonly&digit=3"></iframe>
"""
SANDBOX = """<!doctype html><meta charset=utf-8><script src="{home}glass-cnn.js" defer></script>
<glass-cnn id=first model=gap10 view=pad,bars sandbox></glass-cnn>"""
ASK = """(frame, request) => new Promise((resolve) => {
  addEventListener("message", function listen({ source, data }) {
    if (source === frame.contentWindow && data.id === request.id) {
      removeEventListener("message", listen);
      resolve(data);
    }
  });
  frame.contentWindow.postMessage(request, "*");
})"""


@contextmanager
def course(html: str, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Another site, on another port and therefore another origin."""

    class Course(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Course) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def frame_of(page: Page, name: str) -> Frame:
    """The page in a frame of the course site."""
    frame = page.locator(f"#{name} iframe, iframe#{name}").element_handle().content_frame()
    assert frame is not None
    return frame


def wait_until_ready(frame: Frame) -> None:
    frame.wait_for_selector("html[data-state=ready]", state="attached", timeout=PATIENCE)


@pytest.fixture(scope="module")
def taught(playwright: Playwright, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Host]]:
    """A course page with three frames, all ready, and the host that they came from.

    In a browser with a profile: a private window's cache, in memory, keeps no file as large as the runtime's largest.
    """
    with hosting(site) as host, course(COURSE.format(home=host.address)) as address:
        context = launch_for_good(playwright, tmp_path_factory.mktemp("profile"))
        page = context.new_page()
        page.goto(address)
        for name in ("second", "third", "first"):
            page.locator(f"#{name}").scroll_into_view_if_needed()
            page.wait_for_selector(f"#{name} iframe, iframe#{name}")
            wait_until_ready(frame_of(page, name))
        yield page, host
        context.close()


def test_three_embeds_on_one_page_load_the_runtime_once(taught: tuple[Page, Host]) -> None:
    asked = taught[1].asked
    heavy = [path for path in asked if path.startswith(("runtime-", "app-", "snapshot-"))]
    assert heavy
    assert [path for path in sorted(set(heavy)) if heavy.count(path) > 1] == []


def test_each_shows_the_model_and_the_parts_that_it_was_given(taught: tuple[Page, Host]) -> None:
    page, _ = taught
    models = [frame_of(page, name).evaluate("glasscnn.getState().model") for name in ("first", "second", "third")]
    assert models == ["gap10", "lenet5", "deep"]
    second = frame_of(page, "second")
    assert second.locator("[data-testid=prediction]").is_visible()
    assert not second.locator("[data-testid=pad]").is_visible()
    assert not second.locator("#diagram").is_visible()
    assert not second.locator("header").is_visible()
    assert second.evaluate("document.documentElement.dataset.theme") == "dark"
    assert frame_of(page, "first").locator("#diagram").is_visible()


def test_an_element_is_as_high_as_what_it_shows(taught: tuple[Page, Host]) -> None:
    page, _ = taught
    page.wait_for_function(
        "() => [...document.querySelectorAll('glass-cnn iframe')].every(({ style }) => style.height !== '360px')"
    )
    for name in ("first", "second"):
        content = frame_of(page, name).evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
        assert page.locator(f"#{name} iframe").bounding_box()["height"] == content  # type: ignore[index]
    assert page.locator("#second").bounding_box()["height"] < page.locator("#first").bounding_box()["height"]  # type: ignore[index]


def test_an_embed_that_fits_a_box_shows_everything_without_scrolling(browser: Browser, host: Host) -> None:
    """Sizes of slides, of text columns and of phones; the element has its host's height, and the pad is drawn on."""
    box = f'<script src="{host.address}glass-cnn.js" defer></script><style>body {{ margin: 0 }}</style>'
    element = '<glass-cnn id=first model=deep style="width: {}px; height: {}px"></glass-cnn>'
    with course(box + element.format(960, 400)) as address:
        page = browser.new_page(viewport={"width": 1300, "height": 800})
        page.goto(address)
        page.wait_for_selector("#first iframe")
        page.evaluate("() => first.setAttribute('fit', 'box')")  # later than the element was created
        frame = frame_of(page, "first")
        wait_until_ready(frame)
        for width, height in ((960, 400), (1280, 360), (690, 380), (600, 240), (760, 620), (420, 640)):
            size = {"width": f"{width}px", "height": f"{height}px"}
            page.evaluate("(size) => Object.assign(first.style, size)", size)
            frame.wait_for_function(f"() => innerWidth === {width} && innerHeight === {height}")
            frame.wait_for_function("() => document.documentElement.scrollHeight <= innerHeight")
            assert frame.evaluate("document.documentElement.scrollWidth") <= width
            for part in ("pad", "prediction", "probability-9", "clear"):
                bounds = frame.get_by_test_id(part).bounding_box()
                assert bounds is not None
                assert 0 <= bounds["x"] <= bounds["x"] + bounds["width"] <= width + 1, (part, width, height)
                assert 0 <= bounds["y"] <= bounds["y"] + bounds["height"] <= height + 1, (part, width, height)
            network = frame.locator("#diagram").bounding_box()
            assert network is not None
            assert network["width"] > 200
            assert network["y"] + network["height"] <= height + 1
        bounds = frame.get_by_test_id("pad").bounding_box()
        assert bounds is not None
        scale, (left, top) = bounds["width"] / 280, (bounds["x"], bounds["y"])
        frame.get_by_test_id("clear").click()
        for stroke in SAMPLES[7]:
            page.mouse.move(left + stroke[0][0] * scale, top + stroke[0][1] * scale)
            page.mouse.down()
            for x, y, *_ in stroke[1:]:
                page.mouse.move(left + x * scale, top + y * scale)
            page.mouse.up()
        expect(frame.get_by_test_id("prediction")).to_have_text("7")
        card = frame.get_by_test_id("cell-card")
        for width in (420, 960):  # without the dock, a cell that is pinned is explained on the card, on phones, too
            page.evaluate("(width) => { first.style.width = `${width}px`; }", width)
            frame.wait_for_function(f"() => innerWidth === {width}")
            frame.locator(".stage-maps canvas").nth(1).click()
            expect(card).to_be_visible()
            page.keyboard.press("Escape")
            page.mouse.move(1, 1)
            expect(card).to_be_hidden()
        page.close()


@pytest.mark.parametrize("name", ["first", "second", "third"])
def test_predict_by_message_answers_with_prediction_probabilities_and_maps(
    taught: tuple[Page, Host], name: str
) -> None:
    page, _ = taught
    image = np.random.default_rng(7).random((28, 28), dtype=np.float32)
    frame = page.locator(f"#{name} iframe, iframe#{name}")
    request = {"glasscnn": 1, "type": "predict", "id": f"my {name}", "pixels": image.tolist()}
    answer = frame.evaluate(
        f"async (frame, request) => {{ const answer = await ({ASK})(frame, request);"
        " const maps = Object.entries(answer.stages).map(([name, { shape, data }]) => [name, [shape, [...data]]]);"
        " return { ...answer, stages: Object.fromEntries(maps) }; }",
        request,
    )
    model = frame_of(page, name).evaluate("glasscnn.getState().model")
    expected = glasscnn.load(PROJECT / "weights" / f"{model}.npz").predict(image[None])
    assert (answer["glasscnn"], answer["type"], answer["id"]) == (1, "prediction", f"my {name}")
    assert answer["prediction"] == expected.label
    np.testing.assert_allclose(answer["probabilities"], expected.probabilities, atol=1e-5)
    for stage, (shape, data) in answer["stages"].items():
        maps = expected.stages[stage]
        np.testing.assert_allclose(np.reshape(data, shape), maps, rtol=0, atol=1e-4 * max(1, np.abs(maps).max()))


def test_the_element_has_the_methods_and_events_of_the_page(taught: tuple[Page, Host]) -> None:
    page, _ = taught
    heard = page.evaluate(
        """async (strokes) => {
          const element = document.getElementById("first");
          const heard = { prediction: [], statechange: [] };
          for (const type in heard) element.addEventListener(type, ({ detail }) => heard[type].push(detail));
          await element.ready;
          const told = new Promise((resolve) => element.addEventListener("statechange", resolve, { once: true }));
          const reply = await element.setStrokes(strokes);
          await told;
          const state = await element.getState();
          const model = await element.loadModel("lenet5");
          const back = await element.setState({ ...state, strokes: [] });
          const refused = await element.setStrokes("7").catch(({ message }) => message);
          return { heard, reply: reply.prediction, state, model: model.model.name, back: back.type, refused };
        }""",
        [[list(point) for point in stroke] for stroke in SAMPLES[2]],
    )
    assert heard["reply"] == 2
    assert heard["heard"]["prediction"][0]["prediction"] == 2
    assert heard["heard"]["statechange"][0]["state"]["strokes"] == heard["state"]["strokes"]
    assert heard["model"] == "lenet5"
    assert heard["back"] == "prediction"
    assert "list of" in heard["refused"]
    assert frame_of(page, "first").evaluate("glasscnn.getState().model") == "gap10"


def test_a_model_that_cannot_be_fetched_is_answered_by_an_error_and_the_current_one_remains(
    taught: tuple[Page, Host],
) -> None:
    page, _ = taught
    page.route("**/resmini.npz", lambda route: route.fulfill(status=404))
    refused = page.evaluate(
        "document.getElementById('first').loadModel('resmini').then(() => 'loaded', ({ message }) => message)"
    )
    page.unroute("**/resmini.npz")
    assert "resmini.npz could not be fetched (status 404)" in refused
    assert frame_of(page, "first").evaluate("glasscnn.getState().model") != "resmini"


def test_a_readonly_drawing_cannot_be_changed(taught: tuple[Page, Host]) -> None:
    page, _ = taught
    third = frame_of(page, "third")
    expect(third.locator("[data-testid=prediction]")).to_have_text("3")
    before = third.evaluate("glasscnn.getState().strokes")
    assert before
    page.locator("#third").scroll_into_view_if_needed()
    box = third.locator("[data-testid=pad]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 120)
    page.mouse.up()
    assert third.evaluate("glasscnn.getState().strokes") == before
    assert not third.locator("[data-testid=clear]").is_visible()


def test_messages_from_a_sibling_frame_are_ignored(taught: tuple[Page, Host]) -> None:
    page, _ = taught
    first = frame_of(page, "first")
    before = first.evaluate("glasscnn.ignoredMessages")
    frame_of(page, "second").evaluate(
        "for (let at = 0; at < 3; at++)"
        " parent.frames[at].postMessage({ glasscnn: 1, type: 'setStrokes', id: 1, strokes: [] }, '*')"
    )
    first.wait_for_function("(before) => glasscnn.ignoredMessages === before + 1", arg=before)


def test_a_frame_that_names_its_origin_ignores_a_parent_of_another(browser: Browser, host: Host) -> None:
    html = f'<iframe id=only src="{host.address}index.html?autoload=click&origin=https://course.example"></iframe>'
    with course(html) as address, Visitor.arriving(browser, address) as visitor:
        only = frame_of(visitor.page, "only")
        only.wait_for_function("() => window.glasscnn")
        visitor.page.evaluate("frames[0].postMessage({ glasscnn: 1, type: 'getState', id: 1 }, '*')")
        only.wait_for_function("() => glasscnn.ignoredMessages === 1")


def test_with_autoload_click_nothing_heavy_is_loaded_before_the_click(browser: Browser, site: Path) -> None:
    """Until then there is a picture of the digit with a button and a sentence."""
    with hosting(site) as host, Visitor.arriving(browser, f"{host.address}?autoload=click&digit=5") as visitor:
        expect(visitor.part("load")).to_be_visible()
        expect(visitor.page.locator(".poster p")).to_contain_text("reads this digit in your browser")
        expect(visitor.page.locator("main")).to_be_hidden()
        picture = visitor.sight(visitor.page.locator(".poster canvas"))
        assert 0.05 < (picture.min(axis=2) > 200).mean() < 0.5  # white ink, on black
        for scheme in SCHEMES:
            visitor.page.emulate_media(color_scheme=scheme)
            assert violations(visitor.page) == [], scheme
        visitor.page.wait_for_load_state("networkidle")
        assert not [path for path in host.asked if path.startswith(("runtime-", "app-", "snapshot-", "weights"))]
        assert visitor.workers() == 0
        visitor.part("load").click()
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("5")
        expect(visitor.page.locator(".poster")).to_have_count(0)


def test_with_autoload_draw_the_example_is_shown_and_python_is_loaded_once_somebody_draws(
    browser: Browser, site: Path
) -> None:
    with hosting(site) as host, Visitor.arriving(browser, f"{host.address}?autoload=draw") as visitor:
        expect(visitor.part("stage-conv1")).to_be_visible()
        expect(visitor.part("prediction")).not_to_have_text("–")
        expect(visitor.part("status")).to_contain_text("Python is loaded then")
        visitor.page.wait_for_load_state("networkidle")
        assert not [path for path in host.asked if path.startswith(("runtime-", "app-", "snapshot-"))]
        assert visitor.workers() == 0
        visitor.draw(sample_digits()[7])
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("7")
        assert visitor.workers() == 1
        assert visitor.errors == []


BAD = {
    "model": "nothing",
    "digit": "11",
    "strokes": "60;x",
    "view": "everything",
    "stage": "conv99",
    "theme": "pink",
    "lang": "xx",
    "autoload": "never",
    "readonly": "perhaps",
    "origin": "course",
}


def test_invalid_parameters_give_a_warning_and_the_default(browser: Browser, host: Host) -> None:
    query = "&".join(f"{name}={value}" for name, value in BAD.items())
    with Visitor.arriving(browser, f"{host.address}?{query}") as visitor:
        visitor.wait_until_ready()
        sentence = visitor.alert()
        for name in BAD:
            assert name in sentence, name
        visitor.draw(SAMPLES[7])
        expect(visitor.part("prediction")).to_have_text("7")
        assert visitor.page.locator("header").is_visible()


def test_strokes_and_stage_in_the_address_are_shown(browser: Browser, host: Host) -> None:
    address = f"{host.address}?strokes=60,60 220,60 120,240&stage=conv1&theme=light&model=gap10"
    with Visitor.arriving(browser, address) as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("7")
        state = visitor.page.evaluate("glasscnn.getState()")
        assert [point[:2] for point in state["strokes"][0]] == [[60, 60], [220, 60], [120, 240]]
        assert (state["stage"], state["model"]) == ("conv1", "gap10")
        assert not visitor.errors


def test_a_sandboxed_frame_without_an_origin_reads_and_answers(browser: Browser, host: Host) -> None:
    html = SANDBOX.format(home=host.address)
    with course(html) as address, Visitor.arriving(browser, address) as visitor:
        reply = visitor.page.evaluate(
            "document.getElementById('first').setStrokes([[[60, 60], [220, 60], [120, 240]]]).then((r) => r.prediction)"
        )
        assert reply == 7
        assert frame_of(visitor.page, "first").evaluate("self.origin") == "null"
        assert visitor.errors == []  # nothing is fetched that such a frame may not fetch


ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


def test_an_isolated_page_shows_the_element(browser: Browser, host: Host) -> None:
    html = SANDBOX.format(home=host.address).replace(" defer", " crossorigin defer").replace(" sandbox", "")
    with course(html, ISOLATED) as address, Visitor.arriving(browser, address) as visitor:
        assert visitor.page.evaluate("crossOriginIsolated")
        reply = visitor.page.evaluate(
            "document.getElementById('first').setStrokes([[[60, 60], [220, 60], [120, 240]]]).then((r) => r.prediction)"
        )
        assert reply == 7
        assert not visitor.errors


@pytest.mark.parametrize(("language", "said"), [("en", "does not appear here"), ("id", "tidak muncul di sini")])
def test_an_element_whose_frame_is_blocked_says_so_and_leads_to_the_page(
    browser: Browser, host: Host, language: str, said: str
) -> None:
    policy = {"Content-Security-Policy": "frame-src 'none'"}
    html = f"<!doctype html><html lang={language}>{SANDBOX.format(home=host.address)}"
    with course(html, policy) as address, Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.clock.install()
        visitor.page.goto(address)
        visitor.page.wait_for_selector("glass-cnn iframe")
        visitor.page.clock.fast_forward(20_000)
        expect(visitor.page.locator("glass-cnn p")).to_contain_text(said)
        shown = f"{host.address}index.html?model=gap10&view=pad%2Cbars"
        expect(visitor.page.locator("glass-cnn p a")).to_have_attribute("href", re.compile(re.escape(shown)))


class WithoutCors(Handler):
    """A host that sends no CORS headers."""

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Access-Control-Allow-Origin":
            super().send_header(keyword, value)


def test_a_sandboxed_frame_on_a_host_without_cors_shows_a_notice(browser: Browser, site: Path) -> None:
    handler = partial(WithoutCors, directory=str(site), prefix=SUB_PATH)
    with Host(handler, None, None) as host:
        threading.Thread(target=host.serve_forever, args=(0.01,), daemon=True).start()
        html = f'<iframe id=only sandbox="allow-scripts" src="{host.address}index.html"></iframe>'
        with course(html) as address, Visitor.arriving(browser, address) as visitor:
            said = frame_of(visitor.page, "only").locator("[data-testid=unloaded]")
            expect(said).to_be_visible()
            expect(said).to_contain_text("allow-same-origin")
        host.shutdown()


def test_the_demo_page_shows_all_three_ways(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}embed/index.html") as visitor:
        page = visitor.page
        assert f"{host.address}glass-cnn.js" in page.locator("#element-code").inner_text()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        for name in ("iframe-code", "element-code", "message-code"):
            button = page.locator(f"[data-copies={name}]")
            button.click()
            expect(button).to_have_text("Copied")
            assert page.evaluate("navigator.clipboard.readText()") == page.locator(f"#{name}").evaluate(
                "(c) => c.textContent"
            )
        page.locator("#element").scroll_into_view_if_needed()
        page.wait_for_selector("#element iframe")
        wait_until_ready(frame_of(page, "element"))
        page.locator("#ask").click()
        expect(page.locator("#answer")).to_contain_text("reads")
        assert frame_of(page, "iframe").locator("[data-testid=load]").is_visible()
        assert visitor.violations == []
        assert visitor.strangers() == []
        assert not visitor.errors


@pytest.mark.parametrize(("page", "copied"), [("index.html", "Copied"), ("id.html", "Tersalin")])
def test_the_demo_page_is_accessible_and_fits_at_any_width(
    browser: Browser, host: Host, page: str, copied: str
) -> None:
    with Visitor.arriving(browser, f"{host.address}embed/{page}") as visitor:
        shown = visitor.page.locator("#iframe").get_attribute("src")
        assert shown
        expect(visitor.page.locator("#iframe-code")).to_contain_text(shown.removeprefix("../"))
        visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visitor.page.locator("[data-copies=iframe-code]").click()
        expect(visitor.page.locator("[data-copies=iframe-code]")).to_have_text(copied)
        for width, scheme in product((320, 1280), SCHEMES):
            visitor.resize(width, 800)
            visitor.page.emulate_media(color_scheme=scheme)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(visitor.page) == [], (width, scheme)


def open_builder(visitor: Visitor) -> Locator:
    """Open the builder of embeds; returns the field with the HTML."""
    visitor.in_header("share").click()
    visitor.part("tab-embed").click()
    return visitor.part("embed-code")


def preview_of(visitor: Visitor) -> Frame:
    visitor.part("embed-preview").wait_for()
    frame = visitor.part("embed-preview").element_handle().content_frame()
    assert frame is not None
    return frame


def test_the_builder_previews_what_its_html_embeds(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=en") as visitor:
        visitor.wait_until_ready()
        code = open_builder(visitor)
        expect(code).to_have_value(
            re.compile(r'<glass-cnn model="deep" view="pad,bars,diagram" title="[^"]+"></glass-cnn>')
        )
        visitor.part("embed-part-diagram").uncheck()
        visitor.part("embed-model").select_option("gap10")
        visitor.part("embed-digit").select_option("5")
        visitor.part("embed-lang").select_option("id")
        visitor.part("embed-theme").select_option("dark")
        visitor.part("embed-width").select_option("480px")
        expect(code).to_have_value(re.compile('model="gap10" digit="5" view="pad,bars" theme="dark" lang="id"'))
        read = visitor.page.frame_locator("[data-testid=embed-preview]").get_by_test_id("prediction")
        expect(read).to_have_text("5", timeout=PATIENCE)
        with course(f"<!doctype html><meta charset=utf-8>{code.input_value()}") as address:
            page = visitor.page.context.new_page()
            page.goto(address)
            page.wait_for_selector("glass-cnn iframe")
            embedded = page.locator("glass-cnn iframe").element_handle().content_frame()
            assert embedded is not None
            wait_until_ready(embedded)
            parts = "[data-part]:not(#reading-cost)"  # which is there on a slow machine
            shown = f"[...document.querySelectorAll('{parts}')].map((part) => part.checkVisibility())"
            assert embedded.evaluate(shown) == preview_of(visitor).evaluate(shown)
            for frame in (embedded, preview_of(visitor)):
                expect(frame.get_by_test_id("prediction")).to_have_text("5")
                assert frame.evaluate("glasscnn.getState().model") == "gap10"
                assert frame.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]") == [
                    "id",
                    "dark",
                ]
        assert visitor.violations == []
        assert not visitor.errors
        visitor.part("share-close").click()
        expect(visitor.part("embed-preview")).to_have_count(0)


def test_the_builder_makes_an_iframe_of_a_fixed_height_that_loads_after_a_click(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=en") as visitor:
        visitor.wait_until_ready()
        code = open_builder(visitor)
        visitor.part("embed-click").check()
        visitor.part("embed-readonly").check()
        visitor.part("embed-kind").select_option("iframe")
        visitor.part("embed-height").fill("500")
        src = f"{host.address}index.html?model=deep&amp;view=pad,bars,diagram&amp;autoload=click&amp;readonly=1"
        expect(code).to_have_value(re.compile(re.escape(f'<iframe src="{src}"')))
        expect(code).to_have_value(re.compile('width="100%" height="500"></iframe>$'))
        frame = visitor.page.frame_locator("[data-testid=embed-preview]")
        expect(frame.get_by_test_id("load")).to_be_visible()
        expect(frame.locator("html[data-readonly]")).to_be_attached()


def test_the_builder_is_accessible_and_fits_at_any_width(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=en") as visitor:
        visitor.wait_until_ready()
        open_builder(visitor)
        visitor.part("embed-click").check()
        expect(visitor.page.frame_locator("[data-testid=embed-preview]").get_by_test_id("load")).to_be_visible()
        dialog = visitor.part("share-dialog")
        for width, scheme in product((320, 820, 1440), SCHEMES):
            visitor.resize(width, 800)
            visitor.page.emulate_media(color_scheme=scheme)
            assert dialog.evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth")
            box = dialog.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert violations(visitor.page) == [], (width, scheme)


def test_the_builder_offers_every_part_that_the_page_has_by_name() -> None:
    page = (PROJECT / "web" / "index.html").read_text() + (PROJECT / "web" / "article" / "en.html").read_text()
    code = (PROJECT / "web" / "js" / "share" / "embed-code.js").read_text()
    offered = re.search(r"PARTS = [^\[]*\[([^\]]+)\]", code)
    assert offered
    in_page = set(re.findall(r'data-part="(\w+)"', page)) - {"picture"}  # it appears by itself with a picture
    assert set(re.findall(r'"(\w+)"', offered[1])) == in_page
