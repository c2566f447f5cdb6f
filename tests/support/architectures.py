"""Random networks of the supported operators, as PyTorch modules: chains, residual blocks and branches."""

from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor, nn

ACTIVATIONS = {
    "relu": nn.ReLU,
    "relu6": nn.ReLU6,
    "leaky_relu": lambda: nn.LeakyReLU(0.2),
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "silu": nn.SiLU,
    "hardswish": nn.Hardswish,
    "hardsigmoid": nn.Hardsigmoid,
    "gelu": nn.GELU,
    "gelu_tanh": lambda: nn.GELU("tanh"),
    "elu": lambda: nn.ELU(0.5),
    "selu": nn.SELU,
    "prelu": nn.PReLU,
    "mish": nn.Mish,
    "softplus": lambda: nn.Softplus(2.0),
    "hardtanh": lambda: nn.Hardtanh(-0.5, 1.0),
}


class Residual(nn.Module):
    """The input plus the output of the body on it."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Branches(nn.Module):
    """The concatenated channels of several bodies."""

    def __init__(self, bodies: list[nn.Module]) -> None:
        super().__init__()
        self.bodies = nn.ModuleList(bodies)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([body(x) for body in self.bodies], dim=1)


class Network(nn.Module):
    """Blocks, followed by a head."""

    def __init__(self, blocks: list[nn.Module], head: nn.Module) -> None:
        super().__init__()
        self.blocks, self.head = nn.Sequential(*blocks), head

    def forward(self, image: Tensor) -> Tensor:
        answer: Tensor = self.head(self.blocks(image))
        return answer


@st.composite
def networks(draw: st.DrawFn) -> tuple[nn.Module, tuple[int, int, int]]:
    """A module in eval mode with random weights and statistics, and the shape of its images."""
    torch.manual_seed(draw(st.integers(0, 2**16)))
    shape = (draw(st.sampled_from([1, 3])), draw(st.integers(9, 20)), draw(st.integers(9, 20)))
    blocks: list[nn.Module] = []
    channels = shape[0]
    maps = torch.zeros(1, *shape)
    for _ in range(draw(st.integers(1, 4))):
        block, channels = draw_block(draw, channels, min(maps.shape[2:]))
        blocks.append(block)
        maps = block.eval()(maps)
    features = channels * maps.shape[2] * maps.shape[3]
    head: list[nn.Module] = [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    if draw(st.booleans()):
        head = [nn.Dropout(0.3), nn.Flatten()]
    else:
        features = channels
    if draw(st.booleans()):
        head += [nn.Linear(features, 12), nn.BatchNorm1d(12), draw_activation(draw)]
        features = 12
    module = Network(blocks, nn.Sequential(*head, nn.Linear(features, 10)))
    for part in module.modules():
        if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.running_mean = torch.randn(part.num_features) * 0.3
            part.running_var = torch.rand(part.num_features) + 0.5
            nn.init.uniform_(part.weight, 0.5, 1.5)
            nn.init.normal_(part.bias, std=0.2)
    return module.eval(), shape


def draw_block(draw: st.DrawFn, channels: int, side: int) -> tuple[nn.Module, int]:
    kind = draw(st.sampled_from(["convolution", "convolution", "pool", "residual", "branches", "pad"]))
    if kind == "pool" and side >= 4:
        return draw_pool(draw), channels
    if kind == "residual":
        body = nn.Sequential(same_size(draw, channels, channels), nn.BatchNorm2d(channels), draw_activation(draw))
        return Residual(body), channels
    if kind == "branches":
        widths = [draw(st.integers(1, 4)) for _ in range(draw(st.integers(2, 3)))]
        return Branches([same_size(draw, channels, width) for width in widths]), sum(widths)
    if kind == "pad":
        sides = [draw(st.integers(0, 2)) for _ in range(4)]
        return nn.ConstantPad2d(tuple(sides), draw(st.sampled_from([0.0, 0.5]))), channels
    return draw_convolution(draw, channels, side)


def draw_convolution(draw: st.DrawFn, channels: int, side: int) -> tuple[nn.Module, int]:
    groups = draw(st.sampled_from([1, channels]))
    out_channels = groups * draw(st.integers(1, 3)) if groups > 1 else draw(st.integers(2, 6))
    dilation = draw(st.integers(1, 2))
    kernel = tuple(draw(st.integers(1, 3 if (side - 1) // dilation >= 2 else 1)) for _ in range(2))
    options: dict[str, Any] = {"dilation": dilation, "groups": groups, "bias": draw(st.booleans())}
    if dilation == 1 and draw(st.booleans()):  # onnxruntime cannot run ONNX's "same" with dilation
        options["padding"] = "same"
    else:
        options |= {
            "padding": (draw(st.integers(0, 2)), draw(st.integers(0, 2))),
            "stride": draw(st.integers(1, 2)) if side > 6 else 1,
        }
    parts: list[nn.Module] = [nn.Conv2d(channels, out_channels, kernel, **options)]
    if draw(st.booleans()):
        parts.append(nn.BatchNorm2d(out_channels))
    if draw(st.booleans()):
        parts.append(draw_activation(draw))
    return nn.Sequential(*parts), out_channels


def draw_pool(draw: st.DrawFn) -> nn.Module:
    kernel = draw(st.integers(2, 3))
    options: dict[str, Any] = {
        "stride": draw(st.integers(1, 2)),
        "padding": draw(st.integers(0, kernel // 2)),
        "ceil_mode": draw(st.booleans()),
    }
    if draw(st.booleans()):
        return nn.MaxPool2d(kernel, **options)
    return nn.AvgPool2d(kernel, count_include_pad=draw(st.booleans()), **options)


def draw_activation(draw: st.DrawFn) -> nn.Module:
    return ACTIVATIONS[draw(st.sampled_from(sorted(ACTIVATIONS)))]()


def same_size(draw: st.DrawFn, channels: int, out_channels: int) -> nn.Module:
    kernel = draw(st.sampled_from([1, 3]))
    return nn.Conv2d(channels, out_channels, kernel, padding=kernel // 2)
