"""Put many pictures to a reader, in batches of one size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import CLASSES, Images

BATCH: Final = 256

Pictures = NDArray[np.uint8]
Probabilities = NDArray[np.float32]
Classifier = Callable[[Pictures], Probabilities]
"""(N, H, W) uint8 -> (N, 11) float32, rows sum to 1: ten digits and 'not a digit'."""
Advance = Callable[[int], None]


def classify_all(
    classify: Classifier, images: Images, advance: Advance = lambda _: None
) -> Probabilities:
    """Classify pictures in batches of one size each.

    Args:
        classify: the reader.
        images: (N, H, W) uint8, or a list of N (H, W) uint8 of any sizes.
        advance: called with the number of pictures of each batch.

    Returns:
        (N, 11) float32.

    """
    answers = np.zeros((len(images), len(CLASSES)), np.float32)
    for index in by_shape(images):
        for first in range(0, len(index), BATCH):
            chosen = index[first : first + BATCH]
            answers[chosen] = _checked(classify(stacked(images, chosen)), len(chosen))
            advance(len(chosen))
    return answers


def _checked(answer: Probabilities, n: int) -> Probabilities:
    if answer.shape != (n, len(CLASSES)):
        raise ValueError(
            f"the classifier answered with shape {answer.shape}, expected ({n}, {len(CLASSES)})"
        )
    if not np.allclose(answer.sum(axis=1), 1.0, atol=1e-3) or answer.min() < 0:
        raise ValueError(
            "the classifier's answers are no probabilities: expected rows of numbers from 0 that "
            "sum to 1; apply softmax to logits first"
        )
    return answer


def by_shape(images: Images) -> Iterator[NDArray[np.intp]]:
    """Yield the indices of the pictures of each size, in the order in which sizes first occur."""
    if isinstance(images, np.ndarray):
        yield from [np.arange(len(images))] if len(images) else []
        return
    shapes = [image.shape for image in images]
    for shape in dict.fromkeys(shapes):
        yield np.array([i for i, other in enumerate(shapes) if other == shape], np.intp)


def stacked(images: Images, chosen: NDArray[np.intp]) -> Pictures:
    """Return the chosen pictures, all of one size, as (n, H, W) uint8."""
    if isinstance(images, np.ndarray):
        return images[chosen]
    return np.stack([images[i] for i in chosen])
