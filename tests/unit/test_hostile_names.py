"""A name of a model is refused when the file is read, or is plain text in everything that is written."""

import contextlib
import html.parser
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from markdown_it import MarkdownIt

import glasscnn
from export_tools.conversion.onnx_io.writer import write_onnx
from export_tools.evaluation.card import layers
from glasscnn import notebook, notebook_page
from glasscnn.bridge import Bridge
from glasscnn.engine import Stage
from glasscnn.errors import ModelError
from glasscnn.model import Model, write_model
from glasscnn.model.graph_json import graph_from_json, graph_to_json
from glasscnn.names import one_line
from glasscnn_import.in_browser import onnx_to_npz
from tests.fuzz.names import PRINTABLE, REFUSED
from tests.support.graphs import small_model

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN = {"text", "text_special", "code_inline"}


def model_called(name: str) -> Model:
    """A model with this name in every place: its own, a title, a class, a stage, a node and its card."""
    graph, weights = small_model()
    node = f"own {name}" if name in ("image", "probabilities") else name
    nodes = [
        replace(each, name=each.name.replace("relu", node), inputs=tuple(i.replace("relu", node) for i in each.inputs))
        for each in graph.nodes
    ]
    stages = [Stage(node, node, name), *(stage for stage in graph.stages if stage.name != "relu")]
    classes = (name, "b", "c")
    card = {name: name, "licence": name}
    words = {"name": name, "title": name, "description": name, "classes": classes, "card": card}
    return Model(replace(graph, **words, nodes=tuple(nodes), stages=tuple(stages)), weights)  # type: ignore[arg-type]


def made(model: Model, task: str) -> bytes:
    """What the page saves of a reading of this model."""
    bridge = Bridge()
    bridge.load_model(write_model(model.graph, model.weights), "hostile.npz")
    bridge.read_image()
    given = {} if task == "activations" else {"drawing": {"strokes": [], "brush": 20, "centre": True}}
    bridge.work(task, json.dumps(given), b"")
    return bridge.file.tobytes()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("place", ["name", "title", "class", "stage", "stage title", "node", "input"])
def test_a_name_that_takes_effect_where_it_is_shown_is_refused(name: str, place: str) -> None:
    document = json.loads(graph_to_json(small_model()[0]))
    match place:
        case "class":
            document["classes"][1] = name
        case "stage" | "stage title":
            document["stages"][0]["name" if place == "stage" else "title"] = name
        case "node":
            document["nodes"][0]["name"] = name
        case "input":
            document["input"]["name"] = name
        case key:
            document[key] = name
    with pytest.raises(glasscnn.ModelError, match=r"printable text|at most|half a character") as caught:
        graph_from_json(json.dumps(document))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("blank", ["", "  "])
@pytest.mark.parametrize("where", ["input", "nodes", "stages"])
def test_a_name_without_a_character_is_refused(blank: str, where: str) -> None:
    document = json.loads(graph_to_json(small_model()[0]))
    (document[where] if where == "input" else document[where][0])["name"] = blank
    with pytest.raises(glasscnn.ModelError, match="expected name to have a character"):
        graph_from_json(json.dumps(document))


@pytest.mark.parametrize("text", ["a\0b", "\x1b]0;a\x07", "\ud800", "a\u202eb", "x" * 10_001])
def test_a_description_may_have_lines_but_nothing_that_takes_effect(text: str) -> None:
    document = json.loads(graph_to_json(small_model()[0]))
    document["description"] = "two\n\tlines"
    assert graph_from_json(json.dumps(document)).description == "two\n\tlines"
    document["description"] = text
    with pytest.raises(glasscnn.ModelError, match=r"description|half a character"):
        graph_from_json(json.dumps(document))


def test_half_a_character_is_refused_wherever_it_stands_and_a_whole_one_is_not() -> None:
    document = json.loads(graph_to_json(small_model()[0]))
    document["card"] = {"note": {"by": ["👩‍🔬"]}}
    assert graph_from_json(json.dumps(document)).card["note"]["by"] == ["👩‍🔬"]  # written as two escapes
    document["card"]["note"]["by"] = ["\udc69"]
    with pytest.raises(glasscnn.ModelError, match="half a character"):
        graph_from_json(json.dumps(document))


