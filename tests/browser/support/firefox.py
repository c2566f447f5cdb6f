"""A Firefox without a window, told what to do by its own Marionette protocol: Playwright drives only builds of its own.

A message is `[0, id, command, parameters]`, its answer `[1, id, error, result]`, both JSON with their length before
them and a colon between (firefox-source-docs, testing/marionette/Protocol).
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

NAMES = ("firefox", "firefox-esr")
PATIENCE = 180  # seconds; a busy machine takes long
SETTINGS = """
user_pref("marionette.port", {port});
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
"""  # the proxy is not there: whatever Firefox itself asks for goes nowhere


def find_firefox() -> str | None:
    """The path of an installed Firefox."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


LOADED = """new Promise((resolve) => {
  document.readyState === "complete" ? resolve(null) : addEventListener("load", () => resolve(null));
})"""


class Firefox:
    def __init__(self, connection: socket.socket) -> None:
        self.stream = connection.makefile("rwb")
        self.last_id = 0
        self.receive()  # its greeting
        self.tell("WebDriver:NewSession", capabilities={})
        limit = PATIENCE * 1000
        self.tell("WebDriver:SetTimeouts", script=limit, pageLoad=limit, implicit=0)

    @classmethod
    @contextmanager
    def running(cls, path: str, profile: Path, settings: str = "") -> Iterator["Firefox"]:
        """A Firefox with a new profile and additional settings; it ends with the context."""
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        (profile / "user.js").write_text(SETTINGS.format(port=port) + settings)
        flags = ["--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen([path, *flags], **silent) as process:
            try:
                with connect(port) as connection:
                    yield cls(connection)
            finally:
                process.terminate()

    def receive(self) -> Any:
        length = b""
        while (digit := self.stream.read(1)) != b":":
            length += digit
        return json.loads(self.stream.read(int(length)))

    def tell(self, command: str, **parameters: Any) -> Any:
        """Execute a command and return its result."""
        self.last_id += 1
        message = json.dumps([0, self.last_id, command, parameters]).encode()
        self.stream.write(b"%d:%s" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self.receive()
        assert error is None, error["message"]
        return result

    def open(self, address: str) -> None:
        """Open a page, and wait until its scripts have run: on a cold start, Firefox answers before that."""
        self.tell("WebDriver:Navigate", url=address)
        self.evaluate(LOADED)

    def evaluate(self, promise: str) -> Any:
        """The value of a JavaScript promise, or the message of its rejection."""
        script = f"({promise}).then(arguments[0], (error) => arguments[0](String(error)))"
        return self.tell("WebDriver:ExecuteAsyncScript", script=script, args=[])["value"]

    def perform(self, actions: Sequence[object]) -> None:
        """Perform actions of https://www.w3.org/TR/webdriver2/#actions."""
        self.tell("WebDriver:PerformActions", actions=actions)

    def resize_window(self, width: int, height: int) -> None:
        self.tell("WebDriver:SetWindowRect", width=width, height=height)

    def take_screenshot(self) -> str:
        """What is in the window: PNG, in Base64."""
        picture: str = self.tell("WebDriver:TakeScreenshot", full=False)["value"]
        return picture


def connect(port: int) -> socket.socket:
    """Connect as soon as Firefox listens."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
