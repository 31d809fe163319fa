"""Write requirements.txt and requirements-build.txt anew: every package with version and hashes.

Run `python deploy/pin.py` after pyproject.toml asks for something else, and to take updates.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

DEPLOY = Path(__file__).parent
PYTHON = "3.11"
"""As in the Dockerfile and in Debian 12."""
GLIBC = ("2014", "_2_28", "_2_31", "_2_34")
MACHINES = ("x86_64", "aarch64")


def main() -> None:
    """Write both files."""
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = project["project"]["dependencies"] + extras["web"] + extras["heic"] + extras["pdf"]
    write(DEPLOY / "requirements.txt", wanted)
    write(DEPLOY / "requirements-build.txt", project["build-system"]["requires"])


def write(path: Path, wanted: list[str]) -> None:
    """Write a file of pins for these requirements and all that they need."""
    first, *others = MACHINES
    hashes = resolve(wanted, first, deep=True)
    pins = [f"{name}=={version}" for name, version in hashes]
    for machine in others:
        for key, found in resolve(pins, machine, deep=False).items():
            hashes[key] |= found
    lines = ["# Made by deploy/pin.py; for CPython 3.11 on Linux."]
    for (name, version), found in sorted(hashes.items()):
        lines.append(" \\\n    ".join([f"{name}=={version}", *sorted(found)]))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def resolve(wanted: list[str], machine: str, *, deep: bool) -> dict[tuple[str, str], set[str]]:
    """Let pip choose the wheels for a machine; return the hashes by name and version."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"]
    command += ["--ignore-installed", "--only-binary=:all:", "--python-version", PYTHON]
    for glibc in GLIBC:
        command += ["--platform", f"manylinux{glibc}_{machine}"]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command += ["--target", folder, "--report", str(report)]
        command += [] if deep else ["--no-deps"]
        subprocess.run([*command, *wanted], check=True)
        chosen: list[dict[str, Any]] = json.loads(report.read_text("utf-8"))["install"]
    return {
        (item["metadata"]["name"].lower(), item["metadata"]["version"]): {
            "--hash=" + item["download_info"]["archive_info"]["hash"].replace("=", ":", 1)
        }
        for item in chosen
    }


if __name__ == "__main__":
    main()
