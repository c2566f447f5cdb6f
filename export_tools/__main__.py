"""`python -m export_tools <command>`: every module in export_tools/commands is a command."""

import pkgutil
import sys
from importlib import import_module
from io import TextIOWrapper

import typer

from export_tools import commands
from export_tools.errors import ToolError
from glasscnn.errors import SentenceError
from glasscnn.names import one_line
from glasscnn_import.errors import ConversionError

OPTIONAL = ("torch", "onnxruntime", "onnxscript", "onnx", "matplotlib", "pooch")
"""Packages of pyproject.toml's extra `train`; building and serving the site does not need them."""


def build_app() -> typer.Typer:
    """The command line with all commands; the module of `import`, a keyword of Python, is `import_.py`."""
    app = typer.Typer(
        help="Train, export, verify and publish glasscnn's models.", no_args_is_help=True, add_completion=False
    )
    for module in pkgutil.iter_modules(commands.__path__):
        name = module.name.rstrip("_").replace("_", "-")
        app.command(name)(import_module(f"{commands.__name__}.{module.name}").command)
    return app


def main() -> None:
    """Run the command; on failure, print one sentence and exit with code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # of a terminal that does not have all characters
    try:
        build_app()(prog_name="python -m export_tools")
    except (ToolError, ConversionError, SentenceError) as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.exit(f"error: {one_line(f'{where}{error.strerror or error}')}")
    except MemoryError:
        sys.exit("error: there is not enough memory for this network on this computer")
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in OPTIONAL:
            raise
        install = f"{sys.executable} -m pip install --editable '.[train]'"
        sys.exit(f"error: this command needs {missing}, which is not installed; in the repository run {install}")


if __name__ == "__main__":
    main()
