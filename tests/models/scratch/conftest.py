from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

Array = np.ndarray
Slope = Callable[[Callable[[], float], Array], Array]


@pytest.fixture
def slope() -> Slope:
    """Find the gradient of a function by the numbers of an array, by small steps to both sides."""

    def measure(function: Callable[[], float], numbers: Array, step: float = 1e-6) -> Array:
        found = np.zeros_like(numbers)
        for place in np.ndindex(numbers.shape):
            kept = numbers[place]
            numbers[place] = kept + step
            above = function()
            numbers[place] = kept - step
            found[place] = (above - function()) / (2 * step)
            numbers[place] = kept
        return found

    return measure
