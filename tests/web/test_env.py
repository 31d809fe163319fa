"""Settings from the environment, and what is told of wrong ones: real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def serve(**env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tenfold", "serve"]
    others = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
    return subprocess.run(command, env=others | env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TENFOLD_PORT", "eighty", "Choose a whole number from 1 to 65535"),
        ("TENFOLD_WORKERS", "0", "Choose a whole number from 1 to 64"),
        ("TENFOLD_TEAM", "maybe", "Set it to on or off"),
        ("TENFOLD_ERROR_RATE", "2", "Choose a number between 0 and 1"),
        ("TENFOLD_URL", "read.example.org", "https://read.example.org"),
        ("TENFOLD_DATABASE_URL", "mysql://x/y", "Write postgresql://"),
        ("TENFOLD_MODEL", "tenfold_smal", "did you mean 'tenfold_small'?"),
        ("TENFOLD_KEEP_DAY", "0", "Did you mean TENFOLD_KEEP_DAYS?"),
        ("TENFOLD_SECRET_KEY", "too-short", "Give it 50 characters or more."),
        ("TENFOLD_SECRET_KEY_FILE", "/nowhere/key", "/nowhere/key cannot be read."),
        ("TENFOLD_SECRET_KEY_FILE", "/dev/null", "/dev/null is empty."),
        ("TENFOLD_HOST", "0.0.0.0", "Add --team"),
        ("TENFOLD_HOST", "192.0.2.7", "Add --team"),
    ],
)
def test_a_wrong_setting_is_told_with_what_to_do(name: str, value: str, told: str) -> None:
    ended = serve(**{name: value})
    assert ended.returncode == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_all_wrong_settings_are_told_at_once() -> None:
    ended = serve(TENFOLD_PORT="x", TENFOLD_KEEP_DAYS="-1")
    assert len(ended.stderr.splitlines()) == 2


def test_with_accounts_everywhere_asks_for_a_name() -> None:
    ended = serve(TENFOLD_HOST="0.0.0.0", TENFOLD_TEAM="on")
    assert "Set TENFOLD_URL to what they type" in ended.stderr


def test_https_asks_for_a_proxy() -> None:
    ended = serve(TENFOLD_TEAM="on", TENFOLD_URL="https://read.example.org")
    assert "Set TENFOLD_PROXY=on" in ended.stderr


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "database-url"
    file.write_text("postgresql://me:hunter2@127.0.0.1:1/name\n")
    assert "does not answer" in serve(TENFOLD_DATABASE_URL_FILE=str(file)).stderr


def test_a_secret_in_both_ways_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 50)
    ended = serve(TENFOLD_SECRET_KEY="k" * 50, TENFOLD_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert "are both set. Unset one of them." in ended.stderr


def test_a_password_in_a_wrong_database_address_is_not_shown() -> None:
    ended = serve(TENFOLD_DATABASE_URL="mysql://me:hunter2@db/name")
    assert "hunter2" not in ended.stderr + ended.stdout


def test_a_database_that_does_not_answer_is_told() -> None:
    ended = serve(TENFOLD_DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/name")
    assert ended.returncode == 2
    assert "does not answer" in ended.stderr
    assert "hunter2" not in ended.stderr


def test_a_home_that_cannot_be_made_is_told() -> None:
    ended = serve(TENFOLD_HOME="/dev/null/home")
    assert ended.returncode == 2
    assert "Set TENFOLD_HOME to a folder of yours." in ended.stderr
