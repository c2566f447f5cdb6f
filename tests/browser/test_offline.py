"""The site without its host: kept completely, started without a network, updated only on request."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from export_tools.site.page.hashed_folders import asset
from export_tools.site.page.service_worker import write_service_worker
from tests.browser.conftest import SUB_PATH, Host, hosting, launch_for_good
from tests.browser.support.digits import quick_digits
from tests.browser.support.visitor import PROJECT, Visitor

pytestmark = pytest.mark.browser
SAMPLES = quick_digits()
HASHED_FOLDER = re.compile(r"[a-z-]+-[0-9a-f]{12}/")

KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const names = await caches.keys();
  const lists = await Promise.all(names.map(async (name) => {
    const kept = await (await caches.open(name)).keys();
    return [name.split(" ").at(-1), kept.map(({ url }) => url.slice(document.baseURI.length)).sort()];
  }));
  return Object.fromEntries(lists);
}"""


UNTIL_KEPT = f"""async (count) => {{
  const kept = {KEPT};
  while (Object.values(await kept())[0]?.length !== count) {{
    await new Promise((resolve) => setTimeout(resolve, 50));
  }}
}}"""


def kept_releases(visitor: Visitor) -> dict[str, list[str]]:
    """The files that the browser keeps: release → paths."""
    kept: dict[str, list[str]] = visitor.page.evaluate(KEPT)
    return kept


def release_of(site: Path) -> str:
    return str(json.loads((site / "build.json").read_text())["page"])


def release_open(visitor: Visitor) -> str:
    """The release of the open page; the previous one may be kept until the next visit deletes it."""
    (name,) = set(re.findall(r"page-[0-9a-f]{12}", visitor.page.content()))
    return str(name)


def come_again(visitor: Visitor) -> None:
    visitor.page.reload()
    visitor.wait_until_ready()


def publish_next_release(site: Path) -> str:
    """Simulate a deployment: a changed style sheet, a new page folder, and no files of the old one."""
    before = release_of(site)
    after = f"page-{'0' * 11}{(int(before[-1], 16) + 1) % 16:x}"
    (site / before).rename(site / after)
    with (site / after / "bundle" / "page.css").open("a") as style:
        style.write("\nh1 { letter-spacing: 1px; }\n")
    for name in ("index.html", "build.json"):
        (site / name).write_text((site / name).read_text().replace(before, after))
    script = site / "service-worker.js"
    script.write_text(re.sub(r"\Aself\.release = .*\n", "", script.read_text()))
    write_service_worker(site, after)
    return after


def next_release(visitor: Visitor, site: Path) -> str:
    """A release that the visitor does not have: the one that is published, or else a new one."""
    published = release_of(site)
    return published if published != release_open(visitor) else publish_next_release(site)


def look_for_update(visitor: Visitor) -> None:
    visitor.page.evaluate(
        "navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => null)"
    )


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site that tests may change."""
    uncompressed = shutil.ignore_patterns("*.br", "*.gz")  # these would have to be changed with it
    return Path(shutil.copytree(site, tmp_path_factory.mktemp("offline") / "dist", ignore=uncompressed))


@pytest.fixture(scope="module")
def own_host(copy: Path) -> Iterator[Host]:
    with hosting(copy) as host:
        yield host


@pytest.fixture(scope="module")
def kept(playwright: Playwright, own_host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A returning visitor with a complete kept release; in a normal window, not a private one."""
    with launch_for_good(playwright, tmp_path_factory.mktemp("profile")) as context:
        visitor = Visitor(context.new_page())
        visitor.page.goto(own_host.address)
        visitor.wait_until_ready()
        visitor.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        yield visitor


def test_exactly_the_files_of_the_release_are_kept(kept: Visitor, copy: Path) -> None:
    listed = json.loads((copy / "service-worker.js").read_text().split("\n")[0].removeprefix("self.release = ")[:-1])
    paths = {"" if path == "index.html" else path for path in listed["files"]}
    assert kept_releases(kept) == {release_of(copy): sorted(paths | {"kept-release.json"})}
    for path, digest in listed["files"].items():
        assert asset(copy, copy / path)["sha256"] == digest


