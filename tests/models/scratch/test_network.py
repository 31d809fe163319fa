from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tenfold.models import architecture, architectures, build
from tenfold.models.scratch import (
    Conv,
    Dense,
    Flatten,
    Layer,
    MaxPool,
    Network,
    Relu,
    softmax_cross_entropy,
)

from .conftest import Slope

RNG = np.random.default_rng(3)
LOGITS = RNG.standard_normal((6, 11)) * 3
LABELS = RNG.integers(0, 11, 6)
WEIGHTS = RNG.random(11) + 0.1


def twin(layer: Layer) -> nn.Module:
    """PyTorch's own layer for one of ours."""
    shape = layer.parameters["weight"].shape if layer.parameters else ()
    if isinstance(layer, Dense):
        return nn.Linear(shape[1], shape[0])
    if isinstance(layer, Conv):
        return nn.Conv2d(shape[1], shape[0], shape[2], padding=shape[2] // 2)
    return {Relu: nn.ReLU(), MaxPool: nn.MaxPool2d(2), Flatten: nn.Flatten()}[type(layer)]


@pytest.fixture(params=[name for name in architectures() if architecture(name).scratch])
def network(request: pytest.FixtureRequest) -> Network:
    """Each network that is written from nothing, in double precision."""
    made: Network = build(request.param, seed=5)
    for layer in made.layers.values():
        layer.parameters = {k: array.astype(np.float64) for k, array in layer.parameters.items()}
    return made


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["plain", "weighed"])
def test_the_loss_and_its_gradient_are_those_of_pytorch(weights: np.ndarray | None) -> None:
    loss, gradient = softmax_cross_entropy(LOGITS, LABELS, weights)
    logits = torch.tensor(LOGITS, requires_grad=True)
    given = None if weights is None else torch.from_numpy(weights)
    expected = F.cross_entropy(logits, torch.from_numpy(LABELS), given)
    expected.backward()
    assert loss == pytest.approx(expected.item())
    assert logits.grad is not None
    np.testing.assert_allclose(gradient, logits.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["plain", "weighed"])
def test_the_losss_gradient_is_the_slope_of_small_steps(
    weights: np.ndarray | None, slope: Slope
) -> None:
    logits = LOGITS.copy()
    _, gradient = softmax_cross_entropy(logits, LABELS, weights)
    found = slope(lambda: softmax_cross_entropy(logits, LABELS, weights)[0], logits)
    np.testing.assert_allclose(gradient, found, atol=1e-8)


def test_the_loss_of_huge_logits_stays_a_number() -> None:
    loss, gradient = softmax_cross_entropy(np.float32([[1e4, -1e4]]), np.array([1]))
    assert loss == pytest.approx(2e4)
    assert np.isfinite(gradient).all()


def test_every_gradient_of_a_network_is_that_of_pytorch(network: Network) -> None:
    theirs = nn.Sequential(*map(twin, network.layers.values())).double()
    with torch.no_grad():
        for tensor, array in zip(theirs.parameters(), network.parameters().values(), strict=True):
            tensor.copy_(torch.from_numpy(array))
    pictures, labels = RNG.random((5, 1, 28, 28)), RNG.integers(0, 11, 5)
    _, gradient = softmax_cross_entropy(network.forward(pictures), labels)
    x = torch.tensor(pictures, requires_grad=True)
    F.cross_entropy(theirs(x), torch.from_numpy(labels)).backward()
    expected = [tensor.grad for tensor in (x, *theirs.parameters())]
    found = [network.backward(gradient), *network.gradients().values()]
    assert network.gradients().keys() == network.parameters().keys()
    for ours, other in zip(found, expected, strict=True):
        assert other is not None
        np.testing.assert_allclose(ours, other.numpy(), atol=1e-10)


def test_gradients_of_a_network_are_slopes_of_small_steps(network: Network) -> None:
    """Along one random direction through all parameters at once: each alone would take long."""
    pictures, labels = RNG.random((5, 1, 28, 28)), RNG.integers(0, 11, 5)
    parameters = network.parameters()
    direction = {name: RNG.standard_normal(array.shape) for name, array in parameters.items()}

    def loss_at(step: float) -> float:
        for name, array in parameters.items():
            array += step * direction[name]
        loss, _ = softmax_cross_entropy(network.forward(pictures), labels)
        for name, array in parameters.items():
            array -= step * direction[name]
        return loss

    measured = (loss_at(1e-7) - loss_at(-1e-7)) / 2e-7
    network.backward(softmax_cross_entropy(network.forward(pictures), labels)[1])
    gradients = network.gradients()
    expected = sum(float((gradients[name] * direction[name]).sum()) for name in parameters)
    assert measured == pytest.approx(expected, rel=1e-4)
