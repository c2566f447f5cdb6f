"""What a network is reminded of while it learns something new, so that it does not forget the old.

(Replay: Robins, "Catastrophic forgetting, rehearsal and pseudorehearsal", 1995.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glasscnn.errors import TrainingError
from glasscnn.training.loss import Labels
from glasscnn.training.variants import draw_variants

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Memory:
    """Images (N, C, H, W) in [0, 1] with labels (N,), some of which are added to every batch.

    share  the part that they have in the loss of a batch, above 0 and below 1
    """

    images: Array
    labels: Labels
    share: float = 0.6

    @classmethod
    def of_samples(
        cls,
        drawings: Sequence[Sequence[npt.ArrayLike]],
        labels: Sequence[int],
        *,
        variants: int = 30,
        canvas_size: float = 280,
        shape: tuple[int, int, int] = (1, 28, 28),
        seed: int = 0,
    ) -> "Memory":
        """Variants of a few drawings (`draw_variants`), with a label each: ten sample digits are enough."""
        if len(labels) != len(drawings):
            raise TrainingError(f"labels: expected one for each of {len(drawings)} drawings, found {len(labels)}")
        images = draw_variants(drawings, variants, canvas_size=canvas_size, shape=shape, seed=seed)
        return cls(images, np.repeat(labels, variants))
