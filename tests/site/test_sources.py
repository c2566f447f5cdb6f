"""Downloads of the runtime: the right bytes from the first source that has them, or an error."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from export_tools.site.runtime import download as sources
from export_tools.site.runtime.download import LockedFile, Source, SourceUnavailableError, fetch, read_from_cdn, sha256

DATA = b"the wheel"
WANTED = LockedFile("numpy.whl", sha256(DATA))


def gives(data: bytes) -> Source:
    return Source("a host", lambda _: data)


def fails(reason: str) -> Source:
    def read(_: str) -> bytes:
        raise SourceUnavailableError(reason)

    return Source(f"a host with {reason}", read)


def test_file_with_the_locked_hash_is_cached(tmp_path: Path) -> None:
    path = fetch(WANTED, tmp_path / "cache", [gives(DATA)])
    assert path.read_bytes() == DATA
    assert fetch(WANTED, tmp_path / "cache", [fails("no need to be asked")]) == path


def test_next_source_is_tried_if_the_first_is_unavailable(tmp_path: Path) -> None:
    assert fetch(WANTED, tmp_path, [fails("no route"), gives(DATA)]).read_bytes() == DATA


def test_wrong_hash_stops_the_build_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="is damaged or was replaced") as caught:
        fetch(WANTED, tmp_path, [gives(b"another wheel"), gives(DATA)])
    assert "numpy.whl" in str(caught.value)
    assert WANTED.sha256 in str(caught.value)
    assert sha256(b"another wheel") in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_error_names_file_sources_reasons_and_remedy_if_no_source_has_it(tmp_path: Path) -> None:
    with pytest.raises(ToolError) as caught:
        fetch(WANTED, tmp_path, [fails("no route"), fails("a broken disk")])
    for part in ("numpy.whl", "a host with no route", "a host with a broken disk", "run the command again"):
        assert part in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_damaged_file_in_the_cache_is_downloaded_again(tmp_path: Path) -> None:
    (tmp_path / WANTED.name).write_bytes(DATA[:4])
    assert fetch(WANTED, tmp_path, [gives(DATA)]).read_bytes() == DATA


@contextmanager
def host(status: int, body: bytes, promised: int) -> Iterator[str]:
    """A host that answers every request with `body` but announces `promised` bytes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(promised))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/numpy.whl"
        finally:
            server.shutdown()
            thread.join()


def test_host_returns_the_bytes_at_a_url() -> None:
    with host(200, DATA, len(DATA)) as url:
        assert read_from_cdn(url) == DATA


@pytest.mark.parametrize(
    ("status", "promised", "reason"), [(404, 9, "404"), (503, 9, "503"), (200, 900, "IncompleteRead")]
)
def test_error_status_or_truncated_response_makes_a_source_unavailable(status: int, promised: int, reason: str) -> None:
    with host(status, DATA, promised) as url, pytest.raises(SourceUnavailableError, match=reason):
        read_from_cdn(url)


def test_unreachable_host_fails_at_once() -> None:
    with host(200, DATA, len(DATA)) as url:
        pass
    with pytest.raises(SourceUnavailableError, match="cannot be reached"):
        read_from_cdn(url)


def test_silent_host_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "READ_SECONDS", 0.2)
    silent = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens but never answers
    with silent, pytest.raises(SourceUnavailableError, match="no answer"):
        read_from_cdn(f"http://127.0.0.1:{silent.server_port}/numpy.whl")


def test_missing_core_tells_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="npm ci"):
        sources.core_folder(tmp_path)
