"""How often a model is right: test sets, metrics, and an evaluation in slices that leaves time for other work."""

from glasscnn.evaluation.evaluation import Evaluation, Misread
from glasscnn.evaluation.labelled_arrays import grey_images, labelled_arrays
from glasscnn.evaluation.metrics import Metrics, Tally

__all__ = ["Evaluation", "Metrics", "Misread", "Tally", "grey_images", "labelled_arrays"]
