"""How a command ends: the one place where errors become messages and exit codes."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any, Final

import typer
from typer.core import TyperGroup

from tenfold.errors import TenfoldError, UnknownModel

FAILED: Final = 1
WRONG_USE: Final = 2
INTERRUPTED: Final = 130
READER_GONE: Final = 141
"""What a shell reports of a tool whose reader went away (128 + SIGPIPE)."""


class Commands(TyperGroup):
    """A group of commands that all end the same way."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn what it raises into a message and an exit code."""
        with endings():
            return super().invoke(ctx)


@contextlib.contextmanager
def endings() -> Iterator[None]:
    """End with its text on a TenfoldError, quietly when interrupted or unread."""
    try:
        yield
        sys.stdout.flush()
    except UnknownModel as error:
        say(sentence(str(error)))
        raise typer.Exit(WRONG_USE) from error
    except TenfoldError as error:
        say(sentence(str(error)))
        raise typer.Exit(FAILED) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        _silence_stdout()
        raise typer.Exit(READER_GONE) from error
    except OSError as error:  # such as a disk that is full
        _silence_stdout()
        say(sentence(str(error)))
        raise typer.Exit(FAILED) from error


def say(message: str) -> None:
    """Write a message for the person to stderr; stdout carries results only."""
    # Not by typer.echo, which would write through a progress bar instead of above it.
    sys.stderr.write("\n".join(map(printable, message.split("\n"))) + "\n")


def sentence(text: str) -> str:
    """Return an error's text as a sentence: first letter large, a full stop at the end."""
    text = text.strip()
    if text and not text.endswith((".", "!", "?", "'", '"', ")")):
        text += "."
    return text[:1].upper() + text[1:]


def printable(text: str) -> str:
    r"""Escape what would steer the terminal or cannot be encoded, such as in a file's name.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(_escaped(c) for c in text)


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def _silence_stdout() -> None:
    """Point stdout nowhere, so that the flush at the interpreter's end raises nothing."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
