"""The pages about embedding say the same in every language."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "web" / "embed"
TRANSLATIONS = sorted(path.name for path in FOLDER.glob("*.html") if path.name != "index.html")
LANGUAGE = re.compile(r' (?:lang|hreflang)="[a-z]+"|[?&](?:amp;)?lang=[a-z]+')


def page(name: str) -> str:
    return (FOLDER / name).read_text()


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_has_the_elements_and_the_code_of_the_original(name: str) -> None:
    original, translation = page("index.html"), page(name)
    for part in (
        r"</?[a-z][a-z0-9-]*",
        r'\bid="[^"]*"',
        r"<code>[a-z=]{3,}</code>",
        r'\b(?:src|class|data-copies)="[^"]*"',
    ):
        found = [[LANGUAGE.sub("", each) for each in re.findall(part, text)] for text in (original, translation)]
        assert sorted(found[0]) == sorted(found[1]), part
    assert f'<html lang="{name.removesuffix(".html")}">' in translation
    assert 'href="index.html"' in translation
    assert f'href="{name}"' in original


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_has_no_sentence_of_the_original(name: str) -> None:
    texts = [set(re.findall(r"[A-Za-z’]+ [a-z’]+ [a-z’]+", page(each))) for each in ("index.html", name)]
    assert len(texts[0]) > 30
    assert texts[0] & texts[1] == set()
