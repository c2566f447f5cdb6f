"""`site`: builds the static site."""

from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parents[2]


def command(
    out: Annotated[Path, typer.Option(help="The output folder; an existing one is replaced.")] = Path("dist"),
    cache: Annotated[
        Path | None, typer.Option(help="The folder for downloads and archives. Default: the user's cache folder.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="Where the site will lie: with it, links to it unfold with a picture.")
    ] = None,
) -> None:
    """Build the site: download the runtime, pack archives and snapshot, write the page."""
    from platformdirs import user_cache_path
    from rich import print as echo

    from export_tools.site.build import DEFAULT_MODEL, DOCUMENTATION, Parts, build_page
    from export_tools.site.runtime.archives import Ingredients, make_archives
    from export_tools.site.runtime.download import core_folder, core_version, default_sources, fetch, locked_file

    cache = cache or user_cache_path("glasscnn")
    core = core_folder(ROOT)
    version = core_version(core)
    echo(f"Pyodide {version} and its NumPy wheel …")
    wheel = fetch(locked_file(core, "numpy"), cache / "downloads", default_sources(version))
    echo("Archives and snapshot …")
    model = ROOT / "weights" / f"{DEFAULT_MODEL}.npz"
    archives = make_archives(Ingredients(ROOT, core, wheel, model), cache / "archives")
    build_page(Parts(ROOT, core, archives, cache / "compressed", ROOT / DOCUMENTATION, address), out.resolve())
    size = sum(path.stat().st_size for path in out.rglob("*") if path.suffix not in (".gz", ".br") and path.is_file())
    echo(f"{out} is built: {size / 1e6:.1f} MB. `make demo` serves it.")
