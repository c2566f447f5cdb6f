"""Code that tries to break out of a worker, and a foreign host that records each attempt."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

# Each attempt in a task of its own: what a debugger evaluates is exempt from the policy on `eval`.
PROBE = """(stranger) => {
  const attempts = {
    fetch: () => fetch(`${stranger}/fetch`),
    request: () => {
      const request = new XMLHttpRequest();
      request.open("GET", `${stranger}/request`, false);
      request.send();
    },
    import: () => import(`${stranger}/import.js`),
    importScripts: () => importScripts(`${stranger}/scripts.js`),
    eval: () => eval("1"),
    Function: () => new Function("return 1")(),
    "caches.open": () => caches.open("glasscnn"),
    "indexedDB.open": () => indexedDB.open("glasscnn"),
    "storage.getDirectory": () => navigator.storage.getDirectory(),
    Worker: () => new Worker(URL.createObjectURL(new Blob(["1"]))),
  };
  const outcome = ([name, attempt]) => new Promise((resolve) => {
    setTimeout(async () => {
      try {
        await attempt();
        resolve([name, "done"]);
      } catch (error) {
        resolve([name, "stopped"]);
      }
    });
  });
  return Promise.all(Object.entries(attempts).map(outcome)).then(Object.fromEntries);
}"""

NETWORK = ("fetch", "request", "import", "importScripts")
CODE = ("eval", "Function")
STORES = ("caches.open", "indexedDB.open", "storage.getDirectory", "Worker")


class Stranger(ThreadingHTTPServer):
    """A host on another origin, with permissive CORS headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), StrangersAnswer)
        self.visits: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class StrangersAnswer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Stranger)
        self.server.visits.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", "1")
        self.end_headers()
        self.wfile.write(b"1")

    def log_message(self, *args: Any) -> None:
        """Record requests instead of logging them."""


@contextmanager
def listening() -> Iterator[Stranger]:
    with Stranger() as stranger:
        thread = Thread(target=stranger.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield stranger
        finally:
            stranger.shutdown()
            thread.join()
