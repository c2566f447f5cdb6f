"""Runs the scripts in the folders beside this file that need Node.js."""

import subprocess
from pathlib import Path

from export_tools.errors import ToolError

HERE = Path(__file__).parent


def run_node(script: str, *arguments: str, given: str = "") -> None:
    """Run `script` with `given` as its input; raises ToolError with what Node says where it fails."""
    command = ["node", str(HERE / script), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ToolError("`node` is not there: install Node.js 20 or newer and run the command again") from error
    if done.returncode != 0:
        raise ToolError(f"{script} failed; Node says:\n{done.stderr.strip()}")
