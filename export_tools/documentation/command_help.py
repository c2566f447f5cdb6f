"""The help of every command, as the command prints it."""

import argparse
import os
from typing import Any

WIDTH = "100"  # characters


def commands(program: str) -> str:
    """The help of `glasscnn` or of `export_tools` as Markdown: a heading and a block of text for each command."""
    os.environ["COLUMNS"] = WIDTH  # what argparse and Typer wrap lines by
    helps = of_package() if program == "glasscnn" else of_tools()
    return "\n\n".join(f"### {name}\n\n```text\n{text.strip()}\n```" for name, text in helps.items())


def of_package() -> dict[str, str]:
    """The commands of `glasscnn`."""
    from glasscnn.command_line import parser

    (subparsers,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return {name: command.format_help() for name, command in subparsers.choices.items()}


def of_tools() -> dict[str, str]:
    """The commands of `python -m export_tools`."""
    import typer

    from export_tools.__main__ import build_app

    app = build_app()
    app.rich_markup_mode = None  # plain text, no boxes
    whole: Any = typer.main.get_command(app)
    root = whole.make_context("python -m export_tools", [], resilient_parsing=True)
    texts = {}
    for name, command in whole.commands.items():
        texts[name] = command.get_help(command.make_context(name, [], parent=root, resilient_parsing=True))
    return texts
