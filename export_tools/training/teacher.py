"""Distillation: a finished network of the zoo teaches a smaller one, by its probabilities of all classes.

Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

import glasscnn
from export_tools.errors import ToolError
from export_tools.zoo import find_model
from export_tools.zoo.with_lesson import without_norms


def load_teacher(name: str) -> nn.Module:
    """The finished network of the zoo, weights/NAME.npz, as a module; raises ToolError."""
    try:
        weights = glasscnn.load(name).weights
    except (glasscnn.ModelError, OSError) as error:
        raise ToolError(f"{name} teaches this network: expected it in the folder weights ({error})") from error
    network = without_norms(find_model(name).build())
    network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in weights.items()})
    return network.eval().requires_grad_(False)


def distillation_loss(logits: Tensor, taught: Tensor, temperature: float) -> Tensor:
    """T² · KL(softmax(taught / T) ‖ softmax(logits / T)), the mean over the batch; both are (N, classes).

    T² keeps its gradients as large as those of the labels.
    """
    said, wanted = (functional.log_softmax(values / temperature, dim=1) for values in (logits, taught))
    return functional.kl_div(said, wanted, reduction="batchmean", log_target=True) * temperature**2
