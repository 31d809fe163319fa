"""The bytes of a batch's pictures: from a file in the spool, or from a zip there."""

from __future__ import annotations

import zipfile
from typing import Any

from django.conf import settings

from tenfold.errors import ArchiveError, DamagedImage, ImageError, ImageTooLarge
from tenfold.imaging import archives
from tenfold.imaging.decode import count_pages, page_at, to_pixels
from tenfold.imaging.names import is_paged
from tenfold.web.readings.models import BatchItem
from tenfold.web.readings.refusals import refusal
from tenfold.web.readings.spool import spool_path


class Pages(Exception):
    """The file of an item turns out to have this many pages."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class Sources:
    """Opens what is read; the zip or paged file of the last picture stays at hand for the next."""

    def __init__(self) -> None:
        self._archive: tuple[int, zipfile.ZipFile] | None = None
        self._paged: tuple[tuple[int, int | None], bytes] | None = None

    def pixels(self, item: BatchItem) -> Any:
        """Decode the picture of an item, (H, W) or (H, W, 3) uint8.

        Raises:
            ImageError: it cannot be read.
            Pages: it is a file of several pages, each of which is a picture.
            FileNotFoundError: the batch was cancelled or deleted.

        """
        data = self._data(item)
        if item.page is not None:
            return page_at(data, item.page, max_pixels=settings.TENFOLD_MAX_PIXELS)
        if is_paged(data):
            self._count(data)
        return to_pixels(data, max_pixels=settings.TENFOLD_MAX_PIXELS)

    def close(self) -> None:
        """Close what is open."""
        if self._archive is not None:
            self._archive[1].close()
        self._archive = self._paged = None

    def _count(self, data: bytes) -> None:
        most = settings.TENFOLD_MAX_PAGES
        count = count_pages(data, most)
        if count > most:
            raise ImageTooLarge(f"the file has more than {most:,} pages")
        if count > 1:
            raise Pages(count)

    def _data(self, item: BatchItem) -> bytes:
        key = (item.file_id, item.member)
        if self._paged is not None and self._paged[0] == key:
            return self._paged[1]
        data = self._from_file(item) if item.member is None else self._from_zip(item)
        self._paged = (key, data) if is_paged(data) else None
        return data

    def _from_file(self, item: BatchItem) -> bytes:
        most = settings.TENFOLD_MAX_PICTURE_BYTES
        if item.file.bytes > most:
            raise ImageTooLarge(f"the file has more than {most // 1_000_000:,} MB")
        return spool_path(item.batch_id, item.file.spool).read_bytes()

    def _from_zip(self, item: BatchItem) -> bytes:
        if self._archive is None or self._archive[0] != item.file_id:
            self.close()
            path = spool_path(item.batch_id, item.file.spool)
            try:
                self._archive = (item.file_id, archives.open_archive(path))
            except ArchiveError as error:
                if not path.exists():
                    raise FileNotFoundError(path) from error
                raise DamagedImage("the zip is damaged") from error
        archive = self._archive[1]
        entry = archive.infolist()[item.member or 0]
        return archives.read_member(archive, entry, settings.TENFOLD_MAX_PICTURE_BYTES)


def reason(error: ImageError) -> str:
    """Return why a picture could not be read, in plain words; nothing of a library's text."""
    text = str(error)
    if text.startswith(("a zip in a zip", "it is encrypted")):
        return ". ".join(part[0].upper() + part[1:] for part in text.split("; ")) + "."
    failure = refusal(error)
    return f"{failure.message} {failure.hint}".strip()
