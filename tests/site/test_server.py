"""The local server behaves like a static host."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from export_tools.errors import ToolError
from export_tools.site.server import address, open_server


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<title>glasscnn</title>")
    (tmp_path / "runtime-0123").mkdir()
    (tmp_path / "runtime-0123" / "core.wasm").write_bytes(b"\0asm")
    for name in ("main.js", "pyodide.mjs", "build.json", "gap10.npz"):
        (tmp_path / name).write_bytes(b"1")
    return tmp_path


@contextmanager
def serving(folder: Path, prefix: str = "/") -> Iterator[str]:
    with open_server(folder, 0, prefix) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield address(server, prefix)
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "text/html"),
        ("main.js", "text/javascript"),
        ("pyodide.mjs", "text/javascript"),
        ("runtime-0123/core.wasm", "application/wasm"),
        ("build.json", "application/json"),
        ("gap10.npz", "application/octet-stream"),
    ],
)
def test_every_file_has_the_content_type_that_browsers_require(site: Path, name: str, kind: str) -> None:
    with serving(site) as url:
        answer = requests.get(url + name, timeout=5)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].split(";")[0] == kind


def test_site_under_a_prefix_is_served_only_there(site: Path) -> None:
    with serving(site, "/some/path/") as url:
        assert url.endswith("/some/path/")
        assert "glasscnn" in requests.get(url, timeout=5).text
        root = url.removesuffix("some/path/")
        assert requests.get(root + "index.html", timeout=5).status_code == 404
        assert requests.get(root + "build.json", timeout=5).status_code == 404


def test_only_files_in_hashed_folders_are_immutable(site: Path) -> None:
    with serving(site) as url:
        assert "immutable" in requests.get(url + "runtime-0123/core.wasm", timeout=5).headers["Cache-Control"]
        assert requests.get(url + "build.json", timeout=5).headers["Cache-Control"] == "no-cache"
        missing = requests.get(url + "runtime-0123/missing.wasm", timeout=5)
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-cache")


@pytest.mark.parametrize(
    ("accepted", "beside", "sent"),
    [
        ("gzip, br", ("br", "gzip"), "br"),
        ("gzip", ("br", "gzip"), "gzip"),
        ("gzip, br", ("gzip",), "gzip"),
        ("gzip, br", (), None),
        ("identity", ("br", "gzip"), None),
    ],
)
def test_smallest_existing_copy_that_the_browser_accepts_is_sent(
    site: Path, accepted: str, beside: tuple[str, ...], sent: str | None
) -> None:
    plain = site / "runtime-0123" / "core.wasm"
    for encoding in beside:
        plain.with_name(plain.name + {"br": ".br", "gzip": ".gz"}[encoding]).write_bytes(b"smaller")
    with serving(site) as url:
        answer = requests.get(
            url + "runtime-0123/core.wasm", headers={"Accept-Encoding": accepted}, timeout=5, stream=True
        )
        body = answer.raw.read(decode_content=False)
    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Content-Type"] == "application/wasm"
    assert body == (b"smaller" if sent else plain.read_bytes())


def test_nothing_outside_the_folder_is_served(site: Path) -> None:
    (site.parent / "secret.txt").write_text("secret")
    with serving(site) as url:
        assert requests.get(url + "%2e%2e/secret.txt", timeout=5).status_code == 404


def test_a_path_that_no_file_can_have_is_answered_as_one_that_is_not_there(site: Path) -> None:
    with serving(site) as url:
        assert requests.get(url + "%00/x", timeout=5).status_code == 404


def test_occupied_port_is_skipped(site: Path) -> None:
    with open_server(site, 0) as first, open_server(site, first.server_port) as second:
        assert second.server_port > first.server_port


def test_folder_without_a_site_tells_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="make site"):
        open_server(tmp_path, 0)
