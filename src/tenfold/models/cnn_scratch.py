"""A convolutional network, written from nothing: see ``models.scratch`` for all that it does."""

from __future__ import annotations

import numpy as np

from tenfold.models.scratch import Conv, Dense, Flatten, MaxPool, Network, Relu


def cnn_scratch(seed: int = 0) -> Network:
    """Make the network, freshly initialised: (N, 1, 28, 28) -> (N, 11)."""
    rng = np.random.default_rng(seed)
    return Network(
        conv1=Conv(1, 8, 5, rng),  # (N, 8, 28, 28)
        relu1=Relu(),
        pool1=MaxPool(),  # (N, 8, 14, 14)
        conv2=Conv(8, 16, 5, rng),
        relu2=Relu(),
        pool2=MaxPool(),  # (N, 16, 7, 7)
        flatten=Flatten(),
        dense1=Dense(16 * 7 * 7, 64, rng),
        relu3=Relu(),
        dense2=Dense(64, 11, rng),
    )
