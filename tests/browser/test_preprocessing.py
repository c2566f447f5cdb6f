"""From ink to image: every step with its picture, its numbers and the prediction for its result."""

import re

import pytest
from playwright.sync_api import expect

import glasscnn
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
STEPS = ("ink", "box", "scale", "mass", "shift", "normalise")


def small_and_in_a_corner(label: int) -> list[list[tuple[float, float]]]:
    return [[(x * 0.3 + 5, y * 0.3 + 5) for x, y in stroke] for stroke in SAMPLES[label]]


def share_of(visitor: Visitor, step: str) -> tuple[str, float]:
    view = visitor.part(f"ink-step-{step}")
    text = view.locator(".bar-value").inner_text()
    return view.locator(".step-digit").inner_text(), float(text.strip(" %").strip())


def test_as_drawn_and_shifted_are_what_cpython_reads_without_and_with_centring(visitor: Visitor) -> None:
    visitor.draw(small_and_in_a_corner(7))
    visitor.read_again()
    visitor.part("tab-steps").click()
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    strokes = [[point[:2] for point in stroke] for stroke in visitor.strokes()]
    found = {}
    for step, centre in (("ink", False), ("shift", True)):
        expect(visitor.part(f"ink-step-{step}")).to_be_visible()
        result = model.predict(glasscnn.ink_to_image(strokes, 280, centre=centre))
        label, share = share_of(visitor, step)
        assert label == str(result.label)
        assert share == pytest.approx(min(100 * float(result.probabilities.max()), 99.9), abs=0.06)
        found[step] = label
    sentence = visitor.part("steps-sentence").inner_text()
    assert "over 99.9 % " in sentence
    if found["ink"] == found["shift"]:
        assert sentence.startswith(f"The network reads {found['ink']} either way")
    else:
        assert sentence.startswith(f"As drawn, the network reads {found['ink']}")
        assert f"centred, it reads {found['shift']}" in sentence


def test_the_box_is_that_of_the_ink_with_its_pen(visitor: Visitor) -> None:
    visitor.draw([[(100, 60), (100, 200)]])
    visitor.read_again()
    visitor.part("tab-steps").click()
    facts = visitor.part("ink-step-box").locator(".facts")
    ends = [f"({'|'.join(str(end + off) for off in range(-2, 3))})" for end in (88, 48, 112, 212)]
    expect(facts).to_have_text(re.compile("^From {}, {} to {}, {} on the pad".format(*ends)))


def test_all_steps_are_named_and_those_not_taken_say_so(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.part("tab-steps").click()
    for step in STEPS:
        expect(visitor.part(f"ink-step-{step}").get_by_role("img")).to_have_accessible_name(re.compile(r"\w"))
    expect(visitor.part("ink-step-shift")).not_to_contain_text("Not applied")
    visitor.page.get_by_text("as drawn", exact=True).first.click()
    expect(visitor.part("ink-step-shift")).to_contain_text("Not applied")
    assert violations(visitor.page) == []


def test_nothing_drawn_is_said_in_a_sentence(visitor: Visitor) -> None:
    visitor.part("tab-steps").click()
    expect(visitor.part("steps-sentence")).to_contain_text("Draw a digit")
    expect(visitor.part("ink-step-ink")).to_be_hidden()
