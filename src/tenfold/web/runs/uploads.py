"""Data that people bring for training: files in class folders, zips, csv, npz, idx.

Files lie in a folder of their own below ``data`` in Tenfold's home, where the library's loaders
read them; a zip stays one. Nothing is decoded in a request. What a sender calls a file decides
where it lies below that folder, never above it.
"""

from __future__ import annotations

import gzip
import shutil
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tenfold.datasets.registry import SOURCES
from tenfold.errors import ArchiveError
from tenfold.imaging import archives
from tenfold.imaging.names import HEAD_BYTES, is_picture_name, is_zip
from tenfold.web.readings import spool
from tenfold.web.readings.batches import Sent
from tenfold.web.readings.incoming import Refused, plain_name, zip_failure
from tenfold.web.runs.models import Data, DataKind
from tenfold.web.ui.errors import Failure

APART: Final = (".zip", ".npz", ".csv", ".csv.gz", ".mat")
"""Files that are a data set each."""
DEEPEST: Final = 8
"""Folders below each other that are kept of a name, the innermost ones."""
LONGEST_PART: Final = 80
_FORSAKEN: Final = timedelta(days=1)
_BLOCK: Final = 1 << 20


def create(owner: Any, name: str, kind: str = DataKind.UPLOAD) -> Data:
    """Make a data set that is open for files; a name that is taken gets a number."""
    name = " ".join(plain_name(name).replace("/", " ").split())[:60] or "My data"
    for number in range(1, 10_000):
        tried = name if number == 1 else f"{name} {number}"
        if tried.casefold() in SOURCES:
            continue
        try:
            with transaction.atomic():
                return Data.objects.create(owner=owner, name=tried, kind=kind)
        except IntegrityError:
            continue
    raise Refused(Failure(409, "name_taken", "This name is taken.", "Choose another one."))


def add_files(data: Data, files: Sequence[tuple[int, Sent]]) -> None:
    """Keep files; a file that is sent again is kept once.

    Args:
        data: an open data set.
        files: each with its position, the sender's number of it. Its name may have folders.

    Raises:
        Refused: the data set is closed or full, or a file is damaged or made to do harm.

    """
    for position, file in files:
        beside = _beside(data)
        try:
            with beside.open("wb") as out:
                for chunk in file.chunks():
                    out.write(chunk)
            _take(data, beside, file.name or "", position)
        finally:
            beside.unlink(missing_ok=True)


def add_part(data: Data, part: bytes, *, position: int, name: str, offset: int, size: int) -> int:
    """Take a part of a large file; return how many bytes of it have come in all.

    A part that does not follow on what has come is not written: the sender goes on from the number
    that comes back.

    Raises:
        Refused: as ``add_files``.

    """
    _demand_open(data)
    if size > settings.TENFOLD_MAX_BATCH_BYTES or offset + len(part) > size:
        raise _too_large()
    path = data.folder / f".part-{position}"
    if _placed(data, name, position).is_file() and not path.exists():  # the last part, once more
        return size
    there = spool.append(path, offset, part)
    if there >= size:
        try:
            _take(data, path, name, position)
        finally:
            path.unlink(missing_ok=True)
    return min(there, size)


def close(data: Data) -> Data:
    """Say that no more files come.

    Raises:
        Refused: none came that a training could use.

    """
    data.refresh_from_db()
    if data.files == 0:
        told = f"{data.left_out:,} files were left out." if data.left_out else ""
        hint = "Choose pictures in folders 0 to 9, a zip of them, or a .csv or .npz file."
        raise Refused(
            Failure(422, "no_data", f"There is nothing to learn from in it. {told}".strip(), hint)
        )
    Data.objects.filter(pk=data.pk).update(is_open=False)
    data.refresh_from_db()
    return data


def delete(data: Data) -> None:
    """Delete a data set with its files; runs that have learned from it stay."""
    Data.objects.filter(pk=data.pk).delete()
    shutil.rmtree(data.folder, ignore_errors=True)


def tidy() -> None:
    """Delete what was left open, and folders of which there is no row."""
    for data in Data.objects.filter(is_open=True, touched__lt=timezone.now() - _FORSAKEN):
        delete(data)
    folders = {
        int(path.name.removeprefix("own-")): path
        for path in (Path(settings.TENFOLD_HOME) / "data").glob("own-*")
        if path.name.removeprefix("own-").isdigit()
    }
    known = set(Data.objects.filter(pk__in=folders).values_list("pk", flat=True))
    for number in set(folders) - known:
        shutil.rmtree(folders[number], ignore_errors=True)


