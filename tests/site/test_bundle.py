"""The page's code is bundled into a handful of files, which index.html preloads."""

import json
import posixpath
import re
from pathlib import Path

import pytest

from export_tools.site.page.bundle import Bundles, bundle, refer_to_bundles

PROJECT = Path(__file__).resolve().parents[2]
WEB = PROJECT / "web"
SCRIPTS = {
    path.relative_to(WEB).as_posix(): path.read_bytes()
    for folder in ("js", "css")
    for path in sorted((WEB / folder).rglob("*.*"))
    if "single-file" not in path.parts
}
HTML = (WEB / "index.html").read_bytes()


@pytest.fixture(scope="module")
def bundles() -> Bundles:
    return bundle(SCRIPTS)


def test_index_html_refers_to_few_files_and_all_exist(bundles: Bundles) -> None:
    html = refer_to_bundles(HTML, bundles).decode()
    loaded = re.findall(r'(?:href|src)="(bundle/[^"]+)"', html)
    assert set(loaded) <= set(bundles.files)
    assert len(set(loaded)) <= 8
    assert "css/" not in html.replace("bundle/page.css", "")
    assert 'src="js/' not in html


def test_files_that_start_python_are_preloaded_first_and_completely(
    bundles: Bundles,
) -> None:
    html = refer_to_bundles(HTML, bundles).decode()
    linked = re.findall(r'<link rel="modulepreload" href="([^"]+)"', html)
    assert linked[0] == "bundle/early-start.js"
    assert linked.index("bundle/worker/worker.js") < linked.index("bundle/main.js")
    assert len(linked) == len(set(linked))
    needed = {name for entry in ("early-start.js", "main.js") for name in bundles.needed_by(f"bundle/{entry}")}
    assert needed <= set(linked)
    assert html.index('rel="stylesheet"') < html.index("<script")


def test_css_bundle_contains_every_style_sheet_in_order(bundles: Bundles) -> None:
    sheets = re.findall(r'@import "\./([^"]+)"', SCRIPTS["css/index.css"].decode())
    sources = json.loads(bundles.files["bundle/page.css.map"])["sources"]
    assert [f"../css/{sheet}" for sheet in sheets] == sources
    assert set(SCRIPTS) >= {f"css/{sheet}" for sheet in sheets}
    assert len(sheets) == len([name for name in SCRIPTS if name.endswith(".css")]) - 1


def test_source_maps_refer_to_the_files_of_web(bundles: Bundles) -> None:
    for name in (name for name in bundles.files if name.endswith(".map")):
        for source in json.loads(bundles.files[name])["sources"]:
            assert posixpath.normpath(posixpath.join(posixpath.dirname(name), source)) in SCRIPTS


def test_bundles_are_reproducible(bundles: Bundles) -> None:
    assert bundle(SCRIPTS) == bundles
