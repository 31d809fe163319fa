"""The architectures by name: what each is, how large, and the settings it trains well with.

Each is one file of this package, named as it is, with a function of that name which makes the
network. What stands here is told without loading PyTorch, so that pages and commands can list it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from tenfold.errors import UnknownModel


@dataclass(frozen=True, slots=True)
class Defaults:
    """Settings to begin a training with: for some thousand pictures and more.

    ``augment`` is the strength of ``training.augment``, 0..1; ``learning_rate`` the highest one.
    """

    epochs: int
    batch: int
    learning_rate: float
    augment: float


@dataclass(frozen=True, slots=True)
class Architecture:
    """What people want to know of a network before they train it.

    ``parameters`` counts those of the .onnx file, each batch norm folded in.
    """

    name: str
    about: str
    parameters: int
    defaults: Defaults
    scratch: bool = False
    """Whether it is written in NumPy alone."""


_TABLE: Final = {
    each.name: each
    for each in (
        Architecture(
            "cnn_small",
            "The network that ships: ten small convolutions, two shortcuts, the mean of each map.",
            100_251,
            Defaults(20, 256, 0.003, 0.85),
        ),
        Architecture(
            "cnn_blocks",
            "The classic of courses: three blocks of convolution, batch norm and pooling with 32, "
            "64 and 128 filters, then a dense layer of 128.",
            241_675,
            Defaults(15, 128, 0.002, 0.5),
        ),
        Architecture(
            "cnn_fast",
            "Three convolutions of small maps, one of them over patches: learns in seconds.",
            95_371,
            Defaults(10, 256, 0.01, 0.2),
        ),
        Architecture(
            "lenet",
            "LeCun's LeNet-5 of 1998 with today's parts: two convolutions, three dense layers.",
            61_791,
            Defaults(20, 128, 0.002, 0.5),
        ),
        Architecture(
            "cnn_scratch",
            "Two convolutions and two dense layers written from nothing in NumPy.",
            52_331,
            Defaults(10, 128, 0.002, 0.3),
            scratch=True,
        ),
        Architecture(
            "mlp_scratch",
            "Dense layers of 256 and 128 written from nothing in NumPy: the network to learn on.",
            235_275,
            Defaults(20, 128, 0.001, 0.3),
            scratch=True,
        ),
    )
}


def architectures() -> list[str]:
    """Return the names of all architectures, sorted."""
    return sorted(_TABLE)


def architecture(name: str) -> Architecture:
    """Return what is known of the named architecture.

    Raises:
        UnknownModel: when no architecture has that name.

    """
    if name in _TABLE:
        return _TABLE[name]
    near = difflib.get_close_matches(name, _TABLE, n=1)
    hint = f", did you mean {near[0]!r}?" if near else ";"
    raise UnknownModel(f"unknown architecture {name!r}{hint} known: {', '.join(architectures())}")


def scaled(channels: int, width: float) -> int:
    """Return as many channels times the width, in eights, as vector units take them."""
    return max(8, 8 * round(channels * width / 8))


def build(name: str, seed: int = 0, width: float = 1.0) -> Any:
    """Make a freshly initialised network of the named architecture.

    Args:
        name: one of ``architectures()``.
        seed: of the chance that its weights begin with; PyTorch's own is set to it.
        width: times as many channels in each layer as the registry's entry counts.

    Returns:
        A ``torch.nn.Module``, or a ``models.scratch.Network`` where ``scratch`` is true. Either
        maps pictures (N, 1, 28, 28) float32 in 0..1, 1 = ink, to logits (N, 11) float32: the ten
        digits and 'not a digit'.

    Raises:
        UnknownModel: when no architecture has that name.

    """
    entry = architecture(name)
    maker = getattr(import_module(f"tenfold.models.{name}"), name)
    if entry.scratch:
        return maker(width, seed)
    import torch

    torch.manual_seed(seed)
    return maker(width)
