from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper
from torch import nn

from tenfold.errors import TrainingError
from tenfold.models import architecture, architectures, build
from tenfold.training.export import export_onnx
from tenfold.training.start import mixed, start_from


@pytest.fixture(params=[name for name in architectures() if not architecture(name).scratch])
def name(request: pytest.FixtureRequest) -> str:
    """The name of each registered architecture of PyTorch."""
    return str(request.param)


@pytest.fixture
def taught(name: str) -> nn.Module:
    """Its network, with batch norms that have seen something."""
    torch.manual_seed(4)
    made = build(name)
    made.train()
    with torch.no_grad():
        for _ in range(30):
            made(torch.rand(32, 1, 28, 28))
    return made.eval()


def test_a_started_network_computes_what_the_export_does(name: str, taught: nn.Module) -> None:
    started = build(name)
    pictures = torch.rand(64, 1, 28, 28)
    start_from(started, export_onnx(taught), pictures)
    with torch.no_grad():
        expected = taught(pictures)
        torch.testing.assert_close(started.eval()(pictures), expected, atol=1e-4, rtol=1e-4)
        # While it learns, norms go by the batch: on the same pictures they say the same.
        for module in started.modules():
            module.train(not isinstance(module, nn.Dropout))
        torch.testing.assert_close(started(pictures), expected, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("keep", [0.0, 0.25, 1.0])
def test_mixed_weights_lie_between(name: str, taught: nn.Module, keep: float) -> None:
    first, tuned = export_onnx(taught), export_onnx(build(name).eval())
    before, after, mean = (load_weights(data) for data in (first, tuned, mixed(first, tuned, keep)))
    for tensor, found in mean.items():
        expected = keep * before[tensor] + (1 - keep) * after[tensor]
        np.testing.assert_allclose(found, expected, atol=1e-6)


def load_weights(data: bytes) -> dict[str, np.ndarray]:
    return {t.name: numpy_helper.to_array(t) for t in onnx.load_from_string(data).graph.initializer}


def test_a_model_of_another_architecture_is_refused(taught: nn.Module) -> None:
    other = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 26 * 26, 11))
    with pytest.raises(TrainingError, match="another architecture"):
        start_from(other, export_onnx(taught), torch.rand(8, 1, 28, 28))
