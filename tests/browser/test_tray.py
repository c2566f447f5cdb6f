"""The tray of one's own digits: drawn, labelled, kept, saved and opened again, and read by the model."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

import glasscnn
from glasscnn.training import read_tray
from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, default_model, focus
from tests.browser.test_accessibility import violations
from tests.browser.test_evaluation import IMAGES, LABELS, confusion, mnist_files, png

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
REFUSING = "void (indexedDB.open = () => { throw new DOMException('denied', 'SecurityError'); })"


@pytest.fixture(autouse=True)
def tray(visitor: Visitor) -> Iterator[Visitor]:
    """The panel with an empty tray."""
    open_panel(visitor)
    if visitor.part("tray-forget").is_enabled():
        visitor.part("tray-forget").click()
    yield visitor
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    visitor.part("tab-cell").click()


def open_panel(visitor: Visitor) -> None:
    visitor.part("tab-train").click()
    expect(visitor.part("tray-reads")).to_be_visible(timeout=PATIENCE)


def file(name: str, data: bytes | str) -> Any:
    content = data.encode() if isinstance(data, str) else data
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def drawn(label: str, digit: int, **changes: Any) -> dict[str, Any]:
    return {"label": label, "strokes": SAMPLES[digit], "canvas": 280, "brush": 24, **changes}


def tray_file(*digits: dict[str, Any]) -> str:
    return json.dumps({"format": "glasscnn-digits", "version": 1, "digits": digits})


def open_file(visitor: Visitor, *files: Any) -> None:
    visitor.part("tray-files").set_input_files(files)


def says(visitor: Visitor, sentence: str) -> None:
    expect(visitor.part("tray-notice")).to_contain_text(sentence, timeout=PATIENCE)


def kept(visitor: Visitor, sentence: str) -> None:
    expect(visitor.part("tray-kept")).to_contain_text(sentence)


def names(visitor: Visitor) -> list[str]:
    """The names of all digits in the grid."""
    buttons: list[Locator] = visitor.page.locator("[data-digit]").all()
    return [button.get_attribute("aria-label") or "" for button in buttons]


def saved(visitor: Visitor) -> bytes:
    with visitor.page.expect_download() as download:
        visitor.part("tray-save").click()
    assert download.value.suggested_filename == "my-digits.json"
    return download.value.path().read_bytes()


def collect_two(visitor: Visitor) -> None:
    """A 7, which is first given a wrong label, and a star."""
    visitor.part("tray-add").click()
    says(visitor, "Draw something first.")
    visitor.draw(SAMPLES[7])
    expect(visitor.part("tray-reads")).to_have_text("Read as 7. This was a …")
    strokes = visitor.strokes()
    visitor.part("tray-was-1").click()
    says(visitor, "Added as 1, the first one.")
    visitor.part("tray-was-1").click()
    says(visitor, "among your digits already, as 1")
    visitor.part("tray-was-7").click()
    says(visitor, "What was labelled 1 is 7 now.")
    assert visitor.strokes() == strokes  # nothing is cleared
    visitor.part("tray-clear").click()
    expect(visitor.part("tray-reads")).to_contain_text("Draw something")
    visitor.draw(SAMPLES[1])
    expect(visitor.part("tray-reads")).to_contain_text("Read as 1.")
    visitor.part("tray-other").click()
    expect(visitor.part("tray-add-symbol")).to_be_focused()
    visitor.page.keyboard.type("★")
    visitor.page.keyboard.press("Enter")
    says(visitor, "Added as ★")
    expect(visitor.part("tray-wanted")).to_contain_text("For 5 of each, still wanted: 0 (5),")
    assert names(visitor) == ["7, drawn 1st of 1", "★, drawn 1st of 1"]
    kept(visitor, "2 digits,")
    thumbnail = visitor.sight(visitor.page.locator("[data-digit] canvas").first)
    assert 0.05 < np.mean(thumbnail > 200) < 0.5


def test_a_drawing_gets_its_label_is_kept_saved_forgotten_and_opened_again(visitor: Visitor) -> None:
    collect_two(visitor)
    visitor.page.reload()
    visitor.wait_until_ready()
    open_panel(visitor)
    kept(visitor, "2 digits,")
    assert names(visitor) == ["7, drawn 1st of 1", "★, drawn 1st of 1"]
    data = saved(visitor)
    digits = read_tray(data)
    assert digits.labels == ("7", "★")
    image = digits.images((1, 28, 28))[0]
    visitor.page.locator("[data-digit]").first.click()
    visitor.part("tray-to-pad").click()
    expect(visitor.part("prediction")).to_have_text("7")
    read = np.array(visitor.read_again()["stages"]["image"]["data"], np.float32).reshape(1, 28, 28)
    np.testing.assert_allclose(read, image, atol=1e-6)  # what Python trains on is what the pad shows

    visitor.part("tray-forget").click()
    says(visitor, "Forgot 2 digits.")
    expect(visitor.page.locator("[data-digit]")).to_have_count(0)
    visitor.part("tray-undo").click()
    expect(visitor.page.locator("[data-digit]")).to_have_count(2)
    visitor.part("tray-forget").click()
    visitor.page.locator("#model-file").set_input_files([file("my-digits.json", data)])  # as if dropped on the page
    says(visitor, "2 digits added.")
    assert saved(visitor) == data
    open_file(visitor, file("my-digits.json", data))
    says(visitor, "No digit was added. 2 were among your digits already.")
    assert visitor.errors == []
    assert visitor.violations == []


def test_digits_are_chosen_relabelled_and_deleted_by_keyboard(visitor: Visitor) -> None:
    open_file(visitor, file("a.json", tray_file(*(drawn(str(digit // 2), digit) for digit in range(10)))))
    says(visitor, "10 digits added.")
    press = visitor.page.keyboard.press
    focus(visitor.page.locator("[data-digit][tabindex='0']"))
    focused = visitor.page.locator("[data-digit]:focus")
    for key, name in (
        ("ArrowRight", "0, drawn 2nd of 2"),
        ("ArrowDown", "1, drawn 2nd of 2"),
        ("End", "4, drawn 2nd of 2"),
        ("ArrowUp", "3, drawn 2nd of 2"),
        ("ArrowLeft", "3, drawn 1st of 2"),
    ):
        press(key)
        expect(focused).to_have_attribute("aria-label", name)
    press("Delete")
    says(visitor, "Deleted one 3.")
    expect(focused).to_have_attribute("aria-label", "3, drawn 1st of 1")
    assert len(names(visitor)) == 9
    focus(visitor.part("tray-undo"))
    press("Enter")
    expect(visitor.page.locator("[data-digit]")).to_have_count(10)
    focus(visitor.page.locator("[data-digit][tabindex='0']"))
    press("Home")
    press("Enter")
    expect(visitor.part("tray-chosen")).to_contain_text("0, drawn 1st of 2")
    visitor.part("tray-relabel-label").select_option("5")
    focus(visitor.part("tray-relabel"))
    press("Enter")
    says(visitor, "What was labelled 0 is 5 now.")
    assert names(visitor)[0] == "0, drawn 1st of 1"
    assert names(visitor)[-1] == "5, drawn 1st of 1"
    visitor.part("tray-delete").click()
    says(visitor, "Deleted one 5.")
    assert violations(visitor.page) == []
    visitor.page.locator("#language").select_option("id")
    says(visitor, "Satu angka 5 dihapus.")
    kept(visitor, "9 angka,")
    assert names(visitor)[0] == "0, gambar ke-1 dari 1"
    visitor.page.locator("#language").select_option("en")
    assert visitor.errors == []


def test_images_by_class_are_added_and_the_model_reads_them_as_cpython_does(visitor: Visitor) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for number, (image, label) in enumerate(zip(IMAGES[:20], LABELS[:20], strict=True)):
            packed.writestr(f"{'cat' if number < 3 else label}/{number}.png", png(image))
    open_file(visitor, file("set.zip", archive.getvalue()))
    says(visitor, "20 digits added.")
    open_file(visitor, *mnist_files(IMAGES[20:60], LABELS[20:60]))
    says(visitor, "40 digits added.")
    open_file(visitor, file("more.json", tray_file(drawn("4", 4), drawn("5", 5, strokes=[]))))
    says(visitor, "1 digit added. 1 without ink was left out.")
    visitor.part("tray-test").click()
    result = visitor.part("tray-test-result")
    expect(result).to_contain_text("Left out: 3 digits labelled cat", timeout=PATIENCE)
    digits = read_tray(saved(visitor))
    assert np.array_equal(digits.images((1, 28, 28))[:60, 0] * np.float32(255), IMAGES[:60])
    model = glasscnn.load(PROJECT / "weights" / f"{default_model()}.npz")
    labels = [*LABELS[3:60], 4]
    found = model.predict(digits.images((1, 28, 28))[3:]).probabilities.argmax(axis=1)
    right = int((found == labels).sum())
    expect(result).to_contain_text(f"Deep reads {right} of 58 digits correctly")
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, found), 1)
    assert confusion(visitor.page) == counts.tolist()
    assert violations(visitor.page) == []
    assert visitor.errors == []


def test_what_cannot_be_used_is_refused_in_a_sentence_and_the_tray_stays(visitor: Visitor) -> None:
    open_file(visitor, file("a.json", tray_file(drawn("7", 7))))
    says(visitor, "1 digit added.")
    before = saved(visitor)
    blank, deep = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(blank, "w") as packed:
        packed.writestr("2/blank.png", png(np.full((60, 40), 255, np.uint8)))
    with zipfile.ZipFile(deep, "w") as packed:
        packed.writestr(f"{'x' * 41}/one.png", png(IMAGES[0]))
    for files, reason in (
        ([file("a.json", tray_file(drawn("7", 1), drawn("7\n", 2)))], "digit 2: label: expected 1 to 40 printable"),
        ([file("a.json", '{"format": "other"}')], "this is no file of digits"),
        ([file("a.json", tray_file(*[drawn("7", 1)] * 10_001))], "it holds 10,001 digits; expected at most 10,000"),
        ([file("a.zip", b"PK" + bytes(100))], "a.zip cannot be opened"),
        ([file("a.zip", blank.getvalue())], "2/blank.png: no ink was found in the picture"),
        ([file("a.zip", deep.getvalue())], "is not in a folder that is named like a label"),
        (mnist_files(IMAGES[:9], LABELS[:8]), "holds 9 images, labels-idx1-ubyte 8 labels"),
        ([file("a.txt", "7")], "expected two files (images and labels)"),
    ):
        open_file(visitor, *files)
        says(visitor, reason)
        says(visitor, "Your digits are as they were.")
    visitor.draw(SAMPLES[3])
    visitor.part("tray-other").click()
    visitor.part("tray-add-symbol").fill(" 3")
    visitor.part("tray-add").click()
    says(visitor, "“ 3” cannot be a label.")
    assert saved(visitor) == before
    assert visitor.errors == []


def test_on_a_phone_that_stores_nothing_the_tray_says_so_and_goes_on(browser: Browser, host: Host) -> None:
    size = {"width": 390, "height": 844}
    with Visitor.arriving(browser, host.address, viewport=size, has_touch=True) as visitor:
        visitor.page.evaluate(REFUSING)
        visitor.wait_until_ready()
        open_panel(visitor)
        expect(visitor.part("tray-trouble")).to_contain_text("The browser lets the page store nothing here")
        visitor.draw(SAMPLES[2])
        visitor.part("tray-was-2").click()
        kept(visitor, "1 digit, until this page is closed.")
        visitor.page.locator("[data-digit]").click()
        expect(visitor.part("tray-chosen")).to_be_visible()
        assert violations(visitor.page) == []
        for button in visitor.part("tray").get_by_role("button").all():
            box = button.bounding_box()
            assert box is None or min(box["width"], box["height"]) >= 44, button
        for width in (320, 390):
            visitor.page.set_viewport_size({"width": width, "height": 844})
            needed = visitor.part("tray").evaluate("(tray) => tray.offsetLeft + tray.scrollWidth")
            assert needed <= width
        assert visitor.errors == []
