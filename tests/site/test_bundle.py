"""The page's own code is joined into a handful of files, which index.html asks for at once."""

import json
import posixpath
import re
from pathlib import Path

import pytest

from export_tools.site.bundle import bundle, imported, refer_to_bundles

PROJECT = Path(__file__).resolve().parents[2]
WEB = PROJECT / "web"
SCRIPTS = {
    path.relative_to(WEB).as_posix(): path.read_bytes()
    for folder in ("js", "css")
    for path in sorted((WEB / folder).rglob("*.*"))
    if "single" not in path.parts
}
HTML = (WEB / "index.html").read_bytes()


@pytest.fixture(scope="module")
def bundles() -> dict[str, bytes]:
    return bundle(SCRIPTS, HTML)


def test_a_visit_loads_few_files_and_each_of_them_is_there(bundles: dict[str, bytes]) -> None:
    html = refer_to_bundles(HTML, bundles).decode()
    loaded = re.findall(r'(?:href|src)="(bundle/[^"]+)"', html)
    assert set(loaded) <= set(bundles)
    assert len(set(loaded)) <= 8
    assert "css/" not in html.replace("bundle/page.css", "")
    assert 'src="js/' not in html


def test_what_starts_python_is_asked_for_first_and_nothing_that_it_needs_is_overlooked(
    bundles: dict[str, bytes],
) -> None:
    html = refer_to_bundles(HTML, bundles).decode()
    linked = re.findall(r'<link rel="modulepreload" href="([^"]+)"', html)
    assert linked[0] == "bundle/beginning.js"
    assert linked.index("bundle/worker/worker.js") < linked.index("bundle/main.js")
    assert len(linked) == len(set(linked))
    needed = {name for entry in ("beginning.js", "main.js") for name in imported(f"bundle/{entry}", bundles)}
    assert needed <= set(linked)
    assert html.index('rel="stylesheet"') < html.index("<script")


def test_every_style_sheet_is_in_the_page_s_in_its_order(bundles: dict[str, bytes]) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="(css/[^"]+)"', HTML.decode())
    sources = json.loads(bundles["bundle/page.css.map"])["sources"]
    assert [f"../{sheet}" for sheet in sheets] == sources


def test_a_source_map_leads_to_the_files_as_they_are_in_web(bundles: dict[str, bytes]) -> None:
    for name in (name for name in bundles if name.endswith(".map")):
        for source in json.loads(bundles[name])["sources"]:
            assert posixpath.normpath(posixpath.join(posixpath.dirname(name), source)) in SCRIPTS


def test_the_same_files_give_the_same_bundles(bundles: dict[str, bytes]) -> None:
    assert bundle(SCRIPTS, HTML) == bundles
