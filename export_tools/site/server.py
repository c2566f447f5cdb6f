"""A small static server for the built site, reachable from this machine only."""

import errno
import io
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from export_tools.errors import ToolError
from export_tools.site.page.hashed_folders import HASHED

HOST = "127.0.0.1"
PORTS_TO_TRY = 20
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".npz": "application/octet-stream",
    ".md": "text/markdown; charset=utf-8",
}


ENCODINGS = {"br": ".br", "gzip": ".gz"}  # smallest first


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves a folder under a path prefix, compressed if possible; files in hashed folders may be cached forever."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def __init__(self, *args: object, directory: str, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file at a URL path; paths outside the prefix lead to a file that does not exist."""
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "there is nothing outside of the prefix")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the headers and return the file: the smallest copy whose encoding the browser accepts."""
        name = self.translate_path(self.path)
        if "\0" in name:  # no file has such a name, and looking for one would raise ValueError
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        path = Path(name)
        accepted = self.headers.get("Accept-Encoding", "")
        for encoding, suffix in ENCODINGS.items():
            compressed = path.with_name(path.name + suffix)
            if encoding in accepted and path.is_file() and compressed.is_file():
                return self.send_compressed(path, compressed, encoding)
        return super().send_head()

    def send_compressed(self, path: Path, compressed: Path, encoding: str) -> BinaryIO:
        """Send the headers of a compressed copy and return it."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(compressed.stat().st_size))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return compressed.open("rb")

    def send_response(self, code: int, message: str | None = None) -> None:
        """Remember whether the response is an error, which must not be cached."""
        self.is_file = code < HTTPStatus.BAD_REQUEST
        super().send_response(code, message)

    def end_headers(self) -> None:
        """Add the caching headers."""
        cacheable = self.is_file and self.path.removeprefix(self.prefix).startswith(HASHED)
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if cacheable else "no-cache")
        self.send_header("Access-Control-Allow-Origin", "*")  # as GitHub Pages does: sandboxed frames have no origin
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Log errors only."""
        if not str(args[1] if len(args) > 1 else "").startswith(("2", "3")):
            super().log_message(format, *args)


class SiteServer(ThreadingHTTPServer):
    """A server that logs no traceback when a browser closes the connection during a response."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, unless the connection was closed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def open_server(folder: Path, port: int, prefix: str = "/") -> ThreadingHTTPServer:
    """A server for `folder` on `port` or the next free port; port 0 takes any free one.

    `prefix` is the path of the site, "/" or "/some/path/". Raises ToolError for a folder without a site.
    """
    if not (folder / "index.html").is_file():
        raise ToolError(f"{folder} holds no built site (no index.html): run `make site`")
    handler = partial(SiteHandler, directory=str(folder), prefix=prefix)
    for candidate in range(port, port + PORTS_TO_TRY):
        try:
            return SiteServer((HOST, candidate), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise ToolError(f"no free port from {port} to {port + PORTS_TO_TRY - 1}: choose another with --port")


def address(server: ThreadingHTTPServer, prefix: str = "/") -> str:
    """The URL to open in a browser."""
    return f"http://localhost:{server.server_port}{prefix}"
