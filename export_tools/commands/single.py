"""`single`: writes the single file."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    site: Annotated[Path, typer.Option(help="The built site.")] = Path("dist"),
    out: Annotated[Path, typer.Option(help="The output file.")] = Path("dist/glasscnn.html"),
) -> None:
    """Write the whole built site as one HTML file that opens from a disk, without a network."""
    from export_tools.site.single_file.build import build_single

    size = build_single(site, out)
    print(f"{out}: {size / 1e6:.2f} MB, opens with a double click.")
