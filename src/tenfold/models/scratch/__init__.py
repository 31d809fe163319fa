"""Neural networks from nothing: layers, their gradients, and two optimizers, in NumPy alone."""

from tenfold.models.scratch.layers import Dense, Flatten, Layer, Relu
from tenfold.models.scratch.network import Network, softmax_cross_entropy
from tenfold.models.scratch.optimizers import Adam, Momentum

__all__ = [
    "Adam",
    "Dense",
    "Flatten",
    "Layer",
    "Momentum",
    "Network",
    "Relu",
    "softmax_cross_entropy",
]
