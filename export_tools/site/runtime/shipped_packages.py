"""The Python packages that the site contains, as pinned requirements, which `make sbom` turns into a list in CycloneDX.

Run as a module, it prints them.
"""

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from export_tools.site.runtime.download import core_folder

PROJECT = Path(__file__).parents[3]
FROM_THE_ENVIRONMENT = ("onnx", "protobuf")  # onnx_pack.py copies files of these


def shipped_packages(core: Path) -> Iterator[str]:
    """NumPy as Pyodide's lock file pins it, then the packages that are copied from the environment of the build."""
    numpy = json.loads((core / "pyodide-lock.json").read_text("utf-8"))["packages"]["numpy"]
    yield f"numpy=={numpy['version']} --hash=sha256:{numpy['sha256']}"
    yield from (f"{name}=={version(name)}" for name in FROM_THE_ENVIRONMENT)


if __name__ == "__main__":
    print(*shipped_packages(core_folder(PROJECT)), sep="\n")
