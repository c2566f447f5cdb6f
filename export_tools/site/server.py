"""A small static server for the built site, on this machine only."""

import errno
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from export_tools.errors import ToolError

HOST = "127.0.0.1"
PORTS_TO_TRY = 20
HASHED = ("runtime-", "app-", "image-")
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".json": "application/json",
    ".npz": "application/octet-stream",
    ".md": "text/markdown; charset=utf-8",
}


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves a folder under a path, as GitHub Pages does; what has a hash in its address may be kept forever."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def __init__(self, *args: object, directory: str, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """The file behind an address; what does not lie below the prefix is not there."""
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "there is nothing outside of the prefix")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def end_headers(self) -> None:
        """Say how long a file may be kept."""
        kept = self.path.removeprefix(self.prefix).startswith(HASHED)
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing of what went well."""
        if not str(args[1] if len(args) > 1 else "").startswith(("2", "3")):
            super().log_message(format, *args)


def open_server(folder: Path, port: int, prefix: str = "/") -> ThreadingHTTPServer:
    """A server for `folder` on `port`, or on the next one that is free; port 0 takes any.

    `prefix` is the path that the site lies under, "/" or "/some/path/". Raises ToolError for a folder without a site.
    """
    if not (folder / "index.html").is_file():
        raise ToolError(f"{folder} holds no built site (no index.html): run `make site`")
    handler = partial(SiteHandler, directory=str(folder), prefix=prefix)
    for candidate in range(port, port + PORTS_TO_TRY):
        try:
            return ThreadingHTTPServer((HOST, candidate), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise ToolError(f"no free port from {port} to {port + PORTS_TO_TRY - 1}: choose another with --port")


def address(server: ThreadingHTTPServer, prefix: str = "/") -> str:
    """The address to open in a browser."""
    return f"http://localhost:{server.server_port}{prefix}"
