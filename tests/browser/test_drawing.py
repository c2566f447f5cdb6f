"""Ink: mouse, finger, pen or keyboard draw, and the network reads the drawing meanwhile."""

import math

import pytest
from playwright.sync_api import expect

from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor, focus, sample_digits

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
MAPS = ("image", "stage-conv1", "stage-conv2", "stage-pool")
SEVEN = [[(60.0, 60.0), (140.0, 58.0), (215.0, 60.0), (170.0, 140.0), (125.0, 235.0)]]


@pytest.mark.parametrize("label", [2, 8])
def test_a_digit_drawn_with_a_pointer_is_read(visitor: Visitor, label: int) -> None:
    visitor.draw(SAMPLES[label])
    expect(visitor.part("prediction")).to_have_text(str(label))
    reply = visitor.read_again()
    assert reply["prediction"] == label
    assert reply["probabilities"][label] == max(reply["probabilities"])
    bar = visitor.part(f"probability-{label}")
    shown = float(bar.locator(".bar-value").inner_text().removesuffix("%")) / 100
    assert shown == pytest.approx(reply["probabilities"][label], abs=1e-3)


@pytest.mark.parametrize("label", SAMPLES)
def test_a_sample_digit_draws_itself_and_is_read(visitor: Visitor, label: int) -> None:
    visitor.part(f"sample-{label}").click()
    visitor.page.wait_for_function(
        "(points) => glasscnn.getState().strokes.flat().length === points", arg=sum(map(len, sample_digits()[label]))
    )
    expect(visitor.part("prediction")).to_have_text(str(label))


def test_maps_image_and_bars_follow_the_stroke_before_the_pen_is_lifted(visitor: Visitor) -> None:
    stroke = SAMPLES[2][0]
    half = len(stroke) // 2
    empty = {name: visitor.pixels(name) for name in MAPS}
    bars = visitor.page.locator("#bars").inner_text()
    visitor.draw([stroke[:half]], lift=False)
    begun = {name: visitor.wait_for_change(name, before) for name, before in empty.items()}
    expect(visitor.page.locator("#bars")).not_to_have_text(bars)
    visitor.move_along(stroke[half:])
    for name, before in begun.items():
        visitor.wait_for_change(name, before)
    expect(visitor.part("prediction")).to_have_text("2")
    assert len(visitor.strokes()) == 1
    visitor.page.mouse.up()


def test_pressing_a_key_while_the_pen_is_down_does_not_mix_strokes_up(visitor: Visitor) -> None:
    visitor.draw([[(60, 60), (80, 60)]])
    kept = visitor.strokes()
    visitor.draw([[(60, 160), (80, 160)]], lift=False)
    visitor.page.keyboard.press("Control+z")
    visitor.move_along([(100, 160), (120, 160)])
    visitor.page.mouse.up()
    assert visitor.strokes() == kept


def test_ink_is_on_the_pad_when_the_pointer_event_returns(visitor: Visitor) -> None:
    lit = visitor.page.evaluate(
        """() => {
          const pad = document.querySelector("[data-testid=pad]");
          const canvas = pad.querySelector("canvas");
          const { left, top, width } = pad.getBoundingClientRect();
          const at = (type, x, y) => pad.dispatchEvent(new PointerEvent(type, { pointerId: 1, isPrimary: true,
            bubbles: true, clientX: left + width * x, clientY: top + width * y }));
          pad.setPointerCapture = () => {};
          const context = canvas.getContext("2d");
          const bright = (x, y) => context.getImageData(canvas.width * x, canvas.height * y, 1, 1).data[0];
          const before = bright(0.5, 0.25);
          at("pointerdown", 0.25, 0.25);
          at("pointermove", 0.75, 0.25);
          const after = bright(0.5, 0.25);
          at("pointerup", 0.75, 0.25);
          delete pad.setPointerCapture;
          return [before, after];
        }"""
    )
    assert lit == [0, 255]


LIT = """(canvas) => {
  const { width } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, width);
  const lit = [];
  for (let at = 0; at < width * width; at++) {
    if (data[4 * at + 3] > 127) {
      lit.push([(at % width + 0.5) * 280 / width, (Math.floor(at / width) + 0.5) * 280 / width]);
    }
  }
  return { lit, area: (280 / width) ** 2 };
}"""


def assert_dot(visitor: Visitor, x: float, y: float, diameter: float) -> None:
    """Assert that the pad shows a disc of that diameter at that position, and nothing else."""
    found = visitor.page.locator("#pad-canvas").evaluate(LIT)
    assert max((math.hypot(a - x, b - y) for a, b in found["lit"]), default=0) <= diameter / 2 + 1
    assert len(found["lit"]) * found["area"] == pytest.approx(math.pi * diameter**2 / 4, rel=0.05)


@pytest.mark.parametrize("brush", [12, 24, 40])
def test_a_click_paints_a_dot_as_large_as_the_brush(visitor: Visitor, brush: int) -> None:
    visitor.part("brush").fill(str(brush))
    visitor.draw([[(90, 150)]])
    assert_dot(visitor, 90, 150, brush)
    visitor.part("clear").click()
    visitor.draw([[(200, 60), (200, 60)]])  # a finger that rests sends its place more than once
    assert_dot(visitor, 200, 60, brush)


