"""`npm install glasscnn` as a user does it: the types hold in a TypeScript program, and the manifest names the element.

`make test-packages`; what the element shows is tested in tests/browser/test_npm_package.py.
"""

import json
import subprocess
import tarfile
from pathlib import Path

import pytest

from export_tools.site.npm_package import build_element
from glasscnn import __version__

PROJECT = Path(__file__).resolve().parents[2]

USE = """
import { GlassCnn } from "glasscnn";

const element: GlassCnn = document.createElement("glass-cnn");
element.setAttribute("model", "gap10");
const { prediction, probabilities, stages } = await element.setStrokes([[[60, 60], [220, 60], [120, 240]]]);
const label: number = prediction;
const most: number = Math.max(...probabilities);
const maps: Float32Array = stages.conv1.data;
GlassCnn.page = "https://course.example/glasscnn/";
console.log(label, most, maps);
"""
MISUSE = """
import "glasscnn";
const element = document.createElement("glass-cnn");
const label: string = (await element.setStrokes([[[60, 60]]])).prediction;
element.setStrokes("7");
console.log(label);
"""
OPTIONS = {
    "strict": True,
    "noEmit": True,
    "target": "ES2022",
    "module": "NodeNext",
    "lib": ["ES2022", "DOM"],
    "types": [],
}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with a page without contents."""
    folder = tmp_path_factory.mktemp("element")
    (folder / "page.html").write_text("<!doctype html><body></body>")
    return build_element(folder / "page.html", folder / "out", "https://code.example/glasscnn")


@pytest.fixture(scope="module")
def project(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty project into which the package is installed."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    subprocess.run(["npm", "install", "--silent", "--offline", str(packed)], cwd=folder, check=True)
    return folder


def complaints(project: Path, program: str) -> list[str]:
    """What TypeScript says about a program in the project."""
    (project / "use.ts").write_text(program)
    (project / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "files": ["use.ts"]}))
    compiler = PROJECT / "node_modules" / "typescript" / "bin" / "tsc"
    answer = subprocess.run(["node", str(compiler)], cwd=project, capture_output=True, text=True, check=False)
    return answer.stdout.splitlines()


def test_the_package_has_its_version_licence_and_place_of_origin_and_nothing_else(packed: Path) -> None:
    assert packed.name == f"glasscnn-{__version__}.tgz"
    with tarfile.open(packed) as archive:
        names = {name.removeprefix("package/") for name in archive.getnames()}
        content = json.loads(archive.extractfile("package/package.json").read())  # type: ignore[union-attr]
    assert names == {*content["files"], "package.json", "README.md", "LICENSE"}
    assert content["repository"]["url"] == "git+https://code.example/glasscnn.git"
    assert "devDependencies" not in content


def test_types_tell_use_from_misuse(project: Path) -> None:
    assert complaints(project, USE) == []
    assert [line.partition(": ")[2].partition(":")[0] for line in complaints(project, MISUSE)] == [
        "error TS2322",
        "error TS2345",
    ]


def test_the_manifest_names_the_element_with_its_attributes_methods_and_events(project: Path) -> None:
    package = project / "node_modules" / "glasscnn"
    (module,) = json.loads((package / "custom-elements.json").read_text())["modules"]
    (element,) = (found for found in module["declarations"] if found.get("tagName"))
    assert (module["path"], element["tagName"], element["name"]) == ("glass-cnn.js", "glass-cnn", "GlassCnn")
    attributes = {attribute["name"] for attribute in element["attributes"]}
    observed = "GlassCnn = (await import('glasscnn')).GlassCnn; console.log(GlassCnn.observedAttributes.join())"
    answer = subprocess.run(
        ["node", "--input-type=module", "--eval", f"const {observed}"], cwd=project, capture_output=True, check=True
    )
    assert attributes == {*answer.stdout.decode().strip().split(","), "sandbox"}
    methods = {member["name"] for member in element["members"] if member["kind"] == "method"}
    assert {"predict", "setStrokes", "getState", "setState", "loadModel"} <= methods
    assert {event["name"] for event in element["events"]} == {"ready", "prediction", "statechange", "checked", "error"}
