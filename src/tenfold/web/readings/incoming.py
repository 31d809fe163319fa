"""What a file that was sent holds: one picture, or the pictures of a zip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from tenfold.errors import ArchiveError
from tenfold.imaging import archives
from tenfold.imaging.names import HEAD_BYTES, is_zip
from tenfold.web.ui.errors import Failure

LONGEST: Final = 255


class Refused(Exception):
    """A batch or a file is not taken; ``failure`` has status, code and words."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Planned:
    """A picture that will be read: its name, and its place in the directory of a zip."""

    name: str
    member: int | None = None


def plan(path: Path, name: str, *, room: int) -> list[Planned]:
    """Return the pictures of a spooled file, by its first bytes and a zip's directory.

    Args:
        path: where the file lies.
        name: what its sender calls it.
        room: how many pictures more the batch may hold.

    Raises:
        Refused: too many pictures, or a zip that is damaged, empty or made to do harm.

    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not is_zip(head):
        if room < 1:
            raise too_many()
        return [Planned(name[-LONGEST:])]
    return _plan_zip(path, name, room)


def _plan_zip(path: Path, name: str, room: int) -> list[Planned]:
    limits = archives.Limits(room, settings.TENFOLD_MAX_BATCH_BYTES)
    try:
        with archives.open_archive(path) as archive:
            entries = archives.pictures(archive, with_zips=True)
            archives.check(entries, limits)
            places = {id(entry): at for at, entry in enumerate(archive.infolist())}
    except ArchiveError as error:
        raise Refused(zip_failure(name, error)) from error
    if not entries:
        raise Refused(
            Failure(422, "empty_zip", f"{name} has no pictures in it.", "Choose another file.")
        )
    return [Planned(f"{name}:{plain_name(e.filename)}"[-LONGEST:], places[id(e)]) for e in entries]


def plain_name(name: str) -> str:
    """Return a name to show: folders stay, but no step upwards and nothing that is no letter."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(c for c in "/".join(parts) if c.isprintable())[-LONGEST:]


def zip_failure(name: str, error: ArchiveError) -> Failure:
    """Say why a zip is refused; what stands in brackets comes from a library and is left out."""
    reason = str(error).split(" (")[0].split(";")[0].removeprefix("the zip ")
    if reason.startswith("is damaged"):
        return Failure(422, "damaged_zip", f"{name} is damaged.", "Pack it again.")
    return Failure(413, "zip_too_large", f"{name} {reason}.", "Send it in several parts.")


def too_many() -> Refused:
    """More pictures than a batch may hold."""
    most = settings.TENFOLD_MAX_FILES
    return Refused(
        Failure(
            413,
            "too_many_files",
            f"These are more than {most:,} pictures at once.",
            "Send them in several uploads.",
        )
    )
