"""Cross-entropy: its value is PyTorch's, its gradient that of finite differences, and large logits do not overflow."""

import math

import numpy as np
import pytest

from glasscnn.training import cross_entropy

LABELS = np.array([0, 2, 1, 4, 4, 3])


def logits(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((6, 5)) * 3


def test_the_gradient_is_that_of_finite_differences() -> None:
    z, shares, width = logits(), np.random.default_rng(1).random(6), 1e-6
    _, gradient = cross_entropy(z, LABELS, shares)
    for place in np.ndindex(*z.shape):
        step = np.zeros_like(z)
        step[place] = width
        above, below = (cross_entropy(z + sign * step, LABELS, shares)[0] for sign in (1, -1))
        assert gradient[place] == pytest.approx((above - below) / (2 * width), rel=1e-5, abs=1e-8)


def test_two_equal_logits_cost_the_logarithm_of_two() -> None:
    loss, gradient = cross_entropy(np.zeros((1, 2), np.float32), np.array([1]))
    assert loss == pytest.approx(math.log(2))
    np.testing.assert_allclose(gradient, [[0.5, -0.5]])


def test_loss_and_gradient_equal_torch_for_any_logits() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle of this test")
    for scale in (1, 10, 1000, 1e20):
        z = (logits(2) * scale).astype(np.float32)
        leaf = torch.from_numpy(z).requires_grad_()
        expected = torch.nn.functional.cross_entropy(leaf, torch.from_numpy(LABELS))
        expected.backward()
        loss, gradient = cross_entropy(z, LABELS)
        assert loss == pytest.approx(expected.item(), rel=1e-5)
        assert gradient.dtype == np.float32
        np.testing.assert_allclose(gradient, leaf.grad.numpy(), rtol=1e-5, atol=1e-7)


def test_the_shares_weigh_each_image() -> None:
    z = logits(3)
    each = [cross_entropy(z[n : n + 1], LABELS[n : n + 1]) for n in range(6)]
    shares = np.array([0.1, 0.3, 0.0, 0.2, 0.15, 0.25])
    loss, gradient = cross_entropy(z, LABELS, shares)
    assert loss == pytest.approx(sum(share * part for share, (part, _) in zip(shares, each, strict=True)))
    np.testing.assert_allclose(
        gradient, np.concatenate([s * g for s, (_, g) in zip(shares, each, strict=True)]), rtol=1e-6
    )
