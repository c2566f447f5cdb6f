"""`train`: trains a model of the zoo and writes its file."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(help="gap10, deep, lenet5 or resmini.")],
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
    """
    from export_tools.conversion import export_npz
    from export_tools.training.calibrate import calibrate_checkpoint, calibration_digits
    from export_tools.training.snapshots import SNAPSHOTS
    from export_tools.training.train import Options, train
    from export_tools.zoo import find_model

    model = find_model(name)
    digits = calibration_digits(model, data_dir)  # fails before hours of training if the file is missing
    options = Options(data_dir, runs / name, epochs, seed, threads, device, fresh, limit, SNAPSHOTS if snapshots else 0)
    if train(model, options) is not None:
        if digits:
            temperature = calibrate_checkpoint(runs / name / "checkpoint.pt", model, digits)
            typer.echo(f"temperature {temperature}, fitted on {len(digits):,} digits", err=True)
        export_npz(runs / name / "checkpoint.pt", weights / f"{name}.npz")
        if snapshots:
            write_history_of(weights / f"{name}.npz", runs / name / "checkpoint.pt", data_dir, limit)


def write_history_of(model: Path, checkpoint: Path, data_dir: Path | None, limit: int | None) -> None:
    """Write NAME-history.npz beside NAME.npz, whose training left the checkpoint."""
    import glasscnn
    from export_tools.files import write_atomically
    from export_tools.training.history import make_history
    from glasscnn.model.bundled import HISTORY
    from glasscnn.model.history import write_history

    path = model.with_name(f"{model.stem}{HISTORY}")
    write_atomically(path, write_history(make_history(checkpoint, glasscnn.load(model), data_dir, limit)))
    typer.echo(f"{path}: {path.stat().st_size:,} bytes", err=True)