def test_a_dot_is_painted_by_key_at_a_recording_s_beginning_and_in_a_drawing_that_is_given(visitor: Visitor) -> None:
    focus(visitor.part("pad"))
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Space")
    assert_dot(visitor, 140, 140, 24)
    visitor.part("clear").click()
    visitor.draw(SAMPLES[7])
    slider = visitor.part("time")
    expect(slider).to_be_enabled()
    slider.fill("0")
    visitor.page.wait_for_function("() => glasscnn.getState().points === 1")
    assert_dot(visitor, *visitor.strokes()[0][0][:2], 24)
    visitor.page.evaluate("glasscnn.setStrokes([[[40, 50], [40, 50], [40, 50]]]).then(() => null)")
    assert_dot(visitor, 40, 50, 24)


def test_of_many_requests_at_once_few_run_and_the_newest_is_shown_last(visitor: Visitor) -> None:
    """Fifty drawings at once: one request runs, one waits, and no older reading follows a newer one."""
    sent, heard, replies = visitor.page.evaluate(
        """async () => {
          const frame = () => new Promise((painted) => requestAnimationFrame(painted));
          await glasscnn.setStrokes([]); // whatever was still being read has had its turn
          const heard = [];
          const hear = ({ detail }) => heard.push(detail.stages.image.data.reduce((a, b) => a + b));
          glasscnn.addEventListener("prediction", hear);
          watched.sent.length = 0;
          const line = (step) => [[[20, 60], [40 + 4 * step, 60]]];
          const replies = await Promise.all(Array.from({ length: 50 }, (_, step) => glasscnn.setStrokes(line(step))));
          await frame();
          await frame();
          glasscnn.removeEventListener("prediction", hear);
          const sent = watched.sent.filter((type) => type === "readInk").length;
          return [sent, heard, replies.map(({ prediction }) => prediction >= 0)];
        }"""
    )
    assert sent <= 3
    assert all(replies)
    assert len(heard) == sent
    assert visitor.strokes()[0][-1][0] == 40 + 4 * 49
    shown = visitor.page.evaluate("[...document.querySelectorAll('.bar')].map((bar) => bar.style.transform)")
    visitor.read_again()
    assert visitor.page.evaluate("[...document.querySelectorAll('.bar')].map((bar) => bar.style.transform)") == shown


def test_undo_redo_and_clear_work_by_button(visitor: Visitor) -> None:
    first, second = SAMPLES[5]
    visitor.draw([first, second])
    visitor.part("undo").click()
    assert len(visitor.strokes()) == 1
    visitor.page.get_by_role("button", name="Redo").click()
    assert len(visitor.strokes()) == 2
    visitor.part("clear").click()
    assert visitor.strokes() == []
    expect(visitor.part("prediction")).to_have_text("–")
    visitor.part("undo").click()
    assert len(visitor.strokes()) == 2
    expect(visitor.part("prediction")).to_have_text("5")


def test_undo_redo_and_clear_work_by_key(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[5])
    keyboard = visitor.page.keyboard
    keyboard.press("Control+z")
    assert len(visitor.strokes()) == 1
    keyboard.press("Control+Shift+Z")
    assert len(visitor.strokes()) == 2
    keyboard.press("Escape")
    assert visitor.strokes() == []
    keyboard.press("Control+z")
    assert len(visitor.strokes()) == 2


def test_a_thicker_brush_makes_a_thicker_image(visitor: Visitor) -> None:
    visitor.draw(SEVEN)
    thin = sum(visitor.read_again()["stages"]["image"]["data"])
    visitor.part("brush").fill("40")
    assert sum(visitor.read_again()["stages"]["image"]["data"]) > 1.3 * thin


def test_centred_and_as_drawn_are_two_images_of_one_drawing(visitor: Visitor) -> None:
    small = [[(20.0 + x / 4, 20.0 + y / 4) for x, y in SEVEN[0]]]
    visitor.draw(small)
    centred = visitor.read_again()["stages"]["image"]["data"]
    visitor.page.get_by_text("as drawn").click()
    as_drawn = visitor.read_again()["stages"]["image"]["data"]
    assert sum(as_drawn[15 * 28 :]) == 0  # it stays in the upper half
    assert sum(centred[15 * 28 :]) > 10


def test_the_grid_can_be_laid_over_the_pad(visitor: Visitor) -> None:
    grid = visitor.page.locator(".pad-grid")
    expect(grid).to_be_hidden()
    visitor.part("grid").check()
    expect(grid).to_be_visible()
    visitor.part("grid").uncheck()
    expect(grid).to_be_hidden()


def test_the_grid_can_be_seen_and_does_not_take_the_pointer(visitor: Visitor) -> None:
    visitor.part("grid").check()
    visitor.draw(SAMPLES[1])
    assert len(visitor.strokes()) == len(SAMPLES[1])


def test_a_stage_shows_its_maps_large_and_they_follow_the_drawing(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.part("stage-conv2").click()
    maps = visitor.part("inspector").locator("canvas.map")
    expect(maps).to_have_count(10)
    for canvas in maps.all():
        box = canvas.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 84  # three screen pixels a cell
    before = maps.first.evaluate("(canvas) => canvas.toDataURL()")
    visitor.draw(SAMPLES[3], lift=False)
    visitor.page.wait_for_function(
        "(before) => document.querySelector('[data-testid=inspector] canvas.map').toDataURL() !== before", arg=before
    )
    visitor.page.mouse.up()
    visitor.part("inspector").get_by_role("button", name="Close").click()
    expect(maps).to_have_count(0)
