"""Networks that can be trained: one file an architecture, all in one registry."""

from tenfold.models.registry import Architecture, Defaults, architecture, architectures, build

__all__ = ["Architecture", "Defaults", "architecture", "architectures", "build"]
