from __future__ import annotations

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
from torch import nn

from tenfold.errors import UnknownModel
from tenfold.models import architectures, build
from tenfold.training.export import OPERATORS, export_onnx, fold, with_prior


@pytest.fixture(params=architectures())
def network(request: pytest.FixtureRequest) -> nn.Module:
    """Each registered architecture, with batch norm that has seen something."""
    torch.manual_seed(1)
    made = build(request.param)
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
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name


def test_folding_batch_norm_changes_no_answer(network: nn.Module) -> None:
    pictures = torch.rand(5, 1, 28, 28)
    with torch.no_grad():
        gap = (fold(network)(pictures) - network(pictures)).abs().max()
    assert gap < 1e-4


def test_another_share_of_non_digits_changes_their_odds_alone(network: nn.Module) -> None:
    pictures = torch.rand(5, 1, 28, 28)
    with torch.no_grad():
        before, after = network(pictures), with_prior(network, 0.5, 0.1)(pictures)
    torch.testing.assert_close(after[:, :10], before[:, :10])
    odds = torch.exp(after[:, 10] - before[:, 10])
    torch.testing.assert_close(odds, torch.full((5,), 1 / 9), rtol=1e-4, atol=0)


def test_the_export_agrees_with_onnxruntime_for_any_number(network: nn.Module) -> None:
    session = ort.InferenceSession(export_onnx(network))
    for n in (1, 7):
        pictures = torch.rand(n, 1, 28, 28)
        (logits,) = session.run(["logits"], {"image": pictures.numpy()})
        with torch.no_grad():
            np.testing.assert_allclose(logits, network(pictures).numpy(), atol=1e-4)


def test_the_export_is_small_and_plain(network: nn.Module) -> None:
    data = export_onnx(network)
    model = onnx.load_from_string(data)
    assert {node.op_type for node in model.graph.node} <= OPERATORS
    assert b"site-packages" not in data
    assert not any(node.metadata_props for node in model.graph.node)


def test_the_shipped_architecture_keeps_its_budget() -> None:
    network = build("cnn_small")
    assert sum(parameter.numel() for parameter in network.parameters()) <= 160_000
    assert len(export_onnx(network.eval())) <= 420_000


def test_an_unknown_name_is_told_what_is_near() -> None:
    with pytest.raises(UnknownModel, match="did you mean 'cnn_small'"):
        build("cnn_smal")
