from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from tenfold.models.scratch import Conv, Dense, Flatten, Layer, MaxPool, Relu

from .conftest import Array, Slope

RNG = np.random.default_rng(7)
MAPS = RNG.standard_normal((3, 2, 7, 6))
ROWS = RNG.standard_normal((4, 5))

Case = tuple[Layer, Array, Callable[..., Tensor]]
CASES: dict[str, Case] = {
    "dense": (Dense(5, 3, RNG), ROWS, F.linear),
    "conv of 3x3": (Conv(2, 4, 3, RNG), MAPS, lambda x, w, b: F.conv2d(x, w, b, padding=1)),
    "conv of 5x5": (Conv(2, 3, 5, RNG), MAPS, lambda x, w, b: F.conv2d(x, w, b, padding=2)),
    "pool": (MaxPool(), MAPS, lambda x: F.max_pool2d(x, 2)),
    "pool of equals": (MaxPool(), np.ones((2, 1, 4, 4)), lambda x: F.max_pool2d(x, 2)),
    "relu": (Relu(), MAPS, torch.relu),
    "flatten": (Flatten(), MAPS, lambda x: torch.flatten(x, 1)),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """A layer in double precision, what goes into it, and what PyTorch does for it."""
    layer, x, theirs = CASES[request.param]
    layer.parameters = {name: array.astype(np.float64) for name, array in layer.parameters.items()}
    if "bias" in layer.parameters:
        layer.parameters["bias"][:] = RNG.standard_normal(layer.parameters["bias"].shape)
    return layer, x, theirs


def test_a_layer_computes_what_pytorch_does(case: Case) -> None:
    layer, x, theirs = case
    parameters = [torch.from_numpy(array) for array in layer.parameters.values()]
    expected = theirs(torch.from_numpy(x), *parameters).numpy()
    np.testing.assert_allclose(layer.forward(x), expected, atol=1e-12)


def test_every_gradient_is_that_of_pytorch(case: Case) -> None:
    layer, x, theirs = case
    weights = RNG.standard_normal(layer.forward(x).shape)
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, *layer.parameters.values())]
    theirs(*tensors).backward(torch.from_numpy(weights))
    found = [layer.backward(weights), *layer.gradients.values()]
    assert layer.gradients.keys() == layer.parameters.keys()
    for gradient, tensor in zip(found, tensors, strict=True):
        assert tensor.grad is not None
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("name", [name for name in CASES if name != "pool of equals"])
def test_every_gradient_is_the_slope_of_small_steps(name: str, slope: Slope) -> None:
    layer, x, _ = CASES[name]
    x = x.copy()
    layer.parameters = {name: array.astype(np.float64) for name, array in layer.parameters.items()}
    weights = RNG.standard_normal(layer.forward(x).shape)

    def loss() -> float:
        return float((layer.forward(x) * weights).sum())

    layer.forward(x)
    found = {"input": layer.backward(weights), **layer.gradients}
    for key, array in {"input": x, **layer.parameters}.items():
        np.testing.assert_allclose(found[key], slope(loss, array), atol=1e-7, err_msg=key)


def test_weights_begin_so_that_numbers_keep_their_size() -> None:
    x = np.maximum(RNG.standard_normal((500, 8, 6, 6)), 0)
    for layer, given in (
        (Conv(8, 64, 5, RNG), x),
        (Dense(288, 64, RNG), x.reshape(500, -1)),
    ):
        inside = layer.forward(given)[..., 2:4, 2:4] if given.ndim == 4 else layer.forward(given)
        assert np.square(inside).mean() / np.square(given).mean() == pytest.approx(2, rel=0.15)
