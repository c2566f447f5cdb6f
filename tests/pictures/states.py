"""What the page can show: how a visitor gets to each state, and back to the drawn 7."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor
from tests.photos.handwriting import samples
from tests.photos.kinds import make_photo

Step = Callable[[Visitor], object]
PANELS = ("evidence", "steps", "time", "compare", "test", "code", "train")
SHARES = ("link", "embed", "file")
FAULTS = Path(__file__).resolve().parents[1] / "photos" / "faults"
SPOT = {"x": 12.0, "y": 16.0}  # on the maps of conv2, in CSS pixels


def stay(_: Visitor) -> None:
    """Leave everything as it is."""


def press_escape(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")


@dataclass(frozen=True)
class State:
    name: str
    enter: Step
    leave: Step = press_escape
    least_width: int = 0
    """Of the window, in CSS pixels."""


def draw_a_7(visitor: Visitor) -> None:
    visitor.draw(quick_digits()[7])
    expect(visitor.part("prediction")).to_have_text("7")


def point_at_a_cell(visitor: Visitor) -> None:
    visitor.part("stage-conv2").hover(position=SPOT)  # type: ignore[arg-type]


def pin_a_cell(visitor: Visitor) -> None:
    visitor.part("stage-conv2").click(position=SPOT)  # type: ignore[arg-type]
    expect(visitor.part("cell-pin")).to_have_attribute("aria-pressed", "true")


def try_without(visitor: Visitor) -> None:
    visitor.choose("view-maps")
    visitor.part("try-without-open").click()


def close_the_stage(visitor: Visitor) -> None:
    """A first Escape unpins the cell."""
    press_escape(visitor)
    press_escape(visitor)
    visitor.page.mouse.move(2, 2)


def open_panel(name: str) -> Step:
    def enter(visitor: Visitor) -> None:
        visitor.part(f"tab-{name}").click()
        expect(visitor.page.locator("[role=tabpanel]:not([hidden]) > *").first).to_be_attached()
        visitor.page.evaluate("scrollTo(0, 0)")

    return enter


def share(tab: str) -> Step:
    def enter(visitor: Visitor) -> None:
        visitor.in_header("share").click()
        visitor.part(f"tab-{tab}").click()

    return enter


def choose(name: str) -> Step:
    return lambda visitor: visitor.choose(name)


def toggle_more(visitor: Visitor) -> None:
    """On a wide screen there is nothing to open."""
    if visitor.part("more").is_visible():
        visitor.part("more").click()


def press(name: str) -> Step:
    return lambda visitor: visitor.in_header(name).click()


def open_about(visitor: Visitor) -> None:
    press("help-open")(visitor)
    visitor.part("about-open").click()


def load_what_is_no_model(visitor: Visitor) -> None:
    visitor.choose_file(b"no model", "broken.npz")
    visitor.alert()


def open_picture(visitor: Visitor, data: bytes, kind: str) -> None:
    visitor.page.locator("#image-file").set_input_files(
        {"name": f"digit.{kind}", "mimeType": f"image/{kind}", "buffer": data}
    )
    expect(visitor.part("crop-open")).to_be_visible()
    visitor.part("picture").evaluate("(section) => section.scrollIntoView()")


def open_a_photo_of_two_digits(visitor: Visitor) -> None:
    digits = samples()
    open_picture(visitor, make_photo("two digits", [digits[2], digits[7]], 500).jpeg, "jpeg")
    expect(visitor.part("found-digit-1")).to_be_visible()


def open_a_picture_of_the_image_s_size(visitor: Visitor) -> None:
    open_picture(visitor, (FAULTS / "mnist28_9.png").read_bytes(), "png")
    expect(visitor.part("as-it-is")).to_be_visible()


def crop_and_turn(visitor: Visitor) -> None:
    open_a_photo_of_two_digits(visitor)
    visitor.part("crop-open").click()
    visitor.part("crop").get_by_role("slider").press("PageUp")


def draw_instead(visitor: Visitor) -> None:
    press_escape(visitor)
    visitor.page.evaluate("scrollTo(0, 0)")
    draw_a_7(visitor)


def dismiss(visitor: Visitor) -> None:
    visitor.part("alert").get_by_role("button", name="Dismiss").click()


def read_the_article(visitor: Visitor) -> None:
    visitor.part("article").evaluate("(article) => article.scrollIntoView()")


def speak_indonesian(visitor: Visitor) -> None:
    visitor.in_header("language").select_option("id")


STATES = (
    State("example", stay, draw_a_7),
    State("drawn", stay, stay),
    State("card", point_at_a_cell, stay),
    State("pinned", pin_a_cell, stay),
    State("kernels", choose("view-kernels"), stay),
    State("without", try_without, close_the_stage),
    *(State(f"tab-{name}", open_panel(name), open_panel("cell")) for name in PANELS),
    State("simple", choose("layers-simple"), choose("layers-all"), least_width=700),
    State("depth", press("depth"), press("depth")),
    *(State(f"share-{name}", share(name)) for name in SHARES),
    State("save", press("take")),
    State("more", toggle_more, toggle_more),
    State("help", press("help-open")),
    State("about", open_about),
    State("tour", press("tour-start")),
    State("lecture", press("lecture-open"), press("lecture-leave")),
    State("refused", load_what_is_no_model, dismiss),
    State("two-digits", open_a_photo_of_two_digits, draw_instead),
    State("exact-picture", open_a_picture_of_the_image_s_size, draw_instead),
    State("crop", crop_and_turn, draw_instead),
    State("article", read_the_article, lambda visitor: visitor.page.evaluate("scrollTo(0, 0)")),
    State("indonesian", speak_indonesian, stay),
)
"""In the order of a visit; each but the first begins with a drawn 7."""
