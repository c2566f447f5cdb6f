"""The packages: everything is found by name after an installation of the wheels alone, below 1 MB without the page."""

import importlib.util
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from export_tools.errors import ToolError
from export_tools.site.packages import build_packages, gather_page
from glasscnn import __version__

PROJECT = Path(__file__).resolve().parents[2]
NAMES = ["deep", "gap10", "lenet5", "resmini"]
PAGE = "<!doctype html><body></body>"

USE = """
import sys
sys.path.insert(0, {target!r})
import glasscnn
assert glasscnn.__file__.startswith({target!r}), glasscnn.__file__
image = glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])
for name in {names!r}:
    model = glasscnn.load(name)
    is_known = '"bundled": true' in glasscnn.show(name, image).document
    print(model.graph.name, model.parameters, model.predict(image).label, is_known)
try:
    glasscnn.load("gap11")
except FileNotFoundError as error:
    print(error.strerror)
report = glasscnn.check("relu", lambda x: abs(x))
print(len(glasscnn.exercise.bundled_exercises()), [check.passed for check in report.checks])
"""

SHOW = """
import sys
sys.path.insert(0, {target!r})
import glasscnn
try:
    glasscnn.show("gap10")
    print("shown")
except OSError as error:
    print(error.strerror)
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """{name and ending: file} of what `make packages` builds, with a one-line page instead of the single file."""
    if importlib.util.find_spec("setuptools") is None:
        pytest.skip("setuptools is not installed: `make test` installs it")
    folder = tmp_path_factory.mktemp("packages")
    (folder / "page.html").write_text(PAGE)
    built = build_packages(folder / "page.html", folder / "out")
    return {path.name.partition("-")[0] + path.suffix: path for path in built}


@pytest.fixture(scope="module")
def installed(packages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which both wheels are installed."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, *(str(packages[name]) for name in WHEELS)], check=True, capture_output=True)
    return target


WHEELS = ("glasscnn.whl", "glasscnn_page.whl")


def run(code: str, target: Path) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", code.format(target=str(target), names=NAMES)],
        cwd=target.parent,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_the_library_is_below_1_mb_and_has_sources_of_the_same_version(packages: dict[str, Path]) -> None:
    assert packages["glasscnn.whl"].stat().st_size < 1_000_000
    assert {path.name.split("-")[1].removesuffix(".tar.gz") for path in packages.values()} == {__version__}
    with tarfile.open(packages["glasscnn.gz"]) as sources:
        names = {name.partition("/")[2] for name in sources.getnames()}
    assert {"pyproject.toml", "LICENSE", "README.md", "py/glasscnn/weights/deep.npz"} <= names


def test_models_and_exercises_are_found_by_name_after_an_installation_of_the_wheels(installed: Path) -> None:
    assert sorted(path.stem for path in (installed / "glasscnn" / "weights").iterdir()) == NAMES
    *models, refused, exercises = run(USE, installed).splitlines()
    found = [line.split() for line in models]
    assert [name for name, *_ in found] == NAMES
    assert [parameters for _, parameters, *_ in found] == ["19004", "1120", "61706", "16018"]
    assert {label for _, _, label, _ in found} == {"7"}
    assert {is_known for *_, is_known in found} == {"True"}  # the page has the same models, by name
    assert exercises == "12 [True, False, False, False, True]"
    assert refused == "neither a bundled model (deep, gap10, lenet5, resmini) nor a file"


def test_the_command_is_installed(installed: Path) -> None:
    command = [str(installed / "bin" / "glasscnn"), "models"]
    answer = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True, text=True, check=True
    )
    assert [line.split()[0] for line in answer.stdout.splitlines()] == NAMES


def test_a_page_that_is_missing_damaged_or_of_another_version_is_refused_with_what_helps(
    installed: Path, packages: dict[str, Path], tmp_path: Path
) -> None:
    assert run(SHOW, installed) == "shown\n"
    page = installed / "glasscnn_page" / "glasscnn.html"
    page.write_text(PAGE.replace("body", "BODY"))
    assert "differs from the one that was built: pip install --force-reinstall" in run(SHOW, installed)
    page.write_text(PAGE)
    (metadata,) = installed.glob("glasscnn_page-*.dist-info/METADATA")
    before = metadata.read_text()
    metadata.write_text(before.replace(f"Version: {__version__}", "Version: 0.0.1"))
    assert f"version 0.0.1, expected {__version__}: pip install 'glasscnn-page=={__version__}'" in run(SHOW, installed)
    metadata.write_text(before)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    alone = tmp_path / "alone"
    subprocess.run([*pip, str(alone), str(packages["glasscnn.whl"])], check=True, capture_output=True)
    assert "is missing: pip install 'glasscnn[page]'" in run(SHOW, alone)


def test_without_the_single_file_it_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="there is no single file; `make single` writes it"):
        gather_page(tmp_path / "none.html", tmp_path / "out")
