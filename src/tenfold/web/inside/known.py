"""Pictures of a data set as a network sees them, to find those nearest to a drawing."""

from __future__ import annotations

import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets import load
from tenfold.datasets.base import Dataset
from tenfold.datasets.registry import SOURCES, Source
from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import whole
from tenfold.web.inside.container import Body, pack
from tenfold.web.inside.features import look

MAGIC: Final = b"TENFKNOW"
_CHOICE: Final = ("mnist", "unipen_digits", "pendigits", "paper_digits", "optdigits")
"""Where several sets are on this machine, the first of these is taken."""
_EACH: Final = 100
"""Pictures of each digit."""


def known_source() -> Source | None:
    """Return the data set that pictures come from; None where there is none on this machine."""
    return next((SOURCES[name] for name in _CHOICE if SOURCES[name].find()), None)


def known_file(model: Path, home: Path) -> Path | None:
    """Return the file of pictures for a network, made where there is none yet.

    Args:
        model: the .onnx file.
        home: Tenfold's own folder, in which it is kept.

    Returns:
        The file, in the form of docs/formats.md; None where no data set is on this machine.

    """
    source = known_source()
    if source is None:
        return None
    data = model.read_bytes()
    made = home / "inside" / f"{source.name}-{sha256(data).hexdigest()[:16]}.bin"
    if not made.is_file():
        made.parent.mkdir(parents=True, exist_ok=True)
        beside = made.with_name(f"{made.name}.{secrets.token_hex(4)}")
        beside.write_bytes(_known(data, source))
        beside.replace(made)
    return made


def _known(model: bytes, source: Source) -> bytes:
    pictures, labels = sample(_training_part(source))
    features, _ = look(model, pictures)
    body = Body()
    header = {
        "count": len(labels),
        "size": features.shape[1],
        "source": source.name,
        "labels": labels.tolist(),
        "features": body.add(features.astype("<f4").tobytes()),
        "pictures": body.add(pictures.tobytes()),
    }
    return pack(MAGIC, header, body)


def _training_part(source: Source) -> Dataset:
    dataset = load(source.name)
    try:
        return dataset.split("train")
    except KeyError:
        return dataset


def sample(dataset: Dataset) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Choose pictures of each digit, the same every time, as a network sees them.

    Returns:
        (N, 28, 28) uint8, 255 = ink, and their labels (N,).

    """
    rng = np.random.default_rng(0)
    pictures, labels = [], []
    for label in range(10):
        places = np.flatnonzero(dataset.labels == label)
        for place in rng.permutation(places)[:_EACH]:
            glyph = whole(find_ink(dataset.images[int(place)]).ink)
            if glyph is not None:
                pictures.append(np.rint(normalise(glyph.ink) * 255).astype(np.uint8))
                labels.append(label)
    return np.stack(pictures), np.asarray(labels, np.int64)
