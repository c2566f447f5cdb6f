"""`python -m tests.bench run` measures glasscnn against other runtimes, `… growth` against itself."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import Error

from export_tools.errors import ToolError
from tests.bench.places import SITE

app = typer.Typer(help="Measure glasscnn in a browser.", no_args_is_help=True)


@app.command()
def run(
    rounds: Annotated[int, typer.Option(help="Rounds of inference.")] = 600,
    visits: Annotated[int, typer.Option(help="First and second visits of each page.")] = 7,
    site: Annotated[Path, typer.Option(help="The built site.")] = SITE,
    only: Annotated[str, typer.Option(help="inference, boot, painting: what to measure, with commas.")] = "",
) -> None:
    """Measure inference, boot and painting; print tables, write results/latest.json and results/latest.svg."""
    from tests.bench.compare import PARTS, compare

    compare(site, rounds, visits, only.split(",") if only else PARTS)


@app.command()
def growth(
    strokes: Annotated[int, typer.Option(help="Strokes on end.")] = 10_000,
    site: Annotated[Path, typer.Option(help="The built site.")] = SITE,
) -> None:
    """Measure time and memory against the size of image, model and stroke, and over many strokes."""
    from tests.bench.growth import measure_growth

    measure_growth(site, strokes)


def main() -> None:
    """Run the command; on failure, print one sentence and exit with code 1."""
    try:
        app(prog_name="python -m tests.bench")
    except (ToolError, Error) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
