"""A name for each architecture; `@register` puts one in the table."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from torch import nn

from tenfold.errors import UnknownModel

Maker = Callable[[], nn.Module]
_MAKERS: dict[str, Maker] = {}


def register(maker: Maker) -> Maker:
    """Register a function that makes a freshly initialised network, under its own name.

    The network maps pictures (N, 1, 28, 28) float32 in 0..1, 1 = ink, to logits (N, 11) float32:
    the ten digits and 'not a digit'.
    """
    _MAKERS[maker.__name__] = maker
    return maker


def architectures() -> list[str]:
    """Return the names of all architectures, sorted."""
    return sorted(_MAKERS)


def build(name: str) -> nn.Module:
    """Make a network of the named architecture.

    Raises:
        UnknownModel: when no architecture has that name.

    """
    if name in _MAKERS:
        return _MAKERS[name]()
    near = difflib.get_close_matches(name, _MAKERS, n=1)
    hint = f", did you mean {near[0]!r}?" if near else ";"
    raise UnknownModel(f"unknown architecture {name!r}{hint} known: {', '.join(architectures())}")
