"""Layers that go forward and backward.

``forward`` remembers what ``backward`` needs. ``backward`` takes the gradient of the loss by the
layer's output, notes that by its parameters in ``gradients``, and returns that by its input.
Parameters begin as He et al. 2015 advise, https://arxiv.org/abs/1502.01852.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
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


class Conv(Layer):
    """Slide kernels over maps; the maps keep their size, with zeros around them.

    Each window becomes a column, so that one product of matrices moves all kernels over all
    windows: Chellapilla et al. 2006, https://inria.hal.science/inria-00112631.
    """

    def __init__(self, inputs: int, outputs: int, side: int, rng: np.random.Generator) -> None:
        super().__init__()
        shape = (outputs, inputs, side, side)
        spread = np.float32(2 / (inputs * side * side)) ** 0.5
        weight = rng.standard_normal(shape, np.float32) * spread
        self.parameters = {"weight": weight, "bias": np.zeros(outputs, np.float32)}

    def forward(self, x: Array) -> Array:  # (N, C, H, W) -> (N, M, H, W)
        """Compare each window of the maps with each kernel."""
        self.shape = x.shape
        kernels = self.parameters["weight"]
        edge = kernels.shape[-1] // 2
        padded = np.pad(x.swapaxes(0, 1), ((0, 0), (0, 0), (edge, edge), (edge, edge)))
        windows = sliding_window_view(padded, kernels.shape[2:], (2, 3))  # (C, N, H, W, k, k)
        self.columns = windows.transpose(0, 4, 5, 1, 2, 3).reshape(kernels[0].size, -1)
        y = kernels.reshape(len(kernels), -1) @ self.columns + self.parameters["bias"][:, None]
        maps: Array = y.reshape(len(kernels), len(x), *x.shape[2:])
        return maps.swapaxes(0, 1)

    def backward(self, gradient: Array) -> Array:  # (N, M, H, W) -> (N, C, H, W)
        """Share the gradient among kernels, biases and the windows each number stood in."""
        kernels = self.parameters["weight"]
        side, (n, channels, height, width) = kernels.shape[-1], self.shape
        rows = gradient.swapaxes(0, 1).reshape(len(kernels), -1)  # (M, N*H*W)
        weight = (rows @ self.columns.T).reshape(kernels.shape)
        self.gradients = {"weight": weight, "bias": rows.sum(axis=1)}
        columns = kernels.reshape(len(kernels), -1).T @ rows
        windows = columns.reshape(channels, side, side, n, height, width)
        padded = np.zeros((channels, n, height + side - 1, width + side - 1), gradient.dtype)
        for i, j in np.ndindex(side, side):
            padded[:, :, i : i + height, j : j + width] += windows[:, i, j]
        edge = side // 2
        maps: Array = padded[:, :, edge : edge + height, edge : edge + width]
        return maps.swapaxes(0, 1)


class MaxPool(Layer):
    """Keep the largest of each square of four numbers."""

    def forward(self, x: Array) -> Array:  # (N, C, H, W) -> (N, C, H/2, W/2)
        """Halve both sides of the maps; an odd row or column at the end is left out."""
        height, width = (side // 2 * 2 for side in x.shape[2:])
        self.corners = [np.s_[:, :, i:height:2, j:width:2] for i, j in np.ndindex(2, 2)]
        y: Array = np.maximum.reduce([x[corner] for corner in self.corners])
        self.x, self.y = x, y
        return y

    def backward(self, gradient: Array) -> Array:  # (N, C, H/2, W/2) -> (N, C, H, W)
        """Give the gradient to the number that was kept: the first, where two were the largest."""
        result = np.zeros_like(self.x)
        for corner in self.corners:
            is_kept = self.x[corner] == self.y
            result[corner] = gradient * is_kept
            gradient = gradient * ~is_kept
        return result
