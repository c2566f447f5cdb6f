"""dist/ contains what its build.json lists, and a failed build never replaces a site."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import glasscnn
from export_tools.errors import ToolError
from export_tools.site.build import Parts, build_page
from export_tools.site.page.article import insert_article
from glasscnn.model.history import read_history


@pytest.fixture(scope="module")
def dist(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "dist"
    build_page(parts, folder)
    return folder


@pytest.fixture(scope="module")
def build(dist: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((dist / "build.json").read_text("utf-8"))
    return content


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def described_files(node: object) -> Iterator[dict[str, Any]]:
    """All assets in build.json."""
    if isinstance(node, dict):
        if "url" in node:
            yield node
        for value in node.values():
            yield from described_files(value)
    elif isinstance(node, list):
        for value in node:
            yield from described_files(value)


def test_every_asset_exists_with_its_size_and_hash(dist: Path, build: dict[str, Any]) -> None:
    files = list(described_files(build))
    assert len(files) >= 10
    for file in files:
        data = (dist / file["url"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])


def test_build_json_lists_every_file_that_the_worker_boots_from(dist: Path, build: dict[str, Any]) -> None:
    listed = {file["url"] for file in described_files(build)}
    for kind in ("runtime-*", "app-*"):
        for path in dist.glob(f"{kind}/*"):
            assert path.relative_to(dist).as_posix() in listed


def test_no_file_has_a_name_that_hosts_omit(dist: Path) -> None:
    assert [path.name for path in dist.rglob("*") if path.name.startswith(("_", "."))] == []


def test_release_folder_contains_the_scripts_and_styles_of_web(parts: Parts, dist: Path, build: dict[str, Any]) -> None:
    built = files_in(dist / build["page"])
    for folder in ("article", "css", "js", "samples"):
        for name, data in files_in(parts.root / "web" / folder).items():
            if not name.startswith("host/single-file/"):
                assert built[f"{folder}/{name}"] == data


def test_all_files_except_the_entries_are_in_hashed_folders(dist: Path, parts: Parts) -> None:
    entries = {name for name in files_in(dist) if not re.match(r"[a-z-]+-[0-9a-f]{12}/", name)}
    in_web = {
        name
        for name in files_in(parts.root / "web")
        if name.partition("/")[0] not in ("article", "css", "js", "samples")
    }
    icons = {"icon-192.png", "icon-512.png", "icon-maskable-512.png"}
    assert entries == in_web | icons | {"build.json"}


def test_index_html_contains_the_english_article(dist: Path) -> None:
    page = (dist / "index.html").read_text("utf-8")
    assert page.count('<section id="article"') == 1
    assert page.count('<h3 id="article-') == 9
    assert page.index("</main>") < page.index('<section id="article"')


def test_index_html_without_a_mark_for_the_article_is_refused(parts: Parts) -> None:
    with pytest.raises(ToolError, match=r"does not contain the mark <!-- article/en.html -->"):
        insert_article(b"<main></main>", parts.root / "web")


def test_entries_refer_to_existing_files_only(dist: Path) -> None:
    for entry in dist.rglob("*.html"):
        for reference in re.findall(r'(?:href|src)="([^":#?]+)"', entry.read_text("utf-8")):
            assert (entry.parent / reference).exists(), reference


@pytest.fixture(scope="module")
def next_release(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with one line added to a style sheet."""
    root = tmp_path_factory.mktemp("next")
    for folder in ("web", "weights", "exercises"):
        shutil.copytree(parts.root / folder, root / folder)
    with (root / "web" / "css" / "base" / "theme.css").open("a") as style:
        style.write("/* changed */\n")
    build_page(replace(parts, root=root), root / "dist")
    return root / "dist"


def test_change_renames_only_the_folder_it_affects(dist: Path, next_release: Path) -> None:
    before, after = ({path.name for path in site.iterdir() if path.is_dir()} for site in (dist, next_release))
    assert {name.partition("-")[0] for name in before - after} == {"page"}
    assert len(after) == len(before)


