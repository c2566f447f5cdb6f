"""`glasscnn.show`: a notebook displays the page itself, with a model and a drawing, without a network."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, FrameLocator, expect

import glasscnn
from glasscnn import InkError
from glasscnn.notebook import View, embedded_image
from glasscnn.notebook_page import NOTEBOOK, page
from tests.browser.conftest import build
from tests.browser.support.visitor import PATIENCE, PROJECT, Visitor, sample_digits

pytestmark = pytest.mark.browser
MODEL = PROJECT / "weights" / "gap10.npz"
STROKES = [np.array(stroke) for stroke in sample_digits()[3]]


@pytest.fixture(scope="module", autouse=True)
def single() -> None:
    """The single file of the source tree."""
    build("single")
    page.cache_clear()


@contextmanager
def displayed(browser: Browser, view: View, folder: Path) -> Iterator[tuple[FrameLocator, Visitor]]:
    """The view as displayed by a notebook: in a page of its own origin, here without a network."""
    notebook = folder / "notebook.html"
    notebook.write_text(f'<!doctype html><meta charset="utf-8"><h1>Notebook</h1>{view._repr_html_()}')
    with Visitor.arriving(browser, notebook.as_uri(), offline=True) as visitor:
        frame = visitor.page.frame_locator("iframe")
        expect(frame.locator("html[data-state=ready]")).to_be_attached(timeout=PATIENCE)
        yield frame, visitor


def shown_probabilities(frame: FrameLocator) -> list[float]:
    texts = [frame.get_by_test_id(f"probability-{digit}").inner_text() for digit in range(10)]
    return [float(text.split()[-2]) / 100 for text in texts]


@pytest.mark.parametrize("place", ["inside", "beside"])
def test_the_view_reads_what_cpython_reads_and_then_what_is_drawn(
    browser: Browser, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the page in the output, strokes and a bundled model; with the page beside it, an image and another model."""
    model = glasscnn.load(MODEL)
    given: object = STROKES
    if place == "beside":
        monkeypatch.setenv(NOTEBOOK, str(tmp_path / "notebook.ipynb"))
        model = model.with_weights({"conv1.bias": model.weights["conv1.bias"] * np.float32(0.5)})
        given = glasscnn.ink_to_image(STROKES)
    result = model.predict(glasscnn.ink_to_image(STROKES))
    view = glasscnn.show(model, given)  # type: ignore[arg-type]
    with displayed(browser, view, tmp_path) as (frame, visitor):
        expect(frame.get_by_test_id("prediction")).to_have_text(str(result.label))
        expect(frame.get_by_test_id("model-picker")).to_have_value("gap10" if place == "inside" else "gap10-own")
        expected = np.minimum(result.probabilities, 0.999)  # the page shows nothing as certain
        np.testing.assert_allclose(shown_probabilities(frame), expected, atol=6e-4)
        assert visitor.errors == []
        files = sorted(path.as_uri() for path in tmp_path.glob("*.html"))
        assert sorted(url for url in visitor.requests if not url.startswith(("blob:", "about:", "data:"))) == files
        assert len(files) == (1 if place == "inside" else 2)
        frame.get_by_test_id("sample-7").click()  # ink takes the place of an image, too
        expect(frame.get_by_test_id("prediction")).to_have_text("7")


def test_a_saved_view_is_a_file_of_its_own_with_the_model_in_it(browser: Browser, tmp_path: Path) -> None:
    glasscnn.show(PROJECT / "weights" / "lenet5.npz", STROKES).save(tmp_path / "mine.html")
    with Visitor.arriving(browser, (tmp_path / "mine.html").as_uri(), offline=True) as visitor:
        visitor.wait_until_ready()
        expect(visitor.part("model-picker")).to_have_value("lenet5")
        expect(visitor.part("prediction")).to_have_text("3")
        assert visitor.violations == []


@pytest.mark.parametrize(
    ("image", "found"),
    [
        (np.zeros((1, 27, 28)), r"shape \(1, 27, 28\)"),
        (np.full((1, 28, 28), 2.0), "from 0 to 1, found 2 to 2"),
        ([[(1, 2, 3)]], "found shape"),
        ([[(1, 2)], [(3, 4), (5, 6, 7)]], "found a list"),
    ],
)
def test_what_is_no_image_and_no_drawing_is_refused_in_a_sentence(image: object, found: str) -> None:
    with pytest.raises(InkError, match=found):
        embedded_image(image, (1, 28, 28))  # type: ignore[arg-type]


def test_a_model_s_words_cannot_end_the_element_that_carries_them() -> None:
    model = glasscnn.load(MODEL)
    before = glasscnn.show(model).document.count("</script>")
    object.__setattr__(model.graph, "name", "</script><script>alert(1)</script>")
    document = glasscnn.show(model).document
    assert document.count("</script>") == before
    block = document.split('id="given">')[1].split("</script>")[0]
    assert json.loads(block)["model"]["name"] == model.graph.name
