from __future__ import annotations

import pytest
import torch

from tenfold.training.augment import augment


@pytest.fixture
def pictures() -> torch.Tensor:
    made = torch.zeros(64, 1, 28, 28)
    made[:, :, 6:22, 12:16] = 1
    return made


def test_strength_zero_changes_nothing(pictures: torch.Tensor) -> None:
    assert torch.equal(augment(pictures, 0, torch.Generator()), pictures)


def test_pictures_stay_in_range_and_shape(pictures: torch.Tensor) -> None:
    varied = augment(pictures, 1, torch.Generator().manual_seed(0))
    assert varied.shape == pictures.shape
    assert varied.min() >= 0
    assert varied.max() <= 1


def test_each_picture_is_varied_in_its_own_way(pictures: torch.Tensor) -> None:
    varied = augment(pictures, 1, torch.Generator().manual_seed(0))
    assert len(torch.unique(varied.flatten(1), dim=0)) == len(pictures)


def test_the_same_seed_gives_the_same_pictures(pictures: torch.Tensor) -> None:
    twice = [augment(pictures, 1, torch.Generator().manual_seed(3)) for _ in range(2)]
    assert torch.equal(*twice)


def test_most_of_the_ink_stays(pictures: torch.Tensor) -> None:
    varied = augment(pictures, 1, torch.Generator().manual_seed(0))
    share = varied.sum(dim=(1, 2, 3)) / pictures.sum(dim=(1, 2, 3))
    assert (share > 0.3).float().mean() > 0.95
