"""Compressed copies are written if they are smaller, and decompress to the same bytes."""

import gzip
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from export_tools.site.node import run_node
from export_tools.site.page.compress import compress_site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "main.js").write_text("const digit = 3;\n" * 100)
    (folder / "tiny.js").write_text("1")
    (folder / "numpy.pack").write_bytes(bytes(1000))
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_only_files_that_get_smaller_have_gzip_and_brotli_copies(site: Path, tmp_path: Path) -> None:
    compress_site(site, tmp_path / "cache")
    assert names(site) == {"main.js", "main.js.gz", "main.js.br", "tiny.js", "numpy.pack"}
    assert gzip.decompress((site / "main.js.gz").read_bytes()) == (site / "main.js").read_bytes()


def test_cached_copies_are_reused(site: Path, tmp_path: Path) -> None:
    compress_site(site, tmp_path / "cache")
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(b"kept")
    compress_site(site, tmp_path / "cache")
    assert (site / "main.js.br").read_bytes() == b"kept"


def test_compression_is_reproducible(site: Path, tmp_path: Path) -> None:
    compress_site(site, tmp_path / "one")
    compress_site(site, tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_error_output_of_a_failing_node_script_is_reported() -> None:
    with pytest.raises(ToolError, match=r"compress\.mjs failed"):
        run_node("compress.mjs", stdin="not JSON")
