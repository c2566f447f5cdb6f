"""A typical static host: it serves compressed, cacheable files and counts the bytes it sends."""

import gzip
import hashlib
import mimetypes
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from export_tools.errors import ToolError
from export_tools.site.server import TYPES
from tests.bench.line import Line

Encoding = Literal["gzip", "br"]
SUFFIXES: Mapping[Encoding, str] = {"gzip": ".gz", "br": ".br"}

KEPT = "max-age=600"  # what GitHub Pages says of every file
WORTH_IT = 0.97  # a file that stays larger than this share of itself is sent as it is

BROTLI = """
const { brotliCompressSync, constants } = require("node:zlib");
const { readFileSync } = require("node:fs");
const data = readFileSync(process.argv[1]);
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
process.stdout.write(brotliCompressSync(data, { params }));
"""


class Files:
    """The files below some folders, compressed once and cached in memory."""

    def __init__(self, folders: Mapping[str, Path], cache: Path) -> None:
        """`folders` maps the first part of a URL to a folder; `cache` stores compressed files."""
        self.folders, self.cache = folders, cache
        self.bodies: dict[tuple[Path, int, Encoding], tuple[bytes, bool]] = {}

    def find(self, address: str) -> Path | None:
        """The file at a URL path, if it exists in the folder that the path names."""
        first, _, rest = unquote(urlsplit(address).path).lstrip("/").partition("/")
        folder = self.folders.get(first)
        if folder is None:
            return None
        path = (folder / rest).resolve()
        path = path / "index.html" if path.is_dir() else path
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None

    def body(self, path: Path, encoding: Encoding) -> tuple[bytes, bool]:
        """The bytes to send for a file, and whether they are compressed: an existing copy, or one made here."""
        key = (path, path.stat().st_mtime_ns, encoding)
        if key not in self.bodies:
            beside = path.with_name(path.name + SUFFIXES[encoding])
            plain = path.read_bytes()
            packed = beside.read_bytes() if beside.is_file() else self._compress(path, plain, encoding)
            smaller = len(packed) < WORTH_IT * len(plain)
            self.bodies[key] = (packed if smaller else plain, smaller)
        return self.bodies[key]

    def _compress(self, path: Path, plain: bytes, encoding: Encoding) -> bytes:
        kept = self.cache / f"{hashlib.sha256(plain).hexdigest()}{SUFFIXES[encoding]}"
        if not kept.is_file():
            self.cache.mkdir(parents=True, exist_ok=True)
            packed = gzip.compress(plain, 9, mtime=0) if encoding == "gzip" else brotli(path)
            temporary = kept.with_suffix(f".{threading.get_ident()}")
            temporary.write_bytes(packed)
            temporary.replace(kept)
        return kept.read_bytes()


def brotli(path: Path) -> bytes:
    """A file compressed with Brotli at its best quality, by Node.js."""
    answer = subprocess.run(["node", "-e", BROTLI, str(path)], capture_output=True, check=False)
    if answer.returncode != 0:
        raise ToolError(f"Node.js cannot compress {path}: {answer.stderr.decode(errors='replace')[-300:]}")
    return answer.stdout


class Host(ThreadingHTTPServer):
    """The server; it compresses with `encoding`, and `sent` counts bytes and requests since `start_counting`.

    With a `line`, answers take as long as they do over that.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, files: Files) -> None:
        super().__init__(("127.0.0.1", 0), partial(Handler, files))
        self.encoding: Encoding = "gzip"
        self.line: Line | None = None
        self.lock = threading.Lock()
        self.sent: dict[str, int] = {}

    @property
    def origin(self) -> str:
        """The URL without a path."""
        return f"http://localhost:{self.server_port}"

    def start_counting(self) -> None:
        """Reset the counters."""
        with self.lock:
            self.sent = {}

    def count(self, path: str, size: int) -> None:
        """Count the body of a response."""
        with self.lock:
            self.sent[path] = self.sent.get(path, 0) + size


class Handler(BaseHTTPRequestHandler):
    """Handles GET requests."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one go
    server: Host

    def __init__(self, files: Files, *args: object) -> None:
        self.files = files
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send the file, compressed if the browser accepts `encoding`."""
        path = self.files.find(self.path)
        if path is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        encoding = self.server.encoding
        takes = encoding in self.headers.get("Accept-Encoding", "")
        body, compressed = self.files.body(path, encoding) if takes else (path.read_bytes(), False)
        self.send_response(200)
        self.send_header("Content-Type", content_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", KEPT)
        self.send_header("Vary", "Accept-Encoding")
        if compressed:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        if self.server.line:
            self.server.line.send(self.wfile, body)
        else:
            self.wfile.write(body)
        self.server.count(urlsplit(self.path).path, len(body))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Log nothing."""


def content_type(path: Path) -> str:
    """The content type of a file."""
    return TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


@contextmanager
def hosting(folders: Mapping[str, Path], cache: Path) -> Iterator[Host]:
    """A running host for `folders`."""
    host = Host(Files(folders, cache))
    thread = threading.Thread(target=host.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        host.server_close()
