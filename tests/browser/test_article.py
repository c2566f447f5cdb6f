"""The article below the tool: text for everyone, figures with the true numbers of the visitor's own drawing."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, Locator, expect

import glasscnn
from tests.browser.conftest import Host
from tests.browser.support.cells import agrees, number
from tests.browser.support.digits import quick_digits
from tests.browser.support.made_models import every_operator, hostile_names, many_stages
from tests.browser.support.visitor import PROJECT, Visitor, focus
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
MODELS = ["deep", "gap10", "lenet5", "resmini"]
SECTIONS = 9
NAMES = ("bar", "ink", "window", "maps", "activation", "pooling", "field", "amounts", "evidence", "failure")

Image = npt.NDArray[np.float32]


@pytest.fixture(autouse=True)
def as_found(visitor: Visitor) -> Iterator[None]:
    yield
    visitor.resize(1440, 900)
    visitor.page.emulate_media(color_scheme="dark")
    visitor.part("language").select_option("en")


def figure(visitor: Visitor, name: str) -> Locator:
    """A figure, once it has come into sight and has a caption."""
    place = visitor.page.locator(f"[data-figure={name}]")
    visitor.page.locator("#article").scroll_into_view_if_needed()
    expect(visitor.part("article")).to_have_class(re.compile("live"))
    place.evaluate("(element) => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
    if name != "bar":
        expect(place.locator("figcaption")).not_to_be_empty()
    return place


def drawn(visitor: Visitor, digit: int) -> tuple[dict[str, Any], Image]:
    """Draw a digit; the page's reply for it, and the image that it was read from."""
    visitor.draw(SAMPLES[digit])
    reply = visitor.read_again()
    image = reply["stages"]["image"]
    return reply, np.array(image["data"], np.float32).reshape(image["shape"])


def numbers_in(place: Locator) -> list[str]:
    return place.locator("span:visible").all_inner_texts()


def test_without_javascript_the_whole_text_is_there_and_no_empty_figure(browser: Browser, host: Host) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.address)
    article = page.locator("#article")
    expect(article.get_by_role("heading", name="How a CNN reads a digit")).to_be_visible()
    assert article.locator("h3:visible").count() == SECTIONS
    assert len(article.inner_text().split()) > 1200
    assert article.locator("figure:visible").count() == 0
    context.close()


def test_the_ink_figure_shows_the_pixels_of_the_drawing(visitor: Visitor) -> None:
    _, image = drawn(visitor, 7)
    place = figure(visitor, "ink")
    canvas = visitor.part("article-ink")
    box = canvas.bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + box["width"] * 14.5 / 28, box["y"] + box["height"] * 10.5 / 28)
    expect(place.locator("figcaption")).to_contain_text("rows 8 to 14 and columns 12 to 18")
    shown = numbers_in(visitor.part("article-ink-numbers"))
    for text, value in zip(shown, image[0, 7:14, 11:18].ravel(), strict=True):
        assert agrees(text, float(value))


@pytest.mark.parametrize("model", ["deep", "lenet5"])
def test_the_window_figure_computes_the_cell_under_the_pointer(visitor: Visitor, model: str) -> None:
    visitor.use_model(model)
    _, image = drawn(visitor, 7)
    place = figure(visitor, "window")
    network = glasscnn.load(model)
    result = network.predict(image)
    visitor.part("article-kernel").select_option(index=1)
    box = visitor.part("article-window").bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + box["width"] * 14.5 / 28, box["y"] + box["height"] * 9.5 / 28)
    expect(place.locator("figcaption")).to_contain_text("map 2, row 10, column 15")
    cell = glasscnn.explain.cell(network, result, "conv1", channel=1, row=9, column=14)
    said = visitor.part("article-sum").inner_text()
    products, bias, total = re.findall(r"[−+]?\d+\.\d+", said)[:3]
    weights = network.weights["conv1.weight"][1]
    assert said.startswith(f"{weights.size} products")
    assert agrees(bias, float(network.weights["conv1.bias"][1]), 1)
    assert number(products) + number(bias) == number(total)
    before = float(sum(cell.terms))
    assert agrees(total, before, 1)
    *_, after = re.findall(r"[−+]?\d+(?:\.\d+)?", said)
    assert agrees(after, float(cell.value), 1)
    padded = (image[0] - 0.1307) / 0.3081
    side = weights.shape[-1]
    half = side // 2
    window = padded[9 - half : 10 + half, 14 - half : 15 + half]
    grids = [numbers_in(grid) for grid in place.locator(".numbers").all()]
    for text, value in zip(grids[0], window.ravel(), strict=True):
        assert agrees(text, float(value))
    for text, value in zip(grids[1], weights.ravel(), strict=True):
        assert agrees(text, float(value))


