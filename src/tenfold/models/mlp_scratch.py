"""A network of dense layers, written from nothing: see ``models.scratch`` for all that it does."""

from __future__ import annotations

import numpy as np

from tenfold.models.registry import scaled
from tenfold.models.scratch import Dense, Flatten, Network, Relu


def mlp_scratch(width: float = 1.0, seed: int = 0) -> Network:
    """Make the network, freshly initialised: (N, 1, 28, 28) -> (N, 11)."""
    rng = np.random.default_rng(seed)
    first, second = scaled(256, width), scaled(128, width)
    return Network(
        flatten=Flatten(),  # (N, 784)
        dense1=Dense(784, first, rng),
        relu1=Relu(),
        dense2=Dense(first, second, rng),
        relu2=Relu(),
        dense3=Dense(second, 11, rng),
    )
