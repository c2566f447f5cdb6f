"""The optimisers take PyTorch's steps, and leave what they are given unchanged."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from glasscnn.training import Adam, Sgd

STEPS = 30


def weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    shapes = {"conv.weight": (4, 3, 3, 3), "conv.bias": (4,), "logits.weight": (10, 7)}
    return {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}


def gradients(step: int) -> dict[str, np.ndarray]:
    """Gradients of very different sizes; those of step 3 are all 0."""
    random = np.random.default_rng(step)
    scale = 0.0 if step == 3 else 10.0 ** random.integers(-6, 3)
    return {name: (random.standard_normal(w.shape) * scale).astype(np.float32) for name, w in weights().items()}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Adam(3e-3), lambda torch, p: torch.optim.Adam(p, 3e-3)),
        (Adam(1e-2, 0.8, 0.95, 1e-3), lambda torch, p: torch.optim.Adam(p, 1e-2, (0.8, 0.95), 1e-3)),
        (Sgd(1e-3), lambda torch, p: torch.optim.SGD(p, 1e-3, momentum=0.9)),
        (Sgd(1e-2, momentum=0.0), lambda torch, p: torch.optim.SGD(p, 1e-2)),
    ],
    ids=["adam", "adam with other settings", "momentum", "plain"],
)
def test_every_step_is_that_of_torch(ours: Adam | Sgd, theirs: Callable[..., Any]) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle of this test")
    found = weights()
    leaves = {name: torch.from_numpy(array.copy()).requires_grad_() for name, array in found.items()}
    reference = theirs(torch, list(leaves.values()))
    for step in range(STEPS):
        found, ours = ours.step(found, gradients(step))
        for name, gradient in gradients(step).items():
            leaves[name].grad = torch.from_numpy(gradient)
        reference.step()
        for name, leaf in leaves.items():
            assert found[name].dtype == np.float32
            np.testing.assert_allclose(
                found[name], leaf.detach().numpy(), rtol=2e-6, atol=1e-6, err_msg=f"{step} {name}"
            )


@pytest.mark.parametrize("optimiser", [Adam(1e-2), Sgd(1e-2)], ids=["adam", "sgd"])
def test_a_step_changes_nothing_in_place_and_only_what_has_a_gradient(optimiser: Adam | Sgd) -> None:
    before = weights()
    gradient = {"logits.weight": gradients(1)["logits.weight"]}
    after, moved = optimiser.step(before, gradient)
    again, _ = moved.step(after, gradient)
    first, _ = optimiser.step(before, gradient)
    for name, array in weights().items():
        assert (before[name] == array).all()
        assert (after[name] == array).all() == (name != "logits.weight")
        assert (first[name] == after[name]).all()
    assert (again["logits.weight"] != after["logits.weight"]).any()
