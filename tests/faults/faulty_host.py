"""A host on which one file of the site is faulty: every way in which a static host or a network fails."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from export_tools.site.server import SiteHandler

PREFIX = "/course/"
NO_LIMIT = 10**9
LATE = 20  # seconds
WEB_PAGE = b"<!doctype html><title>Welcome</title><p>Please log in to the network."

FAULTS = ("404", "wrong bytes", "wrong type", "truncated", "cut", "late", "500")
"""No file; a file whose second half is inverted; a web page in the place of the file, as portals and some hosts do;
half a file that claims to be whole; a connection that ends in the middle; the file, after 20 seconds; an error."""


class FaultyHost(ThreadingHTTPServer):
    """A static host; `asked` has the paths in the order of the requests."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=str(folder), prefix=PREFIX))
        self.file = ""
        self.fault = ""
        self.times = NO_LIMIT
        self.keeps_faults = False  # whether browsers may keep a faulty answer as long as a right one
        self.asked: list[str] = []

    def break_file(self, file: str, fault: str) -> None:
        """From now on, requests for that file get the fault; "" for none."""
        self.file, self.fault = file, fault

    def mend(self) -> None:
        self.break_file("", "")
        self.times, self.keeps_faults = NO_LIMIT, False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{PREFIX}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A closed page aborts its requests."""


class Handler(SiteHandler):
    def do_GET(self) -> None:  # noqa: N802  the base class calls it
        host = self.server
        assert isinstance(host, FaultyHost)
        path = self.path.removeprefix(PREFIX).split("?")[0] or "index.html"
        host.asked.append(path)
        del self.headers["Accept-Encoding"]  # a fault concerns the bytes of the file
        self.is_faulty = path == host.file and host.times > 0
        host.times -= self.is_faulty
        if not self.is_faulty:
            super().do_GET()
        elif host.fault in ("404", "500"):
            self.send_error(int(host.fault))
        elif host.fault == "late":
            time.sleep(LATE)
            super().do_GET()
        else:
            self.send_damaged(Path(self.translate_path(self.path)), host.fault)

    def send_damaged(self, path: Path, fault: str) -> None:
        path = path / "index.html" if path.is_dir() else path
        data = path.read_bytes()
        half = len(data) // 2
        bodies = {
            "cut": data[:half],
            "truncated": data[:half],
            "wrong bytes": data[:half] + bytes(255 - byte for byte in data[half:]),
            "wrong type": WEB_PAGE,
        }
        body = bodies[fault]
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if fault == "wrong type" else self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data if fault == "cut" else body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def end_headers(self) -> None:
        """As SiteHandler does, but a faulty answer is not to be kept."""
        host = self.server
        assert isinstance(host, FaultyHost)
        if self.is_faulty and not host.keeps_faults:
            self.is_file = False
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Errors are what is tested."""


@contextmanager
def faulty_host(folder: Path) -> Iterator[FaultyHost]:
    with FaultyHost(folder) as host:
        thread = Thread(target=host.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()
