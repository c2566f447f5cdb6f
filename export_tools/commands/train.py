"""`train`: a model of the zoo from its definition to its file."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(help="gap10, deep, lenet5 or resmini.")],
    data_dir: Annotated[
        Path | None,
        typer.Option(
            help="Folder with MNIST's files (and pendigits, for deep and resmini). Without it MNIST is downloaded."
        ),
    ] = None,
    weights: Annotated[Path, typer.Option(help="Where NAME.npz is written at the end.")] = Path("weights"),
    runs: Annotated[Path, typer.Option(help="Where NAME/checkpoint.pt and curve.png are kept.")] = Path("runs"),
    epochs: Annotated[int | None, typer.Option(help="Another number of epochs than the recipe's.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed and same number of threads: same weights.")] = 0,
    threads: Annotated[int, typer.Option(help="Processor threads to compute with.")] = 1,
    device: Annotated[str, typer.Option(help="cpu, cuda, or auto: a GPU where there is one.")] = "auto",
    fresh: Annotated[bool, typer.Option("--fresh", help="Start again instead of going on with a checkpoint.")] = False,
    limit: Annotated[int | None, typer.Option(help="Only the first images, to try things out.")] = None,
) -> None:
    """Train a model of the zoo and write it to weights/NAME.npz.

    A checkpoint is kept after every epoch; the same command goes on after a kill. Under torchrun the processes
    share every batch out among them: torchrun --nproc-per-node 2 -m export_tools train gap10

    Where the recipe says so, a temperature is fitted at the end, by which the logits are divided.
    """
    from export_tools.conversion import export_npz
    from export_tools.training.calibrate import calibrate_checkpoint, calibration_digits
    from export_tools.training.train import Options, train
    from export_tools.zoo import find_model

    model = find_model(name)
    digits = calibration_digits(model, data_dir)  # before hours of training: is the file there?
    history = train(model, Options(data_dir, runs / name, epochs, seed, threads, device, fresh, limit))
    if history is not None:
        if digits:
            temperature = calibrate_checkpoint(runs / name / "checkpoint.pt", model, digits)
            typer.echo(f"temperature {temperature}, fitted on {len(digits):,} digits", err=True)
        export_npz(runs / name / "checkpoint.pt", weights / f"{name}.npz")
