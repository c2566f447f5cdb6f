"""`train`: trains a model of the zoo and writes its file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from export_tools.training.train import Options


def command(
    name: Annotated[str, typer.Argument(help="gap10, deep, lenet5 or resmini.")],
    on: Annotated[
        list[Path] | None,
        typer.Option(help="A tray of digits, saved from the page, or a folder of trays; may be given several times."),
    ] = None,
    from_scratch: Annotated[
        bool,
        typer.Option("--from-scratch", help="With --on: start with random weights, not with the finished network."),
    ] = False,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            help="Folder with the files of MNIST (and pendigits, for deep and resmini). Default: download MNIST."
        ),
    ] = None,
    weights: Annotated[Path, typer.Option(help="The folder for NAME.npz.")] = Path("weights"),
    runs: Annotated[Path, typer.Option(help="The folder for NAME/checkpoint.pt and NAME/curve.png.")] = Path("runs"),
    epochs: Annotated[int | None, typer.Option(help="Number of epochs. Default: as in the recipe.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed and number of threads give the same weights.")] = 0,
    threads: Annotated[int, typer.Option(help="Number of processor threads.")] = 1,
    device: Annotated[str, typer.Option(help="cpu, cuda, or auto: a GPU if there is one.")] = "auto",
    fresh: Annotated[bool, typer.Option("--fresh", help="Start again instead of resuming from a checkpoint.")] = False,
    limit: Annotated[int | None, typer.Option(help="Use only the first images, to try things out.")] = None,
    snapshots: Annotated[
        bool, typer.Option("--snapshots", help="Also write NAME-history.npz: the weights at 24 steps of the training.")
    ] = False,
) -> None:
    """Train a model of the zoo and write it to weights/NAME.npz.

    A checkpoint is written after every epoch; the same command resumes from it. Under torchrun, the processes split
    every batch: torchrun --nproc-per-node 2 -m export_tools train gap10

    If the recipe asks for it, a temperature is fitted at the end, and the logits are divided by it.

    With --on, the finished weights/NAME.npz is trained further on collected digits, together with MNIST, and the new
    model is written to runs/NAME-FILE/NAME-FILE.npz, which the page opens. Labels other than 0 to 9 become classes.
    """
    from export_tools.errors import ToolError
    from export_tools.training.snapshots import SNAPSHOTS
    from export_tools.training.train import Options

    options = Options(data_dir, runs / name, epochs, seed, threads, device, fresh, limit, SNAPSHOTS if snapshots else 0)
    if on:
        if snapshots:
            raise ToolError("--snapshots goes with the training of a zoo model, not with --on")
        train_on_digits(name, on, weights / f"{name}.npz", options, from_scratch=from_scratch)
    elif from_scratch:
        raise ToolError("--from-scratch goes with --on; without it, training starts with random weights anyway")
    else:
        train_by_recipe(name, weights / f"{name}.npz", options)


def train_by_recipe(name: str, file: Path, options: "Options") -> None:
    """Train a model of the zoo and write it, and its history if there are snapshots."""
    import glasscnn
    from export_tools.conversion import export_npz
    from export_tools.files import write_atomically
    from export_tools.training.calibrate import calibrate_checkpoint, calibration_digits
    from export_tools.training.history import make_history
    from export_tools.training.train import train
    from export_tools.zoo import find_model
    from glasscnn.model.bundled import HISTORY
    from glasscnn.model.history import write_history

    model = find_model(name)
    digits = calibration_digits(model, options.data_dir)  # fails before hours of training if the file is missing
    if train(model, options) is None:
        return
    checkpoint = options.run_dir / "checkpoint.pt"
    if digits:
        temperature = calibrate_checkpoint(checkpoint, model, digits)
        typer.echo(f"temperature {temperature}, fitted on {len(digits):,} digits", err=True)
    export_npz(checkpoint, file)
    if options.snapshots:
        history = make_history(checkpoint, glasscnn.load(file), options.data_dir, options.limit)
        path = file.with_name(f"{name}{HISTORY}")
        write_atomically(path, write_history(history))
        typer.echo(f"{path}: {path.stat().st_size:,} bytes", err=True)


def train_on_digits(name: str, trays: list[Path], finished: Path, options: "Options", *, from_scratch: bool) -> None:
    """Train a model of the zoo on collected digits, and print what that achieved."""
    from export_tools.training.on_trays import train_on_trays

    trained = train_on_trays(name, trays, finished, options, from_scratch=from_scratch)
    if trained is None:
        return
    file, progress = trained
    for measured in progress:
        figures = f"{measured.before:.2%} before, {measured.after:.2%} after"
        typer.echo(f"{measured.digits}, {measured.count:,}: {figures}")
    typer.echo(f"{file}: {file.stat().st_size:,} bytes; open it in the page")