def test_the_first_visit_asks_the_host_for_no_file_twice_and_keeps_them_when_all_is_read(
    kept: Visitor, own_host: Host
) -> None:
    hashed = [path for path in own_host.asked if HASHED_FOLDER.match(path)]
    assert sorted(hashed) == sorted(set(hashed))
    assert own_host.asked.index("service-worker.js") > max(
        own_host.asked.index(path) for path in hashed if "snapshot.wasm" in path
    )


def test_without_a_network_and_a_host_the_page_starts_reads_and_changes_models(
    kept: Visitor, own_host: Host, copy: Path
) -> None:
    context: BrowserContext = kept.page.context
    context.set_offline(True)
    own_host.missing = SUB_PATH  # the host has nothing any more
    try:
        come_again(kept)
        kept.draw(SAMPLES[5])
        expect(kept.part("prediction")).to_have_text("5")
        kept.use_model("gap10")
        kept.part("clear").click()
        kept.draw(SAMPLES[2])
        expect(kept.part("prediction")).to_have_text("2")
        assert kept.violations == []
        kept.page.goto(f"{own_host.address}index.html?boot=plain#something")
        kept.wait_until_ready()
    finally:
        own_host.missing = None
        context.set_offline(False)
    assert kept.errors == []


def test_what_is_removed_from_the_cache_is_kept_again_on_the_next_visit(kept: Visitor, copy: Path) -> None:
    complete = kept_releases(kept)
    (paths,) = complete.values()
    some = [path for path in paths if path.endswith((".js", ".wasm"))]
    removals = {
        "all": "for (const name of await caches.keys()) await caches.delete(name);",
        "some": "for (const name of await caches.keys()) { const cache = await caches.open(name);"
        " for (const path of paths) await cache.delete(document.baseURI + path); }",
    }
    for removal in removals.values():
        kept.page.evaluate(f"async (paths) => {{ {removal} }}", some)
        come_again(kept)
        kept.page.evaluate(UNTIL_KEPT, len(paths))
        assert kept_releases(kept) == complete


def test_an_incomplete_update_keeps_the_previous_release(kept: Visitor, own_host: Host, copy: Path) -> None:
    before = release_of(copy)
    publish_next_release(copy)
    own_host.missing = "page.css"
    kept.page.goto(own_host.address)
    kept.wait_until_ready()
    failed = kept.page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          const worker = registration.installing ?? (await registration.update()).installing;
          const isOver = worker === null || worker.state === "redundant"; // it fails as soon as a file is missing
          return isOver ? !registration.waiting : new Promise((resolve) =>
            worker.addEventListener("statechange", () => resolve(worker.state === "redundant")));
        }"""
    )
    assert failed
    assert list(kept_releases(kept)) == [before]
    expect(kept.part("release")).to_be_hidden()
    own_host.missing = None
    kept.page.context.set_offline(True)
    come_again(kept)
    kept.page.context.set_offline(False)
    assert before in kept.page.content()


def test_an_update_while_drawing_is_offered_and_keeps_the_drawing(kept: Visitor, own_host: Host, copy: Path) -> None:
    before, after = release_open(kept), next_release(kept, copy)
    assert before != after
    come_again(kept)
    kept.use_model("lenet5")
    kept.part("clear").click()  # what was drawn before is there again
    kept.draw(SAMPLES[4], lift=False)
    look_for_update(kept)
    expect(kept.part("release")).to_be_visible()
    assert before in kept.page.content(), "nothing is exchanged under a drawing"
    kept.page.mouse.up()
    drawn = kept.strokes()
    assert sorted(kept_releases(kept)) == sorted([before, after])
    kept.page.evaluate("globalThis.isOld = true")
    kept.page.get_by_role("button", name="Update").click()
    kept.page.wait_for_function("() => !globalThis.isOld")
    kept.wait_until_ready()
    assert after in kept.page.content()
    kept.page.wait_for_function("() => glasscnn.getState().model === 'lenet5'")
    assert kept.strokes() == drawn
    expect(kept.part("prediction")).to_have_text("4")
    expect(kept.part("release")).to_be_hidden()


def test_an_update_downloads_only_changed_files(kept: Visitor, own_host: Host, copy: Path) -> None:
    publish_next_release(copy)
    own_host.asked.clear()
    look_for_update(kept)
    expect(kept.part("release")).to_be_visible()
    fetched = {re.sub(r"^page-[0-9a-f]{12}/", "", path) for path in own_host.asked} - {"service-worker.js"}
    assert fetched <= {"", "bundle/page.css"}


def test_a_release_is_kept_while_a_page_of_it_is_open(kept: Visitor, own_host: Host, copy: Path) -> None:
    before = release_open(kept)
    if kept.part("release").is_hidden():
        next_release(kept, copy)
        look_for_update(kept)
    expect(kept.part("release")).to_be_visible()
    assert before != release_of(copy)
    second = Visitor(kept.page.context.new_page())
    second.page.goto(own_host.address)
    second.wait_until_ready()
    kept.page.get_by_role("button", name="Update").click()
    kept.page.wait_for_function("(name) => document.documentElement.outerHTML.includes(name)", arg=release_of(copy))
    kept.wait_until_ready()
    assert before in second.page.content(), "the other window is left alone"
    assert before in kept_releases(kept)
    old_file: int = second.page.evaluate(
        "(name) => fetch(`${name}/bundle/page.css`).then(({ status }) => status)", before
    )
    assert old_file == 200
    second.page.close()
    come_again(kept)
    kept.page.wait_for_function("() => caches.keys().then((names) => names.length === 1)")
    assert list(kept_releases(kept)) == [release_of(copy)]


def test_the_page_can_be_installed(kept: Visitor, own_host: Host) -> None:
    session = kept.page.context.new_cdp_session(kept.page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == "./"
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_with_blocked_service_workers_the_page_works_without_an_error(opened: Visitor) -> None:
    assert opened.errors == []
    expect(opened.part("release")).to_be_hidden()


REFUSE_STORAGE = """
const refuse = (thing, name) =>
  Object.defineProperty(thing, name, { get() { throw new DOMException("refused", "SecurityError"); } });
