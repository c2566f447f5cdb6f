"""Lecture mode: one stage at a time, as large as the screen, in type that can be read from the last row."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

import glasscnn
from tests.browser.conftest import Host
from tests.browser.support.cells import agrees
from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import every_operator, many_maps, skipping_stages
from tests.browser.support.visitor import PROJECT, Visitor, focus
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

SAMPLES = quick_digits()
SEVEN = [[(60.0, 60.0), (220.0, 60.0), (120.0, 240.0)]]
SIZES = [(1024, 768), (1280, 720), (1920, 1080), (390, 844)]
OWN = {"skipping": skipping_stages, "operators": every_operator, "broad": many_maps}

# The smallest type of the slide, what lies beyond the window, what covers something else, and the sides of the maps.
SLIDE = """() => {
  const dialog = document.querySelector("[data-testid=lecture]");
  const seen = [...dialog.querySelectorAll("*")].filter((element) => element.checkVisibility());
  const withText = seen.filter(({ childNodes, className }) => className !== "hidden" &&
    [...childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== ""));
  const boxOf = (element) => element.getBoundingClientRect().toJSON();
  const nameOf = ({ id, className, tagName }) => id || className || tagName;
  const parts = [...dialog.children].filter((part) => part.checkVisibility() && part.className !== "hidden");
  const covers = (one, other) => one.right > other.left + 1 && other.right > one.left + 1 &&
    one.bottom > other.top + 1 && other.bottom > one.top + 1;
  return {
    type: Math.min(...withText.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))),
    beyond: parts.filter((part) => { const { left, top, right, bottom } = boxOf(part);
      return left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5; }).map(nameOf),
    covered: parts.flatMap((one, at) => parts.slice(at + 1).filter((other) => covers(boxOf(one), boxOf(other)))
      .map((other) => [nameOf(one), nameOf(other)])),
    title: dialog.querySelector("h2").textContent,
    maps: [...dialog.querySelectorAll(".lecture-grid canvas")].map(boxOf).map(({ width, height }) => [width, height]),
    numbers: dialog.querySelectorAll(".lecture-number").length,
    room: (({ width, height }) => [width, height])(boxOf(dialog.querySelector(".lecture-stage"))),
  };
}"""


@pytest.fixture
def lecturer(visitor: Visitor) -> Iterator[Visitor]:
    """A visitor who has drawn a 7, and leaves lecture mode at the end."""
    visitor.draw(SEVEN)
    expect(visitor.part("prediction")).to_have_text("7")
    yield visitor
    if visitor.part("lecture").count():
        visitor.part("lecture-leave").click()
    visitor.resize(1440, 900)


def begin(visitor: Visitor) -> Locator:
    focus(visitor.in_header("lecture-open"))
    visitor.page.keyboard.press("f")
    expect(visitor.part("lecture")).to_be_visible()
    return visitor.part("lecture")


def go_to(visitor: Visitor, title: str) -> None:
    """Turn the pages from the first slide to the one with that title."""
    visitor.page.keyboard.press("Home")
    heading = visitor.part("lecture").get_by_role("heading")
    while heading.inner_text() != title:
        before = heading.inner_text()
        visitor.page.keyboard.press("ArrowRight")
        expect(heading).not_to_have_text(before)


def stages_of(visitor: Visitor) -> list[tuple[str, tuple[int, ...]]]:
    """Title and shape of all stages, from the diagram."""
    found: list[list[Any]] = visitor.page.evaluate(
        """async () => {
          const { stages } = await glasscnn.setStrokes(glasscnn.getState().strokes);
          return Object.entries(stages).map(([name, { shape }]) => [name, shape]);
        }"""
    )
    return [(name, tuple(shape)) for name, shape in found]


@pytest.mark.parametrize("model", ["deep", "lenet5", *OWN])
def test_every_stage_is_shown_in_large_type_and_nothing_is_covered(lecturer: Visitor, model: str) -> None:
    if model in OWN:
        assert lecturer.load_model(OWN[model](), model) == model
    else:
        lecturer.use_model(model)
    stages = stages_of(lecturer)
    for width, height in SIZES:
        lecturer.resize(width, height)
        assert_large_and_uncovered(lecturer, stages)
        lecturer.page.keyboard.press("Escape")
        expect(lecturer.part("lecture")).to_have_count(0)


def assert_large_and_uncovered(lecturer: Visitor, stages: list[tuple[str, tuple[int, ...]]]) -> None:
    lecture = begin(lecturer)
    slides = []
    for number in range(1, len(stages) + 3):
        expect(lecture.locator(".lecture-count")).to_have_text(f"{number} of {len(stages) + 2}")
        slides.append(lecturer.page.evaluate(SLIDE))
        lecturer.page.keyboard.press("ArrowRight")
    expect(lecturer.part("lecture-next")).to_be_disabled()
    assert min(slide["type"] for slide in slides) >= 18
    assert [slide["title"] for slide in slides if slide["beyond"] or slide["covered"]] == []
    for (name, shape), slide in zip(stages, slides[1:-1], strict=True):
        if len(shape) == 1 and shape[0] <= 128:
            assert slide["numbers"] == shape[0], name
            continue
        assert len(slide["maps"]) == shape[0]
        assert max(width for width, _ in slide["maps"]) <= slide["room"][0] + 1
        used = sum(width * height for width, height in slide["maps"]) / (slide["room"][0] * slide["room"][1])
        assert used > 0.3, name  # as large as squares in this room can be


def test_the_smallest_map_of_the_default_model_is_large(lecturer: Visitor) -> None:
    for (width, height), least in zip(SIZES, (60, 60, 100, 45), strict=True):
        lecturer.resize(width, height)
        begin(lecturer)
        go_to(lecturer, "Conv 6 + ReLU")
        maps = lecturer.page.evaluate(SLIDE)["maps"]
        assert len(maps) == 32
        assert min(side for box in maps for side in box) >= least, (width, height)
        lecturer.page.keyboard.press("Escape")
        expect(lecturer.part("lecture")).to_have_count(0)


def test_keys_and_buttons_turn_the_pages_and_each_is_announced(lecturer: Visitor) -> None:
    lecture = begin(lecturer)
    keyboard, heading = lecturer.page.keyboard, lecture.get_by_role("heading")
    expect(heading).to_have_text("The drawing")
    for key, title, number in (
        ("ArrowRight", "Image", 2),
        ("PageDown", "Conv 1 + ReLU", 3),
        ("PageUp", "Image", 2),
        ("ArrowLeft", "The drawing", 1),
        ("End", "The prediction", 14),
        ("Home", "The drawing", 1),
    ):
        keyboard.press(key)
        expect(heading).to_have_text(title)
        expect(lecturer.part("lecture-live")).to_have_text(f"Stage {number} of 14: {title}")
    lecturer.part("lecture-next").click()
    expect(heading).to_have_text("Image")
    lecturer.part("lecture-back").click()
    expect(heading).to_have_text("The drawing")
    expect(lecturer.part("lecture-back")).to_be_disabled()


def test_a_swipe_turns_the_page(lecturer: Visitor) -> None:
    lecture = begin(lecturer)
    go_to(lecturer, "Image")
    box = lecturer.part("lecture-stage").bounding_box()
    assert box is not None
    touch = lecturer.page.context.new_cdp_session(lecturer.page)

    def swipe(start: float, end: float) -> None:
        y = box["y"] + box["height"] / 2
        for kind, share in (("touchStart", start), ("touchMove", (start + end) / 2), ("touchMove", end)):
            point = {"x": box["x"] + share * box["width"], "y": y}
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(0.7, 0.3)
    expect(lecture.get_by_role("heading")).to_have_text("Conv 1 + ReLU")
    swipe(0.3, 0.7)
    expect(lecture.get_by_role("heading")).to_have_text("Image")
    touch.detach()


def test_what_is_drawn_during_the_lecture_is_shown_at_once_and_the_arrows_still_turn_the_pages(
    lecturer: Visitor,
) -> None:
    begin(lecturer)
    go_to(lecturer, "Conv 1 + ReLU")
    maps = lecturer.page.locator(".lecture-grid canvas")
    before = maps.first.evaluate("(canvas) => canvas.toDataURL()")
    lecturer.part("clear").click()
    expect(lecturer.part("prediction")).to_have_text("–")
    lecturer.draw(SAMPLES[0])
    expect(lecturer.part("prediction")).to_have_text("0")
    assert maps.first.evaluate("(canvas) => canvas.toDataURL()") != before
    lecturer.page.keyboard.press("ArrowRight")
    expect(lecturer.part("lecture").get_by_role("heading")).to_have_text("Conv 2 + ReLU")
    assert len(lecturer.strokes()) == len(SAMPLES[0])
    lecturer.part("sample-4").click()
    expect(lecturer.part("prediction")).to_have_text("4")


def test_pointing_at_a_cell_shows_its_numbers_large_and_marks_it(lecturer: Visitor) -> None:
    lecturer.use_model("gap10")
    strokes = [[point[:2] for point in stroke] for stroke in lecturer.strokes()]
    result = glasscnn.load(PROJECT / "weights" / "gap10.npz").predict(glasscnn.ink_to_image(strokes, 280))
    begin(lecturer)
    go_to(lecturer, "Conv 2 + ReLU")
    cell = lecturer.part("lecture-cell")
    value = lecturer.part("lecture-value")
    expect(cell).to_be_hidden()
    box = lecturer.page.locator(".lecture-grid canvas").nth(6).bounding_box()
    assert box is not None
    lecturer.page.mouse.move(box["x"] + 3.5 / 28 * box["width"], box["y"] + 9.5 / 28 * box["height"])
    expect(cell.locator(".cell-title")).to_have_text(re.compile("map 7 of 10, row 10, column 4$"))
    assert agrees(value.inner_text(), float(result.stages["conv2"][6, 9, 3]))
    assert value.evaluate("(element) => Number.parseFloat(getComputedStyle(element).fontSize)") >= 32
    expect(cell.locator(".term").first.locator(".numbers span").first).to_be_visible()
    assert lecturer.page.evaluate(SLIDE)["type"] >= 18
    marker = lecturer.page.locator(".lecture-marker").bounding_box()
    assert marker is not None
    assert marker["x"] == pytest.approx(box["x"] + 3 / 28 * box["width"], abs=1.5)
    assert marker["y"] == pytest.approx(box["y"] + 9 / 28 * box["height"], abs=1.5)
    lecturer.page.mouse.move(5, 5)
    expect(cell).to_be_hidden()
    expect(lecturer.part("lecture-text")).to_contain_text("Each map searches for one small pattern")
    focus(lecturer.part("lecture-stage"))
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "]"):
        lecturer.page.keyboard.press(key)
    expect(cell.locator(".cell-title")).to_have_text(re.compile("map 2 of 10, row 16, column 16$"))
    assert agrees(value.inner_text(), float(result.stages["conv2"][1, 15, 15]))
    expect(lecturer.part("lecture-live")).to_have_text(re.compile("map 2 of 10, row 16, column 16: "))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_maps_are_dark_on_white_in_both_themes(lecturer: Visitor, scheme: Any) -> None:
    lecturer.page.emulate_media(color_scheme=scheme)
    dark = lecturer.pixels("stage-conv5")
    begin(lecturer)
    go_to(lecturer, "Conv 5 + ReLU")
    lecturer.wait_for_change("stage-conv5", dark)  # the colours have come
    sight = lecturer.sight(lecturer.part("lecture-stage")).astype(float).mean(axis=2)
    assert (sight > 240).mean() > 0.4
    assert sight.min() < 60
    lecturer.page.emulate_media(color_scheme="light")


def test_afterwards_the_page_is_as_it_was(lecturer: Visitor) -> None:
    look = """() => {
      const named = [...document.querySelectorAll("main [id], main [data-testid]")];
      const seen = named.filter((one) => one.checkVisibility());
      return [seen.map((one) => [one.id, one.dataset.testid, JSON.stringify(one.getBoundingClientRect())]),
        JSON.stringify(glasscnn.getState()), document.activeElement.id, document.fullscreenElement?.tagName];
    }"""
    expect(lecturer.part("time-play")).to_be_enabled()
    focus(lecturer.in_header("lecture-open"))
    maps = lecturer.pixels("stage-conv1")
    before = lecturer.page.evaluate(look)
    begin(lecturer)
    go_to(lecturer, "Conv 1 + ReLU")
    lecturer.wait_for_change("stage-conv1", maps)
    assert "colours" not in lecturer.page.evaluate("glasscnn.getState()")
    lecturer.page.keyboard.press("End")
    lecturer.page.keyboard.press("Escape")
    expect(lecturer.part("lecture")).to_have_count(0)
    lecturer.page.wait_for_function(
        "(maps) => document.querySelector('[data-testid=stage-conv1]').toDataURL() === maps", arg=maps
    )
    lecturer.page.wait_for_function("() => !document.fullscreenElement")
    assert lecturer.page.evaluate(look) == before


def test_it_fills_the_screen_where_that_is_allowed_and_works_where_it_is_not(lecturer: Visitor) -> None:
    begin(lecturer)
    assert lecturer.page.evaluate("document.fullscreenElement?.tagName") == "HTML"
    lecturer.page.evaluate("document.exitFullscreen()")  # as the browser does after Escape
    expect(lecturer.part("lecture")).to_have_count(0)
    lecturer.page.evaluate(
        "() => { document.documentElement.requestFullscreen = () => Promise.reject(new TypeError('not allowed')); }"
    )
    begin(lecturer)
    assert lecturer.page.evaluate("document.fullscreenElement") is None
    lecturer.page.keyboard.press("Escape")
    expect(lecturer.part("lecture")).to_have_count(0)
    lecturer.page.evaluate("() => { delete document.documentElement.requestFullscreen; }")


def test_its_code_is_loaded_when_it_begins(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address) as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("lecture-open")).to_be_visible()
        assert [url for url in visitor.requests if "/lecture" in url] == []
        for _ in range(2):
            begin(visitor)
            visitor.page.keyboard.press("Escape")
            expect(visitor.part("lecture")).to_have_count(0)
        assert len([url for url in visitor.requests if "/lecture" in url]) == 1
        assert visitor.errors == []


def test_focus_stays_in_the_lecture(lecturer: Visitor) -> None:
    begin(lecturer)
    go_to(lecturer, "Conv 1 + ReLU")
    for _ in range(25):
        lecturer.page.keyboard.press("Tab")
        where = "document.activeElement === document.body || Boolean(document.activeElement.closest('.lecture'))"
        assert lecturer.page.evaluate(where)


def test_the_key_can_be_switched_off_and_does_not_act_while_somebody_types(lecturer: Visitor) -> None:
    focus(lecturer.part("model-picker"))
    lecturer.page.keyboard.press("f")
    expect(lecturer.part("lecture")).to_have_count(0)
    lecturer.in_header("help-open").click()
    lecturer.part("lecture-key").uncheck()
    lecturer.page.keyboard.press("Escape")
    focus(lecturer.part("pad"))
    lecturer.page.keyboard.press("f")
    expect(lecturer.part("lecture")).to_have_count(0)
    lecturer.in_header("lecture-open").click()
    expect(lecturer.part("lecture")).to_be_visible()
    lecturer.page.keyboard.press("Escape")
    lecturer.in_header("help-open").click()
    lecturer.part("lecture-key").check()
    lecturer.page.keyboard.press("Escape")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_nothing_serious_on_any_kind_of_slide(lecturer: Visitor, size: tuple[int, int]) -> None:
    lecturer.resize(*size)
    begin(lecturer)
    for title in ("The drawing", "Conv 2 + ReLU", "Global average", "Softmax", "The prediction"):
        go_to(lecturer, title)
        assert violations(lecturer.page) == [], title


def test_its_texts_are_in_the_chosen_language(lecturer: Visitor) -> None:
    lecturer.part("language").select_option("id")
    lecture = begin(lecturer)
    expect(lecture.get_by_role("heading")).to_have_text("Gambar")
    expect(lecture.locator(".lecture-count")).to_have_text("1 dari 14")
    lecturer.page.keyboard.press("Escape")
    lecturer.part("language").select_option("en")
