"""Networks that can be trained: one file an architecture, all in one registry."""

from tenfold.models import cnn_small as _cnn_small  # noqa: F401  (registers itself)
from tenfold.models.registry import architectures, build, register

__all__ = ["architectures", "build", "register"]
