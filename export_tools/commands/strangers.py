"""`strangers`: chooses the digits that the page tests a visitor's training on."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    data: Annotated[Path | None, typer.Option(help="The folder with pendigits-orig.tra.gz.")] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("web/samples/strangers.json"),
) -> None:
    """Choose digits of people whom no recipe has trained on.

    Ten of each class, by the six held-out writers of pendigits, are written as a
    tray. The page tests on them what its visitors train.

    Example: strangers --data ../shared/data/pendigits
    """
    from export_tools.data import load_pendigits
    from export_tools.data.strangers import strangers_tray
    from export_tools.files import write_atomically

    tray = strangers_tray(load_pendigits(data))
    write_atomically(out, tray)
    typer.echo(f"{out}: {len(tray) / 1000:.0f} kB")
