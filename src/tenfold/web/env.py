"""Settings from the environment; a wrong one is noted here and told by a system check.

While a wrong value stands, its default is used, so that every problem is found in one start; no
server runs with problems left (see ``checks`` and ``wsgi``).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tenfold.web.options import OPTIONS


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a setting, and what to do."""

    name: str
    message: str
    hint: str


PROBLEMS: Final[dict[str, Problem]] = {}
"""Problems found so far, by the setting's name."""

_ON = ("1", "true", "yes", "on")
_OFF = ("0", "false", "no", "off")


def envstr(name: str) -> str:
    """Return a text without the spaces around it; its default where it is unset or empty."""
    return os.environ.get(name, "").strip() or OPTIONS[name].default


def envsecret(name: str) -> str:
    """Return a secret, or '' where it is unset; its value never stands in a message.

    Where ``<name>_FILE`` names a file, the secret is what stands in it: systemd and Docker hand
    secrets out as files, which no other process can list.
    """
    value, file = os.environ.get(name, "").strip(), os.environ.get(f"{name}_FILE", "").strip()
    if file:
        if value:
            problem(name, f"{name} and {name}_FILE are both set.", "Unset one of them.")
        value = _content(f"{name}_FILE", Path(file))
    least = OPTIONS[name].least
    if value and len(value) < least:
        problem(name, f"{name} is too short.", f"Give it {least} characters or more.")
        return ""
    return value


def _content(name: str, path: Path) -> str:
    try:
        if value := path.read_text("utf-8").strip():
            return value
        found = "is empty"
    except (OSError, UnicodeDecodeError):
        found = "cannot be read"
    problem(name, f"{path} {found}.", f"Set {name} to a file with the secret, or unset it.")
    return ""


def envlist(name: str) -> list[str]:
    """Return the parts of a text with commas."""
    return [part.strip() for part in envstr(name).split(",") if part.strip()]


def envpath(name: str) -> Path | None:
    """Return a folder, or None where it is unset."""
    value = os.environ.get(name, "").strip()
    return Path(value).expanduser() if value else None


def envbool(name: str) -> bool:
    """Return a switch: 1, true, yes or on; 0, false, no or off."""
    value = envstr(name).lower()
    if value in (*_ON, *_OFF):
        return value in _ON
    problem(name, f"{name} is {value!r}.", "Set it to on or off, or unset it.")
    return OPTIONS[name].default in _ON


def envint(name: str) -> int:
    """Return a whole number within the option's range."""
    option, value = OPTIONS[name], envstr(name)
    try:
        number = int(value)
        if option.least <= number <= option.most:
            return number
    except ValueError:
        pass
    wanted = f"a whole number from {option.least} to {option.most}"
    problem(name, f"{name} is {value!r}.", f"Choose {wanted}, or unset it.")
    return int(option.default)


def envshare(name: str) -> float:
    """Return a number above 0 and below 1."""
    value = envstr(name)
    try:
        if 0 < (number := float(value)) < 1:
            return number
    except ValueError:
        pass
    hint = "Choose a number between 0 and 1 such as 0.001, or unset it."
    problem(name, f"{name} is {value!r}.", hint)
    return float(OPTIONS[name].default)


def envurl(name: str) -> str:
    """Return an address of http or https without a path; '' where it is unset."""
    value = envstr(name).rstrip("/")
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname and not parts.path
        sound = sound and not (parts.query or parts.fragment or parts.username)
        _ = parts.port  # raises where it is none
    except ValueError:
        sound = False
    if sound or not value:
        return value
    hint = "Write it as people type it, without a path: https://read.example.org."
    problem(name, f"{name} is {value!r}.", hint)
    return ""


def problem(name: str, message: str, hint: str) -> None:
    """Note what is wrong with a setting."""
    PROBLEMS[name] = Problem(name, message, hint)


def note_unknown_names() -> None:
    """Note every TENFOLD_* variable that is no setting: a slip there would go unseen."""
    files = [f"{option.name}_FILE" for option in OPTIONS.values() if option.kind == "secret"]
    known = [*OPTIONS, *files]
    for name in os.environ:
        if name.startswith("TENFOLD_") and name not in known and "_TEST" not in name:
            near = get_close_matches(name, known, n=1)
            hint = (
                f"Did you mean {near[0]}?" if near else "Unset it; docs/settings.md lists them all."
            )
            problem(name, f"{name} is no setting of Tenfold.", hint)
