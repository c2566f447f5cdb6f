"""The texts of the page: complete languages, changed in place, and sentences with the numbers of the drawing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Host
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()

# All texts of a language, in all parts.
WORDS_OF = """async (code) => {
  const part = (name) => import(new URL(`js/i18n/${code}/${name}.js`, BASE));
  const [{ words }, { story }] = await Promise.all(["index", "story"].map(part));
  const panels = code === "en" ? (await part("panels")).panelWords : {};
  return { ...words, ...panels, ...story };
}"""

# Every place in a language's texts: what kind of thing is there, and how many arguments a function takes.
PLACES = """async (language) => {
  const { LANGUAGES } = await import(new URL("js/i18n/language.js", BASE));
  const places = (words, path) => Object.entries(words).flatMap(([key, word]) =>
    typeof word === "object" ? places(word, `${path}${key}.`)
    : [`${path}${key}: ${typeof word}${typeof word === "function" ? ` of ${word.length}` : ""}`]);
  return [Object.keys(LANGUAGES), places(await (WORDS_OF)(language), "")];
}"""

# What people can see or hear: texts, names, tooltips, of what is rendered.
SAID = """() => {
  const isSeen = (element) => element?.checkVisibility?.() ?? false;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = [];
  while (walker.nextNode()) {
    if (isSeen(walker.currentNode.parentElement)) said.push(walker.currentNode.data.trim());
  }
  for (const name of ["aria-label", "title"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (isSeen(element)) said.push(element.getAttribute(name));
    }
  }
  return said.filter(Boolean);
}"""

# Words that are English, and not the same in the other language.
ENGLISH_ONLY = """async (language) => {
  const words = (place) => Object.values(place).flatMap((word) =>
    typeof word === "object" ? words(word) : typeof word === "string" ? [word] : []);
  const [english, other] = await Promise.all(["en", language].map(WORDS_OF));
  return words(english).filter((word) => !words(other).includes(word));
}"""


# How sure a network of some probability is said to be: beside the digit, by the tour and to a screen reader.
SURE = """async (language) => {
  const { words } = await import(new URL(`js/i18n/${language}/index.js`, BASE));
  const { prediction, tour } = words;
  return [0.958, 0.9994, 0.9996, 1].map((share) =>
    [prediction.sure(share), tour.read("7", share), prediction.sentence("7", share, "2")]);
}"""


def in_page(visitor: Visitor, script: str, given: str) -> Any:
    """Run a script that imports the page's own modules."""
    scripts = visitor.page.locator("script[type=module]").first.evaluate("(script) => script.src")
    return visitor.page.evaluate(
        script.replace("WORDS_OF", WORDS_OF).replace("BASE", f"'{scripts.rpartition('bundle/')[0]}'"), given
    )


def choose(visitor: Visitor, language: str) -> None:
    visitor.part("language").select_option(language)
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture(autouse=True)
def english(visitor: Visitor) -> Iterator[None]:
    """Every test starts and ends in English, without an overlay."""
    yield
    if visitor.part("help").is_visible():
        visitor.page.keyboard.press("Escape")
    choose(visitor, "en")


def words_of(visitor: Visitor, stage: str) -> str:
    return visitor.page.locator(f"#about-{stage}").text_content() or ""


def test_every_language_has_exactly_the_english_texts(visitor: Visitor) -> None:
    languages, english = in_page(visitor, PLACES, "en")
    assert set(languages) >= {"en", "id"}
    for language in languages:
        _, places = in_page(visitor, PLACES, language)
        assert sorted(set(english) - set(places)) == [], f"{language} lacks these"
        assert sorted(set(places) - set(english)) == [], f"{language} has these too much"


def test_the_html_contains_the_english_texts(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, f"{host.address}?lang=en") as visitor:
        visitor.wait_until_ready()
        wrong = visitor.page.evaluate(
            """async () => {
              const html = await (await fetch(".")).text();
              const given = new DOMParser().parseFromString(html, "text/html");
              const name = (element) => element.getAttribute("aria-label");
              const kinds = { text: (element) => element.textContent, label: name, title: ({ title }) => title };
              return Object.entries(kinds).flatMap(([kind, read]) =>
                [...given.querySelectorAll(`[data-${kind}]`)].flatMap((element) => {
                  const path = element.dataset[kind];
                  const spoken = [...document.querySelectorAll(`[data-${kind}="${path}"]`)][0];
                  return !read(element) || (spoken && read(element) === read(spoken)) ? [] : [path];
                }));
            }"""
        )
        assert wrong == []


