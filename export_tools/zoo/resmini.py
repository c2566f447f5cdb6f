"""resmini: a small residual network, a graph that is not a chain (He et al., "Deep residual learning", 2015)."""

from torch import Tensor, nn

STAGES = (
    ("conv1", "relu1", "Convolution 1 + ReLU"),
    ("pool", "pool", "Max pooling"),
    ("conv2", "relu2", "Convolution 2 + ReLU"),
    ("conv3", "norm3", "Convolution 3"),
    ("add1", "relu3", "Sum + ReLU"),
    ("conv4", "relu4", "Convolution 4, stride 2 + ReLU"),
    ("conv5", "relu5", "Convolution 5 + ReLU"),
    ("conv6", "norm6", "Convolution 6"),
    ("add2", "relu6", "Sum + ReLU"),
    ("gap", "gap", "Global average"),
    ("logits", "logits", "Linear"),
    ("probabilities", "probabilities", "Softmax"),
)


def convolution(in_channels: int, out_channels: int, stride: int = 1) -> nn.Conv2d:
    """3 × 3, padded; no bias, since the batch norm after it has one."""
    return nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)


class ResMini(nn.Module):
    """(N, 1, 28, 28) normalised images → (N, 10) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.norm1, self.relu1 = convolution(1, 12), nn.BatchNorm2d(12), nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.conv2, self.norm2, self.relu2 = convolution(12, 12), nn.BatchNorm2d(12), nn.ReLU()
        self.conv3, self.norm3, self.relu3 = convolution(12, 12), nn.BatchNorm2d(12), nn.ReLU()
        self.conv4, self.norm4, self.relu4 = convolution(12, 24, stride=2), nn.BatchNorm2d(24), nn.ReLU()
        self.conv5, self.norm5, self.relu5 = convolution(24, 24), nn.BatchNorm2d(24), nn.ReLU()
        self.conv6, self.norm6, self.relu6 = convolution(24, 24), nn.BatchNorm2d(24), nn.ReLU()
        self.gap = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.logits = nn.Linear(24, 10)

    def forward(self, image: Tensor) -> Tensor:
        """Two residual blocks: the output of two convolutions is added to their input."""
        maps = self.pool(self.relu1(self.norm1(self.conv1(image))))  # (N, 12, 14, 14)
        residual = self.norm3(self.conv3(self.relu2(self.norm2(self.conv2(maps)))))
        maps = self.relu3(maps + residual)
        maps = self.relu4(self.norm4(self.conv4(maps)))  # (N, 24, 7, 7)
        residual = self.norm6(self.conv6(self.relu5(self.norm5(self.conv5(maps)))))
        maps = self.relu6(maps + residual)
        averages = self.flatten(self.gap(maps))  # (N, 24)
        logits: Tensor = self.logits(averages)  # (N, 10)
        return logits
