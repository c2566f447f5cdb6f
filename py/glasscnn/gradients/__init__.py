"""Backpropagation, for explanations and for training: the gradient of every operator with respect to its inputs."""

from glasscnn.gradients.backpropagation import backpropagate, downstream

__all__ = ["backpropagate", "downstream"]
