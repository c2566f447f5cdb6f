"""What a stranger asks of the page is answered within two clicks from the first screen, found by role and name."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The first screen, with a 7 on the pad."""
    visitor.draw(SAMPLES[7])
    visitor.read_again()
    return visitor.page


def panel(page: Page, name: str) -> Locator:
    """The panel of the tab with that name, after a click on the tab."""
    page.get_by_role("tab", name=name).click()
    return page.get_by_role("tabpanel", name=name)


def test_where_does_this_number_come_from(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Open Conv 2")).click(position={"x": 40, "y": 120})
    cell = page.get_by_role("region", name="Cell")
    expect(cell.get_by_role("heading")).to_have_text(re.compile("Conv 2"))
    expect(cell.get_by_role("group", name=re.compile("Window × kernel"))).to_be_in_viewport()
    expect(cell).to_contain_text("bias")


def test_which_pixels_made_it_a_7(page: Page) -> None:
    evidence = panel(page, "Why this digit")
    expect(evidence.get_by_role("img", name=re.compile("7")).first).to_be_visible()


def test_what_does_map_4_look_for(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Open Conv 4")).click(position={"x": 30, "y": 30})
    page.locator("label", has=page.get_by_role("radio", name="Kernels")).click()
    patches = page.get_by_role("listbox", name="What map 4 looks for", exact=True).get_by_role("option")
    expect(patches).to_have_count(9)
    patches.first.scroll_into_view_if_needed()  # a note about a slow machine may have moved them down
    expect(patches.first).to_be_in_viewport()
    expect(patches.first).to_have_attribute("aria-label", "2.76, in an 8")


def test_what_if_it_were_not_centred(visitor: Visitor) -> None:
    page = visitor.page
    visitor.draw([[(10 + 0.25 * x, 10 + 0.25 * y) for x, y in stroke] for stroke in SAMPLES[7]])
    prediction = page.get_by_role("region", name="Prediction", exact=True)
    answer = prediction.get_by_role("status")
    expect(answer).to_have_text("7")
    said = panel(page, "From ink to image").get_by_role("paragraph").first
    expect(said).to_have_text(re.compile("^As drawn, the network reads 1 .*; centred, it reads 7 "))
    page.get_by_text("as drawn", exact=True).click()
    expect(answer).to_have_text("1")
    (sure,) = re.findall(r"reads 1 \((.*?) sure\)", said.inner_text())
    expect(prediction).to_contain_text(sure)


def test_when_did_it_change_its_mind(page: Page) -> None:
    time = panel(page, "Timeline")
    expect(time.get_by_role("img", name=re.compile(r"Read as \d"))).to_be_visible()


def test_what_would_the_other_model_say(page: Page) -> None:
    both = panel(page, "Compare")
    expect(both.get_by_role("table")).to_be_visible()
    expect(both.get_by_role("columnheader", name="GAP-10")).to_be_visible()
    expect(both).to_contain_text("Both read 7: Deep is")


@pytest.fixture
def dialog(page: Page) -> Iterator[Locator]:
    """The dialog for sharing, after a click on its button."""
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    yield dialog
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_how_do_i_send_this_to_my_class(page: Page, dialog: Locator) -> None:
    link = dialog.get_by_role("textbox", name="Link to this drawing, model and view")
    expect(link).to_have_value(page.evaluate("glasscnn.link()"))
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_in_viewport(ratio=1)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link.input_value()


def test_how_do_i_put_it_on_my_page(dialog: Locator) -> None:
    dialog.get_by_role("tab", name="Embed").click()
    snippet = dialog.get_by_role("textbox", name="HTML for your page")
    expect(snippet).to_have_value(re.compile(r"^<script .*/glass-cnn\.js.*<glass-cnn .*</glass-cnn>", re.DOTALL))
    expect(snippet).to_be_in_viewport()
    expect(dialog.get_by_role("button", name="Copy")).to_be_in_viewport()
    expect(dialog.get_by_title("Preview")).to_be_in_viewport()


def test_how_do_i_see_my_own_model(page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("combobox", name="Model", exact=True).select_option(label="Your own model …")
    assert chooser.value.is_multiple()


def test_the_first_screen_of_a_laptop_shows_that_there_is_more(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, viewport={"width": 1280, "height": 720}) as visitor:
        visitor.wait_until_ready()
        expect(visitor.page.locator("#section-tabs")).to_have_attribute("data-pictures", "new")
        for name in ("Cell", "Why this digit", "From ink to image", "Timeline", "Compare", "Test"):
            tab = visitor.page.get_by_role("tab", name=name)
            expect(tab.locator("canvas")).to_be_in_viewport(ratio=0.8)
