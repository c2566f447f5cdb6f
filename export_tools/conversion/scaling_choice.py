"""The scaling of pixels that `import` uses: named by an option, found with the sample digits, or asked for."""

import sys

import typer
from rich.console import Console

from export_tools.conversion.verify_report import print_choice
from export_tools.errors import ToolError
from glasscnn_import.scaling import SCALINGS, Choice, Scaling

NAMES = tuple(scaling.name for scaling in SCALINGS)

Numbers = tuple[float, ...]


def scaling_named(name: str | None, channels: int, mean: str | None, std: str | None) -> tuple[Numbers, Numbers]:
    """Mean and std of the scaling with this name, for each channel; empty without a name."""
    if name is None:
        return (), ()
    if mean or std:
        raise ToolError("--pixels: it states --mean and --std, so give either the one or the others")
    if name not in NAMES:
        raise ToolError(f"--pixels: expected one of {', '.join(NAMES)}, found {name!r}")
    return SCALINGS[NAMES.index(name)].per_channel(channels)


def chosen_scaling(choice: Choice, console: Console, is_quiet: bool) -> Scaling:
    """The choice, printed; where it is a guess, whoever sits at the terminal is asked for another one."""
    print_choice(choice, console)
    if choice.reads_digits or is_quiet or not sys.stdin.isatty():
        return choice.scaling
    for scaling in SCALINGS:
        console.print(f"  {scaling.name:9} {scaling.title}")
    name = typer.prompt("Which scaling was the network trained with?", default=choice.scaling.name)
    while name not in NAMES:
        name = typer.prompt(f"Expected one of {', '.join(NAMES)}", default=choice.scaling.name)
    return SCALINGS[NAMES.index(name)]
