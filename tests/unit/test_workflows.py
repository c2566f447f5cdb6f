"""GitHub's workflows cannot run here: their form, their pins and the commands that they call are checked."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

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
    assert "build/sbom/*.cdx.json" in published.split()


def test_the_weekly_workflow_audits_and_tries_the_newest_pyodide_and_numpy() -> None:
    weekly = read(GITHUB / "workflows" / "weekly.yml")
    assert weekly[True]["schedule"]  # YAML reads the key `on` as true
    assert set(weekly["jobs"]) == {"audit", "pyodide", "numpy"}
    assert [step for step in commands(weekly) if step.startswith((".ci/canary", "make"))] == [
        "make --keep-going audit",
        '.ci/canary "$VERSION"',
    ]


def test_dependabot_proposes_updates_of_everything_that_is_pinned() -> None:
    updates = read(GITHUB / "dependabot.yml")["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"npm", "pip", "github-actions"}
    folders = {path.parent for path in PROJECT.glob("**/package-lock.json") if "node_modules" not in path.parts}
    (npm,) = (update for update in updates if update["package-ecosystem"] == "npm")
    listed = {(PROJECT / folder.lstrip("/")).resolve() for folder in npm["directories"]}
    assert listed == {folder for folder in folders if "build" not in folder.relative_to(PROJECT).parts}
