"""The examples of docs/api.md do what it says, against a real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.serving import Server, serving
from tests.support.uploads import picture, zipped

from tenfold.web.api import access, bodies, errors
from tenfold.web.readings.refusals import _KINDS
from tenfold.web.ui.errors import Failure

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all examples."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files that the examples name."""
    form = picture("form-scan.png")
    (tmp_path / "digits.png").write_bytes(form)
    (tmp_path / "more.png").write_bytes(picture("printed.png"))
    (tmp_path / "scans.zip").write_bytes(zipped({"a.png": form, "b.png": b"no picture"}))
    return tmp_path


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_works(server: Server, folder: Path, kind: str, example: str) -> None:
    if kind == "sh" and shutil.which("curl") is None:
        pytest.skip("needs curl")
    script = example.replace("http://127.0.0.1:8000", server.url)
    if kind == "sh":
        command = ["bash", "-euo", "pipefail", "-c", script.replace("curl ", "curl -sS --fail ")]
    else:
        command = [sys.executable, "-W", "ignore::ResourceWarning", "-c", script]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ})
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"1840|tenfold_small", done.stdout)


def test_every_code_of_an_error_is_told() -> None:
    parts = [vars(module).values() for module in (access, bodies, errors)]
    codes = {part.code for values in parts for part in values if isinstance(part, Failure)}
    codes |= {code for _, _, code, _, _ in _KINDS} - {"unreadable_picture"}
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
