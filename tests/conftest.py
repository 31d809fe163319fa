"""Fixtures that every test may use."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import hypothesis
import pytest

# A busy machine is no fault: no test is about time.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Django's settings are read once a process, before any fixture: not with the user's home.
os.environ["TENFOLD_HOME"] = tempfile.mkdtemp(prefix="tenfold-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.web.settings")


@pytest.fixture(scope="session")
def data_home() -> Path:
    """Folder of the real image sets; skips where it is missing."""
    home = os.environ.get("TENFOLD_DATA", "")
    if not home or not Path(home).is_dir():
        pytest.skip("needs the real image sets: set TENFOLD_DATA to their folder")
    return Path(home)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a data home of its own, so that none sees the user's files."""
    monkeypatch.setenv("TENFOLD_HOME", str(tmp_path / "tenfold-home"))
