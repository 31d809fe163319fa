"""Django's checks for a server that others reach."""

from __future__ import annotations

import os
import subprocess
import sys


def check_deploy(**env: str) -> str:
    command = [sys.executable, "-m", "tenfold.web", "check", "--deploy", "--fail-level", "INFO"]
    ended = subprocess.run(
        command, env={**os.environ, **env}, capture_output=True, text=True, timeout=60
    )
    return ended.stdout + ended.stderr


def test_check_deploy_finds_nothing_behind_https() -> None:
    told = check_deploy(
        TENFOLD_TEAM="on", TENFOLD_URL="https://read.example.org", TENFOLD_PROXY="on"
    )
    assert told == "System check identified no issues (2 silenced).\n"


def test_check_deploy_finds_nothing_on_the_loopback_address() -> None:
    assert check_deploy().startswith("System check identified no issues")


def test_check_deploy_says_that_passwords_travel_unencrypted() -> None:
    told = check_deploy(
        TENFOLD_TEAM="on", TENFOLD_HOST="0.0.0.0", TENFOLD_URL="http://192.0.2.5:8000"
    )
    assert "tenfold.W001" in told
