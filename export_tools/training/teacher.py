"""Distillation: a finished network of the zoo teaches a smaller one, by its probabilities of all classes.

Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

import glasscnn
from export_tools.errors import ToolError
from export_tools.zoo import find_model
from export_tools.zoo.with_lesson import without_norms


def load_teacher(name: str, folder: Path) -> nn.Module:
    """The finished network of the zoo in folder/NAME.npz, as a module; raises ToolError."""
    path = folder / f"{name}.npz"
    try:
        weights = glasscnn.load(path).weights
        network = without_norms(find_model(name).build())
        network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in weights.items()})
    except (glasscnn.ModelError, OSError, RuntimeError) as error:
        raise ToolError(
            f"{path}: expected the finished network that teaches this one ({error}); train it first, or pass its folder"
            " with --weights"
        ) from error
    return network.eval().requires_grad_(False)


def distillation_loss(logits: Tensor, taught: Tensor, temperature: float) -> Tensor:
    """T² · KL(softmax(taught / T) ‖ softmax(logits / T)), the mean over the batch; both are (N, classes).

    T² keeps its gradients as large as those of the labels.
    """
    said, wanted = (functional.log_softmax(values / temperature, dim=1) for values in (logits, taught))
    return functional.kl_div(said, wanted, reduction="batchmean", log_target=True) * temperature**2
