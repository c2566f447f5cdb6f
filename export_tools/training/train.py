"""Trains a model from start to end: data, training rounds, learning curve."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from export_tools.errors import ToolError
from export_tools.training.checkpoint import Checkpoint, EpochRecord, load_checkpoint
from export_tools.training.curve import draw_curve
from export_tools.training.data import RecipeData, TrainingData
from export_tools.training.distributed import Team, team
from export_tools.training.teacher import load_teacher
from export_tools.training.trainer import Trainer

if TYPE_CHECKING:
    from export_tools.zoo import ZooModel


@dataclass(frozen=True)
class Options:
    """The command line's options of a training; None means the recipe's value or the default."""

    data_dir: Path | None
    run_dir: Path
    epochs: int | None = None
    seed: int = 0
    threads: int = 1
    device: str = "auto"
    fresh: bool = False
    limit: int | None = None
    snapshots: int = 0

    def __post_init__(self) -> None:
        """Raise ToolError for numbers below 1."""
        for name, value in (("--epochs", self.epochs), ("--threads", self.threads), ("--limit", self.limit)):
            if value is not None and value < 1:
                raise ToolError(f"{name}: expected a number above 0, found {value}")


def train(
    model: "ZooModel", options: Options, data: TrainingData | None = None, start: Checkpoint | None = None
) -> tuple[EpochRecord, ...] | None:
    """Train the model, or resume training, and write checkpoint.pt and curve.png to the run's folder.

    `data` is that of the model's recipe if it is left out; `start` has the weights to start with, instead of random
    ones. Returns the points of the learning curve; None in a process that does not lead.
    """
    torch.set_num_threads(options.threads)
    if options.snapshots and model.finish is not None:
        raise ToolError(f"--snapshots: {model.name} is trained in two rounds; expected a model that is trained in one")
    data = data or RecipeData(options.data_dir, options.limit)
    rounds = [recipe for recipe in (model.recipe, model.finish) if recipe is not None]
    if options.epochs is not None:
        rounds = [replace(recipe, epochs=options.epochs) for recipe in rounds]
    with team(options.device) as processes:
        if options.fresh and processes.leads:
            for path in options.run_dir.glob("*.pt"):
                path.unlink()
        processes.wait()
        for number, recipe in enumerate(rounds, start=1):
            last = number == len(rounds)
            path = options.run_dir / ("checkpoint.pt" if last else f"round{number}.pt")
            round_options = replace(options, seed=options.seed + number - 1)
            train_round(replace(model, recipe=recipe), round_options, processes, path, data, start)
            start = load_checkpoint(path, model.name)
        if start is None or not processes.leads:
            return None
        draw_curve(start.history, model.name, options.run_dir / "curve.png", data.measured(model.recipe))
        return start.history


def train_round(
    model: "ZooModel", options: Options, processes: Team, path: Path, data: TrainingData, start: Checkpoint | None
) -> None:
    """Train one round with a progress bar; a checkpoint is written to `path` after every epoch."""
    samples, tests = data.samples(model.recipe, options.seed), data.tests(model.recipe)
    teacher = load_teacher(model.recipe.teacher) if model.recipe.teacher else None
    trainer = Trainer(
        model,
        samples,
        tests,
        processes,
        seed=options.seed,
        start=start,
        snapshots=options.snapshots,
        teacher=teacher,
    )
    with progress(processes) as bar:
        steps, epochs = samples.steps(model.recipe.batch_size), trainer.earlier + model.recipe.epochs
        task = bar.add_task(model.name, total=model.recipe.epochs * steps, loss=float("nan"))

        def on_step(step: int, loss: float) -> None:
            bar.update(task, completed=step, loss=loss)

        def on_epoch(record: EpochRecord) -> None:
            bar.update(task, completed=(record.epoch - trainer.earlier) * steps)
            bar.console.print(summary(record, epochs, data.measured(model.recipe)), highlight=False)

        trainer.train(path, on_step=on_step, on_epoch=on_epoch)


def progress(processes: Team) -> Progress:
    """A progress bar on standard error, shown by the leading process."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("loss {task.fields[loss]:.3f}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not processes.leads,
    )


def summary(record: EpochRecord, epochs: int, measured: tuple[str, str]) -> str:
    """A one-line summary of an epoch; `measured` names the digits of MNIST and the others."""
    strokes = "" if record.strokes is None else f", {measured[1]} {record.strokes:.2%}"
    accuracies = f"{measured[0]} {record.mnist:.2%}{strokes}"
    return f"epoch {record.epoch}/{epochs}: loss {record.loss:.4f}, {accuracies}, {record.seconds:.0f} s"
