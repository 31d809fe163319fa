"""Pictures as points: what the last layer sees of them, laid on two axes that stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.web.inside.features import Floats, look
from tenfold.web.inside.run_folder import Weights


class Points(NamedTuple):
    """What each epoch makes of N pictures."""

    positions: Floats
    """(epochs, N, 2): places on the axes of the last epoch."""
    said: NDArray[np.uint8]
    """(epochs, N): the classes that the network answered, 0..10."""
    share: float
    """How much of the last epoch's variance the two axes show, 0..1."""


def follow(model: bytes, epochs: Iterable[Weights], pictures: NDArray[np.uint8]) -> Points:
    """Run pictures through each epoch's network and lay them on the last epoch's main axes.

    The axes are the first two principal components of the last layer's input in the last epoch
    (Pearson 1901, https://doi.org/10.1080/14786440109462720), fitted once: between epochs the
    points move and the axes do not.

    Args:
        model: the .onnx file; its weights are exchanged.
        epochs: the weights of each epoch, the last one last.
        pictures: (N, 28, 28) uint8, 255 = ink.

    """
    runs = [look(model, pictures, weights) for weights in epochs]
    said = np.stack([logits.argmax(axis=1).astype(np.uint8) for _, logits in runs])
    features = np.stack([found for found, _ in runs])  # (epochs, N, D)
    middle, axes, share = principal_axes(features[-1])
    return Points(((features - middle) @ axes).astype(np.float32), said, share)


def principal_axes(features: Floats) -> tuple[Floats, Floats, float]:
    """Return the mean (D,), the two main axes (D, 2) and their share of the variance of (N, D)."""
    middle = features.mean(axis=0)
    _, sizes, rows = np.linalg.svd(features - middle, full_matrices=False)
    axes = np.zeros((features.shape[1], 2), np.float32)
    kept = min(2, len(rows))
    # A component's sign is chance: the largest number of each is made positive.
    signs = np.sign(rows[np.arange(kept), np.abs(rows[:kept]).argmax(axis=1)])
    axes[:, :kept] = (rows[:kept] * signs[:, np.newaxis]).T
    total = float((sizes**2).sum())
    return middle, axes, float((sizes[:2] ** 2).sum() / total) if total > 0 else 0.0
