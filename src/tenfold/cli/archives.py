"""The pictures in a zip, read in memory, with limits against archives made to exhaust it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from tenfold.imaging.decode import MAX_BYTES

MAX_MEMBERS: Final = 200_000
MAX_MEMBER_BYTES: Final = MAX_BYTES
MAX_TOTAL_BYTES: Final = 8 * 1024**3
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """One picture of a zip: its bytes, or the reason why there are none.

    ``name`` is the name in the archive, a label and never a path to write to; it is empty where
    the problem is the archive's own. ``width`` is the longest name of all.
    """

    name: str
    data: bytes = b""
    problem: str = ""
    width: int = 0


def members(
    file: Path | BytesIO, is_picture: Callable[[str], bool], key: Callable[[str], Any]
) -> Iterator[Member]:
    """Yield the pictures of a zip in natural order, one in memory at a time."""
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # broken bytes make zipfile raise nearly anything
        yield Member("", problem=f"the zip is damaged ({error})")
        return
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_MEMBERS:
            yield Member(
                "", problem=f"the zip has {len(entries):,} members, at most {MAX_MEMBERS:,}"
            )
            return
        wanted = [entry for entry in entries if _is_wanted(entry, is_picture)]
        wanted.sort(key=lambda entry: key(entry.filename))
        yield from _read_all(archive, wanted)


def _is_wanted(entry: zipfile.ZipInfo, is_picture: Callable[[str], bool]) -> bool:
    # macOS adds a twin "__MACOSX/._name" to every file.
    mac_twin = entry.filename.startswith("__MACOSX/")
    return not entry.is_dir() and not mac_twin and is_picture(entry.filename)


def _read_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Member]:
    width = max((len(entry.filename) for entry in entries), default=0)
    total_bytes = 0
    for entry in entries:
        total_bytes += entry.file_size
        if total_bytes > MAX_TOTAL_BYTES:
            limit = f"{MAX_TOTAL_BYTES // 1024**3} GB"
            yield Member(entry.filename, problem=f"the zip unpacks to more than {limit}; split it")
            return
        yield _read(archive, entry, width)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, width: int) -> Member:
    name = entry.filename
    if entry.flag_bits & _ENCRYPTED:
        return Member(name, problem="it is encrypted; unpack the zip with its password first")
    if entry.file_size > MAX_MEMBER_BYTES:
        size, limit = entry.file_size // 2**20, MAX_MEMBER_BYTES // 2**20
        return Member(name, problem=f"it unpacks to {size:,} MB, more than {limit} MB")
    try:
        # zipfile never gives more than the header's size, so the checks above hold for liars too.
        return Member(name, archive.read(entry), width=width)
    except Exception as error:  # broken bytes make zipfile and its decoders raise nearly anything
        return Member(name, problem=f"its bytes in the zip are damaged ({error})")


def count(file: Path, is_picture: Callable[[str], bool]) -> int:
    """Count the pictures in a zip; 1 for a file that is none."""
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(_is_wanted(entry, is_picture) for entry in archive.infolist())
    except Exception:
        return 1
