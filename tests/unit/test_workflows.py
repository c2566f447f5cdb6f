"""GitHub's workflows cannot run here: their form, their pins and the commands that they call are checked."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

import glasscnn

PROJECT = Path(__file__).resolve().parents[2]
GITHUB = PROJECT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
EXPRESSION = re.compile(r"\$\{\{.*?\}\}")


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


def commands(workflow: dict[str, Any]) -> list[str]:
    """The commands of all steps."""
    return [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]


def targets_of_the_makefile() -> set[str]:
    return set(re.findall(r"^\.PHONY: ([\w-]+)$", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_whose_version_is_named(path: Path) -> None:
    lines = [line.strip().removeprefix("- ") for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_all_workflows_use_the_same_version_of_an_action() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in WORKFLOWS)
    pins = set(re.findall(r"uses: ([\w/-]+)@(\w+)", texts))
    assert len(pins) == len({action for action, _ in pins})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_unless_a_job_says_otherwise_and_every_job_ends(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert job["runs-on"] == "ubuntu-latest"
        assert "timeout-minutes" in job or name == "deploy"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_a_workflow_runs_exists_and_takes_no_text_from_outside(path: Path) -> None:
    targets = targets_of_the_makefile()
    for command in commands(read(path)):
        assert {"matrix"} >= {found[3:].strip().partition(".")[0] for found in EXPRESSION.findall(command)}, command
        make, *words = re.sub(EXPRESSION, "", command).split()
        if make == "make":
            assert {word for word in words if not word.startswith("-") and "=" not in word} <= targets, command
        elif make.startswith(".ci/"):
            assert (PROJECT / make).stat().st_mode & 0o111, f"{make} cannot be run"


def test_ci_runs_the_checks_of_make_test() -> None:
    assert read(GITHUB / "workflows" / "ci.yml")["jobs"]["make"]["strategy"]["matrix"]["targets"] == [
        *("lint test-js", "test-python", "test-browser", "test-plain")
    ]


def test_a_release_has_the_lists_of_what_it_contains() -> None:
    steps = commands(read(GITHUB / "workflows" / "release.yml"))
    assert any(step.startswith("make") and "sbom" in step.split() for step in steps)
    (published,) = [step for step in steps if step.startswith("gh release create")]
    assert "build/release/*" in published.split()
    for files in ("build/sbom/*.cdx.json", "build/packages/*.tgz", "dist/glasscnn.html"):
        assert any(step.startswith("cp ") and files in step.split() for step in steps), files
    assert "cd build/release && sha256sum * >SHA256SUMS" in steps


def test_packages_are_published_by_the_identity_of_the_workflow_alone() -> None:
    jobs = read(GITHUB / "workflows" / "release.yml")["jobs"]
    publishing = {name: job for name, job in jobs.items() if name.startswith("publish")}
    assert set(publishing) == {"publish", "publish-element"}
    for job in publishing.values():
        assert job["permissions"] == {"id-token": "write"}
        assert job["needs"] == "release"
    assert "secrets." not in (GITHUB / "workflows" / "release.yml").read_text("utf-8")
    assert "npm publish ./dist/glasscnn-*.tgz --provenance --access public" in commands({"jobs": publishing})


def test_the_notes_of_a_release_are_those_of_the_changelog(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    subprocess.run(["make", "--silent", "notes", f"NOTES={file}"], cwd=PROJECT, check=True, capture_output=True)
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    section = changelog.partition(f"## [{glasscnn.__version__}]")[2].partition("\n## [")[0]
    notes = file.read_text("utf-8")
    assert notes.strip() == section.partition("\n")[2].strip()
    assert len(notes) > 200