def test_a_language_is_chosen_in_place_and_the_drawing_stays(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.read_again()
    visitor.page.evaluate("window.isTheSamePage = true")
    choose(visitor, "id")
    expect(visitor.page.get_by_role("button", name="Urungkan")).to_be_visible()
    expect(visitor.part("status")).to_contain_text("Membaca gambar Anda")
    expect(visitor.page.locator("[data-stage=conv1] figcaption")).to_have_text("Konv 1 + ReLU")
    assert visitor.page.locator("#sure").inner_text() == "lebih dari 99,9% yakin"
    expect(visitor.page.locator("[aria-live=polite]").first).to_have_text(re.compile("Jaringan membaca 3"))
    assert visitor.page.evaluate("window.isTheSamePage")
    assert len(visitor.strokes()) == len(SAMPLES[3])
    choose(visitor, "en")
    expect(visitor.page.get_by_role("button", name="Undo")).to_be_visible()
    expect(visitor.page.locator("[data-stage=conv1] figcaption")).to_have_text("Conv 1 + ReLU")


@pytest.mark.parametrize(
    ("language", "sure"),
    [
        ("en", ["95.8 % sure", "99.9 % sure", "over 99.9 % sure", "over 99.9 % sure"]),
        ("id", ["95,8% yakin", "99,9% yakin", "lebih dari 99,9% yakin", "lebih dari 99,9% yakin"]),
    ],
)
def test_no_probability_is_displayed_as_100_percent(visitor: Visitor, language: str, sure: list[str]) -> None:
    for expected, (beside, toured, announced) in zip(sure, in_page(visitor, SURE, language), strict=True):
        assert beside.replace("\u00a0", " ") == expected
        assert f" 7, {expected}." in toured
        assert f" 7, {expected}; " in announced


def test_an_indonesian_page_marks_messages_of_python_as_english(visitor: Visitor) -> None:
    choose(visitor, "id")
    visitor.choose_file(b"This is no model.", "bad.npz")
    alert = visitor.alert()
    assert alert.startswith("Model ini tidak dapat dipakai. Rinciannya, dalam bahasa Inggris: ")
    assert "Model sebelumnya tetap dipakai." in alert
    choose(visitor, "en")


def test_a_page_in_indonesian_has_no_english_text(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.read_again()
    visitor.part("stage-conv2").click()
    choose(visitor, "id")
    english = set(in_page(visitor, ENGLISH_ONLY, "id"))
    found = []
    tabs = visitor.page.get_by_role("tab")
    for number in range(tabs.count()):
        tabs.nth(number).click()
        expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
        found += [text for text in visitor.page.evaluate(SAID) if text in english]
    visitor.in_header("help-open").click()
    found += [text for text in visitor.page.evaluate(SAID) if text in english]
    visitor.page.keyboard.press("Escape")
    tabs.first.click()
    choose(visitor, "en")
    assert sorted(set(found)) == []


def test_the_language_is_that_of_the_url_the_choice_or_the_browser_in_this_order(browser: Browser, host: Host) -> None:
    with Visitor.arriving(browser, host.address, locale="id-ID") as visitor:
        expect(visitor.page.locator("html")).to_have_attribute("lang", "id")
        expect(visitor.page).to_have_title(re.compile("gambar sebuah angka"))
        choose(visitor, "en")
        visitor.page.reload()
        expect(visitor.part("language")).to_have_value("en")
        visitor.page.goto(f"{host.address}?lang=id")
        expect(visitor.page.locator("html")).to_have_attribute("lang", "id")
        assert visitor.errors == []


@pytest.mark.parametrize("model", ["gap10", "deep", "lenet5", "resmini"])
def test_each_stage_explains_itself_with_the_numbers_of_the_reply(visitor: Visitor, model: str) -> None:
    visitor.use_model(model)
    visitor.draw(SAMPLES[3])
    reply = visitor.read_again()
    maps = {name: stage for name, stage in reply["stages"].items() if len(stage["shape"]) == 3 and name != "image"}
    assert maps
    inked = sum(value > 0 for value in reply["stages"]["image"]["data"])
    expect(visitor.page.locator("#about-image")).to_contain_text(f"covers {inked} of 784 pixels")
    for name, stage in maps.items():
        values, count = stage["data"], stage["shape"][0]
        cells = len(values) // count
        largest = max(range(len(values)), key=values.__getitem__)
        share = 100 * sum(value > 0 for value in values) / len(values)
        said = words_of(visitor, name)
        assert f"Map {largest // cells + 1} of {count} has the largest value, " in said, (name, said)
        printed = float(re.search(r"largest value, ([\d.]+)", said)[1])  # type: ignore[index]
        assert printed == pytest.approx(values[largest], rel=0.01)
        assert float(re.search(r"([\d.]+) % of all cells", said)[1]) == pytest.approx(share, abs=0.051)  # type: ignore[index]
    first, second = sorted(range(10), key=lambda label: -reply["probabilities"][label])[:2]
    said = words_of(visitor, "probabilities")
    assert f"Class {first} gets" in said
    assert f"more than class {second}" in said


def test_the_open_stage_is_explained_below_the_diagram_and_follows_the_drawing(visitor: Visitor) -> None:
    visitor.draw(SAMPLES[3])
    visitor.part("stage-conv2").click()
    text = visitor.page.locator("#inspector-text")
    expect(text).to_have_text(re.compile(r"Map \d+ of 10 has the largest value, [\d.]+, "))
    button = visitor.page.locator("[data-stage=conv2] button").first
    expect(button).to_have_accessible_description(re.compile(r"Map \d+ of 10 has the largest value"))
    before = text.inner_text()
    visitor.part("clear").click()
    expect(text).to_have_text(re.compile("Nothing is drawn"))
    visitor.draw(SAMPLES[7])
    expect(text).to_have_text(re.compile("has the largest value"))
    assert text.inner_text() != before
