"""The shipped network: under 105,000 parameters, made only of Conv, Relu, Add, GlobalAveragePool,
Flatten and Gemm once batch norm is folded in, so that a small runtime can run it anywhere.
"""  # noqa: D205

from __future__ import annotations

import torch
from torch import Tensor, nn

from tenfold.models.registry import scaled


def conv(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution and batch norm, padded so that only the stride makes maps smaller."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
    )


class Residual(nn.Module):
    """Two convolutions beside a shortcut (He et al. 2015, https://arxiv.org/abs/1512.03385)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv(channels, channels)
        self.second = conv(channels, channels)

    def forward(self, x: Tensor) -> Tensor:  # (N, C, H, W) -> (N, C, H, W)
        """Add what the two convolutions find to what came in."""
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class SmallCnn(nn.Module):
    """Strokes at 28x28, parts at 14x14, shapes at 7x7, then the mean of each map.

    Channels come in multiples of 16, as vector units take them: with 20, 40 and 62 channels and
    one block less, as many parameters took 1.7 times as long to run.
    """

    def __init__(self, strokes: int = 16, parts: int = 32, shapes: int = 64) -> None:
        super().__init__()
        self.strokes = nn.Sequential(conv(1, strokes), nn.ReLU(), conv(strokes, strokes), nn.ReLU())
        self.parts = nn.Sequential(
            conv(strokes, parts, stride=2), nn.ReLU(), Residual(parts), Residual(parts)
        )
        self.shapes = nn.Sequential(
            conv(parts, shapes, stride=2), nn.ReLU(), conv(shapes, shapes), nn.ReLU()
        )
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(shapes, 11)

    def forward(self, x: Tensor) -> Tensor:  # (N, 1, 28, 28) -> (N, 11)
        """Return logits of the ten digits and 'not a digit'."""
        x = self.shapes(self.parts(self.strokes(x)))  # (N, 64, 7, 7)
        return self.head(torch.flatten(self.pool(x), 1))  # type: ignore[no-any-return]


def cnn_small(width: float = 1.0) -> nn.Module:
    """Make the shipped network's architecture, freshly initialised."""
    return SmallCnn(*(scaled(full, width) for full in (16, 32, 64)))
