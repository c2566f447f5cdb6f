"""A pen that leaves the pad: the network reads the visible ink, also in the recording and in a link."""

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

import glasscnn
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor
from tests.browser.test_timeline import LISTEN, look_at

pytestmark = pytest.mark.browser
FOUR = quick_digits()[4]
EDGE = 280

Strokes = list[list[list[float]]]


def on_pad(strokes: Strokes) -> Strokes:
    """The strokes with the last one, which leaves the pad to the right, clipped to its visible part."""
    *others, last = [[point[:2] for point in stroke] for stroke in strokes]
    inside = [point for point in last if point[0] <= 280]
    return [*others, inside if len(inside) == len(last) else [*inside, [EDGE, last[-1][1]]]]


def test_a_four_whose_last_stroke_runs_out_of_the_pad_is_read_as_the_pad_shows_it(
    visitor: Visitor, browser: Browser
) -> None:
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    _, y = FOUR[-1][-1]
    visitor.draw([*FOUR[:-1], [*FOUR[-1], (480, y), (680, y)]])
    assert visitor.strokes()[-1][-1][0] > 600
    expect(visitor.part("prediction")).to_have_text("4")
    reply = visitor.read_again()
    seen = glasscnn.ink_to_image(on_pad(visitor.strokes()), clip=False)
    np.testing.assert_allclose(reply["stages"]["image"]["data"], seen.ravel(), atol=1e-4)
    np.testing.assert_allclose(reply["probabilities"], model.predict(seen).probabilities, atol=1e-4)

    visitor.page.evaluate(LISTEN)
    visitor.part("tab-time").click()
    expect(visitor.part("time-story")).to_contain_text("4")
    duration = float(visitor.part("time").get_attribute("max") or 0)
    for share in (0.6, 0.9):
        probabilities, strokes = look_at(visitor, round(duration * share / 20) * 20)
        fresh = model.predict(glasscnn.ink_to_image(on_pad(strokes), clip=False)).probabilities
        np.testing.assert_allclose(probabilities, fresh, atol=1e-4)

    link = visitor.page.evaluate("() => glasscnn.link()")
    with Visitor.arriving(browser, link) as other:
        other.wait_until_ready()
        expect(other.part("prediction")).to_have_text("4")
        reply = other.read_again()
        seen = glasscnn.ink_to_image(on_pad(other.strokes()), clip=False)
        np.testing.assert_allclose(reply["stages"]["image"]["data"], seen.ravel(), atol=1e-4)
        assert not other.errors
