"""Runs the Node.js scripts of the build."""

import subprocess
from pathlib import Path

from export_tools.errors import ToolError

HERE = Path(__file__).parent


def run_node(script: str, *arguments: str, stdin: str = "") -> None:
    """Run a script, a path relative to this folder; raises ToolError with Node's error output if it fails."""
    command = ["node", str(HERE / script), *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ToolError("`node` is not installed: install Node.js 20 or newer and run the command again") from error
    if done.returncode != 0:
        raise ToolError(f"{script} failed; output of Node:\n{done.stderr.strip()}")
