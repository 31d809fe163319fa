"""A convolutional network, written from nothing: see ``models.scratch`` for all that it does."""

from __future__ import annotations

import numpy as np

from tenfold.models.registry import scaled
from tenfold.models.scratch import Conv, Dense, Flatten, MaxPool, Network, Relu


def cnn_scratch(width: float = 1.0, seed: int = 0) -> Network:
    """Make the network, freshly initialised: (N, 1, 28, 28) -> (N, 11)."""
    rng = np.random.default_rng(seed)
    strokes, shapes, dense = (scaled(full, width) for full in (8, 16, 64))
    return Network(
        conv1=Conv(1, strokes, 5, rng),  # (N, 8, 28, 28)
        relu1=Relu(),
        pool1=MaxPool(),  # (N, 8, 14, 14)
        conv2=Conv(strokes, shapes, 3, rng),
        relu2=Relu(),
        pool2=MaxPool(),  # (N, 16, 7, 7)
        flatten=Flatten(),
        dense1=Dense(shapes * 7 * 7, dense, rng),
        relu3=Relu(),
        dense2=Dense(dense, 11, rng),
    )
