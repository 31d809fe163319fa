from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from tenfold.models.scratch import Adam, Momentum

RNG = np.random.default_rng(1)
Tensors = list[torch.Tensor]

PAIRS: dict[str, tuple[Callable[..., Adam | Momentum], Callable[[Tensors], torch.optim.Optimizer]]]
PAIRS = {
    "momentum": (Momentum, lambda tensors: torch.optim.SGD(tensors, momentum=0.9)),
    "adam": (Adam, torch.optim.Adam),
    "decay": (
        lambda parameters: Adam(parameters, decay=0.1),
        lambda tensors: torch.optim.AdamW(
            [{"params": tensors[:1], "weight_decay": 0.1}, {"params": tensors[1:]}],
            weight_decay=0.0,
        ),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_steps_are_those_of_pytorch(name: str) -> None:
    ours, theirs = PAIRS[name]
    parameters = {"weight": RNG.standard_normal((4, 3)), "bias": RNG.standard_normal(4)}
    tensors = [torch.tensor(array, requires_grad=True) for array in parameters.values()]
    optimizer, other = ours(parameters), theirs(tensors)
    for rate in (0.1, 0.03, 0.02, 0.01):
        gradients = {key: RNG.standard_normal(array.shape) for key, array in parameters.items()}
        for tensor, gradient in zip(tensors, gradients.values(), strict=True):
            tensor.grad = torch.from_numpy(gradient)
        for group in other.param_groups:
            group["lr"] = rate
        other.step()
        optimizer.step(gradients, rate)
    for tensor, array in zip(tensors, parameters.values(), strict=True):
        np.testing.assert_allclose(array, tensor.detach().numpy(), atol=1e-7)
