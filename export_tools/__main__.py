"""`python -m export_tools <command>`: every module in export_tools/commands is a command of its name."""

import pkgutil
from importlib import import_module

import typer

from export_tools import commands


def build_app() -> typer.Typer:
    """The command line with all its commands; `import_.py` is the command `import`, which Python keeps for itself."""
    app = typer.Typer(help="Train, export, verify and publish glasscnn's models.", no_args_is_help=True)
    for module in pkgutil.iter_modules(commands.__path__):
        name = module.name.rstrip("_").replace("_", "-")
        app.command(name)(import_module(f"{commands.__name__}.{module.name}").command)
    return app


if __name__ == "__main__":
    build_app()(prog_name="python -m export_tools")
