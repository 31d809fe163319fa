"""Any picture -> one upright page, (H, W, 3) uint8 RGB.

Reads PNG, JPEG, WebP, GIF (first frame), BMP, TIFF and PGM/PPM; HEIC and PDF with their extras.
The format is told by the first bytes and only that one decoder of Pillow is opened, so neither
the file's name nor any other decoder has a say. Bytes and pixels are checked before decoding.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tenfold.errors import (
    DamagedImage,
    ImageError,
    ImageTooLarge,
    UnsupportedImage,
)
from tenfold.imaging.arrays import array_to_pixels, to_8bit
from tenfold.imaging.files import file_bytes, given_bytes

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

Page: TypeAlias = NDArray[np.uint8]
"""(H, W, 3) uint8 RGB."""
Pixels: TypeAlias = NDArray[np.uint8]
"""(H, W) grey or (H, W, 3) RGB, uint8."""
Picture: TypeAlias = (
    str
    | os.PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | IO[bytes]
    | Image.Image
    | NDArray[np.generic]
)
"""All that is taken for a picture."""

MAX_BYTES: Final = 128 * 1024 * 1024
"""Bytes of a file above which it is refused unread."""
MAX_PIXELS: Final = 80_000_000
"""Pixels of a page above which it is refused from its header, unread."""

FORMATS: Final = "PNG, JPEG, WebP, GIF, BMP, TIFF, PGM, PPM, HEIC and PDF"

_SIGNATURE = re.compile(
    rb"(?P<PNG>\x89PNG\r\n\x1a\n)|(?P<JPEG>\xff\xd8\xff)|(?P<GIF>GIF8[79]a)|(?P<BMP>BM)"
    rb"|(?P<TIFF>II[*+]\0|MM\0[*+])|(?P<WEBP>RIFF....WEBP)|(?P<PPM>P[1-6][\s#])"
    rb"|(?P<HEIF>....ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1))|(?P<PDF>.{0,1000}?%PDF-)",
    re.DOTALL,
)
# Called directly, not through Image.open: that one measures pictures against a limit of the whole
# process, which a library may neither raise for its caller nor rely on.
_DECODERS = {
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "WEBP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "PPM": ("PIL.PpmImagePlugin", "PpmImageFile"),
    "HEIF": ("pillow_heif", "HeifImageFile"),
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112


def to_page(image: Picture, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Page:
    """Bring any picture into the one form that everything else works on.

    A PDF gives its first page, an animation its first frame; ``pages`` gives all.

    Args:
        image: a path, the bytes of a file, a binary file object (read from where it stands), a
            PIL image, or an array as ``arrays.array_to_pixels`` takes it.
        max_bytes: most bytes of a file.
        max_pixels: most pixels of a file or PIL image; an array is in memory already.

    Returns:
        (H, W, 3) uint8 RGB, upright, with transparency laid on white; may be read-only.

    Raises:
        ImageError: one of its kinds; the text names the file where there is one.

    """
    return as_rgb(to_pixels(image, max_bytes=max_bytes, max_pixels=max_pixels))


def to_pixels(
    image: Picture, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> Pixels:
    """Do as ``to_page``, but leave what is stored as grey in one channel: (H, W) uint8."""
    return next(_leaves(image, max_bytes, max_pixels))


def pages(
    image: Picture, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> Iterator[Page]:
    """Yield each page of a PDF or TIFF, and the one page of any other picture.

    Arguments, pages and errors are those of ``to_page``.
    """
    return map(as_rgb, _leaves(image, max_bytes, max_pixels))


def count_pages(data: bytes, most: int) -> int:
    """Count the pages of a PDF or TIFF; any other picture, and what is none, has one.

    Args:
        data: the bytes of a file.
        most: where counting ends: a TIFF with more is said to have one more than that.

    Raises:
        ImageError: a PDF or TIFF that is broken, or PDFs cannot be read here.

    """
    kind = _kind(data)
    if kind == "PDF":
        from tenfold.imaging import pdf

        return pdf.count_pages(data)
    if kind != "TIFF":
        return 1
    with _damage_named(kind):
        image = _decoder(kind)(BytesIO(data))
    count = 1
    while count <= most and _turn_leaf(image):
        count += 1
    return count


def page_at(data: bytes, number: int, *, max_pixels: int = MAX_PIXELS) -> Pixels:
    """Decode one page of a PDF or TIFF, the first has number 1; all else is as in ``to_pixels``."""
    kind = _kind(data)
    if kind == "PDF":
        from tenfold.imaging import pdf

        return pdf.render_page(data, number, max_pixels)
    if kind != "TIFF":
        return to_pixels(data, max_pixels=max_pixels)
    with _damage_named(kind):
        image = _decoder(kind)(BytesIO(data))
        image.seek(number - 1)
    return _flatten(image, max_pixels)


def _kind(data: bytes) -> str:
    match = _SIGNATURE.match(data)
    return str(match.lastgroup) if match else ""


def decode(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Page:
    """Decode the bytes of a picture file; the first page or frame where there are several.

    Arguments, page and errors are those of ``to_page``.
    """
    return to_page(data, max_bytes=max_bytes, max_pixels=max_pixels)


def as_rgb(pixels: Pixels) -> Page:
    """Give grey pixels (H, W) three equal channels; (H, W, 3) comes back as it is."""
    return pixels if pixels.ndim == 3 else np.repeat(pixels[:, :, np.newaxis], 3, axis=2)


def _leaves(image: Picture, max_bytes: int, max_pixels: int) -> Iterator[Pixels]:
    if isinstance(image, np.ndarray):
        yield array_to_pixels(image)
    elif isinstance(image, Image.Image):
        yield _flatten(image, max_pixels)
    elif isinstance(image, str | os.PathLike):
        path = os.fsdecode(image)
        try:
            yield from _decoded(file_bytes(path, max_bytes), max_pixels)
        except ImageError as error:
            raise type(error)(f"{path}: {error}") from error
    else:
        yield from _decoded(given_bytes(image, max_bytes), max_pixels)


def _decoded(data: bytes, max_pixels: int) -> Iterator[Pixels]:
    if not data:
        raise DamagedImage("the file is empty")
    match = _SIGNATURE.match(data)
    if match is None:
        raise UnsupportedImage(f"begins with {data[:8]!r}, which is none of {FORMATS}")
    kind = str(match.lastgroup)
    if kind == "PDF":
        from tenfold.imaging.pdf import render_pages

        yield from render_pages(data, max_pixels)
        return
    with _damage_named(kind):
        image = _decoder(kind)(BytesIO(data))
    yield _flatten(image, max_pixels)
    # A scanner puts pages into one TIFF; the further frames of a GIF or WebP are a film.
    while kind == "TIFF" and _turn_leaf(image):
        yield _flatten(image, max_pixels)


@cache
def _decoder(kind: str) -> Callable[[IO[bytes]], ImageFile]:
    module, name = _DECODERS[kind]
    try:
        opened: Callable[[IO[bytes]], ImageFile] = getattr(import_module(module), name)
    except ImportError as error:
        if kind != "HEIF":
            raise
        raise UnsupportedImage(
            "reading HEIC needs pillow-heif: pip install 'tenfold[heic]'"
        ) from error
    return opened


@contextmanager
def _damage_named(kind: str | None) -> Iterator[None]:
    """Turn what a decoder raises into ImageError: broken bytes make them raise nearly anything."""
    try:
        yield
    except ImageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLarge(str(error)) from error
    except MemoryError as error:
        raise ImageTooLarge(f"there is not enough memory to decode this {kind}") from error
    except Exception as error:
        raise DamagedImage(f"this {kind or 'picture'} is cut short or broken: {error}") from error


def _turn_leaf(image: ImageFile) -> bool:
    """Go to the next page; False where there is none."""
    with _damage_named(image.format):
        try:
            image.seek(image.tell() + 1)
        except EOFError:
            return False
    return True


def _flatten(image: Image.Image, max_pixels: int) -> Pixels:
    """Decode one frame: size checked, turned upright, transparency on white, 8 bits."""
    width, height = image.size
    if width * height > max_pixels:
        raise ImageTooLarge(
            f"the picture has {width} x {height} pixels, the limit is {max_pixels:,}; "
            "raise it with to_page(..., max_pixels=N), or make the picture smaller"
        )
    if width < 1 or height < 1:
        raise DamagedImage(f"the picture has {width} x {height} pixels")
    with _damage_named(image.format):
        image.load()
        return np.asarray(_upright(_to_8_bits(image), image))


def _to_8_bits(image: Image.Image) -> Image.Image:
    """Convert any mode to L or RGB."""
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        # PGM of more than 8 bits comes as 32-bit integers that Pillow has scaled to 16 bits.
        values = np.asarray(image)
        sixteen = mode.startswith("I;16") or image.format == "PPM"
        return Image.fromarray(to_8bit(values.astype(np.uint16) if sixteen else values))
    if mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        see_through = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(see_through, mask=see_through.getchannel("A"))
        return paper
    if mode in ("L", "RGB"):
        return image
    return image.convert("L" if mode == "1" else "RGB")


def _upright(flat: Image.Image, source: Image.Image) -> Image.Image:
    try:
        turn = _TURNS.get(source.getexif().get(_ORIENTATION, 1))
    except Exception:  # a picture with broken camera notes is still a picture
        return flat
    return flat if turn is None else flat.transpose(turn)
