"""The training loop: epochs, batches, and a checkpoint after every epoch.

Random numbers of an epoch come from generators seeded with (seed, epoch, process), so a run that was interrupted and
resumed sees the same images in the same order, and ends with the same weights, as one that was not.
"""

import copy
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
from torch.optim import AdamW
from torch.optim.lr_scheduler import OneCycleLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from export_tools.errors import ToolError
from export_tools.training.accuracy import HeldOutSets, accuracy
from export_tools.training.augment import augment
from export_tools.training.checkpoint import Checkpoint, EpochRecord, load_checkpoint, save_checkpoint
from export_tools.training.distributed import Team
from export_tools.training.normalise import normalise
from export_tools.training.samples import Samples
from export_tools.training.snapshots import Snapshot, snapshot_steps
from export_tools.training.teacher import distillation_loss

if TYPE_CHECKING:
    from export_tools.zoo import ZooModel


class Trainer:
    """The state of training: network, averaged network, optimizer, schedule and history."""

    def __init__(
        self,
        model: "ZooModel",
        samples: Samples,
        tests: HeldOutSets,
        team: Team,
        *,
        seed: int,
        start: Checkpoint | None = None,
        snapshots: int = 0,
        teacher: nn.Module | None = None,
    ) -> None:
        """`start` is the result of the previous round; without it, the network starts with random weights.

        `snapshots` is the number of steps whose weights are kept. `teacher` is the recipe's, if it has one.
        """
        self.model, self.recipe, self.samples, self.tests, self.team, self.seed = (
            model, model.recipe, samples.to(team.device), tests, team, seed,
        )  # fmt: skip
        torch.manual_seed(seed)
        # Channels last, and bfloat16 below, halve the time of an epoch on processors that support them.
        network = (model.build_trainable or model.build)()
        if start is not None:
            network.load_state_dict(start.state_dict)
        self.network = network.to(device=team.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = AveragedModel(
            self.network,
            multi_avg_fn=get_ema_multi_avg_fn(self.recipe.ema_decay),  # type: ignore[no-untyped-call]
            use_buffers=True,
        )
        self.shared: nn.Module = self.network if team.size == 1 else DistributedDataParallel(self.network)
        self.optimizer = AdamW(
            self.network.parameters(),
            lr=self.recipe.learning_rate,
            weight_decay=self.recipe.weight_decay,
            fused=team.device.type == "cuda",
        )
        steps = self.recipe.epochs * samples.steps(self.recipe.batch_size)
        self.schedule = OneCycleLR(
            self.optimizer,
            max_lr=self.recipe.learning_rate,
            total_steps=steps,
            pct_start=self.recipe.warm_up,
        )
        self.start = start
        self.teacher = None if teacher is None else teacher.to(team.device)
        self.lesson = None if model.lesson is None else vars(model.lesson)
        self.earlier = 0 if start is None else len(start.history)
        self.history: tuple[EpochRecord, ...] = () if start is None else start.history
        self.snapshot_steps = snapshot_steps(steps, snapshots)
        self.snapshots: tuple[Snapshot, ...] = ()

    def train(
        self, checkpoint: Path, *, on_step: Callable[[int, float], None], on_epoch: Callable[[EpochRecord], None]
    ) -> None:
        """Run the remaining epochs, resuming from `checkpoint` if it exists."""
        if checkpoint.exists():
            self.resume(load_checkpoint(checkpoint, self.model.name))
        if not self.history:
            self.keep_snapshot(0)
        for epoch in range(len(self.history) - self.earlier, self.recipe.epochs):
            started = time.perf_counter()
            loss = self.run_epoch(epoch, on_step)
            if self.team.leads:
                self.history += (self.measure(loss, started),)
                save_checkpoint(checkpoint, self.checkpoint())
                on_epoch(self.history[-1])
            self.team.wait()

    def run_epoch(self, epoch: int, on_step: Callable[[int, float], None]) -> float:
        """Train for one epoch; returns the mean loss."""
        team, recipe, limits = self.team, self.recipe, self.recipe.augmentation_in(epoch)
        order = torch.Generator().manual_seed(self.seed * 1_000_003 + epoch)  # the same in every process
        variation = torch.Generator(team.device).manual_seed((self.seed * 1_000_003 + epoch) * 1_009 + 1 + team.rank)
        total, steps = torch.zeros((), device=team.device), self.samples.steps(recipe.batch_size)
        for step, (pixels, labels) in enumerate(self.samples.batches(recipe.batch_size, order, team.rank, team.size)):
            images = augment(pixels.float() / 255, limits, variation)
            total += self.run_step(images, labels)
            self.keep_snapshot(epoch * steps + step + 1)
            if step % 20 == 0:
                on_step(epoch * steps + step, float(total) / (step + 1))
        return float(total) / steps

    def run_step(self, images: Tensor, labels: Tensor) -> Tensor:
        """Forward and backward pass, and one step of the optimizer, schedule and average; returns the loss."""
        images = normalise(images, self.model.mean, self.model.std).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.team.device.type, torch.bfloat16):
            logits = self.shared(images)
        loss = self.loss(images, logits.float(), labels)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        self.schedule.step()
        self.average.update_parameters(self.network)
        return loss.detach()

    def loss(self, images: Tensor, logits: Tensor, labels: Tensor) -> Tensor:
        """The mean loss of a batch: cross-entropy with the labels, with a teacher's probabilities, or a mix of both."""
        recipe = self.recipe
        loss = functional.cross_entropy(logits, labels, label_smoothing=recipe.label_smoothing)
        if self.teacher is None:
            return loss
        with torch.no_grad(), torch.autocast(self.team.device.type, torch.bfloat16):
            taught = self.teacher(images)
        return torch.lerp(
            loss, distillation_loss(logits, taught.float(), recipe.teacher_temperature), recipe.teacher_weight
        )

    def measure(self, loss: float, started: float) -> EpochRecord:
        """The point of the learning curve for this epoch, measured with the averaged weights."""
        network, mean, std, device = self.result(), self.model.mean, self.model.std, self.team.device
        mnist = accuracy(network, self.tests.mnist, mean, std, device)
        strokes = accuracy(network, self.tests.strokes, mean, std, device) if self.tests.strokes else None
        return EpochRecord(len(self.history) + 1, loss, mnist, strokes, time.perf_counter() - started)

    def result(self) -> nn.Module:
        """The model so far: averaged, folded, mixed with the previous round, rounded."""
        model = self.model.fold(copy.deepcopy(self.average.module))
        weights = model.state_dict()
        for name, value in weights.items():
            if value.is_floating_point():
                if self.start is not None:
                    value.lerp_(self.start.state_dict[name].to(value.device), self.recipe.previous_round_weight)
                if self.recipe.half_weights:
                    value.copy_(value.half())
        return model

    def weights(self) -> dict[str, Tensor]:
        """A copy of the weights of the model so far."""
        return {name: value.detach().cpu().contiguous() for name, value in self.result().state_dict().items()}

    def keep_snapshot(self, step: int) -> None:
        """Keep the weights after `step` steps, if they are to be kept."""
        if step in self.snapshot_steps:
            epoch = step / self.samples.steps(self.recipe.batch_size)
            self.snapshots += (Snapshot(step, epoch, self.weights()),)

    def checkpoint(self) -> Checkpoint:
        """The current state as a checkpoint."""
        return Checkpoint(
            self.model.name,
            self.weights(),
            self.seed,
            self.history,
            {
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "schedule": self.schedule.state_dict(),
                "recipe": asdict(self.recipe),
                "snapshot_steps": list(self.snapshot_steps),
            },
            snapshots=self.snapshots,
            lesson=self.lesson,
            made_with=self.team.processor,
        )

    def resume(self, checkpoint: Checkpoint) -> None:
        """Resume from a checkpoint; raises ToolError if its recipe, seed, snapshots or lesson differ."""
        wanted = {
            "recipe": asdict(self.recipe),
            "seed": self.seed,
            "snapshots": len(self.snapshot_steps),
            "lesson": self.lesson,
        }
        found = {
            "recipe": with_current_names(checkpoint.resume["recipe"]),
            "seed": checkpoint.seed,
            "snapshots": len(checkpoint.resume.get("snapshot_steps", ())),
            "lesson": checkpoint.lesson,
        }
        if found != wanted:
            raise ToolError(
                f"the checkpoint of {self.model.name} was trained with {difference(found, wanted)};"
                " start again with --fresh, or use the same options"
            )
        self.network.load_state_dict(checkpoint.resume["network"])
        self.average.load_state_dict(checkpoint.resume["average"])
        self.optimizer.load_state_dict(checkpoint.resume["optimizer"])
        self.schedule.load_state_dict(checkpoint.resume["schedule"])
        self.history, self.snapshots = checkpoint.history, checkpoint.snapshots


def with_current_names(recipe: dict[str, object]) -> dict[str, object]:
    """A recipe from a checkpoint; those of version 0.1.0 have `keep` instead of `previous_round_weight`."""
    return {"previous_round_weight" if name == "keep" else name: value for name, value in recipe.items()}


def difference(found: dict[str, object], wanted: dict[str, object]) -> str:
    """A description of the first value that differs."""
    for name, value in wanted.items():
        other = found.get(name)
        if isinstance(value, dict) and isinstance(other, dict) and value != other:
            return difference(other, value)
        if other != value:
            return f"{name} {other}, expected {value}"
    return "another recipe"
