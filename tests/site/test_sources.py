"""Fetching the runtime: the right bytes or none, from whoever has them, and a sentence where nobody has."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from export_tools.site.runtime import download as sources
from export_tools.site.runtime.download import LockedFile, Source, Unreachable, fetch, read_from_cdn, sha256

DATA = b"the wheel"
WANTED = LockedFile("numpy.whl", sha256(DATA))


def gives(data: bytes) -> Source:
    return Source("a host", lambda _: data)


def fails(reason: str) -> Source:
    def read(_: str) -> bytes:
        raise Unreachable(reason)

    return Source(f"a host with {reason}", read)


def test_a_file_with_the_locked_hash_is_kept_in_the_cache(tmp_path: Path) -> None:
    path = fetch(WANTED, tmp_path / "cache", [gives(DATA)])
    assert path.read_bytes() == DATA
    assert fetch(WANTED, tmp_path / "cache", [fails("no need to be asked")]) == path


def test_the_next_source_is_asked_where_the_first_cannot_be_reached(tmp_path: Path) -> None:
    assert fetch(WANTED, tmp_path, [fails("no route"), gives(DATA)]).read_bytes() == DATA


def test_bytes_with_another_hash_stop_the_build_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="is damaged or was exchanged") as caught:
        fetch(WANTED, tmp_path, [gives(b"another wheel"), gives(DATA)])
    assert "numpy.whl" in str(caught.value)
    assert WANTED.sha256 in str(caught.value)
    assert sha256(b"another wheel") in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_when_no_source_has_it_the_error_names_file_sources_reasons_and_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(ToolError) as caught:
        fetch(WANTED, tmp_path, [fails("no route"), fails("a broken disk")])
    for part in ("numpy.whl", "a host with no route", "a host with a broken disk", "run the command again"):
        assert part in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_in_the_cache_is_fetched_again(tmp_path: Path) -> None:
    (tmp_path / WANTED.name).write_bytes(DATA[:4])
    assert fetch(WANTED, tmp_path, [gives(DATA)]).read_bytes() == DATA


@contextmanager
def host(status: int, body: bytes, promised: int) -> Iterator[str]:
    """A host that answers everything with `body` but promises `promised` bytes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(promised))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/numpy.whl"
        finally:
            server.shutdown()
            thread.join()


def test_a_host_gives_the_bytes_at_an_address() -> None:
    with host(200, DATA, len(DATA)) as url:
        assert read_from_cdn(url) == DATA


@pytest.mark.parametrize(
    ("status", "promised", "reason"), [(404, 9, "404"), (503, 9, "503"), (200, 900, "IncompleteRead")]
)
def test_an_error_or_a_cut_off_answer_is_a_source_that_does_not_have_it(
    status: int, promised: int, reason: str
) -> None:
    with host(status, DATA, promised) as url, pytest.raises(Unreachable, match=reason):
        read_from_cdn(url)


def test_a_host_that_is_not_there_is_given_up_at_once() -> None:
    with host(200, DATA, len(DATA)) as url:
        pass
    with pytest.raises(Unreachable, match="cannot be reached"):
        read_from_cdn(url)


def test_a_host_that_says_nothing_is_given_up_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "READ_SECONDS", 0.2)
    silent = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # it listens, and nobody serves
    with silent, pytest.raises(Unreachable, match="no answer"):
        read_from_cdn(f"http://127.0.0.1:{silent.server_port}/numpy.whl")


def test_a_missing_core_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="npm ci"):
        sources.core_folder(tmp_path)
