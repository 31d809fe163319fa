"""The build hook: pages are built where they are missing or stale, and packed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
BUILT = "src/tenfold/web/static/build/manifest.json"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose pages were built after all that they are made of was written."""
    for name in ("package-lock.json", "vite.config.ts", "src/pages/draw/main.ts"):
        write(tmp_path / "frontend" / name, age_s=100)
    write(tmp_path / BUILT, age_s=50)
    return tmp_path


def write(path: Path, age_s: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (1_000_000_000 - age_s,) * 2)


def test_pages_built_after_their_sources_are_kept(hook: ModuleType, project: Path) -> None:
    assert not hook.is_stale(project)


@pytest.mark.parametrize("changed", ["src/pages/draw/main.ts", "package-lock.json"])
def test_pages_older_than_a_source_are_stale(hook: ModuleType, project: Path, changed: str) -> None:
    write(project / "frontend" / changed, age_s=0)
    assert hook.is_stale(project)


def test_missing_pages_are_stale(hook: ModuleType, project: Path) -> None:
    (project / BUILT).unlink()
    assert hook.is_stale(project)


def test_a_node_too_old_is_none(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.19.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.find_npm() is None


def test_the_wheel_carries_the_pages_and_the_model(tmp_path: Path) -> None:
    if not (ROOT / BUILT).is_file():
        pytest.skip("needs the built pages: make test builds them")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert BUILT.removeprefix("src/") in names
    assert "tenfold/weights/tenfold_small.onnx" in names
    assert not [name for name in names if "node_modules" in name]
