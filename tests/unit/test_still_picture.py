"""The still picture of a reading, which notebooks show where they take out frames."""

import base64
import re
import struct
import xml.etree.ElementTree as ET
import zlib

import numpy as np

import glasscnn
from glasscnn.png import png
from glasscnn.still_picture import element, ink, percent, raster, svg

SEVEN = [np.array([(60, 60), (220, 60), (120, 240)], np.float32)]
SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_the_drawing_and_a_bar_for_each_class() -> None:
    result = glasscnn.load("deep").predict(glasscnn.ink_to_image(SEVEN))
    picture = ET.fromstring(svg(ink(SEVEN), tuple("0123456789"), result.probabilities))
    [line] = picture.iter(f"{SVG}polyline")
    assert line.get("points") == "42.9,42.9 157.1,42.9 85.7,171.4 85.7,171.4"  # 200 / 280 of the strokes
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert texts[:2] == ["0", "0.0 %"]
    assert texts[14:16] == ["7", percent(float(result.probabilities[7]))]


def test_names_of_classes_are_text_in_the_picture_and_beside_it() -> None:
    picture = svg(ink(SEVEN), ('"><script>', "b"), np.array([0.9, 0.1], np.float32))
    assert next(text.text for text in ET.fromstring(picture).iter(f"{SVG}text")) == '"><script>'
    assert "<script" not in element(picture, '"><script>')


def test_an_image_is_shown_pixel_by_pixel() -> None:
    [image] = ET.fromstring(f'<svg xmlns="{SVG[1:-1]}">{raster(glasscnn.ink_to_image(SEVEN))}</svg>')
    data = base64.b64decode(str(image.get("href")).partition(",")[2])
    expected = np.rint(255 * glasscnn.ink_to_image(SEVEN)[0]).astype(np.uint8)
    np.testing.assert_array_equal(decoded(data)[:, :, 0], expected)


def test_a_png_decodes_to_the_pixels_it_was_made_of() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (3, 5, 3), np.uint8)
    np.testing.assert_array_equal(decoded(png(pixels)), pixels)


def decoded(data: bytes) -> np.ndarray:
    """The pixels (H, W, 3) of a PNG of 8 bits RGB whose rows are not filtered."""
    width, height = struct.unpack(">II", data[16:24])
    length = struct.unpack(">I", data[33:37])[0]
    rows = np.frombuffer(zlib.decompress(data[41 : 41 + length]), np.uint8).reshape(height, 1 + 3 * width)
    assert (rows[:, 0] == 0).all()
    return rows[:, 1:].reshape(height, width, 3)


def test_no_probability_is_shown_as_100_per_cent() -> None:
    found = [percent(share) for share in (0, 0.123, 0.9994, 0.99999, 1)]
    assert found == ["0.0 %", "12.3 %", "99.9 %", "99.9 %", "99.9 %"]


def test_the_picture_is_small() -> None:
    result = glasscnn.load("deep").predict(glasscnn.ink_to_image(SEVEN))
    for drawing in (ink(SEVEN), raster(glasscnn.ink_to_image(SEVEN))):
        assert len(element(svg(drawing, tuple("0123456789"), result.probabilities), "A 7")) < 20_000
    assert re.match("<svg", svg("", ("a",), np.ones(1, np.float32)))