def test_the_maps_are_shown_with_their_values_on_empty_paper(visitor: Visitor) -> None:
    drawn(visitor, 3)
    figure(visitor, "maps")
    cards = visitor.part("article-maps").locator("li")
    expect(cards).to_have_count(10)
    expect(cards.first).to_contain_text("paper:")
    blank = glasscnn.load("deep").predict(np.zeros((1, 28, 28), np.float32)).stages["conv1"]
    for index, text in enumerate(cards.locator(".card-fact").all_inner_texts()):
        assert agrees(text.removeprefix("paper: "), float(blank[index, 14, 14]))
    expect(visitor.page.locator("[data-figure=maps] figcaption")).to_contain_text("10 kernels of 3 × 3 weights")


def test_pooling_averages_logits_and_failures_are_those_of_numpy(visitor: Visitor) -> None:
    _, image = drawn(visitor, 7)
    visitor.page.evaluate("scrollTo(0, 0)")
    for model in ("gap10", "deep"):  # with another model, a figure chooses its map and its place anew
        visitor.use_model(model)
    network = glasscnn.load("deep")
    result = network.predict(image)
    place = figure(visitor, "pooling")
    name = place.locator(".named-map > span").first.inner_text()
    shown_map = int(re.findall(r"map (\d+)", name)[0]) - 1
    largest = float(result.stages["pool"][shown_map].max())
    expect(visitor.part("article-pooled")).to_have_text(re.compile(r"^[\d.]+$"))
    assert agrees(visitor.part("article-pooled").inner_text(), largest)
    figure(visitor, "amounts")
    averages = np.sort(result.stages["gap"])[::-1][:6]
    for text, value in zip(
        visitor.part("article-averages").locator(".card-value").all_inner_texts(), averages, strict=True
    ):
        assert agrees(text, float(value))
    place = figure(visitor, "evidence")
    rows = visitor.part("article-logits").locator("li")
    expect(rows).to_have_count(10)
    for label, row in enumerate(rows.all()):
        assert agrees(row.locator(".sum-cells span").first.inner_text(), float(result.stages["logits"][label]))
    place.get_by_role("button", name="1", exact=True).click()
    expect(visitor.part("article-logit-sum")).to_contain_text("the logit of 1")
    parts = [text.split()[-1] for text in visitor.part("article-terms").locator(".sum-cells").all_inner_texts()]
    total = re.findall(r"[−+]?\d+\.\d+", visitor.part("article-logit-sum").inner_text())[0]
    assert sum(map(number, parts)) == number(total)
    assert agrees(total, float(result.stages["logits"][1]), 1)
    figure(visitor, "failure")
    said = visitor.part("article-failures").locator(".card-value").all_inner_texts()
    pushed = np.zeros_like(image)
    pushed[:, 7:, 7:] = image[:, :-7, :-7]
    made = [np.rot90(image, 1, (1, 2)), image[:, :, ::-1], 1 - image, pushed, np.zeros_like(image)]
    for text, changed in zip(said, made, strict=False):
        read = network.predict(np.ascontiguousarray(changed, np.float32))
        label, share = text.split(": ")
        assert int(label) == read.label
        assert share.startswith("over") or agrees(share.removesuffix(" %"), 100 * float(read.probabilities.max()), 1)
    assert said[5].startswith("0: ")  # noise


