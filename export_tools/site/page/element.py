"""Makes the classic script of the element `<glass-cnn>`, which pages of other people include, from its module."""

import tempfile
from pathlib import Path

from export_tools.site.node import run_node


def element_script(module: Path) -> bytes:
    """The module as a script that needs no `type="module"`."""
    with tempfile.TemporaryDirectory() as work:
        script = Path(work) / module.name
        run_node("page/element.mjs", str(module.resolve()), str(script))
        return script.read_bytes()
