"""index.html asks for all modules of the page and its worker at once."""

import posixpath
import re
from pathlib import Path

from export_tools.site.preload import ENTRIES, modules, with_preloads

PROJECT = Path(__file__).resolve().parents[2]
WEB = PROJECT / "web"
SCRIPTS = {path.relative_to(WEB).as_posix(): path.read_bytes() for path in WEB.rglob("*.js")}
HTML = (WEB / "index.html").read_bytes()


def test_every_module_has_a_link_and_those_that_start_python_come_first() -> None:
    linked = re.findall(r'<link rel="modulepreload" href="([^"]+)"', with_preloads(HTML, SCRIPTS).decode())
    assert len(linked) == len(set(linked))
    assert linked[0] == ENTRIES[0]
    assert linked.index("js/worker/restore.js") < linked.index("js/main.js")
    assert all((WEB / name).is_file() for name in linked)


def test_no_import_is_overlooked() -> None:
    for entry in ENTRIES:
        found = modules(entry, SCRIPTS)
        for name in found:
            for path in re.findall(r'\bfrom "(\.[^"]+)"', re.sub(r"/\*.*?\*/", "", SCRIPTS[name].decode(), flags=re.S)):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) in found
