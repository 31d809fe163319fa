"""A network of dense layers, written from nothing: see ``models.scratch`` for all that it does."""

from __future__ import annotations

import numpy as np

from tenfold.models.scratch import Dense, Flatten, Network, Relu


def mlp_scratch(seed: int = 0) -> Network:
    """Make the network, freshly initialised: (N, 1, 28, 28) -> (N, 11)."""
    rng = np.random.default_rng(seed)
    return Network(
        flatten=Flatten(),  # (N, 784)
        dense1=Dense(784, 256, rng),
        relu1=Relu(),
        dense2=Dense(256, 128, rng),
        relu2=Relu(),
        dense3=Dense(128, 11, rng),
    )
