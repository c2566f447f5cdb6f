"""What links to the page unfold to."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from export_tools.errors import ToolError
from export_tools.site.page.link_preview import PICTURE_SIZE, add_link_preview, read_picture

PROJECT = Path(__file__).resolve().parents[2]
HOME = "https://course.example/a&b/"


class Head(HTMLParser):
    """The properties and the oEmbed link of a page, as a service reads them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.properties: dict[str, str] = {}
        self.oembed = ""
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and "property" in found:
            self.properties[found["property"]] = found["content"]
        if found.get("type") == "application/json+oembed":
            self.oembed = found["href"]


def entries() -> dict[str, bytes]:
    made = {"index.html": (PROJECT / "web" / "index.html").read_bytes()}
    add_link_preview(made, HOME, read_picture(PROJECT))
    return made


def test_a_page_names_its_title_sentence_picture_and_embedding_by_absolute_addresses() -> None:
    head = Head(entries()["index.html"])
    assert head.properties["og:title"] == "glasscnn – draw a digit, see the network read it"
    assert head.properties["og:description"].startswith("Draw a digit and watch")
    assert head.properties["og:url"] == HOME
    assert head.properties["og:image"] == f"{HOME}preview.png"
    assert head.oembed == f"{HOME}oembed.json"


def test_the_oembed_answer_has_what_its_version_asks_of_a_rich_one_and_a_frame_that_fits() -> None:
    answer = json.loads(entries()["oembed.json"])
    assert answer["version"] == "1.0"
    assert answer["type"] == "rich"
    assert {"html", "width", "height", "title", "provider_name", "provider_url"} <= answer.keys()
    frame = Frame(answer["html"])
    assert frame.source == f"{HOME}index.html?fit=box"
    assert (frame.width, frame.height) == (answer["width"], answer["height"])


class Frame(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.source, self.width, self.height = "", 0, 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "iframe":
            self.source, self.width, self.height = found["src"], int(found["width"]), int(found["height"])


def test_the_picture_has_the_size_that_the_page_says() -> None:
    with Image.open(PROJECT / "docs" / "preview.png") as picture:
        assert picture.size == PICTURE_SIZE


@pytest.mark.parametrize("address", ["course.example/", "https://course.example/page", "ftp://a.example/", "https:///"])
def test_an_address_that_is_not_a_folder_on_the_web_is_refused(address: str) -> None:
    made = {"index.html": (PROJECT / "web" / "index.html").read_bytes()}
    with pytest.raises(ToolError, match="expected that of the site's folder"):
        add_link_preview(made, address, b"")
