"""What the documentation takes from the repository: documents, tables, the help of commands, comments of scripts."""

from pathlib import Path

import pytest

from export_tools.documentation.accessible import mended
from export_tools.documentation.command_help import commands
from export_tools.documentation.included import PAGES, PROJECT, include, table
from export_tools.documentation.jsdoc import jsdoc
from export_tools.errors import ToolError
from export_tools.site.build import place_documentation


def test_links_of_an_included_document_lead_to_pages_and_others_become_paths() -> None:
    contributing = include("how-to/change-the-code", "CONTRIBUTING.md")
    assert "[ARCHITECTURE.md](../design.md)" in contributing
    assert "the site's build (`export_tools/site/README.md`)" in contributing
    assert "](web/" not in contributing
    assert "[more languages]" not in include("index", "README.md")
    assert "[for students](tutorials/student.md)" in include("index", "README.md")


def test_one_section_is_included_without_the_others_and_code_stays_as_it_is() -> None:
    section = include("reference/model-file", "ARCHITECTURE.md", "7")
    assert section.startswith("One `.npz`")
    assert "## " not in section
    exercises = (PROJECT / "exercises" / "README.md").read_text("utf-8")
    example = exercises.partition("````markdown\n")[2].partition("````")[0]
    assert example in include("reference/exercises", "exercises/README.md")
    with pytest.raises(ToolError, match=r"ARCHITECTURE\.md has no section 99"):
        include("design", "ARCHITECTURE.md", "99")


def test_every_document_that_is_a_page_is_included_by_that_page() -> None:
    for document, page in PAGES.items():
        if document != "README.md":  # whose page is a text of its own
            assert f"<!-- include {document} -->" in (PROJECT / "docs" / page).read_text("utf-8")


def test_tables_of_the_page_about_embedding_are_found_by_their_labels() -> None:
    assert "<code>readonly</code>" in table("web/embed/index.html", "Parameters")
    assert "<code>setStrokes</code>" in table("web/embed/index.html", "Messages")
    with pytest.raises(ToolError, match="no table with the label Nothing"):
        table("web/embed/index.html", "Nothing")


def test_every_command_is_listed_with_its_help() -> None:
    package, tools = commands("glasscnn"), commands("export_tools")
    assert "### explain\n\n```text\nusage: glasscnn explain" in package
    assert "### import\n\n```text\nUsage: python -m export_tools import" in tools
    assert "╭" not in tools  # no boxes


def test_comments_of_scripts_become_methods_and_tables() -> None:
    methods = jsdoc("web/js/embed/public-api.js", "PublicApi", "predict", "link")
    assert "### `predict(pixels)`\n\nRead an image without touching the drawing." in methods
    assert "- throws `Error` if the drawing is too long for a link" in methods
    assert "| `prediction` | `number` | the index of the most probable class |" in jsdoc(
        "web/js/protocol/page-state.js", "Reply"
    )
    for wrong, reason in ((["Nobody"], "no class and no type"), (["PublicApi", "fly"], "no method with a comment")):
        with pytest.raises(ToolError, match=reason):
            jsdoc("web/js/embed/public-api.js", *wrong)


def test_pages_are_mended_once() -> None:
    signature = "(\n\n<dl>\n<dd>x,</dd>\n</dl>\n)"
    page = f'<p class="caption" role="heading">A</p><pre>1</pre><th class="head"><p></p></th>{signature}'
    once = mended(page)
    assert 'role="heading" aria-level="2"' in once
    assert '<pre tabindex="0">' in once
    assert "<th" not in once
    assert '(\n\n<span class="parameter">x,</span>\n)' in once
    assert mended(once) == once


def test_the_site_has_the_documentation_where_it_is_built_and_else_a_page_that_says_so(tmp_path: Path) -> None:
    site, built = tmp_path / "site", tmp_path / "built"
    site.mkdir()
    (site / "index.html").write_text("not in this copy")
    place_documentation(built, site)
    assert (site / "index.html").read_text() == "not in this copy"
    (built / "how-to").mkdir(parents=True)
    (built / "index.html").write_text("the documentation")
    (built / "how-to" / "embed.html").write_text("embed it")
    place_documentation(built, site)
    assert (site / "index.html").read_text() == "the documentation"
    assert (site / "how-to" / "embed.html").read_text() == "embed it"
