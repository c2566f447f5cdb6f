"""A drawing survives a reload; URL parameters take precedence, and a frame stores nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor
from tests.browser.test_own_image import choose, photo

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


@pytest.fixture
def alone(browser: Browser, host: Host) -> Iterator[Visitor]:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        yield visitor


def reload(visitor: Visitor) -> None:
    visitor.page.reload()
    visitor.wait_until_ready()


def state_of(visitor: Visitor) -> dict[str, Any]:
    state: dict[str, Any] = visitor.page.evaluate("glasscnn.getState()")
    return state


def test_a_drawing_is_there_again_after_a_reload_with_its_settings_and_goes_on(alone: Visitor) -> None:
    alone.part("as-drawn").check()
    alone.part("brush").fill("30")
    alone.draw(SAMPLES[7])
    before, read = state_of(alone), alone.read_again()["probabilities"]
    reload(alone)
    assert state_of(alone) == before
    assert alone.part("brush").input_value() == "30"
    expect(alone.part("as-drawn")).to_be_checked()
    expect(alone.part("prediction")).to_have_text("7")
    assert alone.read_again()["probabilities"] == read
    alone.draw([[(20, 20), (30, 30)]])
    assert alone.strokes()[:-1] == before["strokes"]
    assert not alone.errors


def test_a_picture_is_there_again(alone: Visitor) -> None:
    choose(alone, photo(4))
    expect(alone.part("prediction")).to_have_text("4")
    before = state_of(alone)
    reload(alone)
    expect(alone.page.locator("#pad-picture")).to_be_visible()
    expect(alone.part("prediction")).to_have_text("4")
    assert state_of(alone)["image"] == before["image"]


def test_a_pad_that_was_cleared_stays_cleared_and_one_that_nobody_touched_has_the_example_again(alone: Visitor) -> None:
    reload(alone)
    expect(alone.part("prediction")).to_have_text("3")
    alone.draw(SAMPLES[7])
    alone.part("clear").click()
    for _ in range(2):
        reload(alone)
        expect(alone.page.locator("#pad-hint")).to_be_visible()
        assert alone.strokes() == []


def test_a_reload_keeps_what_was_drawn_over_a_link_and_the_link_opened_anew_shows_its_own(alone: Visitor) -> None:
    alone.use_model("gap10")
    alone.draw(SAMPLES[1])
    link = alone.page.evaluate("glasscnn.link()")
    alone.page.goto("about:blank")
    alone.page.goto(link)
    alone.wait_until_ready()
    shared = alone.strokes()
    assert len(shared) == len(SAMPLES[1])
    alone.draw([[(40, 240), (240, 240)]])
    drawn = alone.strokes()
    assert drawn[:-1] == shared
    reload(alone)
    assert alone.strokes() == drawn
    assert state_of(alone)["model"] == "gap10"
    alone.page.goto("about:blank")
    alone.page.goto(link)
    alone.wait_until_ready()
    assert alone.strokes() == shared


def test_an_address_that_asks_for_a_digit_shows_it_instead(alone: Visitor, host: Host) -> None:
    alone.draw(SAMPLES[7])
    alone.page.goto(f"{host.address}?digit=5")
    alone.wait_until_ready()
    expect(alone.part("prediction")).to_have_text("5")


def test_a_frame_shows_what_its_address_asks_for_whatever_was_drawn(alone: Visitor, host: Host) -> None:
    alone.draw(SAMPLES[7])
    alone.page.route(
        "**/course.html",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<iframe src="{host.address}?digit=5" width=900 height=900></iframe>'
            f'<iframe src="{host.address}" width=900 height=900></iframe>',
        ),
    )
    for _ in range(2):
        alone.page.goto(f"{host.address}course.html")
        asked, other = alone.page.frames[1:]
        for frame in (asked, other):
            frame.wait_for_selector("html[data-state=ready]", state="attached")
        assert len(asked.evaluate("glasscnn.getState().strokes")) == len(SAMPLES[5])
        assert other.evaluate("glasscnn.getState().strokes") == []
        asked.get_by_test_id("clear").click()
    alone.page.goto(host.address)
    alone.wait_until_ready()
    assert len(alone.strokes()) == len(SAMPLES[7])


@pytest.mark.parametrize("written", ["no JSON", '{"state": {"version": 1, "strokes": [[["a", 1]]]}}', "null"])
def test_what_somebody_else_has_written_there_is_ignored(browser: Browser, host: Host, written: str) -> None:
    with Visitor.arriving(browser, "about:blank") as visitor:
        visitor.page.add_init_script(
            f"sessionStorage.setItem(`glasscnn: drawing on ${{location.pathname}}`, {written!r});",
        )
        visitor.page.goto(host.address)
        visitor.wait_until_ready()
        expect(visitor.part("prediction")).to_have_text("3")
        assert not visitor.errors


def test_a_drawing_that_is_too_much_to_keep_leaves_no_older_one(alone: Visitor) -> None:
    alone.draw(SAMPLES[7])
    reload(alone)
    alone.page.evaluate(
        "() => glasscnn.setStrokes([Array.from({ length: 100_000 }, (_, n) => [n % 280 + 1 / 3, n % 279 + 1 / 3])])"
    )
    reload(alone)
    assert alone.strokes() == []
    assert not alone.errors