def test_the_receptive_field_grows_as_glasscnn_computes_it(visitor: Visitor) -> None:
    _, image = drawn(visitor, 7)
    figure(visitor, "field")
    network = glasscnn.load("deep")
    result = network.predict(image)
    maps = [name for name, stage in result.stages.items() if stage.ndim == 3 and name != "image"]
    cards = visitor.part("article-fields").locator(".card-fact")
    expect(cards).to_have_count(len(maps))
    for name, text in zip(maps, cards.all_inner_texts(), strict=True):
        _, height, width = result.stages[name].shape
        field = glasscnn.explain.receptive_field(network, result, name, 0, height // 2, width // 2).back["image"].mask
        seen = [int(field.any(axis=1).sum()), int(field.any(axis=0).sum())]
        assert text == f"{seen[0]} × {seen[1]}"


def test_the_figures_follow_the_drawing_while_they_are_read(visitor: Visitor) -> None:
    drawn(visitor, 7)
    place = figure(visitor, "evidence")
    expect(place.locator("figcaption")).to_contain_text("The logit of 7")
    visitor.part("article-sample-3").click()
    expect(visitor.part("article-reads")).to_have_text(re.compile("^Reads 3"))
    expect(place.locator("figcaption")).to_contain_text("The logit of 3")
    visitor.page.get_by_role("link", name="Back to the pad").click()
    expect(visitor.part("pad")).to_be_focused()
    expect(visitor.part("pad")).to_be_in_viewport()
    assert "#" not in visitor.page.url


def test_a_figure_is_steered_with_the_arrow_keys(visitor: Visitor) -> None:
    drawn(visitor, 7)
    visitor.page.mouse.move(2, 2)  # not over the image, where it would steer too
    place = figure(visitor, "ink")
    caption = place.locator("figcaption")
    first = int(re.findall(r"rows (\d+)", caption.inner_text())[0])
    focus(place.get_by_role("application"))
    visitor.page.keyboard.press("ArrowDown")
    expect(caption).to_contain_text(f"rows {first + 1} to")


def test_figures_out_of_sight_ask_nothing_while_one_draws(visitor: Visitor) -> None:
    drawn(visitor, 7)
    for name in NAMES:
        figure(visitor, name)
    visitor.page.evaluate(
        """() => {
          scrollTo(0, 0);
          const worker = watched.workers.at(-1);
          const post = worker.postMessage.bind(worker);
          watched.asked = [];
          worker.postMessage = (message, ...others) => {
            const { type, slot, question } = message;
            if (type === "ask" || slot === "side") watched.asked.push(question ?? slot);
            post(message, ...others);
          };
        }"""
    )
    visitor.read_again()  # answered after everything that a figure has asked before
    visitor.page.evaluate("watched.asked = []")
    visitor.draw(SAMPLES[3])
    visitor.page.wait_for_function("() => watched.asked.includes('summaries')")
    assert set(visitor.page.evaluate("watched.asked")) == {"summaries"}


@pytest.mark.parametrize("model", [*MODELS, "operators", "long", "hostile"])
def test_every_model_has_something_true_to_show_in_every_figure(visitor: Visitor, model: str) -> None:
    made = {"operators": every_operator, "long": many_stages, "hostile": hostile_names}
    if model in made:
        visitor.load_model(made[model](), f"{model}.npz")
    else:
        visitor.use_model(model)
    visitor.draw(SAMPLES[3])
    visitor.read_again()
    captions = {name: figure(visitor, name).locator("figcaption").inner_text() for name in NAMES[1:]}
    for name, caption in captions.items():
        assert not re.search(r"undefined|NaN|null|\[object", caption), (name, caption)
        assert "cannot be computed" not in caption, (name, caption)
    assert ("tanh" in captions["activation"]) == (model == "lenet5")
    assert ("dense layer instead" in captions["amounts"]) == (model == "lenet5")
    assert ("no pooling layer" in captions["pooling"]) == (model in ("long", "hostile"))
    assert ("no layer with maps has an activation" in captions["activation"].lower()) == (model == "long")
    assert visitor.errors == []


def test_an_empty_pad_is_shown_as_blank_paper(visitor: Visitor) -> None:
    place = figure(visitor, "bar")
    expect(place).to_contain_text("Nothing is drawn.")
    figure(visitor, "ink")
    assert set(numbers_in(visitor.part("article-ink-numbers"))) == {"0"}


def test_the_article_changes_its_language_and_its_figures_stay(visitor: Visitor) -> None:
    drawn(visitor, 7)
    place = figure(visitor, "window")
    visitor.part("language").select_option("id")
    article = visitor.part("article")
    expect(article).to_have_attribute("lang", "id")
    expect(article.get_by_role("heading", level=2)).to_have_text("Bagaimana CNN membaca angka")
    assert article.locator("h3").count() == SECTIONS
    expect(place.locator("figcaption")).to_contain_text("Sel di peta")
    visitor.part("language").select_option("en")
    expect(article.get_by_role("heading", level=2)).to_have_text("How a CNN reads a digit")
    expect(place.locator("figcaption")).to_contain_text("The cell in map")


def test_both_languages_have_the_same_sections_and_figures() -> None:
    texts = [(PROJECT / "web" / "article" / f"{code}.html").read_text("utf-8") for code in ("en", "id")]
    skeletons = [re.findall(r"<(?:/?(?:section|h2|h3|p|figure|div|em)\b[^>]*)>", text) for text in texts]
    neutral = [[tag.replace('lang="id"', 'lang="en"') for tag in skeleton] for skeleton in skeletons]
    assert neutral[0] == neutral[1]


@pytest.mark.parametrize(("scheme", "language"), [("dark", "en"), ("light", "id")])
def test_axe_finds_nothing_in_the_article(visitor: Visitor, scheme: Any, language: str) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.part("language").select_option(language)
    expect(visitor.part("article")).to_have_attribute("lang", language)
    drawn(visitor, 7)
    for name in NAMES:
        figure(visitor, name)
    visitor.page.evaluate(AXE.read_text())
    found = visitor.page.evaluate(
        """async () => (await axe.run("#article", { resultTypes: ["violations"] })).violations
          .map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])"""
    )
    assert found == []


# Text below 12 px, paragraphs below 16 px, and what is wider than the window.
SMALL = """() => {
  const size = (element) => Number.parseFloat(getComputedStyle(element).fontSize);
  const all = [...document.querySelectorAll("#article *")].filter((one) => one.checkVisibility());
  const hasText = (one) => [...one.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
  const nameOf = (one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 20)}`;
  return {
    small: all.filter((one) => hasText(one) && size(one) < 12).map(nameOf),
    prose: all.filter((one) => one.parentElement.id === "article" && one.tagName === "P" && size(one) < 16).map(nameOf),
    wide: all.filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5).map(nameOf),
    page: document.documentElement.scrollWidth - innerWidth,
  };
}"""


@pytest.mark.parametrize("model", ["deep", "lenet5"])
def test_the_article_fits_every_width_in_legible_type(visitor: Visitor, model: str) -> None:
    visitor.use_model(model)
    drawn(visitor, 7)
    for name in NAMES:
        figure(visitor, name)
    for width in (320, 390, 820, 1024, 1280, 1440, 1920, 2560):
        visitor.resize(width, 900)
        found = visitor.page.evaluate(SMALL)
        assert found["page"] <= 0, width
        assert (found["small"], found["prose"], found["wide"]) == ([], [], []), width


def test_in_a_frame_the_article_is_left_out_unless_it_is_asked_for(browser: Browser, host: Host) -> None:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"{host.address}embed/")
    page.evaluate("document.body.replaceChildren()")
    for query, shown in (("", False), ("view=pad,bars", False), ("view=pad,article", True)):
        page.evaluate(
            """(query) => document.body.replaceChildren(
              Object.assign(document.createElement("iframe"), { src: `../index.html?${query}`, width: 900 }))""",
            query,
        )
        frame = page.frame_locator("iframe")
        frame.locator("html[data-state=ready]").wait_for(state="attached")
        expect(frame.locator("#article")).to_be_visible(visible=shown)
    context.close()
