from __future__ import annotations

import pytest
import torch
from torch import nn

from tenfold.errors import TrainingError
from tenfold.models import architecture, architectures, build
from tenfold.training.export import export_onnx, fold


@pytest.fixture(params=[name for name in architectures() if not architecture(name).scratch])
def network(request: pytest.FixtureRequest) -> nn.Module:
    """Each registered architecture of PyTorch, with batch norm that has seen something."""
    made: nn.Module = build(request.param, seed=1)
    made.train()
    with torch.no_grad():
        made(torch.rand(64, 1, 28, 28))
    return made.eval()


def test_it_maps_pictures_to_eleven_logits(network: nn.Module) -> None:
    assert network(torch.rand(3, 1, 28, 28)).shape == (3, 11)


def test_every_gradient_is_finite_and_none_is_missing(network: nn.Module) -> None:
    network.train()
    network(torch.rand(8, 1, 28, 28)).square().mean().backward()
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name


def test_folding_batch_norm_changes_no_answer(network: nn.Module) -> None:
    pictures = torch.rand(5, 1, 28, 28)
    with torch.no_grad():
        gap = (fold(network)(pictures) - network(pictures)).abs().max()
    assert gap < 1e-4


def test_a_norm_that_turns_order_round_is_not_folded_through_a_pooling() -> None:
    norm = nn.BatchNorm2d(2)
    row = nn.Sequential(nn.Conv2d(1, 2, 3), nn.MaxPool2d(2), norm)
    fold(row)
    with torch.no_grad():
        norm.weight[1] = -1
    with pytest.raises(TrainingError, match="scale below 0"):
        fold(row)


def test_the_shipped_architecture_keeps_its_budget() -> None:
    network = build("cnn_small")
    assert sum(parameter.numel() for parameter in network.parameters()) <= 160_000
    assert len(export_onnx(network.eval())) <= 420_000
