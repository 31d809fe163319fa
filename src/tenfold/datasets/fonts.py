"""Digits and letters rendered from the fonts of this machine, split by family."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tenfold.errors import DatasetError

FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts")
GLYPH_PX: Final = 96
"""Height at which glyphs are drawn: several times what a network sees."""

DISPLAY_ONLY: Final = (
    *(" BRK", "DSEG14 ", "Weather", "Emoji", "Ding", "D050000L"),
    *("Symbol", "Music", "Keyboard", "Initials"),
)
"""Parts of family names of fonts whose digits are ornaments, or no digits at all."""
FACES_A_FAMILY: Final = 6
"""So that a family of twenty weights does not outweigh twenty families."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: its family and style as the file itself names them."""

    family: str
    style: str
    path: str
    index: int = 0

    def render(self, text: str) -> NDArray[np.uint8]:
        """Draw ``text`` bright on black, tight but for two pixels around: (H, W) uint8."""
        font = _font(self.path, self.index)
        left, top, right, bottom = (int(value) for value in font.getbbox(text))
        picture = Image.new("L", (max(1, right - left) + 4, max(1, bottom - top) + 4))
        ImageDraw.Draw(picture).text((2 - left, 2 - top), text, fill=255, font=font)
        return np.asarray(picture)


def split_of(family: str) -> str:
    """Return 'train' (55% of the families), 'held-out' (10%) or 'test' (35%), by a fixed hash.

    Only the first three letters count, so that relatives ('OCR A' and 'OCRB', 'Noto Sans' and
    'Noto Serif') stand on one side together.
    """
    bucket = int(hashlib.sha256(family[:3].lower().encode()).hexdigest(), 16) % 20
    return "train" if bucket < 11 else "held-out" if bucket < 13 else "test"


def find_faces(folders: Iterable[str | Path] | None = None) -> list[Face]:
    """List faces that hold ten different digits, no two faces with the same drawings.

    Args:
        folders: where to look; by default ``TENFOLD_FONTS`` (separated as PATH is) or the
            system's font folders.

    Raises:
        DatasetError: when no face with digits is found.

    """
    places = list(folders or _places())
    faces = list(_distinct(_candidates(font_files(places))))
    if not faces:
        raise DatasetError(
            f"no font with digits in {', '.join(map(str, places))}; install fonts "
            "(recipes/fonts.txt lists Debian's packages) or set TENFOLD_FONTS to their folder"
        )
    return faces


def sample_faces(count: int, split: str, rng: np.random.Generator) -> list[Face]:
    """Choose up to ``count`` faces of a split; none where there are none.

    To look at all fonts of a machine takes ten seconds and more; this looks at few.
    """
    files = font_files()
    shuffled = [files[place] for place in rng.permutation(len(files)).tolist()]
    faces = (face for face in _candidates(shuffled) if split_of(face.family) == split)
    return list(islice(_distinct(faces), count))


def _distinct(faces: Iterable[Face]) -> Iterator[Face]:
    """Yield faces with ten digits of their own, a few of each family."""
    seen: set[bytes] = set()
    count: Counter[str] = Counter()
    for face in faces:
        if count[face.family] == FACES_A_FAMILY:
            continue
        drawn = _fingerprint(face)
        if drawn is not None and drawn not in seen:
            seen.add(drawn)
            count[face.family] += 1
            yield face


def font_files(folders: Iterable[str | Path] | None = None) -> list[Path]:
    """List the files of fonts in the folders of ``find_faces``, by name."""
    files = {
        file.resolve()
        for folder in folders or _places()
        for kind in ("*.ttf", "*.otf", "*.ttc", "*.pfb", "*.t1")
        for file in Path(folder).rglob(kind)
    }
    return sorted(files, key=lambda path: path.name)


def _places() -> Sequence[str]:
    named = os.environ.get("TENFOLD_FONTS")
    return named.split(os.pathsep) if named else FOLDERS


def _candidates(files: Iterable[Path]) -> Iterator[Face]:
    for file in files:
        try:
            family, style = ImageFont.truetype(str(file), 16).getname()
        except OSError:
            continue
        if family and not any(part in family for part in DISPLAY_ONLY):
            yield Face(family, style or "", str(file))


@lru_cache(maxsize=64)
def _font(path: str, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, GLYPH_PX, index=index)


def _fingerprint(face: Face) -> bytes | None:
    """Digest of the ten digits drawn, or None where one is missing or two look the same."""
    try:
        missing = face.render("\uffff").tobytes()
        drawn = [face.render(digit).tobytes() for digit in "0123456789"]
    except (OSError, ValueError):
        return None
    if missing in drawn or len(set(drawn)) < 10 or not all(any(glyph) for glyph in drawn):
        return None
    return hashlib.sha256(b"".join(drawn)).digest()
