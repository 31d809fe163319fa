"""Neural networks from nothing: layers, their gradients, and two optimizers, in NumPy alone."""

from tenfold.models.scratch.layers import Conv, Dense, Flatten, Layer, MaxPool, Relu
from tenfold.models.scratch.network import Network, softmax_cross_entropy
from tenfold.models.scratch.optimizers import Adam, Momentum

__all__ = [
    "Adam",
    "Conv",
    "Dense",
    "Flatten",
    "Layer",
    "MaxPool",
    "Momentum",
    "Network",
    "Relu",
    "softmax_cross_entropy",
]
