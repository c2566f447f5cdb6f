"""Notebooks in the browser, such as JupyterLite's: the wheel runs under Pyodide, with the numbers of CPython."""

import json
import re
import shutil
import subprocess

import numpy as np
import pytest

import glasscnn
from export_tools.site.packages import gather_library, run_backend
from export_tools.site.runtime.archives import Ingredients
from tests.conftest import PROJECT

SEVEN = [[(60, 60), (220, 60), (120, 240)]]
NAMES = ("deep", "gap10", "lenet5", "resmini")
CELLS = [
    "import json, numpy as np, glasscnn, glasscnn.notebook_page",
    "image = glasscnn.ink_to_image([[(60, 60), (220, 60), (120, 240)]])",
    'models = {name: glasscnn.load(name) for name in ("deep", "gap10", "lenet5", "resmini")}',
    "json.dumps({name: model.predict(image).probabilities.tolist() for name, model in models.items()})",
    'result = models["gap10"].predict(image)',
    'cell = glasscnn.explain.cell(models["gap10"], result, "conv2", channel=6, row=9, column=3)',
    "json.dumps([cell.value, [float(term) for term in cell.terms], cell.expression])",
    'next(iter(glasscnn.train(models["gap10"], image[None], np.array([7]), epochs=1, forget=True))).loss',
    'glasscnn.notebook_page.page = lambda: "<!doctype html><body></body>"',
    'glasscnn.show("gap10", image)',
    'glasscnn.show("deep", image, page="https://course.example/glasscnn/")',
]


@pytest.fixture(scope="module")
def outputs(ingredients: Ingredients, tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What the cells put out."""
    folder = tmp_path_factory.mktemp("kernel")
    wheel = run_backend(gather_library(folder / "library"), "build_wheel", folder)
    assert wheel.name.endswith("-py3-none-any.whl")
    shutil.copy(ingredients.wheel, folder / "numpy.whl")
    (folder / "cells.json").write_text(json.dumps(CELLS))
    script = PROJECT / "tests" / "site" / "wheel_in_pyodide.mjs"
    done = subprocess.run(["node", str(script), str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[object] = json.loads(done.stdout.splitlines()[-1])
    return found


def output_of(outputs: list[object], beginning: str) -> str:
    """The output of the cell that begins so."""
    (output,) = [found for cell, found in zip(CELLS, outputs, strict=True) if cell.startswith(beginning)]
    return str(output)


def test_all_models_and_explanations_have_the_numbers_of_cpython(outputs: list[object]) -> None:
    image = glasscnn.ink_to_image(SEVEN)
    probabilities = json.loads(output_of(outputs, "json.dumps({name"))
    assert tuple(probabilities) == NAMES
    for name in NAMES:
        expected = glasscnn.load(name).predict(image).probabilities
        np.testing.assert_allclose(probabilities[name], expected, atol=1e-6)
    model = glasscnn.load("gap10")
    cell = glasscnn.explain.cell(model, model.predict(image), "conv2", channel=6, row=9, column=3)
    value, terms, expression = json.loads(output_of(outputs, "json.dumps([cell"))
    np.testing.assert_allclose([value, *terms], [cell.value, *cell.terms], rtol=1e-5)
    assert expression == cell.expression
    step = next(iter(glasscnn.train(model, image[None], np.array([7]), epochs=1, forget=True)))
    np.testing.assert_allclose(float(output_of(outputs, "next(iter")), step.loss, rtol=1e-4)


def test_show_puts_out_a_still_picture_and_a_frame_with_the_page_in_it_or_at_an_address(outputs: list[object]) -> None:
    inside, addressed = outputs[-2:]
    assert isinstance(inside, dict)
    assert isinstance(addressed, dict)
    for output in (inside, addressed):
        assert {"text/html", "image/svg+xml", "text/plain"} == set(output)
        assert "reads 7" in output["text/plain"]
    assert re.search(r'<iframe [^>]*srcdoc="&lt;!doctype html&gt;&lt;body&gt;&lt;script', inside["text/html"])
    assert 'src="https://course.example/glasscnn/" name="glasscnn:' in addressed["text/html"]
