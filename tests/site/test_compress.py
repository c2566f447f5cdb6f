"""Compressed copies lie beside the files that get smaller by it, and hold the same bytes."""

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


def test_what_gets_smaller_is_compressed_in_both_ways_and_nothing_else(site: Path, tmp_path: Path) -> None:
    compress_site(site, tmp_path / "cache")
    assert names(site) == {"main.js", "main.js.gz", "main.js.br", "tiny.js", "numpy.pack"}
    assert gzip.decompress((site / "main.js.gz").read_bytes()) == (site / "main.js").read_bytes()


def test_what_was_compressed_once_is_taken_from_the_cache(site: Path, tmp_path: Path) -> None:
    compress_site(site, tmp_path / "cache")
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(b"kept")
    compress_site(site, tmp_path / "cache")
    assert (site / "main.js.br").read_bytes() == b"kept"


def test_the_same_file_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    compress_site(site, tmp_path / "one")
    compress_site(site, tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_what_node_says_of_a_script_that_fails_is_passed_on() -> None:
    with pytest.raises(ToolError, match=r"compress\.mjs failed"):
        run_node("compress.mjs", given="not JSON")
