"""The classic network of courses: blocks of convolution, batch norm and pooling, then dense layers.

Dropout: Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html.
"""

from __future__ import annotations

from torch import nn

from tenfold.models.registry import scaled


def block(inputs: int, outputs: int) -> nn.Sequential:
    """Convolve, normalise, halve each side, keep what is positive: (H, W) -> (H/2, W/2).

    ReLU after the pooling gives what it would before, for a quarter of the work.
    """
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.MaxPool2d(2),
        nn.ReLU(),
    )


def cnn_blocks(width: float = 1.0) -> nn.Module:
    """Make the network, freshly initialised: (N, 1, 28, 28) -> (N, 11)."""
    first, second, third, dense = (scaled(full, width) for full in (32, 64, 128, 128))
    return nn.Sequential(
        block(1, first),  # (N, 32, 14, 14)
        block(first, second),  # (N, 64, 7, 7)
        block(second, third),  # (N, 128, 3, 3)
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(third * 3 * 3, dense),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(dense, 11),
    )