def test_service_worker_lists_every_file_that_the_page_may_fetch_with_its_hash(dist: Path) -> None:
    line = (dist / "service-worker.js").read_text("utf-8").partition("\n")[0]
    release = json.loads(line.removeprefix("self.release = ").removesuffix(";"))
    to_be_read = re.compile(r"^weights-.*\.md$|\.map$|^page-[0-9a-f]{12}/(js|css)/")
    fetched = {name for name in files_in(dist) if re.match(r"[a-z-]+-[0-9a-f]{12}/", name)}
    fetched = {name for name in fetched if not to_be_read.search(name)}
    assert fetched < set(release["files"])
    assert {name for name in release["files"] if "/" not in name} > {"index.html", "manifest.webmanifest"}
    for name, digest in release["files"].items():
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() == digest


def test_icons_of_the_manifest_exist_in_the_declared_sizes(dist: Path) -> None:
    manifest = json.loads((dist / "manifest.webmanifest").read_text("utf-8"))
    for entry in manifest["icons"]:
        if entry["type"] == "image/png":
            with Image.open(dist / entry["src"]) as icon:
                assert "{}x{}".format(*icon.size) == entry["sizes"]
    assert any(entry.get("purpose") == "maskable" for entry in manifest["icons"])


def test_site_is_reproducible(parts: Parts, dist: Path, tmp_path: Path) -> None:
    build_page(parts, tmp_path / "again")
    assert files_in(tmp_path / "again") == files_in(dist)


def test_default_model_is_first_and_described_from_its_own_file(dist: Path, build: dict[str, Any]) -> None:
    first = build["models"][0]
    assert first["name"] == build["defaultModel"]
    model = glasscnn.load(dist / first["url"])
    assert (first["parameters"], first["title"]) == (model.parameters, model.graph.title)


def test_a_model_has_the_history_of_its_training_where_there_is_one(
    parts: Parts, dist: Path, build: dict[str, Any]
) -> None:
    histories = {model["name"]: model["history"] for model in build["models"] if "history" in model}
    assert histories.keys() == {"gap10"}
    data = (dist / histories["gap10"]["url"]).read_bytes()
    assert data == (parts.root / "weights" / "gap10-history.npz").read_bytes()
    assert len(data) == histories["gap10"]["bytes"] <= 80_000
    read_history(data).check(glasscnn.load("gap10").graph)


def test_last_example_frame_equals_a_prediction_of_the_whole_digit(
    parts: Parts, dist: Path, build: dict[str, Any]
) -> None:
    example = json.loads((dist / build["example"]["data"]).read_text("utf-8"))
    samples = json.loads((parts.root / "web" / "samples" / "digits.json").read_text("utf-8"))
    (strokes,) = (digit["strokes"] for digit in samples["digits"] if digit["label"] == example["digit"])
    ink = [np.array([point[:2] for point in stroke]) for stroke in strokes]
    result = glasscnn.load(dist / build["models"][0]["url"]).predict(glasscnn.ink_to_image(ink, samples["size"]))
    last = example["frames"][-1]
    assert last["points"] == sum(len(stroke) for stroke in strokes)
    assert last["prediction"] == result.label == example["digit"]
    np.testing.assert_allclose(last["probabilities"], result.probabilities.reshape(-1), atol=1e-5)


def test_example_picture_has_a_row_for_every_frame_and_space_for_every_stage(dist: Path, build: dict[str, Any]) -> None:
    example = json.loads((dist / build["example"]["data"]).read_text("utf-8"))
    picture = Image.open(BytesIO((dist / build["example"]["frames"]).read_bytes()))
    assert picture.height == example["frameHeight"] * len(example["frames"])
    for stage in example["model"]["stages"]:
        place = example["atlas"][stage["name"]]
        assert (place["width"], place["height"]) == (stage["canvas"]["width"], stage["canvas"]["height"])
        assert place["x"] + place["width"] <= picture.width
        assert place["height"] <= example["frameHeight"]
    points = [frame["points"] for frame in example["frames"]]
    assert points == sorted(set(points))


def test_failed_build_leaves_the_existing_site(parts: Parts, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(parts.root / "web", root / "web")
    (root / "weights").mkdir()
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "index.html").write_text("the site before")
    with pytest.raises(ToolError, match=r"deep\.npz is missing"):
        build_page(replace(parts, root=root), dist)
    assert files_in(dist) == {"index.html": b"the site before"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("dist")] == ["dist"]
