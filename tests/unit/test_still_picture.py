"""The still picture of a reading, which notebooks show where they take out frames."""

import base64
import re
import xml.etree.ElementTree as ET

import numpy as np

import glasscnn
from glasscnn import notebook
from glasscnn.still_picture import percent, picture

SEVEN = [np.array([(60, 60), (220, 60), (120, 240)], np.float32)]
SVG = "{http://www.w3.org/2000/svg}"


def parsed(element: str) -> ET.Element:
    """The SVG in an `img` element."""
    data = re.search(r"base64,([^\"]+)", element)
    assert data
    return ET.fromstring(base64.b64decode(data[1]))


def test_the_picture_has_the_drawing_and_a_bar_for_each_class() -> None:
    result = glasscnn.load("deep").predict(glasscnn.ink_to_image(SEVEN))
    svg = parsed(picture(SEVEN, tuple("0123456789"), result.probabilities))
    [line] = svg.iter(f"{SVG}polyline")
    assert line.get("points") == "42.9,42.9 157.1,42.9 85.7,171.4 85.7,171.4"  # 200 / 280 of the strokes
    texts = [text.text for text in svg.iter(f"{SVG}text")]
    assert texts[:2] == ["0", "0.0 %"]
    assert texts[14:16] == ["7", percent(float(result.probabilities[7]))]


def test_names_of_classes_are_text_in_the_picture_and_beside_it() -> None:
    element = picture(SEVEN, ('"><script>', "b"), np.array([0.9, 0.1], np.float32))
    assert "<script" not in element
    assert next(text.text for text in parsed(element).iter(f"{SVG}text")) == '"><script>'


def test_a_view_shows_the_picture_where_its_frame_is_taken_out(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(notebook, "page", lambda: "<html><body></body></html>")
    image = glasscnn.ink_to_image(SEVEN)
    for shown, alt in ((None, "An empty pad"), (SEVEN, "A drawing, read as 7"), (image, "A drawing, read as 7")):
        html = glasscnn.show("gap10", shown)._repr_html_()
        still = re.sub(r"<iframe.*</iframe>", "", html)
        assert f'alt="{alt}"' in still
        assert len(still) < 100_000
    squares = [rect for rect in parsed(still).iter(f"{SVG}rect") if rect.get("opacity")]
    assert len(squares) == (image > 0.02).sum()


def test_a_probability_below_1_is_never_100_per_cent() -> None:
    assert [percent(share) for share in (1, 0.99999, 0.123, 0)] == ["100.0 %", "99.9 %", "12.3 %", "0.0 %"]
