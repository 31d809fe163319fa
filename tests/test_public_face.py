from __future__ import annotations

import json
import subprocess
import sys

import pytest

import tenfold

HEAVY = ("torch", "django", "onnxruntime", "numpy", "cv2", "PIL", "onnx", "scipy")


def loaded_by(code: str) -> set[str]:
    """Top-level modules that are loaded after the code ran in a fresh interpreter."""
    script = f"{code}\nimport json, sys\nprint(json.dumps([m.split('.')[0] for m in sys.modules]))"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_exported_members_are_these_and_exist() -> None:
    assert tenfold.__all__ == [
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
    assert all(getattr(tenfold, name) is not None for name in tenfold.__all__)
    assert dir(tenfold) == sorted(tenfold.__all__)


def test_exported_members_say_what_they_are() -> None:
    assert all(getattr(tenfold, name).__doc__ for name in tenfold.__all__)


def test_unknown_member_is_named() -> None:
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        tenfold.raed  # noqa: B018


def test_importing_tenfold_loads_nothing_heavy() -> None:
    assert loaded_by("import tenfold").isdisjoint(HEAVY)


def test_reader_loads_neither_torch_nor_a_network_before_it_is_made() -> None:
    loaded = loaded_by("import tenfold; tenfold.Reader")
    assert loaded.isdisjoint({"torch", "django", "onnxruntime", "onnx", "scipy"})
    assert "cv2" in loaded


def test_help_of_the_command_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['tenfold', '--help']\n"
        "from tenfold.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass"
    )
    assert loaded_by(code).isdisjoint(HEAVY)
