"""Colours are perceptually uniform, safe for colour blindness, and painted at the right cells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasscnn.colormap import (
    ON_WHITE,
    SEQUENTIAL_PATHS,
    Painter,
    Table,
    diverging,
    grey,
    map_ranges,
    packed,
    sequential,
    value_range,
)
from glasscnn.colormap.oklab import oklab_to_srgb


def linear_light(rgb: np.ndarray) -> np.ndarray:
    """sRGB bytes → linear light (IEC 61966-2-1)."""
    encoded = rgb / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def cielab(table: Table) -> np.ndarray:
    """sRGB bytes → CIE L*a*b* under D65: another way to measure colours than the one that the tables are made with."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    xyz = linear_light(table[:, :3].astype(float)) @ to_xyz.T / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)


MISSING_RECEPTORS = {  # linear RGB as it looks without one of the three (Machado, Oliveira and Fernandes, 2009)
    "red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lightness_without(receptors: str, table: Table) -> np.ndarray:
    """Lightness L* as seen without one kind of cone."""
    loss = np.array(MISSING_RECEPTORS[receptors])
    luminance = np.clip(linear_light(table[:, :3].astype(float)) @ loss.T, 0, 1) @ [0.2126, 0.7152, 0.0722]
    return 116 * np.cbrt(np.maximum(luminance, 1e-9)) - 16


def test_tables_have_256_opaque_colours() -> None:
    for table in (*map(sequential, SEQUENTIAL_PATHS), diverging(), diverging(on_white=True), grey()):
        assert table.shape == (256, 4)
        assert table.dtype == np.uint8
        assert (table[:, 3] == 255).all()


def rising(name: str) -> Table:
    """A sequential table from dark to bright: one on white is turned around."""
    return sequential(name)[::-1] if name in ON_WHITE else sequential(name)


@pytest.mark.parametrize("name", SEQUENTIAL_PATHS)
def test_lightness_increases_along_sequential_tables_and_falls_on_white(name: str) -> None:
    lightness = cielab(rising(name))[:, 0]
    assert (np.diff(lightness[::4]) > 0).all()
    assert lightness[0] < 5
    assert lightness[-1] > 90


@pytest.mark.parametrize("receptors", MISSING_RECEPTORS)
def test_lightness_increases_with_colour_blindness_too(receptors: str) -> None:
    for name in SEQUENTIAL_PATHS:
        assert (np.diff(lightness_without(receptors, rising(name))[::4]) > 0).all()
    for on_white, sign in ((False, 1), (True, -1)):
        sides = sign * lightness_without(receptors, diverging(on_white))
        assert (np.diff(sides[:128:4]) < 0).all()
        assert (np.diff(sides[128::4]) > 0).all()


@pytest.mark.parametrize("name", SEQUENTIAL_PATHS)
def test_sequential_tables_are_perceptually_uniform(name: str) -> None:
    lab = cielab(sequential(name))[::8]
    steps = np.sqrt((np.diff(lab, axis=0) ** 2).sum(axis=1))
    assert steps.max() / steps.min() < 2.6  # matplotlib's inferno: 2.7; its rainbow, jet: more than 10


def test_diverging_table_is_dark_at_zero_and_symmetric_in_lightness() -> None:
    lightness = cielab(diverging())[:, 0]
    assert lightness[127] < 8
    assert lightness[128] < 8
    assert lightness[0] == pytest.approx(lightness[255], abs=5)
    red, blue = diverging()[:, 0].astype(int), diverging()[:, 2].astype(int)
    assert (blue[:100] > red[:100]).all()
    assert (red[156:] > blue[156:]).all()


def test_diverging_table_for_a_light_page_is_white_at_zero_and_darkens_evenly_to_both_sides() -> None:
    lightness = cielab(diverging(on_white=True))[:, 0]
    assert lightness[127] > 95
    assert lightness[128] > 95
    assert (np.diff(lightness[:128:4]) > 0).all()
    assert (np.diff(lightness[128::4]) < 0).all()
    assert lightness[0] == pytest.approx(lightness[255], abs=8)
    red, blue = diverging(on_white=True)[:, 0].astype(int), diverging(on_white=True)[:, 2].astype(int)
    assert (blue[:110] > red[:110]).all()
    assert (red[146:] > blue[146:]).all()
    for receptors in MISSING_RECEPTORS:
        sides = lightness_without(receptors, diverging(on_white=True))
        assert (np.diff(sides[:128:4]) > 0).all()
        assert (np.diff(sides[128::4]) < 0).all()


def test_the_maps_on_white_begin_in_white() -> None:
    for name in ON_WHITE:
        assert cielab(sequential(name))[0, 0] > 96


def test_oklab_white_black_and_red_convert_to_srgb() -> None:
    lab = np.array([[1, 0, 0], [0, 0, 0], [0.62796, 0.22486, 0.12585]])  # red: Ottosson's table
    np.testing.assert_allclose(oklab_to_srgb(lab), [[1, 1, 1], [0, 0, 0], [1, 0, 0]], atol=2e-3)


@given(
    st.integers(1, 12), st.integers(1, 5), st.integers(1, 6), st.integers(1, 4), st.integers(0, 2), st.integers(0, 99)
)
@settings(max_examples=60, deadline=None)
def test_cells_have_the_colours_of_their_values_and_gaps_are_transparent(
    channels: int, height: int, width: int, columns: int, gap: int, seed: int
) -> None:
    values = np.random.default_rng(seed).uniform(-1, 5, (channels, height, width)).astype(np.float32)
    table, painter = sequential(), Painter((channels, height, width), columns, gap)
    canvas = np.zeros(painter.pixels * 4, np.uint8)
    painter.attach(canvas)
    painter.paint(values, packed(table), 0.5, 4.0)
    picture = canvas.reshape(painter.height, painter.width, 4)
    painted = np.zeros(picture.shape[:2], bool)
    for channel in range(channels):
        top = channel // painter.columns * (height + gap)
        left = channel % painter.columns * (width + gap)
        for row, column in np.ndindex(height, width):
            place = min(max((float(values[channel, row, column]) - 0.5) / 3.5, 0), 1) * 255
            allowed = {int(np.floor(place + 0.5 + e)) for e in (-1e-4, 1e-4)}
            found = picture[top + row, left + column]
            assert any((table[min(index, 255)] == found).all() for index in allowed)
            painted[top + row, left + column] = True
    assert not picture[~painted].any()


def test_vector_is_painted_as_a_column_of_cells() -> None:
    painter = Painter((3,), 1, 0)
    canvas = np.zeros(painter.pixels * 4, np.uint8)
    painter.attach(canvas)
    painter.paint(np.array([0, 1, 2], np.float32), packed(grey()), 0, 2)
    assert (painter.width, painter.height) == (1, 3)
    np.testing.assert_array_equal(canvas.reshape(3, 4)[:, 0], [0, 128, 255])


def test_nan_and_infinity_are_painted_at_the_ends_of_the_range() -> None:
    painter = Painter((1, 1, 3), 1, 0)
    canvas = np.zeros(12, np.uint8)
    painter.attach(canvas)
    painter.paint(np.array([[[np.nan, np.inf, -np.inf]]], np.float32), packed(grey()), 0, 1)
    np.testing.assert_array_equal(canvas.reshape(3, 4)[:, 0], [0, 255, 0])


@pytest.mark.parametrize(
    ("values", "signed", "expected"),
    [
        ([1, 4, 2], False, (0, 4)),
        ([-3, 2], True, (-3, 3)),
        ([0, 0], False, (0, 1)),
        ([0, 0], True, (-1, 1)),
        ([-2, -1], False, (0, 1)),
        ([np.inf], False, (0, 1)),
        ([], True, (-1, 1)),
    ],
)
def test_the_range_starts_at_zero_or_is_symmetric_around_it_and_never_empty(
    values: list[float], signed: bool, expected: tuple[float, float]
) -> None:
    assert value_range(np.array(values, np.float32), signed) == expected


@pytest.mark.parametrize("signed", [True, False])
def test_map_ranges_equal_the_range_of_each_map(signed: bool) -> None:
    maps = np.random.default_rng(5).standard_normal((6, 4, 5)).astype(np.float32)
    maps[1], maps[2, 0, 0], maps[3, 0, 0] = 0, np.inf, np.nan
    with np.errstate(all="ignore"):
        found = np.stack(map_ranges(maps, signed), axis=1)
        expected = [value_range(grid, signed) for grid in maps]
    np.testing.assert_array_equal(found, np.array(expected, np.float32))


def test_maps_with_separate_ranges_are_painted_like_single_maps() -> None:
    maps = np.random.default_rng(6).random((3, 4, 5), np.float32) * np.array([1, 10, 100], np.float32)[:, None, None]
    together, alone = Painter(maps.shape, 3, 0), Painter((1, 4, 5), 1, 0)
    canvas, single = np.zeros(together.pixels * 4, np.uint8), np.zeros(alone.pixels * 4, np.uint8)
    together.attach(canvas)
    alone.attach(single)
    low, high = map_ranges(maps, signed=False)
    together.paint(maps, packed(grey()), low, high)
    for number, grid in enumerate(maps):
        alone.paint(grid[None], packed(grey()), *value_range(grid, signed=False))
        found = canvas.reshape(4, 15, 4)[:, number * 5 : number * 5 + 5]
        np.testing.assert_allclose(found, single.reshape(4, 5, 4), atol=1)


@pytest.mark.parametrize("maps_at_once", [1, 2, 5])
def test_maps_painted_in_several_passes_equal_those_painted_at_once(
    monkeypatch: pytest.MonkeyPatch, maps_at_once: int
) -> None:
    maps = np.random.default_rng(8).standard_normal((11, 6, 4)).astype(np.float32)
    canvases = []
    for cells in (1_000_000, maps_at_once * 2 * 6 * 4):
        monkeypatch.setattr("glasscnn.colormap.paint.CELLS_AT_ONCE", cells)
        painter = Painter(maps.shape, 2, 1)
        canvas = np.zeros(painter.pixels * 4, np.uint8)
        painter.attach(canvas)
        painter.paint(maps, packed(sequential()), *map_ranges(maps, signed=True))
        painter.paint(maps, packed(grey()), -1.0, 2.0, (slice(1, 4), slice(2, 4)))
        canvases.append(canvas)
    np.testing.assert_array_equal(*canvases)
