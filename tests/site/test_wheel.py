"""The wheel contains the models and the exercises: they are found by name after an installation of the wheel alone."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NAMES = ["deep", "gap10", "lenet5", "resmini"]

USE = """
import sys
sys.path.insert(0, {target!r})
import glasscnn
assert glasscnn.__file__.startswith({target!r}), glasscnn.__file__
image = glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])
for name in {names!r}:
    model = glasscnn.load(name)
    print(model.graph.name, model.parameters, model.predict(image).label, len(glasscnn.show(name, image).document))
try:
    glasscnn.load("gap11")
except FileNotFoundError as error:
    print(error.strerror)
report = glasscnn.check("relu", lambda x: abs(x))
print(len(glasscnn.exercise.bundled_exercises()), [check.passed for check in report.checks])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `make wheel` builds, with a one-line page instead of the single file."""
    if importlib.util.find_spec("setuptools") is None:
        pytest.skip("setuptools is not installed: `make test` installs it")
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "page.html").write_text("<!doctype html><body></body>")
    options = [f"PAGE={folder / 'page.html'}", f"WHEELS={folder}"]
    made = subprocess.run(
        ["make", "--silent", "wheel", *options], cwd=PROJECT, check=False, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    (path,) = folder.glob("glasscnn-*.whl")
    return path


def test_models_and_exercises_are_found_by_name_after_an_installation_of_the_wheel(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    assert sorted(path.stem for path in (target / "glasscnn" / "weights").iterdir()) == NAMES
    code = USE.format(target=str(target), names=NAMES)
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    *models, refused, exercises = answer.stdout.splitlines()
    found = [line.split() for line in models]
    assert [name for name, *_ in found] == NAMES
    assert [parameters for _, parameters, *_ in found] == ["19004", "1120", "61706", "16018"]
    assert {label for _, _, label, _ in found} == {"7"}
    assert all(int(length) > 6000 for *_, length in found)  # the page with the embedded model
    assert exercises == "12 [True, False, False, False, True]"
    assert refused == "neither a bundled model (deep, gap10, lenet5, resmini) nor a file"
