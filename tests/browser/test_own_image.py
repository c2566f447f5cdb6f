"""The visitor's picture: every step is shown, and it is read like ink."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import expect

import glasscnn
from glasscnn.preprocess.photo import picture_to_image
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, READ_STATUS, Visitor, default_model
from tests.browser.test_accessibility import violations_in_both_themes
from tests.photos.handwriting import samples
from tests.photos.kinds import make_photo

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()


def photo(digit: int) -> bytes:
    """A PNG of a digit in blue pen on paper, with a lamp at one side."""
    paper = Image.new("RGB", (240, 200), (228, 224, 210))
    pen = ImageDraw.Draw(paper)
    for stroke in SAMPLES[digit]:
        for x, y in stroke:
            pen.ellipse([50 + x / 2 - 5, 35 + y / 2 - 5, 50 + x / 2 + 5, 35 + y / 2 + 5], fill=(30, 40, 110))
        pen.line([(50 + x / 2, 35 + y / 2) for x, y in stroke], fill=(30, 40, 110), width=10)
    light = np.linspace(0.4, 1, 240)[None, :, None]
    pixels = (np.asarray(paper.filter(ImageFilter.GaussianBlur(1))) * light).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def choose(visitor: Visitor, data: bytes, name: str = "photo.png") -> None:
    visitor.page.locator("#image-file").set_input_files({"name": name, "mimeType": "image/png", "buffer": data})


def test_a_photo_is_read_and_every_step_from_it_to_the_image_is_shown(visitor: Visitor) -> None:
    choose(visitor, photo(4))
    expect(visitor.part("picture-centre")).to_be_visible()
    for step in ("picture", "grey", "contrast", "ink", "crop", "box", "centre"):
        expect(visitor.part(f"picture-{step}")).to_be_visible()
    expect(visitor.part("prediction")).to_have_text("4")
    image = np.array(visitor.page.evaluate("glasscnn.getState().image"), np.float32) / 255
    rgba = np.asarray(Image.open(io.BytesIO(photo(4))).convert("RGBA"))
    expected = picture_to_image(rgba)[-1].picture
    np.testing.assert_allclose(image.reshape(28, 28), expected, atol=1 / 255)
    result = glasscnn.load(PROJECT / "weights" / f"{default_model()}.npz").predict(image.reshape(1, 28, 28))
    assert result.label == 4
    assert not visitor.errors


def test_what_one_draws_then_takes_its_place(visitor: Visitor) -> None:
    choose(visitor, photo(2))
    expect(visitor.part("prediction")).to_have_text("2")
    visitor.draw(SAMPLES[7])
    expect(visitor.part("prediction")).to_have_text("7")
    expect(visitor.part("picture")).to_be_hidden()
    assert "image" not in visitor.page.evaluate("glasscnn.getState()")


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_picture_can_be_pasted_and_dropped(visitor: Visitor, way: str) -> None:
    visitor.page.evaluate(
        """([data, way]) => {
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], "photo.png", { type: "image/png" }));
          const given = { bubbles: true, cancelable: true };
          document.body.dispatchEvent(way === "paste"
            ? new ClipboardEvent("paste", { ...given, clipboardData: transfer })
            : new DragEvent("drop", { ...given, dataTransfer: transfer }));
        }""",
        [base64.b64encode(photo(5)).decode(), way],
    )
    expect(visitor.part("prediction")).to_have_text("5")
    visitor.part("clear").click()
    expect(visitor.part("picture")).to_be_hidden()


def test_another_model_reads_the_picture_too(visitor: Visitor) -> None:
    choose(visitor, photo(3))
    expect(visitor.part("prediction")).to_have_text("3")
    visitor.use_model("lenet5")
    expect(visitor.part("status")).to_have_text(READ_STATUS)
    expect(visitor.part("prediction")).to_have_text("3")
    expect(visitor.part("picture")).to_be_visible()


def test_a_link_carries_the_image(visitor: Visitor) -> None:
    choose(visitor, photo(6))
    expect(visitor.part("prediction")).to_have_text("6")
    state = visitor.page.evaluate("glasscnn.getState()")
    link = visitor.page.evaluate("() => glasscnn.link()")
    assert len(link) < 1200
    visitor.start_over()
    visitor.page.evaluate("(link) => { location.href = link; }", link)
    expect(visitor.part("prediction")).to_have_text("6")
    assert visitor.page.evaluate("glasscnn.getState()") == state
    visitor.page.evaluate("history.replaceState(null, '', location.pathname)")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"no picture", "PNG"),
        (b"", "PNG"),
        (photo(1)[:60], "PNG"),
        (b"II*\0" + bytes(60), "TIFF"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "HEIC"),
    ],
    ids=["text", "empty", "cut off", "TIFF", "HEIC"],
)
def test_what_is_no_picture_is_refused_in_a_sentence_and_the_drawing_stays(
    visitor: Visitor, data: bytes, word: str
) -> None:
    visitor.draw(SAMPLES[8])
    before = visitor.strokes()
    choose(visitor, data)
    assert word in visitor.alert()
    assert visitor.strokes() == before


def test_plain_paper_is_refused_in_a_sentence(visitor: Visitor) -> None:
    file = io.BytesIO()
    Image.new("RGB", (200, 200), (240, 240, 240)).save(file, "PNG")
    choose(visitor, file.getvalue())
    assert "no ink was found" in visitor.alert()
    assert visitor.workers() == 1


def tint(height: int, width: int) -> bytes:
    """A model that predicts the strongest colour channel."""
    graph = {
        "format": "glasscnn", "version": 1, "name": "tint", "title": "Tint", "description": "Which colour is strongest",
        "input": {"name": "image", "shape": [3, height, width], "mean": [0, 0, 0], "std": [1, 1, 1]},
        "nodes": [
            {"name": "gap", "op": "global_avg_pool2d", "inputs": ["image"]},
            {"name": "logits", "op": "linear", "inputs": ["gap"]},
        ],
        "output": "logits", "classes": ["red", "green", "blue"],
        "stages": [{"name": "gap", "node": "gap", "title": "Mean"}, {"name": "logits", "node": "logits", "title": "x"}],
        "card": {},
    }  # fmt: skip
    arrays = {"graph": np.frombuffer(json.dumps(graph).encode(), np.uint8), "logits.weight": 10 * np.eye(3, dtype="f4")}
    file = io.BytesIO()
    np.savez(file, **arrays, **{"logits.bias": np.zeros(3, np.float32)})
    return file.getvalue()


def test_a_model_of_colours_gets_the_picture_in_colour(visitor: Visitor) -> None:
    assert visitor.load_model(tint(16, 16), "tint.npz") == "tint"
    picture = io.BytesIO()
    Image.new("RGB", (120, 80), (10, 200, 30)).save(picture, "PNG")
    choose(visitor, picture.getvalue())
    expect(visitor.part("prediction")).to_have_text("green")
    expect(visitor.part("picture-colours")).to_be_visible()


def test_a_picture_that_another_model_cannot_read_is_let_go_and_the_model_is_in_force(visitor: Visitor) -> None:
    assert visitor.load_model(tint(16, 16), "tint.npz") == "tint"
    picture = io.BytesIO()
    Image.new("RGB", (120, 80), (10, 200, 30)).save(picture, "PNG")
    choose(visitor, picture.getvalue())
    expect(visitor.part("prediction")).to_have_text("green")
    visitor.use_model("lenet5")
    assert "no ink was found" in visitor.alert()
    expect(visitor.part("picture")).to_be_hidden()
    visitor.draw(SAMPLES[4])
    expect(visitor.part("prediction")).to_have_text("4")
    assert visitor.page.evaluate("glasscnn.getState().model") == "lenet5"


READ = """() => new Promise((resolve) => {
  globalThis.read = new Promise((found) => glasscnn.addEventListener("prediction",
    ({ detail }) => found(Array.from(detail.stages.image.data)), { once: true }));
  resolve();
})"""


def png(pixels: np.ndarray) -> bytes:
    """A PNG with a gamma chunk, as some scanners write, which makes it brighter than its values."""
    chunks = PngInfo()
    chunks.add(b"gAMA", (100_000).to_bytes(4, "big"))
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", pnginfo=chunks)
    return file.getvalue()


def numbers_of(visitor: Visitor, data: bytes) -> np.ndarray:
    """The image that the network gets for a picture file."""
    visitor.page.evaluate(READ)
    choose(visitor, data)
    return np.array(visitor.page.evaluate("read"))


def test_a_digit_of_the_network_s_size_reaches_it_as_it_is(visitor: Visitor) -> None:
    pixels = np.rint(glasscnn.ink_to_image(SAMPLES[9])[0] * 255).astype(np.uint8)
    pixels[3, 2] = 7  # what a threshold would lose
    found = numbers_of(visitor, png(pixels))
    np.testing.assert_allclose(found, pixels.ravel() / 255, rtol=0, atol=1e-6)
    expect(visitor.part("picture")).to_contain_text("Exactly the network’s size, so it is used unchanged.")
    expect(visitor.part("prediction")).to_have_text("9")
    visitor.use_model("lenet5")
    expect(visitor.part("picture-exact")).to_be_visible()
    expect(visitor.part("prediction")).to_have_text("9")


def test_a_picture_of_the_network_s_size_is_taken_as_it_is_or_searched_for_a_digit(visitor: Visitor) -> None:
    pixels = np.zeros((28, 28), np.uint8)
    digit = np.rint(glasscnn.ink_to_image(SAMPLES[4])[0] * 255).astype(np.uint8)
    pixels[:20, :20] = digit[4:24, 4:24]  # in the corner, where no drawing would be put
    visitor.draw(SAMPLES[8])
    expect(visitor.part("prediction")).to_have_text("8")
    choose(visitor, png(pixels))
    as_it_is, find = visitor.part("as-it-is"), visitor.part("find-digit")
    expect(as_it_is).to_be_checked()
    assert violations_in_both_themes(visitor.page) == []
    expect(visitor.part("found")).to_contain_text("is read as it is, pixel by pixel")
    image = "glasscnn.getState().image"
    assert visitor.page.evaluate(image) == pixels.ravel().tolist()

    as_it_is.press("ArrowRight")
    expect(visitor.part("picture-centre")).to_be_visible()
    expect(visitor.part("found")).to_contain_text("This digit is read")
    expect(visitor.part("prediction")).to_have_text("4")
    found = np.array(visitor.page.evaluate(image)).reshape(28, 28)
    assert found[:3].max() == found[:, :3].max() == 0  # in the middle now
    visitor.use_model("lenet5")
    expect(visitor.part("status")).to_have_text(READ_STATUS)
    expect(find).to_be_checked()
    expect(visitor.part("picture-centre")).to_be_visible()
    find.press("ArrowLeft")
    expect(visitor.part("picture-exact")).to_be_visible()
    expect(as_it_is).to_be_focused()
    assert visitor.page.evaluate(image) == pixels.ravel().tolist()

    visitor.part("undo").click()
    expect(visitor.part("picture")).to_be_hidden()
    expect(visitor.part("prediction")).to_have_text("8")
    choose(visitor, photo(5))
    expect(visitor.part("prediction")).to_have_text("5")
    expect(as_it_is).to_be_hidden()  # of another size
    assert not visitor.errors


def test_dark_ink_on_paper_of_the_network_s_size_is_inverted_and_it_is_said(visitor: Visitor) -> None:
    pixels = 255 - np.rint(glasscnn.ink_to_image(SAMPLES[6])[0] * 255).astype(np.uint8)
    found = numbers_of(visitor, png(pixels))
    np.testing.assert_allclose(found, 1 - pixels.ravel() / 255, rtol=0, atol=1e-6)
    expect(visitor.part("picture")).to_contain_text("it is inverted: 1 − brightness")
    expect(visitor.part("prediction")).to_have_text("6")


def test_colours_of_the_network_s_size_reach_it_as_they_are(visitor: Visitor) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (20, 24, 3)).astype(np.uint8)
    assert visitor.load_model(tint(20, 24), "tint.npz") == "tint"
    found = numbers_of(visitor, png(pixels))
    np.testing.assert_allclose(found, (pixels.transpose(2, 0, 1) / 255).ravel(), rtol=0, atol=1e-6)
    expect(visitor.part("picture-exact")).to_be_visible()


def test_one_of_two_digits_is_chosen_and_the_picture_is_cropped_and_turned(visitor: Visitor) -> None:
    digits = samples()
    given = make_photo("two digits", [digits[2], digits[7]], 500)
    visitor.resize(820, 1180)
    choose(visitor, given.jpeg, "photo.jpg")
    first, second = visitor.part("found-digit-0"), visitor.part("found-digit-1")
    expect(second).to_be_visible()
    expect(visitor.part("found")).to_contain_text("2 digits were found")
    assert violations_in_both_themes(visitor.page) == []
    second.click()
    expect(second).to_have_attribute("aria-pressed", "true")
    expect(visitor.part("prediction")).to_have_text("7")
    first.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.part("prediction")).to_have_text("2")
    expect(first).to_be_focused()

    visitor.part("crop-open").click()
    dialog = visitor.part("crop")
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(visitor.part("crop-open")).to_be_focused()
    expect(second).to_be_visible()  # nothing has changed

    visitor.part("crop-open").click()
    stage = visitor.part("crop-stage").bounding_box()
    assert stage is not None
    edge = dialog.get_by_label("Left edge", exact=True)
    box = edge.bounding_box()
    assert box is not None
    middle = (given.boxes[0][2] + given.boxes[1][0]) / 2  # of 540 pixels, between the digits
    visitor.page.mouse.move(box["x"] + box["width"] / 2 + 6, box["y"] + box["height"] / 2)
    visitor.page.mouse.down()
    visitor.page.mouse.move(stage["x"] + stage["width"] * middle / 540, box["y"] + 30, steps=5)
    visitor.page.mouse.up()
    turner = dialog.get_by_role("slider")
    turner.focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("PageUp")
    expect(turner).to_have_attribute("aria-valuetext", "16 degrees")
    assert violations_in_both_themes(visitor.page) == []
    visitor.page.keyboard.press("Home")
    expect(turner).to_have_attribute("aria-valuenow", "0")
    visitor.part("crop-use").click()
    expect(visitor.part("found")).to_contain_text("This digit is read")
    expect(visitor.part("prediction")).to_have_text("7")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 820
    visitor.resize(1440, 900)
    assert not visitor.errors


def test_a_refused_picture_can_still_be_cropped(visitor: Visitor) -> None:
    choose(visitor, make_photo("wood", [], 600).jpeg, "photo.jpg")
    assert "no ink was found" in visitor.alert()
    expect(visitor.part("found")).to_contain_text("Crop it to the digit")
    expect(visitor.part("crop-open")).to_be_visible()