def data_json(data: Data) -> dict[str, Any]:
    """Return a data set as JSON."""
    return {
        "id": data.pk,
        "name": data.name,
        "kind": data.kind,
        "open": data.is_open,
        "files": data.files,
        "left_out": data.left_out,
        "bytes": data.bytes,
        "created": data.created.isoformat(),
    }


def _take(data: Data, file: Path, name: str, position: int) -> None:
    """Move a file that has come to its place, if it is one that a training reads."""
    _demand_open(data)
    if not _is_wanted(name):
        Data.objects.filter(pk=data.pk).update(left_out=F("left_out") + 1, touched=timezone.now())
        return
    count = _checked(file, name)
    place = _placed(data, name, position)
    if place.is_file():
        return
    size = file.stat().st_size
    with transaction.atomic():
        open_one = Data.objects.filter(pk=data.pk, is_open=True)
        open_one.update(files=F("files") + count, bytes=F("bytes") + size, touched=timezone.now())
        now = Data.objects.get(pk=data.pk)
        if now.bytes > settings.TENFOLD_MAX_BATCH_BYTES:
            raise _too_large()
        if now.files > settings.TENFOLD_MAX_DATA_FILES:
            raise _too_many()
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)


def _is_wanted(name: str) -> bool:
    leaf = name.replace("\\", "/").rsplit("/", 1)[-1]
    if leaf.startswith("."):
        return False
    return is_picture_name(leaf) or _is_apart(leaf) or "ubyte" in leaf


def _is_apart(leaf: str) -> bool:
    return leaf.lower().endswith(APART)


def _placed(data: Data, name: str, position: int) -> Path:
    """Return where a file lies; the position keeps apart what has one name."""
    parts = [_short(part) for part in plain_name(name).split("/")]
    *folders, leaf = parts or [f"{position}"]
    if _is_apart(leaf):
        return data.folder / f"{position}-{leaf}"
    if "ubyte" in leaf:  # a pair of files that go together by their names
        return data.folder / f"{_slug(data)} idx" / leaf
    return data.folder.joinpath(_slug(data), *folders[-DEEPEST:], f"{position}-{leaf}")


def _short(part: str) -> str:
    """Return a part of a path that every file system takes; a long one keeps its end."""
    part = "".join("_" if c in '<>:"|?*' else c for c in part).strip(" .") or "_"
    while len(part.encode()) > LONGEST_PART:
        part = part[1:]
    return part


def _slug(data: Data) -> str:
    return _short(data.name)


def _checked(file: Path, name: str) -> int:
    """Return how many files a file stands for: those of a zip, or one.

    Raises:
        Refused: a zip or gz that is damaged, too large, or made to exhaust memory or disk.

    """
    shown = plain_name(name)
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
    if name.lower().endswith(".gz"):
        _check_gzip(file, shown)
    if not is_zip(head):
        return 1
    limits = archives.Limits(settings.TENFOLD_MAX_DATA_FILES, settings.TENFOLD_MAX_BATCH_BYTES)
    try:
        with archives.open_archive(file) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir()]
            archives.check(members, limits)
            pictures = archives.pictures(archive)
    except ArchiveError as error:
        raise Refused(zip_failure(shown, error)) from error
    return len(pictures) if name.lower().endswith(".zip") else 1


def _check_gzip(file: Path, shown: str) -> None:
    size = 0
    try:
        with gzip.open(file) as opened:
            while block := opened.read(_BLOCK):
                size += len(block)
                if size > settings.TENFOLD_MAX_BATCH_BYTES:
                    raise _too_large()
    except (OSError, EOFError) as error:
        raise Refused(
            Failure(422, "damaged_file", f"{shown} is damaged.", "Pack it again.")
        ) from error


def _beside(data: Data) -> Path:
    data.folder.mkdir(parents=True, exist_ok=True)
    return data.folder / f".{uuid.uuid4().hex}"


def _demand_open(data: Data) -> None:
    if not Data.objects.filter(pk=data.pk, is_open=True).exists():
        raise Refused(
            Failure(409, "data_closed", "This data set takes no more files.", "Make another one.")
        )


def _too_large() -> Refused:
    most = settings.TENFOLD_MAX_BATCH_BYTES // 1_000_000
    hint = "Leave some out, or have the limit raised: TENFOLD_MAX_BATCH_MB."
    return Refused(Failure(413, "too_large", f"This is more than {most:,} MB.", hint))


def _too_many() -> Refused:
    most = settings.TENFOLD_MAX_DATA_FILES
    hint = "Leave some out, or have the limit raised: TENFOLD_MAX_DATA_FILES."
    return Refused(Failure(413, "too_many_files", f"These are more than {most:,} files.", hint))
