"""The single file is complete, small enough, and allows its script and style by hash."""

import base64
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export_tools.errors import ToolError
from export_tools.site.build import Parts, build_page
from export_tools.site.single_file.base91 import ALPHABET, encode
from export_tools.site.single_file.build import MAX_BYTES, build_single

PROJECT = Path(__file__).resolve().parents[2]
DECODE = """
import { readFileSync } from "node:fs";
import { decode } from "%s";
const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map(([text, length]) => Buffer.from(decode(text, length)).toString("hex"))));
"""


@pytest.fixture(scope="module")
def document(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("single")
    build_page(parts, folder / "dist")
    size = build_single(folder / "dist", PROJECT / "web", folder / "glasscnn.html")
    assert size == (folder / "glasscnn.html").stat().st_size
    return (folder / "glasscnn.html").read_text("utf-8")


def test_javascript_decodes_what_python_encodes() -> None:
    samples = [bytes(range(256)) * 5, b"", b"\0", b"\xff" * 13, *(bytes([number]) * number for number in range(40))]
    script = DECODE % (PROJECT / "web" / "js" / "host" / "single-file" / "base91.js").as_uri()
    given = json.dumps([[encode(data), len(data)] for data in samples])
    answer = subprocess.run(
        ["node", "--input-type=module", "-e", script], input=given, capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stdout) == [data.hex() for data in samples]


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_a_byte_takes_16_13ths_of_a_character_and_needs_no_escaping(data: bytes) -> None:
    text = encode(data)
    assert len(text) == 2 * -(-8 * len(data) // 13)
    assert not set(text) & set('&<"\r\n\0')
    assert len(ALPHABET) == 91


def test_size_is_within_the_limit(document: str) -> None:
    assert 5_000_000 < len(document.encode()) <= MAX_BYTES == 14_000_000


def test_document_is_plain_ascii(document: str) -> None:
    assert document.isascii()


def test_document_refers_to_no_other_file(document: str) -> None:
    markup = re.sub(r"(<(script|style)\b[^>]*>).*?</\2>", r"\1", document, flags=re.DOTALL)
    references = re.findall(r'\b(?:href|src)="([^"]*)"', markup)
    assert [reference for reference in references if not reference.startswith("data:")] == []
    assert "url(" not in "".join(re.findall(r"<style>(.*?)</style>", document, re.DOTALL))


def test_policy_allows_exactly_the_inline_script_and_style(document: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"', document)
    assert policy is not None
    directives = dict(directive.split(" ", 1) for directive in policy.group(1).split("; "))
    (script,) = re.findall(r'<script type="module">(.*?)</script>', document, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)
    for kind, text, also in (("script-src", script, " 'wasm-unsafe-eval'"), ("style-src", style, "")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert directives[kind] == f"'sha256-{digest}'{also}"
    assert directives["default-src"] == "'none'"
    assert directives["connect-src"] == "'none'"
    assert "unsafe-inline" not in policy.group(1)
    assert "unsafe-eval'" not in policy.group(1).replace("'wasm-unsafe-eval'", "")


def test_lazy_archives_are_not_deflated_and_all_other_assets_are_embedded(document: str) -> None:
    elements = dict(re.findall(r'<script type="application/octet-stream" id="file:([^"]+)"([^>]*)>', document))
    for name in ("lazy-archives.json", "stdlib-rest.zip", "numpy-rest.zip", "onnx.zip"):
        assert "data-deflated" not in elements[name]
    for name in ("pyodide.asm.wasm", "stdlib.pack", "numpy.pack", "glasscnn.pack", "gap10.npz", "digits.json"):
        assert name in elements
    assert "snapshot.wasm" not in elements


def test_without_a_built_site_the_error_tells_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="make site"):
        build_single(tmp_path, PROJECT / "web", tmp_path / "glasscnn.html")
