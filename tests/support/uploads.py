"""Files to upload."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

EXAMPLES = Path(__file__).parents[2] / "examples"


def picture(name: str = "sticky-note.jpg") -> bytes:
    """Return the bytes of a sample picture; by default one that is read as 42."""
    return (EXAMPLES / name).read_bytes()


def sent(name: str, data: bytes | None = None) -> SimpleUploadedFile:
    """Return a file as a request brings it."""
    return SimpleUploadedFile(name, picture() if data is None else data)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()
