"""The benchmark's host: what it sends, and what it counts."""

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.bench.server import Host, hosting

TEXT = b"the same again and again; " * 100


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host for a folder with a text, one with a copy compressed beforehand, and one that cannot be compressed."""
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
    """The answer and its body."""
    connection = HTTPConnection("127.0.0.1", host.server_port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": accept})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_a_file_is_sent_compressed_under_its_own_type(host: Host) -> None:
    answer, body = get(host, "/site/")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "text/html"
    assert gzip.decompress(body) == TEXT
    assert len(body) < len(TEXT)


def test_the_copy_beside_a_file_is_sent_where_there_is_one(host: Host) -> None:
    answer, body = get(host, "/site/packed.wasm")
    assert len(body) == len(gzip.compress(TEXT, 1))
    assert gzip.decompress(body) == TEXT
    assert answer.headers["Content-Type"] == "application/wasm"


def test_what_does_not_get_smaller_is_sent_as_it_is(host: Host) -> None:
    answer, body = get(host, "/site/tiny.zip")
    assert answer.headers["Content-Encoding"] is None
    assert body == b"PK"


def test_who_does_not_take_compressed_files_gets_plain_ones(host: Host) -> None:
    answer, body = get(host, "/site/", accept="identity")
    assert answer.headers["Content-Encoding"] is None
    assert body == TEXT


@pytest.mark.parametrize("path", ["/site/none.js", "/other/", "/site/../secret", "/site/%2e%2e/secret"])
def test_what_is_not_in_the_folders_is_not_there(host: Host, path: str) -> None:
    assert get(host, path)[0].status == 404


def test_the_bytes_that_went_out_are_counted_by_address(host: Host) -> None:
    host.start_counting()
    _, body = get(host, "/site/?boot=plain")
    assert host.sent == {"/site/": len(body)}
