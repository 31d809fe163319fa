"""Reading: the one place where images meet a model."""

from tenfold.reading.reader import Reader, read

__all__ = ["Reader", "read"]
