"""LeNet-5 (LeCun et al. 1998, https://doi.org/10.1109/5.726791) with ReLU and the largest of each
four pixels in place of sigmoids and means, and every map of a layer seeing every map before it.
"""  # noqa: D205

from __future__ import annotations

from torch import nn


def lenet(width: float = 1.0) -> nn.Module:
    """Make the network, freshly initialised: (N, 1, 28, 28) -> (N, 11)."""
    strokes, shapes, wide, narrow = (max(1, round(full * width)) for full in (6, 16, 120, 84))
    return nn.Sequential(
        nn.Conv2d(1, strokes, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),  # (N, 6, 14, 14)
        nn.Conv2d(strokes, shapes, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),  # (N, 16, 5, 5)
        nn.Flatten(),
        nn.Linear(shapes * 5 * 5, wide),
        nn.ReLU(),
        nn.Linear(wide, narrow),
        nn.ReLU(),
        nn.Linear(narrow, 11),
    )
