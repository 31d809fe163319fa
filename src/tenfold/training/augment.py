"""Batches as other hands, pens and cameras would have made them, on the fly."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def augment(pictures: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Move, bend, thicken, thin, spoil and crowd a batch of digits, each picture its own way.

    Args:
        pictures: (N, 1, 28, 28) float32 in 0..1, 1 = ink.
        strength: 0 changes nothing; 1 is made for digits of many hands.
        generator: source of chance.

    Returns:
        (N, 1, 28, 28) float32 in 0..1, a new tensor.

    """
    if strength == 0:
        return pictures.clone()
    warped = _warp(pictures, strength, generator)
    pressed = _press(warped, strength, generator)
    crowded = _crowd(pressed, strength, generator)
    return _spoil(crowded, strength, generator)


def _warp(pictures: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Turn, slant, stretch, move, and bend by a smooth random field (Simard et al. 2003)."""
    n = len(pictures)
    turn, slant, grow_x, grow_y = (
        _normal((n,), spread * strength, generator) for spread in (0.18, 0.13, 0.07, 0.07)
    )
    move = _normal((n, 2), 0.05 * strength, generator)
    cos, sin = torch.cos(turn), torch.sin(turn)
    x, y = torch.exp(grow_x), torch.exp(grow_y)
    matrix = torch.stack(
        [
            torch.stack([cos * x, -sin * y + slant, move[:, 0]], 1),
            torch.stack([sin * x, cos * y, move[:, 1]], 1),
        ],
        1,
    )  # (N, 2, 3)
    grid = F.affine_grid(matrix, list(pictures.shape), align_corners=False)
    field = _normal((n, 2, 5, 5), 0.045 * strength, generator)
    field = F.interpolate(field, size=(28, 28), mode="bicubic", align_corners=True)
    grid = grid + field.permute(0, 2, 3, 1)
    return F.grid_sample(pictures, grid, align_corners=False)


def _press(pictures: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Thicken a quarter of the strokes and thin a fifth, by parts of a pixel."""
    n = len(pictures)
    fate = _uniform((n, 1, 1, 1), generator)
    by = _uniform((n, 1, 1, 1), generator) * min(strength, 1.0)
    thicker = F.max_pool2d(pictures, 3, 1, 1)
    thinner = -F.max_pool2d(-pictures, 2, 1, 1)[:, :, :28, :28]
    amount_up = torch.where(fate < 0.25, 0.8 * by, torch.zeros_like(by))
    amount_down = torch.where(fate > 0.8, 0.7 * by, torch.zeros_like(by))
    pressed = pictures + amount_up * (thicker - pictures) + amount_down * (thinner - pictures)
    peak = pressed.amax(dim=(2, 3), keepdim=True).clamp_min(0.25)
    return pressed / peak


def _crowd(pictures: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Let another picture's strokes reach in at one side of a few."""
    n = len(pictures)
    chosen = _uniform((n, 1, 1, 1), generator) < 0.05 * strength
    shift = int(torch.randint(19, 24, (1,), generator=generator))
    axis = 2 + int(torch.randint(0, 2, (1,), generator=generator))
    sign = 1 if torch.rand(1, generator=generator) < 0.5 else -1
    neighbour = torch.roll(pictures, 1, 0)
    moved = torch.zeros_like(neighbour)
    source = neighbour.narrow(axis, shift if sign < 0 else 0, 28 - shift)
    moved.narrow(axis, 0 if sign < 0 else shift, 28 - shift).copy_(source)
    return torch.where(chosen, torch.maximum(pictures, moved), pictures)


def _spoil(pictures: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Blur some, put grain on some, and rub a spot out of a few."""
    n = len(pictures)
    fate = _uniform((n, 1, 1, 1), generator)
    blurred = F.avg_pool2d(pictures, 3, 1, 1)
    weight = torch.where(fate < 0.12, 0.8 * _uniform((n, 1, 1, 1), generator), 0.0)
    spoiled = pictures + weight * (blurred - pictures)
    grain = torch.where(fate > 0.88, 0.12 * strength, 0.0)
    spoiled = spoiled + grain * torch.randn(pictures.shape, generator=generator)
    return spoiled.clamp_(0, 1)


def _normal(shape: tuple[int, ...], spread: float, generator: torch.Generator) -> Tensor:
    return torch.randn(shape, generator=generator) * spread


def _uniform(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    return torch.rand(shape, generator=generator)
