"""The training loop: epochs, batches, and a checkpoint after every epoch.

What is random in an epoch is drawn from a generator seeded with (seed, epoch, process): a run that was killed and
resumed sees the same images in the same order as one that was not, and ends with the same weights.
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

if TYPE_CHECKING:
    from export_tools.zoo import ZooModel


class Trainer:
    """A model in training: network, averaged network, optimizer and schedule, one epoch after another."""

    def __init__(
        self,
        model: "ZooModel",
        samples: Samples,
        tests: HeldOutSets,
        team: Team,
        *,
        seed: int,
        start: Checkpoint | None = None,
    ) -> None:
        """`start` is the end of the round before; without it the network begins with random weights."""
        self.model, self.recipe, self.samples, self.tests, self.team, self.seed = (
            model, model.recipe, samples, tests, team, seed,
        )  # fmt: skip
        torch.manual_seed(seed)
        # Channels last and bfloat16 below halve an epoch's time on a processor that has them.
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
            self.network.parameters(), lr=self.recipe.learning_rate, weight_decay=self.recipe.weight_decay
        )
        self.schedule = OneCycleLR(
            self.optimizer,
            max_lr=self.recipe.learning_rate,
            total_steps=self.recipe.epochs * samples.steps(self.recipe.batch_size),
            pct_start=self.recipe.warm_up,
        )
        self.start = start
        self.earlier = 0 if start is None else len(start.history)
        self.history: tuple[EpochRecord, ...] = () if start is None else start.history

    def train(
        self, checkpoint: Path, *, step_done: Callable[[int, float], None], epoch_done: Callable[[EpochRecord], None]
    ) -> None:
        """All epochs that are still to do, from `checkpoint` on if it is there."""
        if checkpoint.exists():
            self.resume(load_checkpoint(checkpoint, self.model.name))
        for epoch in range(len(self.history) - self.earlier, self.recipe.epochs):
            started = time.perf_counter()
            loss = self.run_epoch(epoch, step_done)
            if self.team.leads:
                self.history += (self.measure(loss, started),)
                save_checkpoint(checkpoint, self.checkpoint())
                epoch_done(self.history[-1])
            self.team.wait()

    def run_epoch(self, epoch: int, step_done: Callable[[int, float], None]) -> float:
        """One pass over the epoch's images; the mean loss."""
        team, recipe, limits = self.team, self.recipe, self.recipe.augmentation_in(epoch)
        order = torch.Generator().manual_seed(self.seed * 1_000_003 + epoch)  # the same in every process
        variation = torch.Generator().manual_seed((self.seed * 1_000_003 + epoch) * 1_009 + 1 + team.rank)
        total, steps = torch.zeros(()), self.samples.steps(recipe.batch_size)
        for step, (pixels, labels) in enumerate(self.samples.batches(recipe.batch_size, order, team.rank, team.size)):
            images = augment(pixels.float() / 255, limits, variation)
            total += self.run_step(images.to(team.device), labels.to(team.device))
            if step % 20 == 0:
                step_done(epoch * steps + step, float(total) / (step + 1))
        return float(total) / steps

    def run_step(self, images: Tensor, labels: Tensor) -> Tensor:
        """Forward, backward, one step of the optimizer and of the average; the loss."""
        images = normalise(images, self.model.mean, self.model.std).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.team.device.type, torch.bfloat16):
            logits = self.shared(images)
        loss = functional.cross_entropy(logits.float(), labels, label_smoothing=self.recipe.label_smoothing)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        self.schedule.step()
        self.average.update_parameters(self.network)
        return loss.detach().cpu()

    def measure(self, loss: float, started: float) -> EpochRecord:
        """The point of the learning curve after this epoch, measured with the averaged weights."""
        network, mean, std, device = self.result(), self.model.mean, self.model.std, self.team.device
        mnist = accuracy(network, self.tests.mnist, mean, std, device)
        strokes = accuracy(network, self.tests.strokes, mean, std, device) if self.tests.strokes else None
        return EpochRecord(len(self.history) + 1, loss, mnist, strokes, time.perf_counter() - started)

    def result(self) -> nn.Module:
        """The model as training has made it so far: averaged, folded, mixed with the round before, rounded."""
        model = self.model.fold(copy.deepcopy(self.average.module))
        weights = model.state_dict()
        for name, value in weights.items():
            if value.is_floating_point():
                if self.start is not None:
                    value.lerp_(self.start.state_dict[name].to(value.device), self.recipe.keep)
                if self.recipe.half_weights:
                    value.copy_(value.half())
        return model

    def checkpoint(self) -> Checkpoint:
        """Everything as it is now."""
        weights = {name: value.detach().cpu().contiguous() for name, value in self.result().state_dict().items()}
        return Checkpoint(
            self.model.name,
            weights,
            self.seed,
            self.history,
            {
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "schedule": self.schedule.state_dict(),
                "recipe": asdict(self.recipe),
            },
        )

    def resume(self, checkpoint: Checkpoint) -> None:
        """Goes on where `checkpoint` was written; raises ToolError if it was trained another way."""
        wanted = {"recipe": asdict(self.recipe), "seed": self.seed}
        found = {"recipe": checkpoint.resume["recipe"], "seed": checkpoint.seed}
        if found != wanted:
            raise ToolError(
                f"the checkpoint of {self.model.name} was trained with {difference(found, wanted)};"
                " start again with --fresh, or give the same options"
            )
        self.network.load_state_dict(checkpoint.resume["network"])
        self.average.load_state_dict(checkpoint.resume["average"])
        self.optimizer.load_state_dict(checkpoint.resume["optimizer"])
        self.schedule.load_state_dict(checkpoint.resume["schedule"])
        self.history = checkpoint.history


def difference(found: dict[str, object], wanted: dict[str, object]) -> str:
    """The first value that differs, in words."""
    for name, value in wanted.items():
        other = found.get(name)
        if isinstance(value, dict) and isinstance(other, dict) and value != other:
            return difference(other, value)
        if other != value:
            return f"{name} {other}, now {value} is wanted"
    return "another recipe"
