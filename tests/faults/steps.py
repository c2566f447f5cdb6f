"""What a visitor does on the page, step by step; each step needs files of the site that the ones before do not."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import Visitor
from tests.browser.test_own_model import small_onnx
from tests.browser.test_training import stars

SEVEN = quick_digits()[7]
READY = "() => document.documentElement.dataset.state === 'ready'"


@dataclass(frozen=True)
class Step:
    """`act` begins it, on a page that is ready; `is_done` says whether what the visitor wanted is there."""

    act: Callable[[Visitor], None]
    is_done: Callable[[Page], bool]


def shows(selector: str, text: str = "") -> Callable[[Page], bool]:
    """Whether an element is in sight whose text matches."""

    def is_shown(page: Page) -> bool:
        found = page.locator(selector).first
        return found.is_visible() and re.search(text, found.inner_text()) is not None

    return is_shown


def click(*names: str) -> Callable[[Visitor], None]:
    def act(visitor: Visitor) -> None:
        for name in names:
            visitor.in_header(name).click()

    return act


def select(name: str, value: str) -> Callable[[Visitor], None]:
    def act(visitor: Visitor) -> None:
        visitor.part(name).select_option(value)

    return act


def part(name: str) -> str:
    return f"[data-testid={name}]"


def choose_model(name: str) -> Step:
    chosen = f"() => globalThis.glasscnn?.getState().model === '{name}'"
    return Step(
        select("model-picker", name),
        lambda page: bool(page.evaluate(chosen)),
    )


def open_stage(visitor: Visitor) -> None:
    button = visitor.page.locator("#diagram [data-stage=conv1] button").first
    if button.get_attribute("aria-expanded") != "true":  # another click would close it
        button.click()


def open_kernels(visitor: Visitor) -> None:
    open_stage(visitor)
    visitor.page.locator("label", has=visitor.part("view-kernels")).click()


def leave_out(visitor: Visitor) -> None:
    open_stage(visitor)
    visitor.part("try-without-open").click()


def share_file(visitor: Visitor) -> None:
    visitor.page.keyboard.press("Escape")  # the dialog may be open already
    visitor.in_header("share").click()
    visitor.page.get_by_role("tab", name="File").click()
    visitor.part("file-make").click()


def hover(visitor: Visitor) -> None:
    visitor.page.mouse.move(0, 0)
    visitor.part("stage-conv1").hover()


def open_archive(visitor: Visitor) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("small.onnx", small_onnx(size=28))
    visitor.choose_file(file.getvalue(), "small.zip")


def write_code(visitor: Visitor) -> None:
    visitor.part("tab-code").click()
    visitor.page.locator(".code-editor .cm-content").click()
    visitor.page.keyboard.press("ControlOrMeta+End")
    visitor.page.keyboard.type("# mine")


def learn(visitor: Visitor) -> None:
    visitor.part("tab-train").click()
    digits: Any = stars()
    visitor.part("tray-files").set_input_files(digits)
    visitor.part("training-play").click()


def exercise(name: str, language: str) -> Step:
    def act(visitor: Visitor) -> None:
        visitor.part("language").select_option(language)
        visitor.part("tab-code").click()
        visitor.part("code-exercise").select_option(name)

    return Step(act, shows(part("exercise"), "."))


def history(visitor: Visitor) -> None:
    visitor.use_model("gap10")
    visitor.part("tab-train").click()
    visitor.part("history-open").click()


BEGIN = Step(lambda visitor: visitor.draw(SEVEN), shows(part("prediction"), "^7$"))
"""The page is ready, and reads a seven."""

STEPS = {
    "begin": BEGIN,
    "begin plain": BEGIN,  # with ?boot=plain, as where the memory snapshot cannot be used
    "ask about a cell": Step(hover, shows(part("cell-card"), "=")),
    "see the evidence": Step(click("tab-evidence"), shows(part("evidence-sum-0"), "logit")),
    "choose gap10": choose_model("gap10"),
    "choose lenet5": choose_model("lenet5"),
    "choose resmini": choose_model("resmini"),
    "choose deep": choose_model("deep"),
    "read about it": Step(lambda visitor: visitor.part("article").scroll_into_view_if_needed(), shows("#article.live")),
    "change the language": Step(
        select("language", "id"),
        lambda page: shows(part("clear"), "Hapus")(page) and page.locator("#article[lang=id]").count() > 0,
    ),
    "share": Step(click("share"), shows(part("share-link"))),
    "read the about box": Step(click("help-open", "about-open"), shows(part("about"), "licence")),
    "take the tour": Step(click("tour-start"), shows(part("tour"), ".")),
    "look in depth": Step(click("depth"), shows(part("depth"), "Flat")),
    "give a lecture": Step(click("lecture-open"), shows(part("lecture"), ".")),
    "look at kernels": Step(open_kernels, shows("[data-testid=kernels] .kernel [role=spinbutton]")),
    "leave a layer out": Step(leave_out, shows(part("try-without"), ".")),
    "write code": Step(write_code, shows(part("own-reads"), "Your network reads")),
    "do an exercise": exercise("relu", "en"),
    "open the training": Step(click("tab-train"), shows(part("training"), ".")),
    "train": Step(learn, shows(part("training-steps"), "Step [1-9]")),
    "see how it learned": Step(history, shows(part("history-slider"))),
    "open an archive": Step(open_archive, shows("#model-picker", "Small|small")),
    "share a file": Step(share_file, shows(part("file-result"), "MB")),  # last, since it asks for all files
}
