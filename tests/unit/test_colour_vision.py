"""Colormaps keep their order and their steps with every kind of colour vision."""

import numpy as np
import pytest
from PIL import Image

from glasscnn.colormap.tables import SEQUENTIAL_PATHS
from tests.colour_vision.simulation import DICHROMACY, VISIONS, ciede2000, lab, seen_with
from tests.colour_vision.strips import HERE, TABLES, colours_of, strips

STEPS = 16
"""So many colours of a table can be told apart from the next one."""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_differences_equal_those_that_sharma_publishes(
    first: tuple[float, ...], second: tuple[float, ...], expected: float
) -> None:
    assert ciede2000(np.array(first, float), np.array(second, float)) == pytest.approx(expected, abs=5e-5)


def test_greys_look_the_same_with_every_vision_and_primaries_do_not() -> None:
    greys = np.linspace(0, 1, 9)[:, None] * np.ones(3)
    red_and_green = np.eye(3)[:2] * 0.7
    for vision in DICHROMACY:
        np.testing.assert_allclose(seen_with(vision, greys), greys, atol=1e-4)
    far, near = (ciede2000(*lab(seen_with(vision, red_and_green))) for vision in ("normal", "deuteranopia"))
    assert near < far / 2


def test_lightness_of_white_and_of_red_is_that_of_the_cie() -> None:
    white_and_red = lab(np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]]))
    np.testing.assert_allclose(white_and_red, [[100, 0, 0], [53.24, 80.09, 67.20]], atol=0.02)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", [*SEQUENTIAL_PATHS, "grey"])
def test_a_sequential_map_keeps_its_order_and_its_steps(name: str, vision: str) -> None:
    seen = lab(seen_with(vision, colours_of(name)))
    direction = np.sign(seen[-1, 0] - seen[0, 0])
    assert (direction * np.diff(seen[:, 0]) > -0.3).all()  # a colour is rounded to 8 bits
    steps = seen[np.linspace(0, 255, STEPS).round().astype(int)]
    assert (direction * np.diff(steps[:, 0]) > 0).all()
    assert ciede2000(steps[:-1], steps[1:]).min() >= 2


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", ["diverging", "diverging-on-white"])
def test_both_halves_of_a_diverging_map_keep_their_order_and_their_steps(name: str, vision: str) -> None:
    seen = lab(seen_with(vision, colours_of(name)))
    for half in (seen[127::-1], seen[128:]):  # from the middle outwards
        direction = np.sign(half[-1, 0] - half[0, 0])
        steps = half[np.linspace(0, 127, STEPS // 2).round().astype(int)]
        assert (direction * np.diff(steps[:, 0]) > 0).all()
        assert ciede2000(steps[:-1], steps[1:]).min() >= 2


def test_the_sign_of_a_diverging_map_is_seen_with_all_visions_but_achromatopsia() -> None:
    """With it, both ends are as bright: there only the number in words says on which side a value is."""
    apart = {vision: ciede2000(*lab(seen_with(vision, colours_of("diverging")[[0, -1]]))) for vision in VISIONS}
    assert min(apart[vision] for vision in VISIONS if vision != "achromatopsia") > 25
    assert apart["achromatopsia"] < 5


@pytest.mark.parametrize("name", TABLES)
def test_the_pictures_show_the_maps_as_they_are(name: str) -> None:
    with Image.open(HERE / f"{name}.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture.convert("RGB")), strips(name))