["indexedDB", "caches", "localStorage", "sessionStorage"].forEach((name) => refuse(globalThis, name));
refuse(Navigator.prototype, "serviceWorker");
"""


def test_a_browser_without_storage_reads_and_changes_models(browser: Browser, host: Host) -> None:
    context = browser.new_context()
    try:
        visitor = Visitor(context.new_page())
        visitor.page.add_init_script(REFUSE_STORAGE)
        for _ in range(2):
            visitor.page.goto(host.address)
            visitor.wait_until_ready()
            visitor.draw(SAMPLES[5])
            expect(visitor.part("prediction")).to_have_text("5")
            visitor.use_model("gap10")
            visitor.page.locator("#theme").click()
        assert visitor.errors == []
    finally:
        context.close()


# What another page of the origin, or a failure, may have left: a database without its store, and states that are none.
POISON = """async () => {
  for (const name of ["glasscnn", "glasscnn-digits"]) {
    await new Promise((resolve) => {
      const opening = indexedDB.open(name, 3);
      opening.onsuccess = () => resolve(opening.result.close());
    });
  }
  sessionStorage.setItem("glasscnn: drawing kept across an update", "{}");
  sessionStorage.setItem(`glasscnn: drawing on ${location.pathname}`, "{}");
}"""


def test_damaged_storage_is_mended_and_keeps_a_model(browser: Browser, host: Host) -> None:
    model = next(path for path in (PROJECT / "weights").glob("*.npz") if path.stem == "gap10")
    context = browser.new_context(service_workers="block")
    try:
        visitor = Visitor(context.new_page())
        visitor.page.goto(f"{host.address}icon.svg")
        visitor.page.evaluate(POISON)
        visitor.errors.clear()  # a picture alone has no icon
        visitor.page.goto(host.address)
        visitor.wait_until_ready()
        visitor.choose_file(model.read_bytes(), "mine.npz")
        keep = visitor.part("own-model-keep")
        before = keep.inner_text()
        keep.click()
        expect(keep).not_to_have_text(before)
        come_again(visitor)
        visitor.page.wait_for_function("() => glasscnn.getState().model === 'gap10'")
        assert visitor.errors == []
    finally:
        context.close()
