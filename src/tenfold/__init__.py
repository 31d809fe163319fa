"""Tenfold reads digits in drawings, scans and photos, offline.

>>> import tenfold
>>> tenfold.read("cheque.png").text  # doctest: +SKIP
'1840'

Importing this loads neither torch nor onnxruntime: names are looked up on first use (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenfold.errors import TenfoldError as TenfoldError
    from tenfold.reading import Reader as Reader
    from tenfold.reading import read as read
    from tenfold.types import Box as Box
    from tenfold.types import Digit as Digit
    from tenfold.types import ModelCard as ModelCard
    from tenfold.types import Number as Number
    from tenfold.types import Reading as Reading
    from tenfold.types import Rejected as Rejected

__version__ = "0.1.0"

_HOMES = {
    "Box": "tenfold.types",
    "Digit": "tenfold.types",
    "ModelCard": "tenfold.types",
    "Number": "tenfold.types",
    "Reader": "tenfold.reading",
    "Reading": "tenfold.types",
    "Rejected": "tenfold.types",
    "TenfoldError": "tenfold.errors",
    "read": "tenfold.reading",
}

__all__ = [
    "Box",
    "Digit",
    "ModelCard",
    "Number",
    "Reader",
    "Reading",
    "Rejected",
    "TenfoldError",
    "__version__",
    "read",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tenfold' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
