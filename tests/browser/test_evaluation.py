"""The tab "Test": the model on a set of the visitor's images gives CPython's figures, while the pad stays in use."""

import gzip
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

import glasscnn
from glasscnn.evaluation import Tally
from glasscnn.model import write_model
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, default_model
from tests.browser.test_accessibility import violations
from tests.support.graphs import small_model

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

# Notes in which order the worker is sent and answers readings and slices.
ORDER = """() => {
  globalThis.order = [];
  const worker = watched.workers.at(-1);
  const post = worker.postMessage.bind(worker);
  const ids = new Map();
  worker.postMessage = (message, ...others) => {
    ids.set(message.id, message.task ?? message.type);
    post(message, ...others);
  };
  worker.addEventListener("message", ({ data }) => order.push(ids.get(data.id)));
}"""


def digits(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The site's sample digits, each turned, stretched and slanted at random, so far that some are misread."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    images = []
    for label in labels:
        angle, stretch, slant = random.uniform(-0.9, 0.9), random.uniform(0.5, 1.5), random.uniform(-0.5, 0.5)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        change = turn @ np.array([[stretch, slant], [0, 1]]) * 0.6
        strokes = [(np.array(stroke) - 140) @ change.T + 140 for stroke in SAMPLES[label]]
        images.append(np.rint(glasscnn.ink_to_image(strokes)[0] * 255).astype(np.uint8))
    return np.stack(images), labels.astype(np.uint8)


IMAGES, LABELS = digits(500)


def idx(array: np.ndarray) -> bytes:
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def mnist_files(images: np.ndarray = IMAGES, labels: np.ndarray = LABELS) -> list[Any]:
    return [file("labels-idx1-ubyte", idx(labels)), file("images-idx3-ubyte.gz", gzip.compress(idx(images), 1))]


def expected(images: np.ndarray = IMAGES, labels: np.ndarray = LABELS, name: str = "") -> Any:
    """What CPython's readable operators give."""
    model = glasscnn.load(PROJECT / "weights" / f"{name or default_model()}.npz")
    tally = Tally(10)
    tally.add(labels.astype(np.int64), model.predict(images[:, None] / np.float32(255)).probabilities)
    return tally.metrics()


@pytest.fixture(autouse=True)
def opened_section(visitor: Visitor) -> Iterator[None]:
    visitor.part("tab-test").click()
    yield
    visitor.part("tab-cell").click()


def model_bytes() -> bytes:
    """A small model of other images."""
    return write_model(*small_model())


def choose(visitor: Visitor, files: Any) -> None:
    visitor.part("test-files").set_input_files(files)


def note(visitor: Visitor, pattern: str) -> str:
    expect(visitor.part("test-note")).to_have_text(re.compile(pattern), timeout=PATIENCE)
    return visitor.part("test-note").inner_text()


def confusion(page: Page) -> list[list[int]]:
    """The confusion matrix in the table."""
    rows = page.get_by_test_id("confusion").locator("tbody tr").all()
    return [[int(text.replace(",", "")) for text in row.locator("td").all_inner_texts()] for row in rows]


@cache
def endless(count: int = 40_000) -> list[Any]:
    """So many images that the test does what it has to do before they are all evaluated."""
    repeats = count // len(IMAGES)
    return mnist_files(np.tile(IMAGES, (repeats, 1, 1)), np.tile(LABELS, repeats))


def test_a_pair_of_idx_files_gives_exactly_the_figures_of_cpython(visitor: Visitor) -> None:
    choose(visitor, mnist_files())
    metrics = expected()
    assert 0.5 < metrics.accuracy < 0.99
    assert note(visitor, "reads") == f"Deep reads {100 * metrics.accuracy:.2f} % of 500 images correctly."
    assert confusion(visitor.page) == metrics.confusion
    expect(visitor.part("test-accuracy")).to_have_text(f"{100 * metrics.accuracy:.2f} % correct")
    expect(visitor.part("test-result")).to_contain_text(f"Calibration error {100 * metrics.ece:.2f} %")
    expect(visitor.part("test-speed")).to_contain_text("images a second")
    rows = visitor.part("test-classes").locator("tbody tr").all()
    for label, row in enumerate(rows):
        shares = [metrics.recall[label], metrics.precision[label]]
        texts = ["–" if share is None else f"{100 * share:.1f} %" for share in shares]
        assert row.locator("td").all_inner_texts() == ["50", *texts]
    assert violations(visitor.page) == []
    assert visitor.errors == []


def test_a_misread_image_that_is_chosen_is_on_the_pad_and_read_again(visitor: Visitor) -> None:
    choose(visitor, mnist_files())
    note(visitor, "reads")
    first = visitor.part("misread").get_by_role("button").first
    name = re.match(r"is (\d), read as (\d), (.*) sure; image (\d+)", first.get_attribute("aria-label") or "")
    assert name is not None
    label, prediction, number = int(name[1]), name[2], int(name[4]) - 1
    assert label == LABELS[number]
    first.click()
    expect(visitor.part("prediction")).to_have_text(prediction)
    expect(first).to_have_attribute("aria-current", "true")
    assert visitor.page.evaluate("glasscnn.getState().image") == IMAGES[number].reshape(-1).tolist()
    visitor.draw(SAMPLES[1])  # ink takes its place again
    assert visitor.page.evaluate("glasscnn.getState().image === undefined")


def test_a_drawing_is_read_between_two_slices(visitor: Visitor) -> None:
    visitor.page.evaluate(ORDER)
    choose(visitor, endless())
    expect(visitor.part("test-progress-text")).to_contain_text("of 40,000")
    visitor.draw(SAMPLES[7])
    expect(visitor.part("prediction")).to_have_text("7")
    visitor.part("test-stop").click()
    note(visitor, r"^Stopped after [\d,]+ images\.$")
    visitor.page.wait_for_function("() => order.includes('evaluationDiscard')")
    order = visitor.page.evaluate("order")
    assert "evaluationResult" not in order  # the drawing was read before the end
    first, last = order.index("readInk"), len(order) - 1 - order[::-1].index("readInk")
    assert "evaluationSlice" in order[:first]
    assert "evaluationSlice" in order[last:]


def test_stop_leaves_the_previous_result_and_the_test_can_be_started_again(visitor: Visitor) -> None:
    choose(visitor, mnist_files())
    note(visitor, "reads")
    before = visitor.part("test-result").inner_text()
    choose(visitor, endless())
    expect(visitor.part("test-progress-text")).to_contain_text("correct so far")
    assert violations(visitor.page) == []
    visitor.part("test-stop").click()
    note(visitor, "^Stopped after")
    expect(visitor.part("test-progress")).to_be_hidden()
    assert visitor.part("test-result").inner_text() == before
    visitor.part("test-again").click()
    expect(visitor.part("test-progress")).to_be_visible()
    choose(visitor, mnist_files(IMAGES[:100], LABELS[:100]))  # another set takes the place of the one that runs
    note(visitor, "of 100 images correctly")


def test_another_model_stops_the_test_and_can_be_tested_on_the_same_set(visitor: Visitor) -> None:
    choose(visitor, endless(10_000))
    expect(visitor.part("test-progress-text")).to_contain_text("correct so far")
    visitor.use_model("gap10")
    note(visitor, "^The model was changed, so the test was stopped")
    choose(visitor, mnist_files())
    note(visitor, "GAP-10 reads")
    assert confusion(visitor.page) == expected(name="gap10").confusion
    expect(visitor.part("misread").get_by_role("button").first).to_be_enabled()
    visitor.load_model(model_bytes(), "small.npz")  # of images of 8 × 8
    expect(visitor.part("misread").get_by_role("button").first).to_be_disabled()
    visitor.part("test-again").click()
    note(visitor, r"test takes images of shape \(1, 8, 8\), images-idx3-ubyte\.gz holds an array of shape")
    visitor.use_model("lenet5")
    visitor.part("test-again").click()
    note(visitor, "LeNet-5 reads")
    assert confusion(visitor.page) == expected(name="lenet5").confusion


def test_a_crash_interrupts_the_test_and_it_can_be_started_again(visitor: Visitor) -> None:
    choose(visitor, endless())
    expect(visitor.part("test-progress-text")).to_contain_text("correct so far")
    number = visitor.workers()
    visitor.page.evaluate("watched.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'gone' }))")
    note(visitor, "^The test was interrupted: gone. You can start it again.$")
    visitor.wait_for_worker(number + 1)
    visitor.part("test-again").click()
    expect(visitor.part("test-progress-text")).to_contain_text("correct so far")
    visitor.part("test-stop").click()
    note(visitor, "^Stopped after")


def npz(**arrays: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.savez_compressed(data, **arrays)
    return data.getvalue()


def test_an_npz_as_keras_has_it_is_read(visitor: Visitor) -> None:
    data = npz(x_train=np.zeros((3, 28, 28), np.uint8), y_train=np.zeros(3, np.uint8), x_test=IMAGES, y_test=LABELS)
    choose(visitor, [file("mnist.npz", data)])
    note(visitor, "of 500 images correctly")
    assert confusion(visitor.page) == expected().confusion
    choose(visitor, [file("floats.npz", npz(images=(IMAGES / 255)[..., None], labels=LABELS.astype(np.int64)))])
    expect(visitor.part("test-result")).to_contain_text("Deep on floats.npz")
    assert confusion(visitor.page) == expected().confusion


def png(image: np.ndarray) -> bytes:
    data = io.BytesIO()
    Image.fromarray(image).save(data, "PNG")
    return data.getvalue()


def test_pictures_in_folders_named_like_the_classes_are_read_from_a_zip_and_from_a_folder(
    visitor: Visitor, tmp_path: Path
) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (image, label) in enumerate(zip(IMAGES[:90], LABELS[:90], strict=True)):
            path = tmp_path / "set" / str(label) / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png(image))
            packed.write(path, path.relative_to(tmp_path))
    metrics = expected(IMAGES[:90], LABELS[:90])
    choose(visitor, [file("set.zip", archive.getvalue())])
    note(visitor, "of 90 images correctly")
    assert confusion(visitor.page) == metrics.confusion
    large = Image.new("L", (300, 200), 255)  # dark ink on paper, larger than the image
    large.paste(Image.fromarray(255 - IMAGES[4]).resize((150, 150)), (80, 20))
    (tmp_path / "set" / "4" / "photo.jpg").parent.mkdir(exist_ok=True)
    large.save(tmp_path / "set" / "4" / "photo.jpg")
    visitor.part("test-folder").set_input_files(tmp_path / "set")
    note(visitor, "of 91 images correctly")


def test_what_cannot_be_used_is_refused_in_a_sentence_and_the_result_stays(visitor: Visitor) -> None:
    choose(visitor, mnist_files())
    note(visitor, "reads")
    before = visitor.part("test-result").inner_text()
    blank = io.BytesIO()
    with zipfile.ZipFile(blank, "w") as packed:
        packed.writestr("2/blank.png", png(np.full((60, 40), 255, np.uint8)))
    damaged = io.BytesIO()
    with zipfile.ZipFile(damaged, "w") as packed:
        packed.writestr("2/no.png", b"no picture")
    refused = [
        (mnist_files(IMAGES[:, :20], LABELS), r"deep takes images of shape \(1, 28, 28\), images-idx3-ubyte\.gz holds"),
        (mnist_files(IMAGES, LABELS[:-1]), "holds 500 images, labels-idx1-ubyte 499 labels; expected as many"),
        (mnist_files(IMAGES, LABELS + 1), "labels-idx1-ubyte holds the label 10; expected 0 to 9"),
        (mnist_files()[:1], "expected two files .* found labels-idx1-ubyte"),
        ([file("a.gz", gzip.compress(idx(IMAGES))[:900]), mnist_files()[0]], "a.gz cannot be opened .*damaged"),
        ([file("a.npz", npz(a=IMAGES, y=LABELS))], "a.npz holds the arrays a, y; expected images"),
        ([file("a.zip", b"PK" + bytes(100))], "a.zip cannot be opened"),
        ([file("a.zip", blank.getvalue())], "2/blank.png: no ink was found in the picture"),
        ([file("a.zip", damaged.getvalue())], "the browser cannot decode 2/no.png"),
    ]
    for files, reason in refused:
        choose(visitor, files)
        note(visitor, f"^This test set cannot be used: .*{reason}")
        assert visitor.part("test-result").inner_text() == before
    assert violations(visitor.page) == []


def test_the_panel_speaks_the_language_of_the_page(visitor: Visitor) -> None:
    choose(visitor, mnist_files())
    note(visitor, "reads")
    visitor.page.locator("#language").select_option("id")
    share = f"{100 * expected().accuracy:.2f}".replace(".", ",")
    expect(visitor.part("test-accuracy")).to_have_text(f"{share}% benar")
    note(visitor, f"Deep membaca {share}% dari 500 citra dengan benar")
    visitor.page.locator("#language").select_option("en")
    expect(visitor.part("test-accuracy")).to_contain_text("correct")


def test_only_the_confusion_matrix_scrolls_horizontally(visitor: Visitor) -> None:
    choose(visitor, mnist_files())
    note(visitor, "reads")
    found = {}
    for width in (320, 390, 820):
        visitor.resize(width, 800)
        found[width] = visitor.page.evaluate("document.documentElement.scrollWidth")
    visitor.resize(1440, 900)
    assert all(wide <= width for width, wide in found.items()), found
