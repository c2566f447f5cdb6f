"""A WebKit without a screen, driven by its own WebDriver (W3C WebDriver; Debian's `webkit2gtk-driver` and `xvfb`)."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

PATIENCE = 300  # seconds; a busy machine takes long
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True)
class Programs:
    """The programs that a headless WebKit needs."""

    driver: str
    browser: str
    screen: str


def find_webkit() -> Programs | None:
    """The paths of the programs; None if one of them is not installed."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-*/MiniBrowser"))), None)
    return Programs(driver, str(browser), screen) if driver and screen and browser else None


class WebKit:
    def __init__(self, driver: str, session: str) -> None:
        self.address = f"{driver}/session/{session}"

    @classmethod
    @contextmanager
    def running(cls, programs: Programs, home: Path) -> Iterator["WebKit"]:
        """A WebKit whose profile is in the folder `home`; it ends with the context."""
        with display(programs.screen) as name, closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
            free.close()
            settings = {"DISPLAY": name, "HOME": str(home), "NO_AT_BRIDGE": "1", "GDK_BACKEND": "x11"}
            with subprocess.Popen([programs.driver, f"--port={port}"], env=os.environ | settings, **SILENT) as process:
                driver = f"http://127.0.0.1:{port}"
                try:
                    session = cls.begin(driver, programs.browser)
                    yield session
                    session.tell("", method="DELETE")
                finally:
                    process.terminate()

    @classmethod
    def begin(cls, driver: str, browser: str) -> "WebKit":
        """A new session, once the driver listens."""
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = ask(f"{driver}/session", wanted)
                break
            except URLError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        session = cls(driver, answer["sessionId"])
        session.tell("/timeouts", {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000})
        return session

    def tell(self, command: str, parameters: object = None, method: str = "POST") -> Any:
        return ask(self.address + command, parameters or {}, method)

    def open(self, address: str) -> None:
        self.tell("/url", {"url": address})

    def evaluate(self, promise: str) -> Any:
        """The value of a JavaScript promise, or the message of its rejection."""
        script = f"({promise}).then(arguments[0], (error) => arguments[0](String(error)))"
        return self.tell("/execute/async", {"script": script, "args": []})

    def perform(self, actions: Sequence[object]) -> None:
        """Perform actions of https://www.w3.org/TR/webdriver2/#actions."""
        self.tell("/actions", {"actions": actions})

    def resize_window(self, width: int, height: int) -> None:
        self.tell("/window/rect", {"x": 0, "y": 0, "width": width, "height": height})

    def take_screenshot(self) -> str:
        """What is in the window: PNG, in Base64."""
        picture: str = self.tell("/screenshot", method="GET")
        return picture


def ask(address: str, parameters: object, method: str = "POST") -> Any:
    """The value in the driver's response."""
    data = json.dumps(parameters).encode() if method == "POST" else None
    request = Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)["value"]


@contextmanager
def display(program: str) -> Iterator[str]:
    """The name of a virtual X display."""
    command = [program, "-displayfd", "1", "-screen", "0", "2000x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield f":{process.stdout.readline().decode().strip()}"
        finally:
            process.terminate()
