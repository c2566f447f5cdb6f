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
    only: Annotated[
        str,
        typer.Option(help="inference, boot, painting, throttled, first, evaluate: what to measure, with commas."),
    ] = "",
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder with the files of MNIST. Default: download them.")
    ] = None,
) -> None:
    """Measure against other runtimes; print tables, write results/latest.json and results/latest.svg."""
    from tests.bench.compare import PARTS, compare

    compare(site, rounds, visits, only.split(",") if only else PARTS, data_dir)


@app.command()
def growth(
    strokes: Annotated[int, typer.Option(help="Strokes on end.")] = 10_000,
    site: Annotated[Path, typer.Option(help="The built site.")] = SITE,
) -> None:
    """Measure time and memory against the size of image, model and stroke, and over many strokes."""
    from tests.bench.growth import measure_growth

    measure_growth(site, strokes)


@app.command()
def sandbox(
    visits: Annotated[int, typer.Option(help="Visits.")] = 7,
    stops: Annotated[int, typer.Option(help="How often code that hangs is stopped.")] = 100,
    site: Annotated[Path, typer.Option(help="The built site.")] = SITE,
) -> None:
    """Measure the second Python, which runs a person's code: its start, Stop, deadlines, and the page beside it."""
    from tests.bench.sandbox import measure_sandbox

    measure_sandbox(site, visits, stops)


@app.command()
def slow(
    visits: Annotated[int, typer.Option(help="First and second visits under each condition.")] = 3,
    site: Annotated[Path, typer.Option(help="The built site.")] = SITE,
    against: Annotated[Path | None, typer.Option(help="Another built site, visited in turn with the first.")] = None,
    only: Annotated[str, typer.Option(help="A part of the names of the conditions to measure.")] = "",
) -> None:
    """Measure visits on a slow processor and over slow lines, on a phone: when what can be done."""
    from tests.bench.slow import measure_slow

    measure_slow({"this": site} | ({"other": against} if against else {}), visits, only)


@app.command()
def training(
    trainings: Annotated[int, typer.Option(help="How often a network is trained, for the memory.")] = 10,
    site: Annotated[Path, typer.Option(help="The built site.")] = SITE,
) -> None:
    """Measure the training on the page: its CPU time against PyTorch's, the page beside it, its memory."""
    from tests.bench.training_in_chromium import measure_training

    measure_training(site, trainings)


@app.command()
def weights(site: Annotated[Path, typer.Option(help="The built site.")] = SITE) -> None:
    """Measure the time from a drag of one weight to painted maps."""
    from tests.bench.weights import measure_weights

    measure_weights(site)


def main() -> None:
    """Run the command; on failure, print one sentence and exit with code 1."""
    try:
        app(prog_name="python -m tests.bench")
    except (ToolError, Error) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