def test_two_classes_of_one_name_are_refused_with_their_places() -> None:
    document = json.loads(graph_to_json(small_model()[0]))
    document["classes"] = ["crane", "b", " crane"]
    with pytest.raises(glasscnn.ModelError, match="numbers 1 and 3 are both called 'crane'"):
        graph_from_json(json.dumps(document))


@pytest.mark.parametrize("name", PRINTABLE)
def test_a_hostile_name_is_plain_text_in_every_export(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    model = model_called(name)
    for check in (expect_script, expect_notebook, expect_activations, expect_onnx, expect_html, expect_card):
        check(model, monkeypatch)
    assert list(tmp_path.iterdir()) == []  # no name has become code that ran, or a path that was written to


def expect_script(model: Model, _: pytest.MonkeyPatch) -> None:
    """CPython runs the bytes, whose encoding it finds out by itself, and names are only data."""
    names: dict[str, object] = {}
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(made(model, "script"), "taken.py", "exec"), names)
    assert names["classes"] == [one_line(label) for label in model.graph.classes]
    assert output.getvalue().startswith("reads ")


def expect_notebook(model: Model, _: pytest.MonkeyPatch) -> None:
    """A notebook of version 4.5, whose headings render as text and whose code is that of the script."""
    content = json.loads(made(model, "notebook"))
    assert {cell["cell_type"] for cell in content["cells"]} == {"markdown", "code"}
    script = made(model, "script").decode()
    for cell in content["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            assert source in script
        else:
            expect_plain_headings(source)


def expect_plain_headings(source: str) -> None:
    tokens = MARKDOWN.parse(source)
    kinds = [token.type for token in tokens]
    paragraph = ["paragraph_open", "inline", "paragraph_close"]
    assert kinds in (["heading_open", "inline", "heading_close", *tail] for tail in ([], paragraph))
    heading = tokens[1].children or []
    assert {child.type for child in heading} <= PLAIN


def expect_activations(model: Model, _: pytest.MonkeyPatch) -> None:
    with np.load(io.BytesIO(made(model, "activations")), allow_pickle=False) as file:
        assert len(set(file.files)) == len(model.graph.stages) + 1
        assert all(Path(f"{name}.npy").name for name in file.files)


def expect_onnx(model: Model, _: pytest.MonkeyPatch) -> None:
    """Back from ONNX, the model has the same names."""
    again = glasscnn.load(onnx_to_npz(write_onnx(model), "again.onnx"))
    assert again.graph.classes == tuple(one_line(label) for label in model.graph.classes)
    assert again.graph.title == (one_line(model.graph.title) or "again")


class Tags(html.parser.HTMLParser):
    """The tags of a document and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.found.append((tag, [name for name, _ in attributes]))


def expect_html(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame in a notebook has its own attributes only, and the block of data in it ends where it should."""
    page: Callable[[], str] = lambda: "<html><body><p></p></body></html>"  # noqa: E731
    monkeypatch.setattr(notebook_page, "page", page)
    view = notebook.show(model)
    outer, inner = Tags(), Tags()
    outer.feed(view._repr_html_())
    inner.feed(view.document)
    assert outer.found == [
        ("div", ["style"]),
        ("div", ["style"]),
        ("p", []),
        ("small", []),
        ("iframe", ["sandbox", "title", "style", "srcdoc"]),
    ]
    assert [tag for tag, _ in inner.found] == ["html", "body", "script", "p"]
    block = view.document.split('id="given">')[1].split("</script>")[0]
    assert json.loads(block)["model"]["name"] == model.graph.name


def expect_card(model: Model, _: pytest.MonkeyPatch) -> None:
    """A table of layers with one row for each, whose cells are text."""
    tokens = MARKDOWN.parse(layers(model))
    assert [token.type for token in tokens].count("tr_open") == len(model.graph.nodes) + 1
    inline = [child for token in tokens if token.type == "inline" for child in token.children or []]
    assert {child.type for child in inline} <= PLAIN


def test_a_message_that_repeats_an_endless_name_is_cut_in_its_middle() -> None:
    message = str(ModelError(f"stage 'pool': there is no node {'x' * 100_000!r}; expected one of the graph"))
    assert message.startswith("stage 'pool': there is no node 'xxx")
    assert message.endswith("expected one of the graph")
    assert len(message) <= 500
