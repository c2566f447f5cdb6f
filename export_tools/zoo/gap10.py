"""gap10: two convolutions and a global average, 1,120 parameters; small enough to see every number at once.

It is trained with batch norm, with which so small a network learns much better (Ioffe and Szegedy, "Batch
normalization", 2015). After training, batch norm is a scale and shift of each channel, which is folded into the
convolution.
"""

from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

STAGES = (
    ("conv1", "relu1", "Convolution 1 + ReLU"),
    ("conv2", "relu2", "Convolution 2 + ReLU"),
    ("pool", "pool", "Max pooling"),
    ("gap", "gap", "Global average"),
    ("logits", "logits", "Linear"),
    ("probabilities", "probabilities", "Softmax"),
)


class Gap10(nn.Module):
    """(N, 1, 28, 28) normalised images → (N, 10) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, kernel_size=3, padding=1)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(10, 10, kernel_size=3, padding=1)
        self.relu2 = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.gap = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.logits = nn.Linear(10, 10)

    def forward(self, image: Tensor) -> Tensor:
        """conv1 → conv2 → pool → global average → logits."""
        maps = self.relu1(self.conv1(image))  # (N, 10, 28, 28)
        maps = self.relu2(self.conv2(maps))  # (N, 10, 28, 28)
        maps = self.pool(maps)  # (N, 10, 14, 14)
        averages = self.flatten(self.gap(maps))  # (N, 10)
        logits: Tensor = self.logits(averages)  # (N, 10)
        return logits


class TrainableGap10(Gap10):
    """Gap10 with batch norm between each convolution and its ReLU."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(10)
        self.norm2 = nn.BatchNorm2d(10)

    def forward(self, image: Tensor) -> Tensor:
        """As in Gap10, with batch norm after each convolution."""
        maps = self.relu1(self.norm1(self.conv1(image)))
        maps = self.relu2(self.norm2(self.conv2(maps)))
        logits: Tensor = self.logits(self.flatten(self.gap(self.pool(maps))))
        return logits


def fold(trained: nn.Module) -> Gap10:
    """The Gap10 that is equivalent to the trained module: weight · γ/√(σ² + ε), (bias − μ) · γ/√(σ² + ε) + β."""
    assert isinstance(trained, TrainableGap10)
    trained.eval()
    plain = Gap10()
    plain.conv1 = fuse_conv_bn_eval(trained.conv1, trained.norm1)
    plain.conv2 = fuse_conv_bn_eval(trained.conv2, trained.norm2)
    plain.logits = trained.logits
    return plain
