"""Pictures to read."""

from __future__ import annotations

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def form() -> bytes:
    """Bytes of a scanned form with numbers."""
    return (EXAMPLES / "form-scan.png").read_bytes()
