"""The first seconds: the example draws itself, its reading runs through the network, and the pad invites."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

# Notes how much ink is on the pad in every frame, which parts of the network glow, and the public events.
WATCH_OPENING = """
globalThis.seen = { ink: [], glow: [], readings: [] };
Element.prototype.animate = new Proxy(Element.prototype.animate, {
  apply(animate, element, [frames, options]) {
    seen.glow.push([element.querySelector("[data-stage]")?.dataset.stage, options.delay + options.duration]);
    return Reflect.apply(animate, element, [frames, options]);
  },
});
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (type, options) { // the browser warns of what this test does
  return getContext.call(this, type, this.id === "pad-canvas" ? { willReadFrequently: true } : options);
};
addEventListener("DOMContentLoaded", () => {
  glasscnn.addEventListener("prediction", ({ detail }) => seen.readings.push(detail.prediction));
  const pad = document.querySelector("#pad-canvas");
  const look = () => {
    const { data } = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height);
    seen.ink.push(data.reduce((sum, value) => sum + (value > 0), 0));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
"""


def test_the_example_draws_itself_then_the_network_glows_then_it_is_the_visitors_turn(
    browser: Browser, host: Host
) -> None:
    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.add_init_script(WATCH_OPENING)
        visitor.page.goto(host.address)
        expect(visitor.part("pad-invitation")).to_be_visible()
        expect(visitor.part("pad-invitation")).to_have_text("Your turn: draw a digit here")
        visitor.wait_until_ready()
        visitor.page.wait_for_function("() => seen.glow.length > 0")
        ink, glow = visitor.page.evaluate("[seen.ink, seen.glow]")
        drawn = [amount for amount in ink if amount > 0]
        assert len(set(drawn)) > 3, "the example appeared at once"
        assert drawn == sorted(drawn), "ink disappeared while the example was drawn"
        stages = visitor.page.evaluate(
            "[...document.querySelectorAll('#diagram > .column')].map((column) => "
            "column.querySelector('[data-stage]').dataset.stage)"
        )
        assert [stage for stage, _ in glow] == stages
        ends = [end for _, end in glow]
        assert ends == sorted(ends)
        assert ends[-1] <= 600
        assert len(visitor.page.evaluate("seen.readings")) == 1
        assert visitor.strokes() == []

        visitor.draw(SAMPLES[7])
        expect(visitor.part("pad-invitation")).to_be_hidden()
        expect(visitor.part("prediction")).to_have_text("7")
        assert visitor.errors == []


def test_a_touch_of_the_pad_ends_it_at_once(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.add_init_script(WATCH_OPENING)
        visitor.page.goto(host.address)
        visitor.page.wait_for_function("() => seen.ink.at(-1) > 0")
        visitor.draw(SAMPLES[1], lift=False)
        expect(visitor.part("pad-invitation")).to_be_hidden()
        visitor.page.mouse.up()
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("1")
        expect(visitor.part("pad-invitation")).to_be_hidden()
        assert len(visitor.strokes()) == len(SAMPLES[1])


def test_with_reduced_motion_the_example_is_there_at_once_and_nothing_moves(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, "about:blank", reduced_motion="reduce") as visitor:
        visitor.page.add_init_script(WATCH_OPENING)
        visitor.page.goto(host.address)
        expect(visitor.part("pad-invitation")).to_be_visible()
        visitor.wait_until_ready()
        ink, glow = visitor.page.evaluate("[seen.ink, seen.glow]")
        assert len({amount for amount in ink if amount > 0}) == 1
        assert glow == []
