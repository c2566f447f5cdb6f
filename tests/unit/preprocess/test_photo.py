"""Photos are converted to images: each step against values computed by hand, and all steps on digits."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

import glasscnn
from glasscnn.bridge import Session
from glasscnn.model import write_model
from glasscnn.preprocess import photo as steps
from glasscnn.preprocess.photo.components import measure
from tests.support.graphs import make_graph, make_node

PROJECT = Path(__file__).resolve().parents[3]
DIGITS = {
    digit["label"]: digit["strokes"]
    for digit in json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
}


def photo(digit: int, dark_paper: bool = False) -> np.ndarray:
    """A pen-drawn digit on paper, lit from one side, with a little noise and a speck of dirt: (200, 256, 4)."""
    paper = Image.new("L", (256, 200), 225)
    pen = ImageDraw.Draw(paper)
    for stroke in DIGITS[digit]:
        for x, y, _ in stroke:
            pen.ellipse([60 + x / 2 - 5, 35 + y / 2 - 5, 60 + x / 2 + 5, 35 + y / 2 + 5], fill=45)
        pen.line([(60 + x / 2, 35 + y / 2) for x, y, _ in stroke], fill=45, width=10)
    pen.ellipse([5, 5, 9, 9], fill=60)
    light = np.linspace(0.35, 1, 256)[None] * np.linspace(0.8, 1, 200)[:, None]
    noise = np.random.default_rng(digit).normal(0, 4, light.shape)
    grey = np.clip(np.asarray(paper.filter(ImageFilter.GaussianBlur(1))) * light + noise, 0, 255).astype(np.uint8)
    grey = 255 - grey if dark_paper else grey
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


@pytest.mark.parametrize("dark_paper", [False, True], ids=["on white", "on black"])
@pytest.mark.parametrize("digit", DIGITS)
def test_photo_in_uneven_light_is_read_correctly(digit: int, dark_paper: bool) -> None:
    found = steps.picture_to_image(photo(digit, dark_paper))
    names = [step.name for step in found if step.name != "pen"]  # thin lines only
    assert names == ["picture", "grey", "contrast", "ink", "crop", "box", "centre"]
    image = found[-1].picture
    assert image.shape == (28, 28)
    assert image.min() >= 0
    assert image.max() <= 1
    assert found[2].facts["inverted"] == (not dark_paper)
    assert glasscnn.load(PROJECT / "weights" / "deep.npz").predict(image[None]).label == digit


@pytest.mark.parametrize("margin", [0, 40])
@pytest.mark.parametrize("dark_paper", [False, True], ids=["black on white", "white on black"])
def test_digits_in_pure_black_and_white_are_read(dark_paper: bool, margin: int) -> None:
    """As drawing programs save them: ink without any light, paper without any shade."""
    model = glasscnn.load(PROJECT / "weights" / "deep.npz")
    found = {}
    for digit, strokes in DIGITS.items():
        image = glasscnn.ink_to_image([[point[:2] for point in stroke] for stroke in strokes])[0]
        ink = np.pad(np.kron(np.rint(image * 255), np.ones((8, 8))), margin).astype(np.uint8)
        grey = ink if dark_paper else 255 - ink
        rgba = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
        found[digit] = model.predict(steps.picture_to_image(rgba)[-1].picture[None]).label
    assert found == {digit: digit for digit in DIGITS}


def test_grey_is_the_weighted_sum_of_red_green_and_blue() -> None:
    rgba = np.array([[[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [0, 0, 0, 0]]], np.uint8)
    np.testing.assert_allclose(steps.to_grey(steps.on_white(rgba)), [[0.299, 0.587, 0.114, 1]], atol=1e-6)


def test_closing_removes_what_is_thin_and_keeps_edges() -> None:
    plane = np.ones((12, 14), np.float32)
    plane[:, 9:] = 0.4  # a shadow
    lit = plane.copy()
    plane[4:6, 1:13] *= 0.5  # a line across the shadow's edge
    np.testing.assert_array_equal(steps.closing(plane, 5), lit)
    np.testing.assert_array_equal(steps.opening(1 - plane, 5), 1 - lit)


@pytest.mark.parametrize("side", [1, 3, 5, 7])
def test_closing_agrees_with_its_loops(side: int) -> None:
    plane = np.random.default_rng(side).random((13, 9)).astype(np.float32)
    np.testing.assert_array_equal(steps.closing(plane, side), steps.closing_loops(plane, side))


def test_ink_has_the_same_contrast_in_light_and_in_shadow() -> None:
    paper = np.full((30, 40), 0.9, np.float32)
    paper[:, 20:] = 0.36  # four tenths of the light
    paper[14:17, 4:36] *= 0.25
    found = steps.contrast(paper, 9, dark=True)
    assert found[15, 10] == pytest.approx(0.675 / 0.93, abs=1e-5)
    assert found[15, 30] == pytest.approx(0.27 / 0.39, abs=1e-5)
    assert found[:12].max() == 0  # the shadow's edge is none


def test_resized_pixels_are_means_of_the_area_they_cover() -> None:
    plane = np.array([[1, 2, 3], [4, 5, 6]], np.float32)
    # three columns onto two: each takes one whole column and half of the middle one
    expected = [[(1 * 1 + 2 * 0.5) / 1.5, (3 * 1 + 2 * 0.5) / 1.5], [(4 + 2.5) / 1.5, (6 + 2.5) / 1.5]]
    np.testing.assert_allclose(steps.resize(plane, 2, 2), expected, atol=1e-6)
    np.testing.assert_allclose(steps.resize(plane, 1, 1), [[3.5]], atol=1e-6)


def test_connected_components_are_8_connected() -> None:
    mask = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]], bool)
    labels = steps.connected_components(mask)
    assert len(set(labels[mask])) == 4
    assert labels[0, 0] == labels[1, 1]
    assert labels[0, 3] == labels[1, 3]
    assert (labels[~mask] == 0).all()


@pytest.mark.parametrize("density", [0.1, 0.4, 0.6, 1.0, 0.0])
def test_connected_components_agree_with_their_loops(density: float) -> None:
    mask = np.random.default_rng(int(10 * density)).random((31, 27)) < density
    fast, slow = steps.connected_components(mask), steps.connected_components_loops(mask)
    pairs = np.unique(np.stack([fast.ravel(), slow.ravel()]), axis=1)
    assert len(set(pairs[0])) == len(set(pairs[1])) == pairs.shape[1]  # a renumbering
    assert fast.max(initial=0) == slow.max(initial=0)


@pytest.mark.parametrize(("length", "width"), [(60, 4), (80, 8)])
def test_measured_width_of_a_line_is_that_of_the_pen(length: int, width: int) -> None:
    drawn = Image.new("L", (120, 120), 0)
    ImageDraw.Draw(drawn).line([(20, 20), (20 + length, 20 + length // 2)], fill=255, width=width)
    mask = np.asarray(drawn) > 127
    parts = measure(mask, mask.astype(np.float32))
    assert parts.widths[0] == pytest.approx(width, rel=0.2)
    assert parts.areas[0] == mask.sum()
    assert parts.contrasts[0] == 1


def test_ink_fills_the_box_and_is_centred_by_mass() -> None:
    image = steps.picture_to_image(photo(1))[-1].picture
    boxed = steps.picture_to_image(photo(1))[-2].picture
    rows = np.flatnonzero((boxed > 0.05).any(axis=1))
    assert (rows[0], rows[-1]) == (4, 23)
    middle = (image.sum(axis=1) * np.arange(28)).sum() / image.sum()
    assert 13.5 <= middle <= 14.5


@pytest.mark.parametrize("picture", [np.full((60, 80, 4), 255, np.uint8), np.zeros((60, 80, 4), np.uint8)])
def test_picture_without_ink_is_refused(picture: np.ndarray) -> None:
    with pytest.raises(glasscnn.InkError, match="no ink was found"):
        steps.picture_to_image(picture)


def arguments_for(width: int, height: int, exact: bool = True) -> str:
    return json.dumps({"width": width, "height": height, "digit": -1, "exact": exact})


def test_bridge_returns_the_steps_and_an_image_of_the_model_s_size() -> None:
    session = Session()
    session.load_model((PROJECT / "weights" / "gap10.npz").read_bytes(), "gap10")
    rgba = photo(4)
    answer = json.loads(session.work("picture", arguments_for(256, 200), rgba.tobytes()))["result"]
    assert [step["name"] for step in answer["steps"]][-1] == "centre"
    np.testing.assert_array_equal(session.numbers.reshape(28, 28), steps.picture_to_image(rgba)[-1].picture)
    with pytest.raises(glasscnn.InkError, match="expected a picture"):
        session.work("picture", arguments_for(10, 10), b"")


def test_colour_model_receives_the_middle_of_the_picture_in_colour() -> None:
    rgba = np.zeros((40, 80, 4), np.uint8)
    rgba[..., 3] = 255
    rgba[:, 20:60, 0] = 255  # the middle is red
    image = steps.colour_image(rgba, 8, 8)
    np.testing.assert_allclose(image, np.array([1, 0, 0])[:, None, None] * np.ones((3, 8, 8)), atol=1e-6)


def bridge_image(model: bytes, pixels: np.ndarray, exact: bool = True) -> tuple[list[dict[str, Any]], np.ndarray]:
    """The steps of an opaque picture (H, W) or (H, W, 3), and the image that a session makes of it."""
    session = Session()
    session.load_model(model, "model")
    height, width = pixels.shape[:2]
    colours = pixels if pixels.ndim == 3 else pixels[..., None].repeat(3, axis=2)
    rgba = np.dstack([colours, np.full((height, width), 255, np.uint8)])
    given = arguments_for(width, height, exact)
    steps = json.loads(session.work("picture", given, rgba.tobytes()))["result"]["steps"]
    return steps, session.numbers.reshape(session.model.graph.input.shape)


def colour_model(height: int, width: int) -> bytes:
    nodes = [make_node("gap", "global_avg_pool2d", "image"), make_node("logits", "linear", "gap")]
    weights = {"logits.weight": np.eye(3, dtype=np.float32), "logits.bias": np.zeros(3, np.float32)}
    return write_model(make_graph(nodes, "logits", 3, (3, height, width)), weights)


@pytest.mark.parametrize("digit", DIGITS)
def test_digit_of_the_network_s_size_is_used_unchanged(digit: int) -> None:
    strokes = [[(x, y) for x, y, _ in stroke] for stroke in DIGITS[digit]]
    pixels = np.rint(glasscnn.ink_to_image(strokes)[0] * 255).astype(np.uint8)
    pixels[3, 2] = 7  # what a threshold would lose
    steps, image = bridge_image((PROJECT / "weights" / "gap10.npz").read_bytes(), pixels)
    assert [(step["name"], step["facts"]) for step in steps[1:]] == [("exact", {"inverted": 0})]
    np.testing.assert_allclose(image[0], pixels / 255, rtol=0, atol=1e-6)


def test_dark_ink_of_the_network_s_size_is_only_inverted() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (28, 28)).astype(np.uint8)
    pixels[[0, -1]] = pixels[:, [0, -1]] = 230
    pixels[0, 4:8] = 10  # ink that reaches the edge
    steps, image = bridge_image((PROJECT / "weights" / "gap10.npz").read_bytes(), pixels)
    assert steps[-1]["facts"] == {"inverted": 1}
    np.testing.assert_allclose(image[0], 1 - pixels / 255, rtol=0, atol=1e-6)


def test_a_digit_is_found_in_a_picture_of_the_network_s_size_if_that_is_wanted() -> None:
    size = 112
    grey = Image.fromarray(photo(4)[..., :3]).convert("L").resize((size, size))
    pixels = np.asarray(grey)
    nodes = [make_node("flat", "flatten", "image"), make_node("logits", "linear", "flat")]
    weights = {"logits.weight": np.zeros((10, size * size), np.float32), "logits.bias": np.zeros(10, np.float32)}
    model = write_model(make_graph(nodes, "logits", 10, (1, size, size)), weights)
    as_it_is, found = (bridge_image(model, pixels, exact) for exact in (True, False))
    assert [step["name"] for step in as_it_is[0]] == ["picture", "exact"]
    rgba = np.dstack([pixels, pixels, pixels, np.full_like(pixels, 255)])
    np.testing.assert_array_equal(found[1][0], steps.picture_to_image(rgba, size)[-1].picture)
    assert [step["name"] for step in found[0]][-1] == "centre"


def test_colours_of_the_network_s_size_are_used_unchanged() -> None:
    pixels = np.random.default_rng(4).integers(0, 256, (48, 64, 3)).astype(np.uint8)
    pixels[[0, -1]] = 255
    pixels[:, [0, -1]] = 255
    steps, image = bridge_image(colour_model(48, 64), pixels)
    assert [step["name"] for step in steps] == ["picture", "exact"]
    np.testing.assert_allclose(image, pixels.transpose(2, 0, 1) / 255, rtol=0, atol=1e-6)
    steps, _ = bridge_image(colour_model(48, 64), pixels.transpose(1, 0, 2))
    assert [step["name"] for step in steps] == ["picture", "colours"]
