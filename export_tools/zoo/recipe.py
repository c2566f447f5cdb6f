"""The hyperparameters of training."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Augmentation:
    """Limits of the augmentation; each amount is drawn uniformly from ± its limit. All zero: images do not change."""

    degrees: float = 0.0
    shear: float = 0.0
    """The tangent of the angle."""
    stretch: float = 0.0
    """Of width and height independently, as a share."""
    shift: float = 0.0
    """In pixels."""
    bend: float = 0.0
    """In pixels: a smooth random displacement field, like the variation of handwriting (Simard et al., "Best
    practices for convolutional neural networks", 2003).
    """
    thickness: float = 0.0
    """The share of images with thicker ink, and also of those with thinner ink."""


@dataclass(frozen=True)
class Recipe:
    """The training of a model. Runs with the same recipe, seed and number of threads give the same weights."""

    epochs: int
    batch_size: int
    learning_rate: float
    """The maximum of the one-cycle schedule (Smith and Topin, "Super-convergence", 2018)."""
    weight_decay: float
    ema_decay: float
    """The decay of the exponential moving average of the weights, which is exported."""
    label_smoothing: float = 0.0
    augmentation: Augmentation = field(default_factory=Augmentation)
    last_epochs: int = 0
    last_augmentation: Augmentation = field(default_factory=Augmentation)
    """A weaker augmentation for the last epochs: its images are closer to real ones."""
    stroke_variants: int = 0
    """The number of random variants drawn of every pen digit; 0 means training on MNIST only."""
    strokes_per_epoch: int = 0
    """The number of those images in an epoch, in addition to MNIST."""
    centred_share: float = 0.75
    """The share of those images that are centred; the others are drawn anywhere on the pad, at any readable size."""
    rare_share: float = 0.0
    """The share of those images in which a digit is written in a rare way: slashed zeros, short-tailed sixes, …"""
    held_back: int = 0
    """The number of MNIST's training images, the last ones, that are not learned from. Between runs and recipes, those
    and the strokes of `CHOICE_WRITERS` decide, and the learning curve is measured on them.
    """
    teacher: str = ""
    """The model of the zoo whose finished file teaches this one (Hinton, Vinyals and Dean, "Distilling the knowledge in
    a neural network", 2015); none if empty.
    """
    teacher_weight: float = 0.0
    """The share of the teacher in the loss; the labels have the rest."""
    teacher_temperature: float = 1.0
    """What the logits of both are divided by when they are compared."""
    warm_up: float = 0.2
    """The share of steps in which the learning rate rises."""
    previous_round_weight: float = 0.0
    """In a second round: the share of the first round's weights in the mean of both (Wortsman et al., "Robust
    fine-tuning of zero-shot models", 2022).
    """
    half_weights: bool = False
    """Round the weights to float16, so that a model file of half the size is exact."""

    def augmentation_in(self, epoch: int) -> Augmentation:
        """The augmentation in an epoch, counted from 0."""
        return self.last_augmentation if epoch >= self.epochs - self.last_epochs else self.augmentation
