"""Pages of a PDF as pictures; needs the extra ``tenfold[pdf]``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import DamagedImage, ImageTooLarge, UnsupportedImage

DPI: Final = 200
"""Resolution of a rendered page: an A4 page is 1654 x 2339 pixels."""

_PDFIUM = Lock()  # PDFium may be used by one thread at a time


def render_pages(data: bytes, max_pixels: int) -> Iterator[NDArray[np.uint8]]:
    """Render the pages of a PDF one after another, (H, W, 3) uint8 RGB on white.

    Args:
        data: the bytes of a PDF file.
        max_pixels: most pixels of a rendered page.

    Raises:
        UnsupportedImage: the extra is not installed.
        DamagedImage: a broken file, one with a password, or one without a page.
        ImageTooLarge: a page has more pixels than the limit.

    """
    with _opened(data) as document:
        for index in range(_count(document)):
            yield _render(document, index, max_pixels)


def count_pages(data: bytes) -> int:
    """Count the pages of a PDF, at least 1; it raises as ``render_pages`` does."""
    with _opened(data) as document:
        return _count(document)


def render_page(data: bytes, number: int, max_pixels: int) -> NDArray[np.uint8]:
    """Render one page, the first has number 1; all else is as in ``render_pages``."""
    with _opened(data) as document:
        if number > _count(document):
            raise DamagedImage(f"this PDF has no page {number}")
        return _render(document, number - 1, max_pixels)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        import pypdfium2
    except ImportError as error:
        raise UnsupportedImage("reading PDF needs pypdfium2: pip install 'tenfold[pdf]'") from error
    try:
        with _PDFIUM:
            document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            with _PDFIUM:
                document.close()
    except pypdfium2.PdfiumError as error:
        raise DamagedImage(f"this PDF cannot be opened: {error}") from error


def _count(document: Any) -> int:
    with _PDFIUM:
        count = len(document)
    if count == 0:
        raise DamagedImage("this PDF has no page")
    return count


def _render(document: Any, index: int, max_pixels: int) -> NDArray[np.uint8]:
    with _PDFIUM:
        page = document[index]
        width, height = (side * DPI / 72 for side in page.get_size())
        if width * height > max_pixels:
            raise ImageTooLarge(
                f"page {index + 1} has {width:.0f} x {height:.0f} pixels at {DPI} dpi, "
                f"the limit is {max_pixels:,}; raise it with to_page(..., max_pixels=N)"
            )
        bitmap = page.render(scale=DPI / 72, rev_byteorder=True)
        rgb = np.array(bitmap.to_numpy()[:, :, :3])
        bitmap.close()
        page.close()
    return rgb
