"""The pictures in a zip, read in memory, with limits against archives made to exhaust it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tenfold.errors import ArchiveError, DamagedImage, ImageError, ImageTooLarge, UnsupportedImage
from tenfold.imaging.decode import MAX_BYTES
from tenfold.imaging.names import is_picture_name, is_zip_name, natural_key

MAX_MEMBERS: Final = 200_000
MAX_MEMBER_BYTES: Final = MAX_BYTES
MAX_TOTAL_BYTES: Final = 8 * 1024**3
MAX_RATIO: Final = 200
"""Bytes unpacked for each packed one, above which a large zip is no collection of pictures."""
_LARGE_BYTES: Final = 64 * 1024**2
_ENCRYPTED: Final = 0x1

File = Path | IO[bytes]


@dataclass(frozen=True, slots=True)
class Limits:
    """Most that a zip may hold for ``check``: pictures, and bytes when all are unpacked."""

    pictures: int
    total_bytes: int


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


def members(file: File) -> Iterator[Member]:
    """Yield the pictures of a zip in natural order, one in memory at a time."""
    try:
        archive = open_archive(file)
    except ArchiveError as error:
        yield Member("", problem=str(error))
        return
    with archive:
        yield from _read_all(archive, pictures(archive))


def open_archive(file: File) -> zipfile.ZipFile:
    """Open a zip and read its directory, no member.

    Raises:
        ArchiveError: it is damaged, or has too many members of whatever kind.

    """
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # broken bytes make zipfile raise nearly anything
        raise ArchiveError(f"the zip is damaged ({error})") from error
    count = len(archive.infolist())
    if count > MAX_MEMBERS:
        archive.close()
        raise ArchiveError(f"the zip has {count:,} members, at most {MAX_MEMBERS:,}")
    return archive


def pictures(archive: zipfile.ZipFile, *, with_zips: bool = False) -> list[zipfile.ZipInfo]:
    """Return the members whose names are those of pictures, in natural order.

    Args:
        archive: an open zip.
        with_zips: zips in the zip as well, which ``read_member`` refuses: to name them.

    """
    found = [entry for entry in archive.infolist() if _is_wanted(entry, with_zips)]
    return sorted(found, key=lambda entry: natural_key(entry.filename))


def _is_wanted(entry: zipfile.ZipInfo, with_zips: bool) -> bool:
    # macOS adds a twin "__MACOSX/._name" to every file.
    if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
        return False
    return is_picture_name(entry.filename) or (with_zips and is_zip_name(entry.filename))


def check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse a zip by what its directory says, before anything is unpacked.

    The directory may lie, but ``read_member`` never gives more than it says.

    Raises:
        ArchiveError: too many pictures, too many bytes, or packed as no pictures ever are.

    """
    if len(entries) > limits.pictures:
        raise ArchiveError(
            f"the zip has {len(entries):,} pictures, at most {limits.pictures:,} are taken"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.total_bytes:
        limit = f"{limits.total_bytes // 10**6:,} MB"
        raise ArchiveError(f"the zip unpacks to more than {limit}; split it")
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > _LARGE_BYTES and unpacked > MAX_RATIO * packed:
        raise ArchiveError(f"the zip unpacks to {unpacked // max(packed, 1):,} times its size")


def read_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, max_bytes: int | None = None
) -> bytes:
    """Unpack one member into memory.

    Raises:
        ImageError: it is encrypted, damaged, a zip itself, or larger than the limit.

    """
    most = MAX_MEMBER_BYTES if max_bytes is None else max_bytes
    if is_zip_name(entry.filename):
        raise UnsupportedImage("a zip in a zip is not read; unpack it first")
    if entry.flag_bits & _ENCRYPTED:
        raise UnsupportedImage("it is encrypted; unpack the zip with its password first")
    if entry.file_size > most:
        size, limit = entry.file_size // 2**20, most // 2**20
        raise ImageTooLarge(f"it unpacks to {size:,} MB, more than {limit} MB")
    try:
        # zipfile never gives more than the header's size, so the checks above hold for liars too.
        return archive.read(entry)
    except Exception as error:  # broken bytes make zipfile and its decoders raise nearly anything
        raise DamagedImage(f"its bytes in the zip are damaged ({error})") from error


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
    try:
        return Member(entry.filename, read_member(archive, entry), width=width)
    except ImageError as error:
        return Member(entry.filename, problem=str(error))


def count(file: Path) -> int:
    """Count the pictures in a zip; 1 for a file that is none."""
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(_is_wanted(entry, with_zips=False) for entry in archive.infolist())
    except Exception:
        return 1
