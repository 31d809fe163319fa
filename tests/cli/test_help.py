"""Help, versions and light imports, by the real process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]
HEAVY = ("torch", "cv2", "onnxruntime", "django")


def test_help_shows_every_command(tenfold: Run) -> None:
    said = tenfold("--help").stdout.decode()
    assert {"read", "models"} <= {line.split()[0] for line in said.splitlines() if line.strip()}


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    script = f"""
import sys
from tenfold.cli import main
sys.argv = ["tenfold", *{arguments!r}]
try:
    main()
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


def test_version_is_the_packages(tenfold: Run) -> None:
    import tenfold as package

    assert tenfold("--version").stdout.decode() == f"tenfold {package.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["reed"], ["read"], ["read", "--format", "xml", "a.png"], ["read", "--speed"]]
)
def test_wrong_use_exits_2_and_leaves_stdout_empty(tenfold: Run, arguments: list[str]) -> None:
    done = tenfold(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Usage: " in done.stderr


def test_wrong_format_is_answered_with_the_right_ones(tenfold: Run) -> None:
    said = tenfold("read", "--format", "xml", "a.png").stderr
    assert b"'xml' is not one of 'text', 'json', 'jsonl', 'csv'" in said


def test_every_command_shows_an_example_in_its_help(tenfold: Run) -> None:
    for command in (["read"], ["models"], ["models", "list"], ["models", "info"]):
        assert f"  tenfold {' '.join(command)}" in tenfold(*command, "--help").stdout.decode()
