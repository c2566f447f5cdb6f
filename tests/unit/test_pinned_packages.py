"""Everything that the build fetches is pinned: Python packages in requirements/, npm packages in the lock files."""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = ("linux", "darwin", "win32")
FILES = ("build", "dev", "docs", "loops", "supply")
SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}")

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
WANTED = {
    "build": [*PYPROJECT["project"]["dependencies"], *EXTRAS["build"]],
    "dev": [*PYPROJECT["project"]["dependencies"], *EXTRAS["build"], *EXTRAS["train"], *EXTRAS["test"], *EXTRAS["dev"]],
    **PYPROJECT["dependency-groups"],
    "docs": [*PYPROJECT["project"]["dependencies"], *EXTRAS["build"], *PYPROJECT["dependency-groups"]["docs"]],
}


@cache
def entries(name: str) -> dict[str, str]:
    """The entries of a file of pinned packages: {the requirement: its text with the hashes}."""
    text = (PROJECT / "requirements" / f"{name}.txt").read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if line and not line.lstrip().startswith("#"))
    blocks = lines.replace("\\\n", " ").splitlines()
    return {block.partition("--hash")[0].strip(): block for block in blocks}


def pinned(name: str, python: str, platform: str) -> dict[str, str]:
    """The versions that pip installs from a file on one Python and platform."""
    environment = {
        **default_environment(),
        "python_version": python,
        "python_full_version": f"{python}.1",
        "sys_platform": platform,
    }
    versions: dict[str, str] = {}
    for requirement in map(Requirement, entries(name)):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert requirement.name not in versions, f"{requirement.name} is pinned twice"
            versions[requirement.name] = str(requirement.specifier).removeprefix("==")
    return versions


def everywhere() -> Iterator[tuple[str, str]]:
    return ((python, platform) for python in PYTHONS for platform in PLATFORMS)


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_to_one_version_with_the_hashes_of_its_files(name: str) -> None:
    assert entries(name)
    for requirement, block in entries(name).items():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", requirement), requirement
        assert SHA256.search(block), requirement
        assert SHA256.sub("", block).strip() == requirement


@pytest.mark.parametrize("name", FILES)
def test_pinned_versions_are_those_that_pyproject_allows_on_every_python_and_platform(name: str) -> None:
    for python, platform in everywhere():
        versions = pinned(name, python, platform)
        for wanted in map(Requirement, WANTED[name]):
            if wanted.name not in ("glasscnn", "torch"):
                assert wanted.name in versions, "run `make requirements`"
                assert versions[wanted.name] in wanted.specifier, f"{wanted}: run `make requirements`"


def test_the_tests_use_the_versions_that_the_site_is_built_with() -> None:
    for python, platform in everywhere():
        build = pinned("build", python, platform).items()
        assert build <= pinned("dev", python, platform).items()
        assert build <= pinned("docs", python, platform).items()


def test_torch_is_pinned_by_version_only_and_its_cuda_libraries_not_at_all() -> None:
    (torch,) = (Requirement(line) for line in EXTRAS["train"] if line.startswith("torch"))
    (metadata,) = PYPROJECT["tool"]["uv"]["dependency-metadata"]
    assert str(torch.specifier) == f"=={metadata['version']}"
    names = {Requirement(entry).name for entry in entries("dev")}
    assert not {name for name in names if name.startswith(("torch", "nvidia", "cuda", "triton"))}
    assert {Requirement(line).name for line in metadata["requires-dist"]} <= names


@pytest.mark.parametrize(
    "path", ["package-lock.json", "packages/element/package-lock.json", "tests/bench/package-lock.json"]
)
def test_every_npm_package_is_locked_with_a_sha512_and_without_a_host(path: str) -> None:
    packages = json.loads((PROJECT / path).read_text("utf-8"))["packages"]
    locked = {name: entry for name, entry in packages.items() if name}
    assert len(locked) > 30
    assert [name for name, entry in locked.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_what_the_site_contains_is_a_dependency_and_tools_are_not() -> None:
    package = json.loads((PROJECT / "package.json").read_text("utf-8"))
    assert "pyodide" in package["dependencies"]
    assert {"esbuild", "typescript", "@biomejs/biome"} <= package["devDependencies"].keys()
