"""Everything that decides how a model is trained, in one place."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Augmentation:
    """How far an image may be varied, each amount drawn evenly from ± its limit. All zero: images stay as they are."""

    degrees: float = 0.0
    shear: float = 0.0
    """Tangent of the slant."""
    stretch: float = 0.0
    """Of width and height, each for itself, as a share."""
    shift: float = 0.0
    """In pixels."""
    bend: float = 0.0
    """In pixels: a smooth displacement, different across the image, as a hand bends a digit (Simard et al., "Best
    practices for convolutional neural networks", 2003).
    """
    thickness: float = 0.0
    """Share of the images that get thicker ink, and share that get thinner ink."""


@dataclass(frozen=True)
class Recipe:
    """How a model is trained. Two runs with the same recipe, seed and thread count give the same weights."""

    epochs: int
    batch_size: int
    learning_rate: float
    """The highest of the one-cycle schedule (Smith and Topin, "Super-convergence", 2018)."""
    weight_decay: float
    ema_decay: float
    """Share of the averaged weights kept at every step; the average is what is exported."""
    label_smoothing: float = 0.0
    augmentation: Augmentation = field(default_factory=Augmentation)
    last_epochs: int = 0
    last_augmentation: Augmentation = field(default_factory=Augmentation)
    """At the end, images are varied less: nearer to those that will be read."""
    stroke_variants: int = 0
    """Images drawn of every pen digit, each held, slanted and sized another way; 0: trained on MNIST alone."""
    strokes_per_epoch: int = 0
    """How many of those images an epoch shows beside MNIST's."""
    warm_up: float = 0.2
    """Share of the steps in which the learning rate rises."""
    keep: float = 0.0
    """In a second round: share of the first round's weights in the end. The mean of both reads what either learned
    (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).
    """
    half_weights: bool = False
    """Round the weights to what float16 can hold, so that the model file is half as large and exact."""

    def augmentation_in(self, epoch: int) -> Augmentation:
        """How far images are varied in an epoch, counted from 0."""
        return self.last_augmentation if epoch >= self.epochs - self.last_epochs else self.augmentation
