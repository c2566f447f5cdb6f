"""`pip install glasscnn` as a user does it, on every Python that is found, with the oldest and the newest NumPy.

`make test-packages`; it installs NumPy from the package index.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from export_tools.site.packages import build_packages

OLDEST = {11: "numpy==2.0.0", 12: "numpy==2.0.0", 13: "numpy==2.1.0", 14: "numpy==2.3.2"}
"""For each Python 3.x, the oldest NumPy with wheels for it."""

SEVEN = [[(60, 60), (220, 60), (120, 240)]]
MODELS = ("deep", "gap10", "lenet5", "resmini")

USE = """
import json, sys
import numpy as np
import glasscnn

image = glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])
answers = {}
for name in ("deep", "gap10", "lenet5", "resmini"):
    model = glasscnn.load(name)
    result = model.predict(image)
    answers[name] = result.probabilities.tolist()
    assert "bundled" in glasscnn.show(name, image).given
model = glasscnn.load("gap10")
result = model.predict(image)
cell = glasscnn.explain.cell(model, result, "conv2", channel=6, row=9, column=3)
x, W, b = result.stages["conv1"], model.weights["conv2.weight"], model.weights["conv2.bias"]
np.testing.assert_allclose(cell.value, eval(cell.expression), rtol=1e-6)
assert glasscnn.check("relu", lambda x: np.maximum(x, 0)).passed
step = next(iter(glasscnn.train(model, image[None], np.array([7]), epochs=1, forget=True)))
assert np.isfinite(step.loss)
print(json.dumps({"file": glasscnn.__file__, "numpy": np.__version__, "cell": cell.value, "answers": answers}))
"""


@cache
def runs(python: str) -> tuple[int, int] | None:
    """The version of an interpreter that can make environments; None for anything else."""
    code = "import sys, ensurepip, venv; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return None
    major, minor = map(int, answer.stdout.split()) if answer.returncode == 0 else (0, 0)
    return (major, minor) if major == 3 and minor in OLDEST else None


def interpreters() -> Iterator[tuple[int, str]]:
    """(minor version, path) of one interpreter for each Python that is supported and found."""
    names = [found for minor in OLDEST if (found := shutil.which(f"python3.{minor}"))]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    candidates = [sys.executable, *names, *map(str, sorted(pyenv.glob("3.*/bin/python")))]
    found = {version[1]: python for python in reversed(candidates) if (version := runs(python))}
    return iter(sorted(found.items()))


ENVIRONMENTS = [(python, numpy) for minor, python in interpreters() for numpy in (OLDEST[minor], "numpy>=2,<3")]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheels, with a page without contents."""
    folder = tmp_path_factory.mktemp("packages")
    (folder / "page.html").write_text("<!doctype html><body></body>")
    return [path for path in build_packages(folder / "page.html", folder / "out") if path.suffix == ".whl"]


@pytest.mark.parametrize(("python", "numpy"), ENVIRONMENTS)
def test_an_installed_package_reads_explains_trains_and_shows(
    python: str, numpy: str, wheels: list[Path], tmp_path: Path
) -> None:
    subprocess.run([python, "-m", "venv", str(tmp_path / "env")], check=True)
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def call(program: str, *arguments: str) -> str:
        command = [str(programs / program), *arguments]
        answer = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    call("python", "-m", "pip", "install", "--quiet", "--only-binary=:all:", numpy, *map(str, wheels))
    found = json.loads(call("python", "-W", "error", "-c", USE))
    assert Path(found["file"]).is_relative_to(tmp_path)
    assert "==" not in numpy or found["numpy"] == numpy.partition("==")[2]
    image = glasscnn.ink_to_image(SEVEN)
    for name in MODELS:
        np.testing.assert_allclose(found["answers"][name], glasscnn.load(name).predict(image).probabilities, atol=1e-6)

    (tmp_path / "seven.json").write_text(json.dumps(SEVEN))
    assert [line.split()[0] for line in call("glasscnn", "models").splitlines()] == list(MODELS)
    assert json.loads(call("glasscnn", "read", "deep", "seven.json", "--json"))["label"] == "7"
    assert "conv2[6, 9, 3]" in call("glasscnn", "explain", "gap10", "seven.json", "conv2", "6", "9", "3")
    call("glasscnn", "show", "gap10", "seven.json", "--out", "seven.html")
    assert '"bundled": true' in (tmp_path / "seven.html").read_text("ascii")
