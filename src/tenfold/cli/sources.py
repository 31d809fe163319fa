"""Paths on the command line -> the pictures behind them, one at a time.

A path is a file, a folder, a zip, a PDF or `-`. Nothing is extracted to disk and at most one
member or page is held; what cannot be read becomes an item that says why, never an exception.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from tenfold.errors import ImageError
from tenfold.imaging import archives
from tenfold.imaging.names import HEAD_BYTES, is_paged, is_pdf, is_picture_name, is_zip, natural_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_STREAM_BYTES: Final = 512 * 1024 * 1024
"""Most that is taken from a pipe, which cannot be asked for its size."""

PAGED_SUFFIXES: Final = (".pdf", ".tif", ".tiff")

Source = Path | bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One picture to read, or the reason why there is none.

    ``path`` names it in results; ``page`` is the page of a PDF, from 1; ``width`` is the longest
    name among its neighbours, so that a table can be aligned while it streams.
    """

    path: str
    image: Path | bytes | NDArray[np.uint8] | None = None
    page: int | None = None
    problem: str = ""
    width: int = 0

    @property
    def label(self) -> str:
        """What a person calls it."""
        return self.path if self.page is None else f"{self.path} page {self.page}"


def find_pictures(paths: Sequence[str]) -> Iterator[Item]:
    """Yield every picture behind the paths, in the order given, folders in natural order."""
    width = max((len(path) for path in paths), default=0)
    for path in paths:
        yield from _behind(path, width)


def _behind(path: str, width: int) -> Iterator[Item]:
    if path == "-":
        yield from _in_stream(sys.stdin.buffer, path, width)
        return
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:  # a ValueError for a NUL in the name
        yield Item(path, problem=reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _in_folder(path)
    else:
        yield from _in_file(path, width, is_regular=stat.S_ISREG(mode))


def reason(error: Exception) -> str:
    """Return why the system refused, without the path that the message names already."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return getattr(error, "strerror", None) or str(error)


def _in_folder(root: str) -> Iterator[Item]:
    found = False
    for item in _walk(root):
        found = True
        yield item
    if not found:
        yield Item(root, problem="there are no pictures in this folder or below it")


def _walk(root: str) -> Iterator[Item]:
    """Yield the pictures of a folder and, where they stand in the order, of those in it."""
    ways = [_look_into(root)]
    while ways:
        found = next(ways[-1], None)
        if found is None:
            ways.pop()
        elif isinstance(found, Item):
            yield found
        else:
            ways.append(_look_into(found))


def _look_into(folder: str) -> Iterator[Item | str]:
    """Yield the pictures that lie in a folder, and the path of each folder in it."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: natural_key(entry.name))
    except OSError as error:
        yield Item(folder, problem=reason(error))
        return
    names = [entry.path for entry in entries if is_picture_name(entry.name)]
    width = max((len(name) for name in names), default=0)
    for entry in entries:
        # A link to a folder is not followed: it may lead back up.
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield entry.path
        elif is_picture_name(entry.name):
            yield from _in_neighbour(entry, width)


def _in_neighbour(entry: os.DirEntry[str], width: int) -> Iterator[Item]:
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        yield Item(entry.path, problem=reason(error))
        return
    # Pipes and devices may never end; a link to a folder is none of a file's business.
    if stat.S_ISREG(mode):
        if entry.name.lower().endswith(PAGED_SUFFIXES):
            from_pdf = entry.name.lower().endswith(".pdf")
            yield from _in_pages(Path(entry.path), entry.path, width, from_pdf=from_pdf)
        else:
            yield Item(entry.path, Path(entry.path), width=width)


def _in_file(path: str, width: int, *, is_regular: bool) -> Iterator[Item]:
    try:
        with Path(path).open("rb") as file:
            if not is_regular:
                yield from _in_stream(file, path, width)
                return
            head = file.read(HEAD_BYTES)
    except OSError as error:
        yield Item(path, problem=reason(error))
        return
    yield from _by_head(head, Path(path), path, width)


def _in_stream(stream: IO[bytes], path: str, width: int) -> Iterator[Item]:
    data = stream.read(MAX_STREAM_BYTES + 1)
    if len(data) > MAX_STREAM_BYTES:
        limit = f"{MAX_STREAM_BYTES // 2**20} MB"
        yield Item(path, problem=f"more than {limit} came in; save it as a file first")
    else:
        yield from _by_head(data[:HEAD_BYTES], data, path, width)


def _by_head(head: bytes, source: Source, path: str, width: int) -> Iterator[Item]:
    """Go by the first bytes of the content, never by the name."""
    if is_zip(head):
        yield from _in_zip(source, path)
    elif is_paged(head):
        yield from _in_pages(source, path, width, from_pdf=is_pdf(head))
    else:
        yield Item(path, source, width=width)


def _in_zip(source: Source, path: str) -> Iterator[Item]:
    file = source if isinstance(source, Path) else BytesIO(source)
    found = False
    for member in archives.members(file):
        found = True
        name = f"{path}:{member.name}" if member.name else path
        width = member.width + len(path) + 1
        if member.problem:
            yield Item(name, problem=member.problem)
        elif is_paged(member.data):
            yield from _in_pages(member.data, name, width, from_pdf=is_pdf(member.data))
        else:
            yield Item(name, member.data, width=width)
    if not found:
        yield Item(path, problem="there are no pictures in this zip")


def _in_pages(source: Source, path: str, width: int, *, from_pdf: bool) -> Iterator[Item]:
    """Yield the pages of a PDF or TIFF; a TIFF of one page is a picture like any other."""
    leaves = _leaves(source, path, width)
    first = next(leaves, None)
    second = next(leaves, None)
    if first is None:
        yield Item(path, problem="it has no pages")
        return
    if second is None and (first.problem or not from_pdf):
        first = replace(first, page=None)
    yield first
    if second is not None:
        yield second
        yield from leaves


def _leaves(source: Source, path: str, width: int) -> Iterator[Item]:
    from tenfold.imaging.decode import pages

    number = 0
    try:
        for number, page in enumerate(pages(source), start=1):
            yield Item(path, page, number, width=width)
    except ImageError as error:
        yield Item(path, page=number + 1, problem=_nameless(error, source), width=width)


def _nameless(error: ImageError, source: Source) -> str:
    """Return an error's text without the path before it, which the message names already."""
    text = str(error)
    return text.removeprefix(f"{source}: ") if isinstance(source, Path) else text


def count_pictures(paths: Sequence[str]) -> int:
    """Count what `find_pictures` will yield, as far as the names tell; for a progress bar."""
    return sum(_count(path) for path in paths)


def _count(path: str) -> int:
    if not Path(path).is_dir():
        return archives.count(Path(path))
    count = 0
    for _, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        count += sum(map(is_picture_name, names))
    return count
