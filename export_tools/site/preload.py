"""Asks for all modules of the page and its worker at once. Without that a browser learns of one only from another that
imports it, and on a slow line each such step takes as long as the line's answer.
"""

import posixpath
import re
from collections.abc import Mapping

ENTRIES = ("js/beginning.js", "js/worker/worker.js", "js/main.js")  # in the order in which they are needed
IMPORTED = re.compile(r'^(?:import|export)\b[^;"]*?"(\.[^"]+)";$', re.MULTILINE)
BEFORE = b'    <script type="module"'


def with_preloads(html: bytes, scripts: Mapping[str, bytes]) -> bytes:
    """index.html with a link to every module, before the first script; raises ValueError where it has no script."""
    names = dict.fromkeys(name for entry in ENTRIES for name in modules(entry, scripts))
    links = "".join(f'    <link rel="modulepreload" href="{name}" />\n' for name in names)
    place = html.index(BEFORE)
    return html[:place] + links.encode() + html[place:]


def modules(entry: str, scripts: Mapping[str, bytes]) -> list[str]:
    """A module and all that it imports, directly or not, the nearest first."""
    found = [entry]
    for name in found:
        for path in IMPORTED.findall(scripts[name].decode()):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if imported not in found:
                found.append(imported)
    return found
