"""A desktop without a screen on which Orca reads Firefox aloud: what it says is taken from its debug log.

Programs: Xvfb, openbox, xdotool, dbus-daemon, at-spi2-core, orca with speech-dispatcher, and firefox-esr, as Debian has
them.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

from export_tools.errors import ToolError

NEEDED = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "orca", "firefox-esr")
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
DISPLAY = ":77"
PATIENCE = 200  # seconds; on a busy machine Firefox and Orca take a minute to start
SOON = 3  # seconds
LOADED = 15  # seconds after which the page is ready, and has been so for a while
SPOKEN = re.compile(r"SPEECH OUTPUT: '(.*?)'\s*(?:\{.*)?$")
SETTINGS = """
user_pref("accessibility.force_disabled", -1);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("intl.accept_languages", "en");
"""


Found = TypeVar("Found")


CUSTOMIZATIONS = """
import orca.debug
import orca.settings
orca.debug.debugFile.reconfigure(line_buffering=True)
orca.settings.timeoutTime = 0
orca.settings.enableBraille = False
orca.settings.speechFactoryModules = []
orca.settings.speechServerFactory = None
"""
"""Orca ends itself when anything takes ten seconds, as it may on a busy machine. Without a speech server it only logs
what it says: one without a sound card can keep it waiting.
"""


class Desktop:
    """Keys are pressed as a hand would; `hear` waits for what Orca says."""

    def __init__(self, environment: dict[str, str], speech: TextIO) -> None:
        self.environment, self.speech = environment, speech
        self.transcript: list[str] = []
        self.heard_until = 0

    def press(self, *keys: str) -> None:
        """Press keys by their X names, one after the other."""
        for key in keys:
            self.transcript.append(f"[{key}]")
            self.xdotool("key", "--clearmodifiers", key)
            time.sleep(0.5)  # a person's pace: Orca drops what the next key interrupts

    def xdotool(self, *arguments: str) -> str:
        found = subprocess.run(
            ["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        return found.stdout

    def listen(self) -> None:
        """Take down what has been said since."""
        self.transcript += [
            found[1].strip() for line in self.speech if (found := SPOKEN.search(line)) and found[1].strip()
        ]

    def hear(self, pattern: str) -> str:
        """Wait until a sentence that matches has been said; what was said before it is passed over."""
        said = wait_for(lambda: self.next_match(pattern))
        if said is None:
            raise AssertionError(f"{pattern} was not said, but: {self.transcript[self.heard_until :]}")
        return said

    def hears_soon(self, pattern: str) -> bool:
        """Whether a sentence that matches is said within SOON seconds."""
        return wait_for(lambda: self.next_match(pattern), SOON) is not None

    def next_match(self, pattern: str) -> str | None:
        self.listen()
        for number in range(self.heard_until, len(self.transcript)):
            if re.search(pattern, self.transcript[number]):
                self.heard_until = number + 1
                return self.transcript[number]
        return None


def wait_for(look: Callable[[], Found | None], patience: float = PATIENCE) -> Found | None:
    """What `look` finds, as soon as it finds something; None after `patience` seconds."""
    end = time.monotonic() + patience
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


@contextmanager
def reading_aloud(address: str, folder: Path) -> Iterator[Desktop]:
    """Firefox at an address, and Orca; both end with the context."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing or not LAUNCHER.is_file():
        raise ToolError(f"missing programs: {', '.join(missing) or LAUNCHER.name}")
    profile, runtime, log = folder / "profile", folder / "runtime", folder / "orca.log"
    profile.mkdir()
    runtime.mkdir(mode=0o700)
    (profile / "user.js").write_text(SETTINGS)
    log.touch()
    custom = folder / ".local" / "share" / "orca" / "orca-customizations.py"
    custom.parent.mkdir(parents=True)
    custom.write_text(CUSTOMIZATIONS)
    environment = os.environ | {
        "HOME": str(folder),
        "DISPLAY": DISPLAY,
        "XDG_RUNTIME_DIR": str(runtime),
        "GNOME_ACCESSIBILITY": "1",
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
    }
    with ExitStack() as programs, log.open() as speech:

        def start(*command: str) -> None:
            process = subprocess.Popen(
                command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            programs.callback(end, process)

        start("Xvfb", DISPLAY, "-screen", "0", "1440x1000x24")
        start("dbus-daemon", "--session", f"--address={environment['DBUS_SESSION_BUS_ADDRESS']}", "--nofork")
        time.sleep(1)
        start("openbox")
        start(str(LAUNCHER), "--launch-immediately")
        start("firefox-esr", "--no-remote", "--profile", str(profile), address)
        desktop = Desktop(environment, speech)
        window = wait_for(lambda: desktop.xdotool("search", "--onlyvisible", "--name", "glasscnn").split())
        if not window:
            raise AssertionError("Firefox shows no page")
        time.sleep(LOADED)  # Orca is slow while it follows how a page grows
        desktop.xdotool("windowfocus", window[-1])
        start("orca", "--debug-file", str(log))
        desktop.hear("glasscnn")
        yield desktop


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def sentences(transcript: Sequence[str]) -> str:
    """A transcript, one line for each key and each sentence."""
    return "\n".join(transcript) + "\n"
