"""A model of large images: ink is immediate, the newest ink is read, and what is in sight is painted as it is shown."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

import glasscnn
from tests.browser.conftest import Host
from tests.browser.support.cells import agrees
from tests.browser.support.digits import quick_digits
from tests.browser.support.large_models import canvas_pixels, large_model, maps_on, painted, stage_values
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
PHONE = {"width": 390, "height": 844}
READBACK = "willReadFrequently"  # a hint about the test's own reading of canvases

# Notes, in one list and in order, each message to and from Python, each stage that is painted, and at the end of each
# movement of the pointer whether its ink is on the pad.
NOTES = """
globalThis.notes = [];
globalThis.milliseconds = 0; // that readings are said to have taken, if it is not 0
globalThis.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    super.addEventListener("message", ({ data }) => {
      if (data.type === "reading") {
        notes.push({ kind: "read", id: data.id, bytes: data.reading.pixels.length });
        data.reading.milliseconds = milliseconds || data.reading.milliseconds;
      }
    });
  }
  postMessage(message, ...others) {
    if (message.type === "readInk") {
      const points = glasscnn.getState().strokes.flat().length;
      notes.push({ kind: "asked", id: message.id, points: message.ink.points.length / 2, drawn: points });
    }
    super.postMessage(message, ...others);
  }
};
const { prototype } = CanvasRenderingContext2D;
const { putImageData } = prototype;
prototype.putImageData = function (...given) {
  if (this.canvas.classList.contains("maps")) notes.push({ kind: "painted", stage: this.canvas.dataset.testid });
  Reflect.apply(putImageData, this, given);
};
addEventListener("pointermove", ({ clientX, clientY, buttons }) => {
  const canvas = document.querySelector("#pad-canvas");
  const box = canvas.getBoundingClientRect();
  const [x, y] = [clientX - box.left, clientY - box.top].map((at) => Math.round((at / box.width) * canvas.width));
  if (buttons) {
    const [red] = canvas.getContext("2d").getImageData(x, y, 1, 1).data;
    notes.push({ kind: "moved", isInked: red > 128 });
  }
});
"""


def arrived(browser: Browser, host: Host, **context: Any) -> Iterator[Visitor]:
    with Visitor.arriving(browser, "about:blank", **context) as visitor:
        visitor.page.add_init_script(NOTES)
        visitor.page.goto(host.address)
        visitor.wait_until_ready()
        assert visitor.load_model(large_model(), "large") == "large"
        yield visitor
        assert [error for error in visitor.errors if READBACK not in error] == []


@pytest.fixture(scope="module")
def on_a_laptop(browser: Browser, host: Host) -> Iterator[Visitor]:
    yield from arrived(browser, host)


@pytest.fixture
def wide(on_a_laptop: Visitor) -> Visitor:
    """The large model with an empty pad, in a window of a laptop."""
    on_a_laptop.start_over()
    on_a_laptop.part("tab-cell").click()
    on_a_laptop.part("language").select_option("en")
    on_a_laptop.page.evaluate("() => { milliseconds = 0; }")
    assert on_a_laptop.load_model(large_model(), "large") == "large"
    forget_notes(on_a_laptop)
    return on_a_laptop


@pytest.fixture
def fresh(browser: Browser, host: Host) -> Iterator[Visitor]:
    yield from arrived(browser, host)


@pytest.fixture
def phone(browser: Browser, host: Host) -> Iterator[Visitor]:
    yield from arrived(browser, host, viewport=PHONE)


def notes(visitor: Visitor, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = visitor.page.evaluate("(kind) => notes.filter((note) => note.kind === kind)", kind)
    return found


def forget_notes(visitor: Visitor) -> None:
    visitor.page.evaluate("() => { notes.length = 0; }")


def wait_until_read(visitor: Visitor) -> None:
    """Wait until Python has read all ink that is on the pad, and it is on the screen."""
    visitor.page.wait_for_function(
        """() => {
          const last = notes.findLastIndex(({ kind }) => kind === "asked");
          const points = glasscnn.getState().strokes.flat().length;
          const read = notes.findIndex(({ kind, id }) => kind === "read" && id === notes[last]?.id);
          return last >= 0 && notes[last].points === points && notes.slice(read).some(({ kind }) => kind === "painted")
            && read >= 0;
        }"""
    )


def test_ink_is_painted_with_its_event_and_each_reading_is_followed_by_one_of_the_newest_ink(wide: Visitor) -> None:
    forget_notes(wide)
    wide.draw([*SAMPLES[8], *SAMPLES[3]])
    wait_until_read(wide)
    moves = notes(wide, "moved")
    assert len(moves) > 10
    assert all(note["isInked"] for note in moves)
    order = [note for note in wide.page.evaluate("notes") if note["kind"] in ("asked", "read")]
    assert [note["kind"] for note in order] == ["asked", "read"] * (len(order) // 2)  # never two at once
    asked = order[::2]
    assert [note["id"] for note in asked] == [note["id"] for note in order[1::2]]
    assert all(note["points"] == note["drawn"] for note in asked)  # all ink that there was at that time


def test_stages_out_of_sight_are_painted_when_they_come_into_sight_without_another_reading(phone: Visitor) -> None:
    forget_notes(phone)
    phone.draw(SAMPLES[7])
    wait_until_read(phone)
    stages = {note["stage"] for note in notes(phone, "painted")}
    assert "stage-relu1" in stages
    assert not stages & {"stage-relu3", "stage-gap", "stage-logits"}
    readings = len(notes(phone, "asked"))
    phone.part("stage-relu3").scroll_into_view_if_needed()
    phone.page.wait_for_function("() => notes.some(({ stage }) => stage === 'stage-relu3')")
    assert len(notes(phone, "asked")) == readings
    values = stage_values(phone, "relu3")
    canvas = canvas_pixels(phone, "stage-relu3")
    columns = round(canvas.shape[1] / values.shape[2])  # as the width of the phone allows
    found = maps_on(canvas, values.shape, columns, 1)
    assert len(found) == 24
    for one, other in zip(found, painted(values, 1), strict=True):
        np.testing.assert_array_equal(one, other)


def test_maps_have_the_means_of_cells_that_are_smaller_than_a_pixel_of_the_screen(wide: Visitor) -> None:
    wide.draw(SAMPLES[7])
    wait_until_read(wide)
    values = stage_values(wide, "relu1")
    width = wide.part("stage-relu1").evaluate("(canvas) => canvas.clientWidth / 224")
    scale = 2 ** int(np.floor(-np.log2(width)))
    assert scale in (2, 4, 8)
    picture = canvas_pixels(wide, "stage-relu1")
    assert picture.shape[:2] == ((8 * 240 - 16) // scale, 224 // scale)  # below each other
    for one, other in zip(maps_on(picture, values.shape, 1, scale), painted(values, scale), strict=True):
        np.testing.assert_array_equal(one, other)


def test_an_open_stage_has_every_cell_while_one_draws(wide: Visitor) -> None:
    wide.draw(SAMPLES[7])
    wide.page.locator("[data-stage=relu1] button").click()
    expect(wide.part("inspector").locator("figcaption").first).to_contain_text("·")
    wide.draw(SAMPLES[1])
    wait_until_read(wide)
    values = stage_values(wide, "relu1")
    expected = painted(values, 1)
    assert wide.page.evaluate("() => document.querySelectorAll('#inspector-maps canvas').length") == 8
    wide.page.evaluate(
        """() => document.querySelectorAll("#inspector-maps canvas").forEach((canvas, number) => {
          canvas.dataset.testid = `map-${number}`;
        })"""
    )
    for number, picture in enumerate(expected):
        np.testing.assert_array_equal(canvas_pixels(wide, f"map-{number}"), picture)
    largest = wide.part("inspector").locator("figcaption").all_inner_texts()
    assert all(f"{values[number].max():.2f}"[:3] in text for number, text in enumerate(largest) if values[number].any())


def test_a_saved_picture_has_every_cell_also_of_a_stage_out_of_sight(phone: Visitor) -> None:
    phone.draw(SAMPLES[7])
    wait_until_read(phone)
    values = stage_values(phone, "relu3")
    phone.part("more").click()
    phone.in_header("take").click()
    phone.part("take-which").select_option("relu3")
    with phone.page.expect_download() as download:
        phone.part("take-stage").click()
    picture = np.asarray(Image.open(download.value.path()).convert("RGBA"))
    factor = picture.shape[0] // (6 * 60 - 4)  # 24 maps in 4 columns
    assert picture.shape[:2] == (factor * (6 * 60 - 4), factor * (4 * 60 - 4))
    found = maps_on(picture[::factor, ::factor], values.shape, 4, 1)
    for one, other in zip(found, painted(values, 1), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_window_of_a_pinned_cell_has_the_colours_of_its_cells(wide: Visitor) -> None:
    wide.draw(SAMPLES[7])
    wait_until_read(wide)
    pin = {"stage": "pool1", "channel": 5, "row": 40, "column": 50}
    wide.page.evaluate("(pin) => glasscnn.setState({ ...glasscnn.getState(), pin, stage: 'pool1' })", pin)
    expect(wide.part("cell")).to_contain_text("row 41, column 51")
    expected = [
        f"rgb({red}, {green}, {blue})"
        for red, green, blue, _ in painted(stage_values(wide, "relu1"), 1)[5][80:82, 100:102].reshape(4, 4)
    ]
    wide.page.wait_for_function(
        """(expected) => {
          const cells = [...document.querySelectorAll("[data-testid=cell] .pooling .numbers span")];
          return JSON.stringify(cells.map(({ style }) => style.backgroundColor)) === JSON.stringify(expected);
        }""",
        arg=expected,
    )


def test_side_models_and_all_panels_work_with_a_large_model(wide: Visitor) -> None:
    wide.draw(SAMPLES[7])
    wait_until_read(wide)
    for tab in ("evidence", "steps", "time", "compare"):
        wide.part(f"tab-{tab}").click()
    wide.part("compare").locator("select").first.select_option(index=1)
    expect(wide.part("agreement")).to_contain_text("Large")
    wide.part("tab-time").click()
    expect(wide.part("time-story")).to_contain_text("throughout")
    wide.part("scale-signs").check()
    wide.page.wait_for_function("() => document.querySelector('[data-testid=stage-relu1]').height === 8 * 240 - 16")
    wide.part("scale-signs").uncheck()
    wide.page.wait_for_function("() => document.querySelector('[data-testid=stage-relu1]').height < 8 * 240 - 16")
    expect(wide.part("alert")).to_be_hidden()


def test_figures_of_the_article_have_the_numbers_of_a_large_model(fresh: Visitor) -> None:
    fresh.draw(SAMPLES[7])
    wait_until_read(fresh)
    averages = np.sort(stage_values(fresh, "gap"))[::-1][:6]
    blank = glasscnn.load(large_model()).predict(np.zeros((3, 224, 224), np.float32)).stages["relu1"]
    fresh.page.locator("#article").scroll_into_view_if_needed()
    for name in ("maps", "amounts"):
        place = fresh.page.locator(f"[data-figure={name}]")
        place.evaluate("(element) => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
        expect(place.locator("figcaption")).not_to_be_empty()
    shown = fresh.part("article-averages").locator(".card-value")
    expect(shown).to_have_count(6)
    for text, value in zip(shown.all_inner_texts(), averages, strict=True):
        assert agrees(text, float(value))
    paper = fresh.part("article-maps").locator(".card-fact")
    expect(paper).to_have_count(8)
    expect(paper.first).to_contain_text("paper:")
    for text, value in zip(paper.all_inner_texts(), blank[:, 112, 112], strict=True):
        assert agrees(text.removeprefix("paper: "), float(value))


def test_the_page_says_that_it_is_loading_a_model_and_nothing_more_once_it_is_refused(wide: Visitor) -> None:
    said = """() => {
      globalThis.said = [];
      const status = document.querySelector("#status");
      new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
    }"""
    wide.page.evaluate(said)
    before = wide.part("status").inner_text()
    wide.choose_file(b"PK nonsense", "broken.npz")
    assert "broken.npz" in wide.alert()
    assert wide.page.evaluate("() => said[0]") == "Loading broken.npz …"
    expect(wide.part("status")).to_have_text(before)


def test_the_page_says_how_long_a_reading_takes_and_why_only_if_that_is_long(wide: Visitor) -> None:
    status, cost = wide.part("status"), wide.part("reading-cost")
    wide.page.evaluate("() => { milliseconds = 5; }")
    for digit in (1, 7, 4):
        wide.draw(SAMPLES[digit])
    wait_until_read(wide)
    expect(status).to_have_text("Reading your drawing")
    expect(status).to_have_attribute("title", "The last reading took 5.0 ms.")
    expect(cost).to_be_hidden()
    top = wide.pad_box()["y"]
    wide.page.evaluate("() => { milliseconds = 420; }")
    for digit in (2, 3, 8):
        wide.draw(SAMPLES[digit])
    expect(status).to_have_text("A reading takes 0.4 s")
    first, second, third = 8 * 224**2 * 27, 16 * 112**2 * 72, 24 * 56**2 * 144  # cells × terms of each
    total = first + second + third + 240
    assert (round(total / 1e6), round(100 * second / total)) == (36, 40)
    expect(cost).to_have_text(
        "This network does 36 million multiplications for each reading; “Relu2” does 40 % of them."
    )
    assert wide.pad_box()["y"] == top  # under the pen
    wide.part("language").select_option("id")
    expect(cost).to_contain_text("36 juta perkalian")
    expect(status).to_have_text("Satu pembacaan perlu 0,4 detik")
