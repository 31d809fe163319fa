"""Pictures to learn from, made in a moment."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Sent:
    """A file as a request brings it, with the folders that it lay in."""

    name: str
    data: bytes

    def chunks(self) -> list[bytes]:
        """Return its bytes."""
        return [self.data]


def class_folders(a_class: int = 20, *, seed: int = 0) -> list[Sent]:
    """Return pictures of the ten digits in folders 0 to 9, each drawn a little differently."""
    rng = np.random.default_rng(seed)
    return [
        Sent(f"digits/{digit}/{number}.png", _png(_drawn(digit, rng)))
        for digit in range(10)
        for number in range(a_class)
    ]


def write_class_folders(folder: Path, a_class: int = 20, *, seed: int = 0) -> None:
    """Write such pictures below a folder."""
    for file in class_folders(a_class, seed=seed):
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def _drawn(digit: int, rng: np.random.Generator) -> np.ndarray:
    page = np.full((48, 48), 255, np.uint8)
    font = int(rng.choice((cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX)))
    place = (int(rng.integers(8, 16)), int(rng.integers(34, 42)))
    thick = int(rng.integers(2, 5))
    cv2.putText(page, str(digit), place, font, rng.uniform(0.9, 1.2), 0, thick, cv2.LINE_AA)
    return page


def _png(page: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(page).save(file, "PNG")
    return file.getvalue()
