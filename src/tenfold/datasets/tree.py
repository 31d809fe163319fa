"""Files below a folder, or in a zip, by their names from there."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Final, Protocol

from tenfold.datasets.base import Problem
from tenfold.errors import DatasetError, UnreadableFile
from tenfold.imaging.decode import MAX_BYTES

_JUNK: Final = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_ENCRYPTED: Final = 0x1


class Tree(Protocol):
    """Files by name; a name is the path from the root, parts joined by '/'."""

    names: list[str]
    problems: list[Problem]
    """Folders that could not be opened."""
    label: str
    """What the root is called in messages and reported paths."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; UnreadableFile where they cannot be had."""

    def size(self, name: str) -> int:
        """Return the bytes that a file has, 0 where it cannot be asked."""


def open_tree(path: Path) -> Tree:
    """List a folder, or a zip, in sorted order; hidden files and those of file managers left out.

    Raises:
        DatasetError: The zip is damaged.

    """
    return FolderTree(path) if path.is_dir() else ZipTree(path)


def is_junk(name: str) -> bool:
    """Tell what file managers leave behind, and hidden files."""
    return any(part.startswith(".") or part.casefold() in _JUNK for part in name.split("/"))


class FolderTree:
    """Files below a folder; links to folders are followed, each folder once."""

    def __init__(self, root: Path) -> None:
        self.label = str(root)
        self._root = root
        self.names: list[str] = []
        self.problems: list[Problem] = []
        seen: set[tuple[int, int]] = set()
        for folder, inner, files in os.walk(root, followlinks=True, onerror=self._note):
            place = Path(folder).stat()
            if (place.st_dev, place.st_ino) in seen:
                inner.clear()
                continue
            seen.add((place.st_dev, place.st_ino))
            inner[:] = sorted(name for name in inner if not is_junk(name))
            lead = Path(folder).relative_to(root).as_posix()
            lead = "" if lead == "." else f"{lead}/"
            self.names += sorted(lead + name for name in files if not is_junk(name))

    def _note(self, error: OSError) -> None:
        self.problems.append(Problem(str(error.filename), f"cannot be opened: {error.strerror}"))

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; a pipe or device, which may never end, is not opened."""
        path = self._root / name
        try:
            if not path.is_file():
                raise UnreadableFile("is no regular file")
            if (size := path.stat().st_size) > MAX_BYTES:
                raise UnreadableFile(f"has {size:,} bytes, the limit is {MAX_BYTES:,}")
            return path.read_bytes()
        except UnreadableFile:
            raise
        except OSError as error:
            raise UnreadableFile(f"cannot be opened: {error.strerror or error}") from error

    def size(self, name: str) -> int:
        """Return the bytes that a file has, 0 where it cannot be asked."""
        try:
            return (self._root / name).stat().st_size
        except OSError:
            return 0


class ZipTree:
    """Files in a zip, read one at a time; nothing is unpacked to disk."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.problems: list[Problem] = []
        try:
            self._zip = zipfile.ZipFile(path)
        except Exception as error:
            # Broken bytes make zipfile raise nearly anything, here and when a member is read.
            raise DatasetError(f"cannot read {path} as a zip: {error}") from error
        files = (entry.filename for entry in self._zip.infolist() if not entry.is_dir())
        self.names = sorted({name for name in files if not is_junk(name)})

    def read(self, name: str) -> bytes:
        """Return the bytes of a member; one that is encrypted or too large is not unpacked."""
        entry = self._zip.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableFile("is encrypted; unpack the zip with its password first")
        if entry.file_size > MAX_BYTES:
            raise UnreadableFile(f"unpacks to {entry.file_size:,} bytes, limit {MAX_BYTES:,}")
        try:
            return self._zip.read(entry)
        except Exception as error:
            raise UnreadableFile(f"is damaged in the zip: {error}") from error

    def size(self, name: str) -> int:
        """Return the bytes that a member has in the zip."""
        return self._zip.getinfo(name).compress_size
