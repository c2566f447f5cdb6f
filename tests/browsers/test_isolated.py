"""Pages with Cross-Origin-Embedder-Policy, as of JupyterLite: ours on a host that sends it, and embeds in another's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.browser.conftest import SUB_PATH, Handler, Host, hosting
from tests.browsers.driven import Driven
from tests.browsers.test_journey import UP, click, text_of, until

pytestmark = pytest.mark.browser
POLICIES = ("require-corp", "credentialless")
CAN = "!crossOriginIsolated || 'credentialless' in HTMLIFrameElement.prototype"
COURSE = """<!doctype html><meta charset=utf-8><title>A course</title>
<script src="{home}glass-cnn.js" crossorigin defer></script>
<glass-cnn model=gap10 view=pad,bars digit=7 lang=en></glass-cnn>"""


@contextmanager
def isolated(folder: Path, policy: str, **more: str) -> Iterator[Host]:
    """A host whose pages are isolated."""
    headers = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": policy, **more}

    class Isolated(Handler):
        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    with Host(partial(Isolated, directory=str(folder), prefix=SUB_PATH), None, None) as host:
        threading.Thread(target=host.serve_forever, args=(0.01,), daemon=True).start()
        yield host
        host.shutdown()


@pytest.mark.parametrize("policy", POLICIES)
def test_the_page_and_its_sandbox_work_on_a_host_that_isolates_pages(
    request: pytest.FixtureRequest, browser: Driven, site: Path, policy: str
) -> None:
    """But for code in WebKit, which starts no worker in such a frame under `require-corp`, and says so."""
    with isolated(site, policy) as host:
        browser.open(host.address)
        assert browser.evaluate(UP) == "ready"
        click(browser, "tab-code")
        click(browser, "code-run")
        if policy == "require-corp" and request.node.callspec.params["browser"] == "webkit":
            assert "its script could not be started" in text_of(browser, "code-status", "cannot run here")
        else:
            assert "Your network reads" in text_of(browser, "own-reads", "reads")


@pytest.mark.parametrize("policy", POLICIES)
def test_an_isolated_page_shows_the_element_or_a_sentence(
    browser: Driven, site: Path, tmp_path: Path, policy: str
) -> None:
    """A sentence where the browser has no `credentialless` frames, unless the element's own host sends the headers."""
    shared = {"Cross-Origin-Resource-Policy": "cross-origin"}
    for plain in (True, False):
        with (
            hosting(site) if plain else isolated(site, policy, **shared) as host,
            isolated(tmp_path, policy) as course,
        ):
            (tmp_path / "index.html").write_text(COURSE.format(home=host.address))
            browser.open(course.address)
            assert browser.evaluate("(async () => crossOriginIsolated)()") or policy == "credentialless"
            element = "document.querySelector('glass-cnn')"
            can = browser.evaluate(f"(async () => {CAN})()")
            if can or not plain:
                strokes = "[[[60, 60], [220, 60], [120, 240]]]"
                assert browser.evaluate(f"{element}.setStrokes({strokes}).then((reply) => reply.prediction)") == 7
            else:
                said = until(browser, f"{element}.querySelector('p')?.textContent")
                assert "does not appear here" in said
