"""`serve`: serves the built site."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Option(help="The built site.")] = Path("dist"),
    port: Annotated[int, typer.Option(help="The first port to try; 0 takes any free one.")] = 8000,
    prefix: Annotated[str, typer.Option(help="The path of the site, as on GitHub Pages.")] = "/",
) -> None:
    """Serve the built site on this machine until Ctrl+C."""
    from export_tools.site.server import address, open_server

    path = f"/{prefix.strip('/')}/".replace("//", "/")
    with open_server(folder, port, path) as server:
        print(f"glasscnn is at {address(server, path)}  (Ctrl+C stops it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
