"""`packages`: builds the packages for pip and npm."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    page: Annotated[Path, typer.Option(help="The single file, as `make single` writes it.")] = Path(
        "dist/glasscnn.html"
    ),
    out: Annotated[Path, typer.Option(help="The folder for the packages.")] = Path("build/packages"),
    repository: Annotated[str, typer.Option(help="The address of the repository, which npm's provenance needs.")] = "",
) -> None:
    """Build wheel and sdist of `glasscnn` (below 1 MB) and of `glasscnn-page`, and npm's `glasscnn`, the element."""
    from export_tools.site.npm_package import build_element
    from export_tools.site.packages import build_packages

    for path in [*build_packages(page, out), build_element(page, out, repository)]:
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")
