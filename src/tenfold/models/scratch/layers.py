"""Layers that go forward and backward.

``forward`` remembers what ``backward`` needs. ``backward`` takes the gradient of the loss by the
layer's output, notes that by its parameters in ``gradients``, and returns that by its input.
Parameters begin as He et al. 2015 advise, https://arxiv.org/abs/1502.01852.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Layer:
    """A step of a network; on its own it has no parameters."""

    def __init__(self) -> None:
        self.parameters: dict[str, Array] = {}
        self.gradients: dict[str, Array] = {}

    def forward(self, x: Array) -> Array:
        """Compute the layer's output."""
        raise NotImplementedError

    def backward(self, gradient: Array) -> Array:
        """Turn the gradient by the last output into that by its input."""
        raise NotImplementedError


class Flatten(Layer):
    """Maps -> one row a picture."""

    def forward(self, x: Array) -> Array:  # (N, C, H, W) -> (N, C*H*W)
        """Lay maps out in one row."""
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, gradient: Array) -> Array:  # (N, C*H*W) -> (N, C, H, W)
        """Lay the row out as maps."""
        return gradient.reshape(self.shape)


class Relu(Layer):
    """Keep what is positive."""

    def forward(self, x: Array) -> Array:  # any shape
        """Set what is below zero to zero."""
        self.positive = x > 0
        return x * self.positive

    def backward(self, gradient: Array) -> Array:
        """Let the gradient pass where the input was positive."""
        return gradient * self.positive


class Dense(Layer):
    """Every output sees every input: y = x W^T + b."""

    def __init__(self, inputs: int, outputs: int, rng: np.random.Generator) -> None:
        super().__init__()
        weight = rng.standard_normal((outputs, inputs), np.float32) * np.float32(2 / inputs) ** 0.5
        self.parameters = {"weight": weight, "bias": np.zeros(outputs, np.float32)}

    def forward(self, x: Array) -> Array:  # (N, inputs) -> (N, outputs)
        """Weigh and sum the inputs."""
        self.x = x
        return x @ self.parameters["weight"].T + self.parameters["bias"]

    def backward(self, gradient: Array) -> Array:  # (N, outputs) -> (N, inputs)
        """Share the gradient among weights, biases and inputs."""
        self.gradients = {"weight": gradient.T @ self.x, "bias": gradient.sum(axis=0)}
        return gradient @ self.parameters["weight"]
