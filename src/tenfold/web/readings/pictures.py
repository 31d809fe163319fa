"""Picture files: made anew as PNG, under the hash of their content, gone with their last row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import cv2
import numpy as np
from django.db import IntegrityError, transaction
from numpy.typing import NDArray

from tenfold.web.readings.models import Picture, picture_path

KEPT_PX: Final = 2048
"""Longest side of a kept picture; a larger one is scaled down, boxes with it on display."""


def keep_picture(owner: Any, page: NDArray[np.uint8]) -> Picture:
    """Keep a page as a PNG file for this person; the same page twice is one picture.

    Args:
        owner: whose picture it is.
        page: (H, W) or (H, W, 3) uint8 RGB, upright. Nothing else of the file that came is kept:
            no notes of the camera, no place, no name.

    """
    encoded = encode(page)
    # The row first: a sweep that takes away files without rows may run at any moment.
    picture = _row(owner, encoded)
    encoded.write()
    return picture


@dataclass(frozen=True, slots=True)
class Encoded:
    """A page as it is kept: the bytes of a PNG file, their SHA-256, and its size in pixels."""

    png: bytes
    sha256: str
    width: int
    height: int

    def write(self) -> None:
        """Write the file where it is missing."""
        _write(picture_path(self.sha256), self.png)

    def row(self, owner: Any) -> Picture:
        """Return a row for it, not saved yet."""
        return Picture(
            owner=owner,
            sha256=self.sha256,
            width=self.width,
            height=self.height,
            bytes=len(self.png),
        )


def encode(page: NDArray[np.uint8]) -> Encoded:
    """Encode a page to keep it; see ``keep_picture``."""
    small = _scaled(page)
    png = _png(small)
    return Encoded(png, sha256(png).hexdigest(), small.shape[1], small.shape[0])


def keep_many(owner: Any, pages: Iterable[Encoded]) -> dict[str, Picture]:
    """Keep pages for this person with few queries; return their rows by SHA-256.

    Within a transaction, files are there before others see the rows; ``write`` each once more
    after it, for one that was deleted in between.
    """
    found = {page.sha256: page for page in pages}
    for page in found.values():
        page.write()
    rows = [page.row(owner) for page in found.values()]
    Picture.objects.bulk_create(rows, ignore_conflicts=True)
    kept = Picture.objects.of(owner).filter(sha256__in=found)
    return {picture.sha256: picture for picture in kept}


def _row(owner: Any, encoded: Encoded) -> Picture:
    known = Picture.objects.of(owner).filter(sha256=encoded.sha256).first()
    if known is not None:
        return known
    picture = encoded.row(owner)
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
    except IntegrityError:  # another thread read the same picture at the same time
        return Picture.objects.of(owner).get(sha256=encoded.sha256)
    return picture


def remove_files(digests: set[str]) -> None:
    """Delete the files of these contents, but for those that a row of anyone still names."""
    for digest in digests - _named(digests):
        path = picture_path(digest)
        aside = path.with_suffix(".gone")
        try:
            path.rename(aside)
        except FileNotFoundError:
            continue
        # Whoever stores the same picture right now made their row before they looked for the file.
        if _named({digest}):
            aside.rename(path)
        else:
            aside.unlink(missing_ok=True)


def _named(digests: set[str]) -> set[str]:
    return set(Picture.objects.filter(sha256__in=digests).values_list("sha256", flat=True))


def _scaled(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    longest = max(page.shape[:2])
    if longest > KEPT_PX:
        height, width = (max(1, round(side * KEPT_PX / longest)) for side in page.shape[:2])
        page = np.asarray(cv2.resize(page, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return page


def _png(page: NDArray[np.uint8]) -> bytes:
    if page.ndim == 3 and (page == page[:, :, :1]).all():
        page = page[:, :, 0]
    bgr = page if page.ndim == 2 else page[:, :, ::-1]
    done, data = cv2.imencode(".png", np.ascontiguousarray(bgr))
    if not done:
        raise ValueError(f"a page of shape {page.shape} cannot be written as PNG")
    return bytes(data)


def _write(path: Path, data: bytes) -> None:
    """Write a whole file or none: a name that exists has its content."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)
