"""What comments in the page's scripts say of a class or a type, read by TypeScript's parser in Node."""

import subprocess
from pathlib import Path

from export_tools.errors import ToolError

SCRIPT = Path(__file__).with_suffix(".mjs")


def jsdoc(file: str, name: str, *members: str) -> str:
    """Markdown: a table of the properties of a type, or the named methods of a class. Raises ToolError for others."""
    done = subprocess.run(
        ["node", SCRIPT, file, name, *members], cwd=SCRIPT.parents[2], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ToolError(f"{file}, {name}: {done.stderr.strip()}")
    return done.stdout
