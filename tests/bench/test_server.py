"""The benchmark's host sends the right files and counts their bytes."""

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.bench.server import Host, hosting

TEXT = b"the same again and again; " * 100


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host of three files: a text, one with an existing compressed copy, and an incompressible one."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes(TEXT)
    (site / "packed.wasm").write_bytes(TEXT)
    (site / "packed.wasm.gz").write_bytes(gzip.compress(TEXT, 1))
    (site / "tiny.zip").write_bytes(b"PK")
    (tmp_path / "secret").write_bytes(b"not for you")
    with hosting({"site": site}, tmp_path / "cache") as host:
        yield host


def get(host: Host, path: str, accept: str = "gzip, deflate, br") -> tuple[HTTPResponse, bytes]:
    """The response and its body."""
    connection = HTTPConnection("127.0.0.1", host.server_port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": accept})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_file_is_sent_compressed_with_its_content_type(host: Host) -> None:
    answer, body = get(host, "/site/")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "text/html"
    assert gzip.decompress(body) == TEXT
    assert len(body) < len(TEXT)


def test_existing_compressed_copy_is_sent(host: Host) -> None:
    answer, body = get(host, "/site/packed.wasm")
    assert len(body) == len(gzip.compress(TEXT, 1))
    assert gzip.decompress(body) == TEXT
    assert answer.headers["Content-Type"] == "application/wasm"


def test_incompressible_file_is_sent_plain(host: Host) -> None:
    answer, body = get(host, "/site/tiny.zip")
    assert answer.headers["Content-Encoding"] is None
    assert body == b"PK"


def test_client_without_compression_receives_plain_files(host: Host) -> None:
    answer, body = get(host, "/site/", accept="identity")
    assert answer.headers["Content-Encoding"] is None
    assert body == TEXT


@pytest.mark.parametrize("path", ["/site/none.js", "/other/", "/site/../secret", "/site/%2e%2e/secret"])
def test_files_outside_the_folders_are_not_found(host: Host, path: str) -> None:
    assert get(host, path)[0].status == 404


def test_sent_bytes_are_counted_by_url(host: Host) -> None:
    host.start_counting()
    _, body = get(host, "/site/?boot=plain")
    assert host.sent == {"/site/": len(body)}
