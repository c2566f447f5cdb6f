"""lenet5: the classic with dense layers, 61,706 parameters.

LeCun et al., "Gradient-based learning applied to document recognition", 1998; here with softmax instead of radial basis
functions, and with all maps connected.
"""

from torch import Tensor, nn

STAGES = (
    ("conv1", "tanh1", "Convolution 1 + tanh"),
    ("pool1", "pool1", "Average pooling"),
    ("conv2", "tanh2", "Convolution 2 + tanh"),
    ("pool2", "pool2", "Average pooling"),
    ("dense1", "tanh3", "Dense 1 + tanh"),
    ("dense2", "tanh4", "Dense 2 + tanh"),
    ("logits", "logits", "Linear"),
    ("probabilities", "probabilities", "Softmax"),
)


class LeNet5(nn.Module):
    """(N, 1, 28, 28) normalised images → (N, 10) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, kernel_size=5, padding=2)
        self.tanh1 = nn.Tanh()
        self.pool1 = nn.AvgPool2d(2)
        self.conv2 = nn.Conv2d(6, 16, kernel_size=5)
        self.tanh2 = nn.Tanh()
        self.pool2 = nn.AvgPool2d(2)
        self.flatten = nn.Flatten()
        self.dense1 = nn.Linear(400, 120)
        self.tanh3 = nn.Tanh()
        self.dense2 = nn.Linear(120, 84)
        self.tanh4 = nn.Tanh()
        self.logits = nn.Linear(84, 10)

    def forward(self, image: Tensor) -> Tensor:
        """Two convolutions with pooling, then three dense layers."""
        maps = self.pool1(self.tanh1(self.conv1(image)))  # (N, 6, 14, 14)
        maps = self.pool2(self.tanh2(self.conv2(maps)))  # (N, 16, 5, 5)
        values = self.flatten(maps)  # (N, 400)
        values = self.tanh3(self.dense1(values))  # (N, 120)
        values = self.tanh4(self.dense2(values))  # (N, 84)
        logits: Tensor = self.logits(values)  # (N, 10)
        return logits
