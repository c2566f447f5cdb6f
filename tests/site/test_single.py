"""The single file is complete, small enough, and allows its script and style by hash."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from export_tools.site.build import Parts, build_page
from export_tools.site.single_file.build import MAX_BYTES, build_single

EMBEDDED = r'<script type="application/octet-stream" id="file:([\w.-]+)"([^>]*)>'


@pytest.fixture(scope="module")
def dist(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("single") / "dist"
    build_page(parts, folder)
    return folder


@pytest.fixture(scope="module")
def document(dist: Path) -> str:
    out = dist.parent / "glasscnn.html"
    size = build_single(dist, out)
    assert size == out.stat().st_size
    return out.read_text("utf-8")


def source_of(text: str) -> str:
    """The source expression of an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_size_is_within_the_limit(document: str) -> None:
    assert 5_000_000 < len(document.encode()) <= MAX_BYTES == 14_000_000


def test_document_is_plain_ascii(document: str) -> None:
    assert document.isascii()


def test_document_refers_to_no_other_file(document: str) -> None:
    markup = re.sub(r"(<(script|style)\b[^>]*>).*?</\2>", r"\1", document, flags=re.DOTALL)
    references = re.findall(r'\b(?:href|src)="([^"]*)"', markup)
    assert [reference for reference in references if not reference.startswith(("data:", "#"))] == []
    assert "url(" not in "".join(re.findall(r"<style[^>]*>(.*?)</style>", document, re.DOTALL))


def test_policy_allows_exactly_the_inline_script_that_of_the_sandbox_and_the_style(document: str, dist: Path) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', document)
    assert policy is not None
    directives = dict(directive.split(" ", 1) for directive in policy.group(1).split("; "))
    (script,) = re.findall(r'<script type="module" id="file:page.js">(.*?)</script>', document, re.DOTALL)
    (style,) = re.findall(r'<style id="file:page.css">(.*?)</style>', document, re.DOTALL)
    (frame,) = dist.glob("page-*/bundle/sandbox-frame.js")
    assert directives["script-src"] == f"{source_of(script)} {source_of(frame.read_text('utf-8'))} 'wasm-unsafe-eval'"
    assert directives["style-src"] == source_of(style)
    assert directives["default-src"] == "'none'"
    assert directives["connect-src"] == "'none'"
    assert "unsafe-inline" not in policy.group(1)
    assert "unsafe-eval'" not in policy.group(1).replace("'wasm-unsafe-eval'", "")


def test_lazy_archives_are_not_deflated_and_all_other_assets_are_embedded(document: str) -> None:
    elements = dict(re.findall(EMBEDDED, document))
    for name in ("lazy-archives.json", "stdlib-rest.zip", "numpy-rest.zip", "onnx.zip"):
        assert "data-deflated" not in elements[name]
    for name in ("pyodide.asm.wasm", "stdlib.pack", "numpy.pack", "glasscnn.pack", "gap10.npz", "digits.json"):
        assert name in elements
    assert "snapshot.wasm" not in elements


def test_without_a_built_site_the_error_tells_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="make site"):
        build_single(tmp_path, tmp_path / "glasscnn.html")


def test_release_lists_each_embedded_file_with_its_size(document: str, parts: Parts, tmp_path: Path) -> None:
    build_page(parts, tmp_path / "dist")
    (release,) = (tmp_path / "dist").glob("page-*")
    listed = json.loads((release / "single" / "files.json").read_text("utf-8"))
    assert [file["name"] for file in listed] == [name for name, _ in re.findall(EMBEDDED, document)]
    for file in listed:
        data = b"".join((release / path).read_bytes() for path in file["paths"])
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest()), file["name"]
