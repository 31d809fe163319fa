"""A recipe's source -> original digits: pictures, and pen strokes where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets import load
from tenfold.datasets import strokes as pen
from tenfold.datasets.base import NOT_A_DIGIT, Dataset, is_look_alike
from tenfold.datasets.fonts import find_faces, sample_faces, split_of
from tenfold.datasets.paper import photograph
from tenfold.datasets.registry import SOURCES
from tenfold.datasets.strokes import Strokes
from tenfold.errors import RecipeError
from tenfold.imaging.ink import find_ink
from tenfold.imaging.segment import segment
from tenfold.training.recipe import SourceRecipe
from tenfold.training.variants import beside

Picture = NDArray[np.uint8]
_CHANGES = {
    "slash_zero": pen.slash_zero,
    "dot_zero": pen.dot_zero,
    "cross_seven": pen.cross_seven,
}
_FONT_LETTERS = "ACEFGHJKLMNPRTUVWXYadefhkmnprtuvwxy#$%&?!@*+=<>{}"
_BLOCK = 100


@dataclass(frozen=True, slots=True)
class Originals:
    """N digits of one source, bright on black; ``strokes`` is None where none are needed."""

    name: str
    pictures: Sequence[Picture]
    strokes: Sequence[Strokes] | None
    labels: NDArray[np.int64]
    groups: NDArray[np.str_]
    digest: str = ""

    def subset(self, mask: NDArray[np.bool_]) -> Originals:
        """Keep those that ``mask`` (N,) bool marks."""
        index = np.flatnonzero(mask).tolist()
        return Originals(
            self.name,
            [self.pictures[i] for i in index],
            None if self.strokes is None else [self.strokes[i] for i in index],
            self.labels[mask],
            self.groups[mask],
            self.digest,
        )


def find_originals(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    """Load or make the originals of a source.

    Raises:
        RecipeError: where the source asks for what its data cannot give.
        DatasetError: where the data is missing.

    """
    if source.data in _MADE:
        return _MADE[source.data](source, rng)
    found = _loaded(source)
    if source.digits is not None:
        found = found.subset(np.isin(found.labels, source.digits))
    return _changed(found, source, rng) if source.change else found


def _loaded(source: SourceRecipe) -> Originals:
    dataset = load(source.data)
    digest = dataset.hash
    kept = np.ones(len(dataset), bool)
    if source.split is not None:
        if dataset.splits is None:
            raise RecipeError(f"source {source.data!r} has no splits, yet split is given")
        kept = dataset.splits == source.split
    if dataset.marks is not None:
        alike = np.array([is_look_alike(mark) for mark in dataset.marks.tolist()])
        kept &= ~(alike & (dataset.labels == NOT_A_DIGIT))
    strokes = _strokes(source, kept) if source.redrawn or source.change else None
    part = dataset.subset(kept)
    pictures = [_bright(image, dataset) for image in part.images]
    return Originals(source.data, pictures, strokes, part.labels, _groups(part), digest)


def _bright(image: Picture, dataset: Dataset) -> Picture:
    return image if dataset.polarity == "light-on-dark" else 255 - image


def _groups(dataset: Dataset) -> NDArray[np.str_]:
    if dataset.groups is not None:
        return dataset.groups
    # Neighbours in a set without writers often share one.
    return (np.arange(len(dataset)) // _BLOCK).astype(np.str_)


def _strokes(source: SourceRecipe, kept: NDArray[np.bool_]) -> list[Strokes] | None:
    """Pen strokes where the data holds them; else pictures are thinned when they are drawn."""
    named = SOURCES.get(source.data)
    path = named.find() if named else Path(source.data)
    if path is None or path.suffix != ".npz":
        return None
    with np.load(path, allow_pickle=False) as file:
        if "points" not in file:
            return None
    every = pen.load_strokes(path)
    return [every[i] for i in np.flatnonzero(kept).tolist()]


def _changed(found: Originals, source: SourceRecipe, rng: np.random.Generator) -> Originals:
    if source.change not in _CHANGES or found.strokes is None:
        raise RecipeError(
            f"source {source.data!r}: unknown change {source.change!r}; "
            f"known: {', '.join(sorted(_CHANGES))}"
        )
    change = _CHANGES[source.change]
    strokes = [change(stroke, rng) for stroke in found.strokes]
    pictures = [pen.draw(s, long_side_px=40, pen_px=4) for s in strokes]
    name = f"{source.data}+{source.change}"
    return Originals(name, pictures, strokes, found.labels, found.groups, found.digest)


def _made_fonts(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    return _rendered(source, "0123456789", rng)


def _made_font_letters(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    return _rendered(source, _FONT_LETTERS, rng)


def _rendered(source: SourceRecipe, marks: str, rng: np.random.Generator) -> Originals:
    """Draw each mark in each font, or ``count`` of these by chance where it is given."""
    split = source.split or "train"
    if source.count:
        faces = sample_faces(min(60, source.count), split, rng)
    else:
        faces = [face for face in find_faces() if split_of(face.family) == split]
    pairs = [(face, mark) for face in faces for mark in marks]
    if source.count:
        pairs = [pairs[i] for i in rng.permutation(len(pairs))[: source.count].tolist()]
    pictures = [_halved(face.render(mark)) for face, mark in pairs]
    labels = [int(mark) if mark.isdigit() else NOT_A_DIGIT for _, mark in pairs]
    groups = [face.family for face, _ in pairs]
    keep = np.array([picture.max(initial=0) > 0 for picture in pictures], bool)
    made = Originals(
        source.data, pictures, None, np.array(labels, np.int64), np.array(groups, np.str_)
    )
    return made.subset(keep)


def _halved(picture: Picture) -> Picture:
    """Glyphs are drawn large; at half the size they cost a quarter of the time."""
    return np.asarray(
        cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8
    )


def _made_ones(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    return _drawn(source, [pen.european_one(rng) for _ in range(source.count)], 1)


def _made_segments(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    labels = rng.integers(0, 10, source.count)
    return _drawn(source, [pen.segment_display(int(digit), rng) for digit in labels], labels)


def _made_scribbles(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    return _drawn(source, [pen.scribble(rng) for _ in range(source.count)], NOT_A_DIGIT)


def _drawn(
    source: SourceRecipe, strokes: list[Strokes], label: int | NDArray[np.int64]
) -> Originals:
    pictures = [pen.draw(s, long_side_px=40, pen_px=4) for s in strokes]
    labels = np.broadcast_to(label, len(strokes)).astype(np.int64)
    return Originals(source.data, pictures, strokes, labels, _blocks(len(strokes)))


def _made_textures(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    """Noise of any grain, stripes and blots: what paper, cloth and dirt look like."""
    pictures = [_texture(rng) for _ in range(source.count)]
    labels = np.full(len(pictures), NOT_A_DIGIT)
    return Originals(source.data, pictures, None, labels, _blocks(len(pictures)))


def _texture(rng: np.random.Generator) -> Picture:
    noise = rng.normal(0, 1, (40, 40)).astype(np.float32)
    across, along = np.exp(rng.uniform(np.log(0.3), np.log(6), 2))
    smooth = cv2.GaussianBlur(noise, (0, 0), sigmaX=float(across), sigmaY=float(along))
    cut = np.quantile(smooth, rng.uniform(0.3, 0.95))
    ink = np.clip((smooth - cut) / (smooth.max() - cut) * rng.uniform(1, 4), 0, 1)
    return np.pad((ink * 255).astype(np.uint8), 6)


def _made_blank_paper(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    """What imaging takes for ink on photos of ``count`` empty pages: shadows, corners, crossings.

    What is narrow is left out: the edge of a sheet and a 1 of a fine pen are the same to any eye.
    """
    glyphs = [
        glyph.ink
        for _ in range(source.count)
        for line in segment(find_ink(photograph(_nothing(rng), rng)).ink)
        for number in line
        for glyph in number
        if glyph.box.width > 0.3 * glyph.box.height
    ]
    pictures = [np.pad(np.round(_at_most(i, 80) * 255).astype(np.uint8), 4) for i in glyphs]
    labels = np.full(len(pictures), NOT_A_DIGIT)
    return Originals(source.data, pictures, None, labels, _blocks(len(pictures)))


def _nothing(rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = rng.integers(28, 250, 2)
    return np.zeros((int(height), int(width)), np.float32)


def _at_most(ink: NDArray[np.float32], long_side_px: int) -> NDArray[np.float32]:
    scale = long_side_px / max(ink.shape)
    if scale >= 1:
        return ink
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _made_squeezed(source: SourceRecipe, rng: np.random.Generator) -> Originals:
    singles = _loaded(SourceRecipe("pendigits", 0.0, split="train"))
    pairs = rng.integers(0, len(singles.pictures), (source.count, 2))
    pictures = [beside(singles.pictures[a], singles.pictures[b], rng) for a, b in pairs]
    labels = np.full(len(pictures), NOT_A_DIGIT)
    return Originals(source.data, pictures, None, labels, _blocks(len(pictures)))


def _blocks(count: int) -> NDArray[np.str_]:
    return (np.arange(count) // _BLOCK).astype(np.str_)


_MADE = {
    "fonts": _made_fonts,
    "font-letters": _made_font_letters,
    "european-ones": _made_ones,
    "segment-displays": _made_segments,
    "scribbles": _made_scribbles,
    "textures": _made_textures,
    "squeezed": _made_squeezed,
    "blank-paper": _made_blank_paper,
}
