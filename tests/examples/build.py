"""Builds the pages of examples/ with their generators: examples/NAME → build/examples/NAME, folders of static files.

python -m tests.examples.build
"""

import os
import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLES = PROJECT / "examples"
BUILT = PROJECT / "build" / "examples"
TOOLS = BUILT / "tools" / "bin"
QUIET = {"ASTRO_TELEMETRY_DISABLED": "1", "NO_MKDOCS_2_WARNING": "1"}
FIND_PANDOC = "import pypandoc, subprocess, sys; sys.exit(subprocess.call([pypandoc.get_pandoc_path(), *sys.argv[1:]]))"
PANDOC = (TOOLS / "python", "-c", FIND_PANDOC)
"""What Quarto converts documents with."""

STATIC = ("plain", "strict-csp", "sandbox")
"""The examples that no generator builds."""


def build_all() -> None:
    for name in STATIC:
        copied(name, BUILT / name)
    packages_of("reveal", BUILT / "reveal")
    generate("mkdocs", [TOOLS / "mkdocs", "build", "--quiet", "--strict", "--site-dir", BUILT / "mkdocs"])
    generate("sphinx", [TOOLS / "sphinx-build", "-q", "-W", "-b", "html", ".", BUILT / "sphinx"])
    (BUILT / "quarto").mkdir(exist_ok=True)
    page = ["--standalone", "--include-in-header", "header.html", "--output", BUILT / "quarto" / "index.html"]
    generate("quarto", [*PANDOC, *page, "--from", "markdown", "index.qmd"])
    source = packages_of("astro", BUILT / "sources" / "astro")
    run(["npx", "astro", "build", "--silent", "--outDir", BUILT / "astro"], source)


def copied(name: str, target: Path) -> Path:
    """A fresh copy of an example's folder; what a generator leaves in it does not lie in examples/."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(EXAMPLES / name, target, ignore=shutil.ignore_patterns("node_modules", "dist", ".astro"))
    return target


def packages_of(name: str, target: Path) -> Path:
    """A copy of the example with the npm packages of its lock file."""
    source = copied(name, target)
    run(["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], source)
    return source


def generate(name: str, command: list[str | Path]) -> None:
    run(command, copied(name, BUILT / "sources" / name))


def run(command: list[str | Path], folder: Path) -> None:
    subprocess.run([str(part) for part in command], cwd=folder, check=True, env=os.environ | QUIET)


if __name__ == "__main__":
    build_all()
