"""The page's code is bundled into a handful of files, which index.html preloads."""

import base64
import hashlib
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
    if "host/single-file" not in path.as_posix()
}
PYODIDE = PROJECT / "node_modules" / "pyodide" / "pyodide.mjs"
HTML = (WEB / "index.html").read_bytes()


@pytest.fixture(scope="module")
def bundles() -> Bundles:
    return bundle(SCRIPTS, PYODIDE)


def test_index_html_refers_to_few_files_and_all_exist(bundles: Bundles) -> None:
    html = refer_to_bundles(HTML, bundles).decode()
    loaded = re.findall(r'(?:href|src)="(bundle/[^"]+)"', html)
    assert set(loaded) <= set(bundles.files)
    assert len(set(loaded)) <= 8
    assert "css/" not in html.replace("bundle/page.css", "").replace("bundle/later.css", "")
    assert 'src="js/' not in html


def test_the_policy_allows_the_script_of_the_sandbox_by_its_hash(bundles: Bundles) -> None:
    policy = re.findall(r'content="default-src[^"]*"', refer_to_bundles(HTML, bundles).decode())
    script = bundles.files["bundle/sandbox-frame.js"]
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    assert re.findall(r"script-src ([^;]*);", policy[0]) == [f"'self' 'sha256-{digest}' 'wasm-unsafe-eval'"]
    assert script.isascii()  # so that its hash in a document is that of the file


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
    assert html.index('rel="stylesheet"') < html.index('<script type="module"')


PANELS = ("code", "interventions", "train", "weights")


def test_the_css_bundles_contain_every_style_sheet_in_order(bundles: Bundles) -> None:
    found = []
    for folder, name in (*(("panels", panel) for panel in PANELS), ("input", "picture")):
        sources = json.loads(bundles.files[f"bundle/{name}.css.map"])["sources"]
        found += [source.removeprefix("../") for source in sources]
        assert found[-1] == f"css/{folder}/{name}.css"
        assert f"--{name}-styles:" in bundles.files[f"bundle/{name}.css"].decode()  # it is known to be whole by that
    for bundled, listed in (("page", "index"), ("later", "later")):
        sheets = re.findall(r'@import "\./([^"]+)"', SCRIPTS[f"css/{listed}.css"].decode())
        sources = json.loads(bundles.files[f"bundle/{bundled}.css.map"])["sources"]
        # The last rule of each list tells the page that all of its style sheets have arrived.
        last = [f"../css/{listed}.css"]
        assert [f"../css/{sheet}" for sheet in sheets] + last == sources
        found += [f"css/{sheet}" for sheet in sheets]
    lists = ["css/index.css", "css/later.css"]
    assert sorted(found + lists) == sorted(name for name in SCRIPTS if name.endswith(".css"))


def test_source_maps_refer_to_the_files_of_web_and_name_packages_without_a_path(bundles: Bundles) -> None:
    packages = set()
    for name in (name for name in bundles.files if name.endswith(".map")):
        for source in json.loads(bundles.files[name])["sources"]:
            if source.startswith("npm:"):
                packages.add(source)
            else:
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), source)) in SCRIPTS
    assert "npm:qr" in packages
    assert all(re.fullmatch(r"npm:(@[a-z]+/)?[a-z0-9-]+", package) for package in packages)


def test_the_editor_is_loaded_with_its_panel_only(bundles: Bundles) -> None:
    html = refer_to_bundles(HTML, bundles).decode()
    editors = [name for name in bundles.files if re.fullmatch(r"bundle/editor-\w+\.js", name)]
    assert len(editors) == 1
    needed = {name for entry in ("early-start.js", "main.js") for name in bundles.needed_by(f"bundle/{entry}")}
    assert not set(editors) & needed
    assert "editor" not in html.replace("editor’s", "")


def test_bundles_are_reproducible(bundles: Bundles) -> None:
    assert bundle(SCRIPTS, PYODIDE) == bundles
