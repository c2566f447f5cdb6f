"""Saved scripts and notebooks run with NumPy only, compute the page's values, and are safe with any names."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from markdown_it import MarkdownIt

import glasscnn
from export_tools.conversion.onnx_io.writer import write_onnx
from glasscnn.bridge import Session
from glasscnn.engine import Stage
from glasscnn.model import write_model
from glasscnn_import.in_browser import onnx_to_npz
from tests.support.graphs import small_model

WEIGHTS = Path(__file__).resolve().parents[3] / "weights"
SEVEN = [[[60.0, 60.0], [220.0, 60.0], [120.0, 240.0]]]


def session_with(model: str) -> Session:
    """A session that has read a 7."""
    return session_reading((WEIGHTS / f"{model}.npz").read_bytes())


def session_reading(data: bytes) -> Session:
    """A session that has read a 7 with this model."""
    session = Session()
    session.load_model(data, "model.npz")
    session.ink[:3] = SEVEN[0]
    session.stroke_lengths[0] = 3
    session.read_ink(1, 280, 24, centre=True)
    return session


def made(session: Session, task: str) -> bytes:
    given = {} if task == "activations" else {"drawing": {"strokes": SEVEN, "brush": 24, "centre": True}}
    assert json.loads(session.work(task, json.dumps(given), b"")) == {"result": None}
    return session.file.tobytes()


def run(code: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, np.ndarray]:
    """The stages that the code computes, run by a Python without glasscnn."""
    monkeypatch.setitem(__import__("sys").modules, "glasscnn", None)
    names: dict[str, object] = {}
    exec(compile(code, "taken.py", "exec"), names)
    return names["stages"]  # type: ignore[return-value]


@pytest.mark.parametrize("model", ["gap10", "deep", "lenet5", "resmini"])
def test_script_computes_every_stage_with_numpy_only(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_with(model)
    stages = run(made(session, "script").decode(), monkeypatch)
    assert list(stages) == [view.stage.name for view in session.views]
    for view in session.views:
        np.testing.assert_allclose(
            stages[view.stage.name], view.values, rtol=0, atol=1e-5 * max(1, np.abs(view.values).max())
        )


def test_notebook_is_valid_and_has_the_code_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_with("gap10")
    content = json.loads(made(session, "notebook"))
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in content["cells"]}) == len(content["cells"])
    code = "\n".join("".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code")
    stages = run(code, monkeypatch)
    np.testing.assert_allclose(stages["probabilities"], session.views[-1].values, atol=1e-6)


def test_activations_equal_the_prediction() -> None:
    arrays = np.load(io.BytesIO(made(session_with("lenet5"), "activations")), allow_pickle=False)
    expected = glasscnn.load(WEIGHTS / "lenet5.npz").predict(glasscnn.ink_to_image(SEVEN))
    assert set(arrays.files) == set(expected.stages)
    for name, maps in expected.stages.items():
        np.testing.assert_allclose(arrays[name], maps, rtol=0, atol=1e-5 * max(1, np.abs(maps).max()))


EVIL = "__import__('pathlib').Path('ran').touch()"
CODING_TITLES = {
    "raw_unicode_escape in two lines": f"coding: raw_unicode_escape\n\\u000a{EVIL}",
    "unicode_escape in two lines": f"coding: unicode_escape\n\\u000a{EVIL}",
    "raw_unicode_escape in one line": f"coding: raw_unicode_escape \\u000a{EVIL} #",
    "unicode_escape in one line": f"coding: unicode_escape \\u000a{EVIL} #",
    "a line break of every kind": "".join(f"GAP-10{end}{EVIL}" for end in ("\n", "\r", "\r\n", "\v", "\f", "\u2028")),
    "a byte of 0": "GAP\0-10",
}


def titled(title: str, kind: str) -> bytes:
    """gap10 with another title, as a page gets it: its `.npz`, or made of an ONNX file whose metadata has the title."""
    model = glasscnn.load(WEIGHTS / "gap10.npz")
    model.graph = replace(model.graph, title=title)
    if kind == "onnx":
        return onnx_to_npz(write_onnx(model), "gap10.onnx")
    text = json.dumps(title)[1:-1].encode()
    model.graph = replace(model.graph, title="TITLE")
    return rewritten(write_model(model.graph, model.weights), text)


def rewritten(data: bytes, title: bytes) -> bytes:
    """The model file with TITLE replaced by other bytes."""
    arrays = dict(np.load(io.BytesIO(data)))
    arrays["graph"] = np.frombuffer(arrays["graph"].tobytes().replace(b"TITLE", title), np.uint8)
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize(
    ("title", "kind"),
    [(title, "npz") for title in CODING_TITLES if title.endswith("in one line")]
    + [(title, "onnx") for title in CODING_TITLES],  # whose lines are joined when it is imported
)
def test_titles_cannot_inject_code_into_the_script(title: str, kind: str, tmp_path: Path) -> None:
    taken = made(session_reading(titled(CODING_TITLES[title], kind)), "script")
    (tmp_path / "taken.py").write_bytes(taken)
    for arguments in (["taken.py"], ["-m", "taken"]):
        answer = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env={}, capture_output=True, text=True, check=False
        )
        assert not (tmp_path / "ran").exists()
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.startswith("reads 7 with ")
    assert taken.startswith(b"# -*- coding: utf-8 -*-\n# # ")


MARKUP = [
    "<img src=https://evil.example/a.png>",
    "<script>alert(1)</script>",
    "![a](https://evil.example/a.png)",
    "[a](https://evil.example)",
    "[a]: https://evil.example\n\n[a]",
    "<https://evil.example>",
    "https://evil.example and www.evil.example, evil.example or me@evil.example",
    "one\n\n# two\n\n<b>three</b>",
    "`<b>` *b* __b__ ~~b~~ a|b &lt;b&gt; \\<b>",
    r"$\href{https://evil.example}{a}$ \(a\) $$ ` $",
]


@pytest.mark.parametrize("title", MARKUP)
@pytest.mark.parametrize("kind", ["npz", "onnx"])
def test_title_in_the_notebook_is_plain_text(title: str, kind: str) -> None:
    if kind == "npz" and "\n" in title:
        title = " ".join(title.split())  # lines are refused in such a file, and joined when ONNX is imported
    content = json.loads(made(session_reading(titled(title, kind)), "notebook"))
    source = "".join(content["cells"][0]["source"])
    heading, blank, text = source.split("\n")
    assert (blank, text[:4]) == ("", "What")
    for dangerous in ("<", "](", "://", "www.", "@"):
        assert dangerous not in heading
    opening, inline, closing = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(heading)
    assert (opening.type, closing.type) == ("heading_open", "heading_close")
    assert {child.type for child in inline.children or ()} <= {"text", "text_special", "code_inline"}
    assert "".join(child.content for child in inline.children or ()) == " ".join(title.split())
    for child in inline.children or ():  # what looks for formulas leaves code alone
        assert child.type == "code_inline" or not set("$\\") & set(child.content)


def test_script_loads_weights_from_its_own_folder_by_a_plain_name() -> None:
    for name, expected in {
        "../../x": "x",
        r"\\evil.example\share\m": "evil.example-share-m",
        "C:/x": "C-x",
        "数字": "model",
        "gap10": "gap10",
        "v1.2": "v1.2",
    }.items():
        model = glasscnn.load(WEIGHTS / "gap10.npz")
        data = write_model(replace(model.graph, name=name), model.weights)
        assert f"\nMODEL = Path('{expected}.npz')\n" in made(session_reading(data), "script").decode()


HOSTILE = "a  \u200b[31m\xadb"  # a model may be called so, though not all of it can be seen


def test_names_are_written_as_one_line_of_printable_characters(tmp_path: Path) -> None:
    graph, weights = small_model()
    names = ["file", "allow_pickle", HOSTILE, HOSTILE.replace("  ", " ")]
    stages = [Stage(name, node.name, HOSTILE) for name, node in zip(names, graph.nodes[-4:], strict=True)]
    nodes = [replace(node, name=node.name.replace("relu", HOSTILE)) for node in graph.nodes]
    nodes = [replace(node, inputs=tuple(name.replace("relu", HOSTILE) for name in node.inputs)) for node in nodes]
    graph = replace(graph, nodes=tuple(nodes), stages=tuple(stages), classes=(HOSTILE, "b", "c"), description=HOSTILE)
    session = session_reading(write_model(graph, weights))
    plain = "a �[31m�b"
    expected = ["image", "file", "allow_pickle", plain, f"{plain} 2"]

    description = json.loads(Session().load_model(write_model(graph, weights), "hostile.npz"))
    assert (description["classes"][0], description["description"]) == (plain, plain)
    assert {stage["title"] for stage in description["stages"][1:]} == {plain}

    assert np.load(io.BytesIO(made(session, "activations"))).files == expected

    for task in ("script", "notebook"):
        text = made(session, task).decode()
        assert all(line.isprintable() for line in text.split("\n"))
    (tmp_path / "taken.py").write_bytes(made(session, "script"))
    answer = subprocess.run([sys.executable, "taken.py"], cwd=tmp_path, env={}, capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.decode().split("\n")
    assert all(line.isprintable() for line in lines)
    assert [line[:14].strip() for line in lines[1:-2]] == expected

    cell = json.loads(session.ask("cell", json.dumps({"stage": "file", "channel": 0, "row": 0, "column": 0})))
    written = [cell["result"]["expression"], *cell["result"]["setup"]]
    assert all(line.isprintable() for line in written)
    names = {"np": np, "model": session.model, "result": session.reading}
    exec("\n".join(cell["result"]["setup"]), names)
    assert eval(cell["result"]["expression"], names) == pytest.approx(cell["result"]["value"])
    with pytest.raises(glasscnn.QuestionError) as refused:
        session.ask("kernels", json.dumps({"stage": "nowhere"}))
    assert str(refused.value).isprintable()
