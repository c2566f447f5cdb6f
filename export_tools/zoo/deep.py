"""deep: starts like gap10 but is deeper; fewer than 20,000 parameters, and reads almost every drawn digit."""

from torch import Tensor, nn

STAGES = (
    ("conv1", "relu1", "Convolution 1 + ReLU"),
    ("conv2", "relu2", "Convolution 2 + ReLU"),
    ("pool", "pool1", "Max pooling"),
    ("conv3", "relu3", "Convolution 3 + ReLU"),
    ("conv4", "relu4", "Convolution 4 + ReLU"),
    ("pool2", "pool2", "Max pooling"),
    ("conv5", "relu5", "Convolution 5 + ReLU"),
    ("conv6", "relu6", "Convolution 6 + ReLU"),
    ("gap", "gap", "Global average"),
    ("logits", "logits", "Linear"),
    ("probabilities", "probabilities", "Softmax"),
)


def convolution(in_channels: int, out_channels: int) -> nn.Conv2d:
    """3 × 3, same size; no bias, since the batch norm after it has one."""
    return nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1, bias=False)


class Deep(nn.Module):
    """(N, 1, 28, 28) normalised images → (N, 10) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.norm1, self.relu1 = convolution(1, 10), nn.BatchNorm2d(10), nn.ReLU()
        self.conv2, self.norm2, self.relu2 = convolution(10, 10), nn.BatchNorm2d(10), nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv3, self.norm3, self.relu3 = convolution(10, 16), nn.BatchNorm2d(16), nn.ReLU()
        self.conv4, self.norm4, self.relu4 = convolution(16, 16), nn.BatchNorm2d(16), nn.ReLU()
        self.pool2 = nn.MaxPool2d(2)
        self.conv5, self.norm5, self.relu5 = convolution(16, 32), nn.BatchNorm2d(32), nn.ReLU()
        self.conv6, self.norm6, self.relu6 = convolution(32, 32), nn.BatchNorm2d(32), nn.ReLU()
        self.gap = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.logits = nn.Linear(32, 10)

    def forward(self, image: Tensor) -> Tensor:
        """Three times two convolutions, at 28 × 28, 14 × 14 and 7 × 7 → global average → logits."""
        maps = self.relu1(self.norm1(self.conv1(image)))  # (N, 10, 28, 28)
        maps = self.relu2(self.norm2(self.conv2(maps)))
        maps = self.pool1(maps)  # (N, 10, 14, 14)
        maps = self.relu3(self.norm3(self.conv3(maps)))  # (N, 16, 14, 14)
        maps = self.relu4(self.norm4(self.conv4(maps)))
        maps = self.pool2(maps)  # (N, 16, 7, 7)
        maps = self.relu5(self.norm5(self.conv5(maps)))  # (N, 32, 7, 7)
        maps = self.relu6(self.norm6(self.conv6(maps)))
        averages = self.flatten(self.gap(maps))  # (N, 32)
        logits: Tensor = self.logits(averages)  # (N, 10)
        return logits
