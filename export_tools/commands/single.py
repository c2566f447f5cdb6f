"""Write the single file."""

from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parents[2]


def command(
    site: Annotated[Path, typer.Option(help="The built site that it is made from.")] = Path("dist"),
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("dist/glasscnn.html"),
) -> None:
    """Put the whole built site into one HTML file, which opens by a double click, without a network."""
    from export_tools.site.single_file.build import build_single

    size = build_single(site, ROOT / "web", out)
    print(f"{out}: {size / 1e6:.2f} MB. Open it with a double click.")
