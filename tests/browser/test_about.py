"""The about box: version, licence, citation and links, from the package's metadata."""

import tomllib

import pytest
from playwright.sync_api import expect

import glasscnn
from tests.browser.conftest import Host
from tests.browser.support.visitor import PROJECT, Visitor
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


def test_the_about_box_has_version_licence_citation_and_links(visitor: Visitor, host: Host) -> None:
    metadata = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    visitor.in_header("help-open").click()
    visitor.part("about-open").click()
    about = visitor.part("about")
    expect(about).to_contain_text(f"Version {glasscnn.__version__}")
    expect(about).to_contain_text(f"under the {metadata['license']} licence")
    citation = about.get_by_role("textbox", name="How to cite").input_value()
    assert citation.startswith("the glasscnn authors: glasscnn: a small convolutional network")
    assert citation.endswith(f"Version {glasscnn.__version__}. {host.address}")
    links = [link.get_attribute("href") for link in about.get_by_role("link").all()]
    pages = [f"{host.address}docs/index.html", f"{host.address}embed/index.html"]
    assert links == [*metadata.get("urls", {}).values(), *pages]
    assert violations(visitor.page) == []
    visitor.page.keyboard.press("Escape")
    expect(about).to_have_count(0)
    expect(visitor.part("help-open")).to_be_focused()
