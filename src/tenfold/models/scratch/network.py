"""A network of layers in a row, and the loss that it learns by."""

from __future__ import annotations

import numpy as np

from tenfold.models.scratch.layers import Array, Layer


class Network:
    """Layers by name, run one after another."""

    def __init__(self, **layers: Layer) -> None:
        self.layers = layers

    def forward(self, x: Array) -> Array:
        """Pictures (N, 1, 28, 28) in 0..1 -> logits (N, 11)."""
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def backward(self, gradient: Array) -> Array:
        """Gradient by the logits (N, 11) -> by the pictures; the layers note theirs."""
        for layer in reversed(self.layers.values()):
            gradient = layer.backward(gradient)
        return gradient

    def parameters(self) -> dict[str, Array]:
        """Weights and biases, named '<layer>.weight' and '<layer>.bias'; change them in place."""
        return {
            f"{name}.{part}": array
            for name, layer in self.layers.items()
            for part, array in layer.parameters.items()
        }

    def gradients(self) -> dict[str, Array]:
        """What the last ``backward`` found, under the names of the parameters."""
        return {
            f"{name}.{part}": array
            for name, layer in self.layers.items()
            for part, array in layer.gradients.items()
        }


def softmax_cross_entropy(
    logits: Array, labels: Array, class_weights: Array | None = None
) -> tuple[float, Array]:
    """Mean of -log(probability of the label), and its gradient by the logits.

    Args:
        logits: (N, K).
        labels: (N,) whole numbers below K.
        class_weights: (K,) how much a picture of each class counts; all the same without.

    Returns:
        The loss, and (N, K): for each picture, the probabilities less 1 at its label, weighed.

    """
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)  # the same answer, and exp cannot overflow
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    weights = np.ones(len(labels)) if class_weights is None else class_weights[labels]
    weights = (weights / weights.sum()).astype(logits.dtype)
    loss = -(weights * log_probabilities[rows, labels]).sum()
    gradient = np.exp(log_probabilities)
    gradient[rows, labels] -= 1
    return float(loss), gradient * weights[:, None]
