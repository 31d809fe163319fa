from __future__ import annotations

import numpy as np
import pytest
import torch

from tenfold.models import build
from tenfold.training.learner import Options, make_learner
from tenfold.training.muon import orthogonal

RNG = np.random.default_rng(0)
LABELS = np.arange(32) % 4
PICTURES = RNG.random((32, 1, 28, 28), np.float32) * np.float32(LABELS + 1)[:, None, None, None] / 4


@pytest.mark.parametrize("shape", [(8, 30), (30, 8), (12, 12)])
def test_a_matrix_keeps_its_directions_with_singular_values_near_one(
    shape: tuple[int, int],
) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    u, _, v = torch.linalg.svd(matrix, full_matrices=False)
    # In the axes of the matrix itself, what comes out is its singular values and nothing else.
    found = u.T @ orthogonal(matrix) @ v.T
    assert found.diag().min() > 0.6
    assert found.diag().max() < 1.3
    torch.testing.assert_close(found, torch.diag(found.diag()), atol=1e-4, rtol=0)


def test_muon_learns_and_goes_on_from_its_state() -> None:
    options = Options(muon=True, ema=0.5)
    ours, other = (make_learner(build("lenet", seed), options) for seed in (1, 2))
    first, _ = ours.step(PICTURES, LABELS, 0.02)
    for _ in range(25):
        last, _ = ours.step(PICTURES, LABELS, 0.02)
    assert last < 0.8 * first
    other.load_state(ours.state())
    for each in (ours, other):
        each.step(PICTURES, LABELS, 0.02)
    for key, array in ours.state().items():
        np.testing.assert_allclose(other.state()[key], array, atol=1e-6, err_msg=key)
