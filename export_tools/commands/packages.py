"""`packages`: builds the Python packages."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    page: Annotated[Path, typer.Option(help="The single file, as `make single` writes it.")] = Path(
        "dist/glasscnn.html"
    ),
    out: Annotated[Path, typer.Option(help="The folder for the packages.")] = Path("build/packages"),
) -> None:
    """Build wheel and sdist of `glasscnn` (below 1 MB) and of `glasscnn-page`, which `glasscnn.show` displays."""
    from export_tools.site.packages import build_packages

    for path in build_packages(page, out):
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")
