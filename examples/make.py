"""Draw the sample pictures: `python examples/make.py` writes them beside this file.

Every digit is made of strokes that stand below, drawn with a round pen that trembles a little,
then put on paper and photographed by `tenfold.datasets.paper`. Nothing is copied from a data set.
`labels.csv` says what each picture shows; the same seed gives the same pictures.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tenfold.datasets.paper import PaperStyle, photograph
from tenfold.datasets.strokes import draw

HERE: Final = Path(__file__).parent
EXIF_ORIENTATION: Final = 0x0112

Ink = NDArray[np.float32]

# Points that the pen passes, x to the right and y down, in a box about one high.
HAND: Final[dict[str, list[list[tuple[float, float]]]]] = {
    "0": [[(0.34, 0.02), (0.1, 0.2), (0.04, 0.55), (0.16, 0.9), (0.38, 0.98), (0.58, 0.78),
           (0.62, 0.42), (0.52, 0.12), (0.36, 0.01), (0.28, 0.05)]],
    "1": [[(0.1, 0.0), (0.09, 0.3), (0.06, 0.65), (0.05, 1.0)]],
    "2": [[(0.04, 0.24), (0.14, 0.05), (0.36, 0.0), (0.54, 0.14), (0.5, 0.38), (0.3, 0.66),
           (0.04, 0.96), (0.1, 0.95), (0.34, 0.93), (0.64, 0.97)]],
    "3": [[(0.06, 0.1), (0.28, 0.0), (0.5, 0.1), (0.5, 0.3), (0.32, 0.44), (0.22, 0.46),
           (0.42, 0.5), (0.56, 0.68), (0.48, 0.9), (0.24, 1.0), (0.02, 0.9)]],
    "4": [[(0.36, 0.0), (0.22, 0.3), (0.02, 0.6), (0.3, 0.6), (0.66, 0.57)],
          [(0.48, 0.36), (0.46, 0.7), (0.42, 1.0)]],
    "5": [[(0.18, 0.03), (0.14, 0.22), (0.1, 0.44), (0.28, 0.38), (0.5, 0.48), (0.56, 0.7),
           (0.42, 0.93), (0.2, 0.99), (0.02, 0.9)],
          [(0.18, 0.03), (0.36, 0.03), (0.58, 0.0)]],
    "6": [[(0.48, 0.0), (0.24, 0.2), (0.08, 0.5), (0.06, 0.8), (0.22, 0.99), (0.44, 0.95),
           (0.56, 0.76), (0.46, 0.58), (0.26, 0.56), (0.1, 0.7)]],
    "7": [[(0.0, 0.05), (0.3, 0.06), (0.6, 0.02), (0.46, 0.3), (0.32, 0.64), (0.24, 1.0)]],
    "8": [[(0.5, 0.12), (0.32, 0.0), (0.12, 0.1), (0.16, 0.32), (0.36, 0.48), (0.54, 0.7),
           (0.44, 0.94), (0.22, 0.98), (0.06, 0.82), (0.14, 0.6), (0.34, 0.44), (0.5, 0.26),
           (0.48, 0.1)]],
    "9": [[(0.54, 0.14), (0.34, 0.0), (0.12, 0.1), (0.06, 0.32), (0.2, 0.5), (0.42, 0.42),
           (0.54, 0.16), (0.53, 0.5), (0.46, 1.0)]],
    "european 1": [[(0.0, 0.46), (0.18, 0.26), (0.34, 0.0), (0.33, 0.3), (0.31, 0.65), (0.3, 1.0)]],
    "crossed 7": [[(0.0, 0.06), (0.3, 0.06), (0.6, 0.02), (0.46, 0.3), (0.32, 0.64), (0.24, 1.0)],
                  [(0.14, 0.52), (0.36, 0.5), (0.58, 0.47)]],
    "slashed 0": [[(0.34, 0.02), (0.1, 0.2), (0.04, 0.55), (0.16, 0.9), (0.38, 0.98), (0.58, 0.78),
                   (0.62, 0.42), (0.52, 0.12), (0.36, 0.01), (0.28, 0.05)],
                  [(0.02, 0.98), (0.32, 0.52), (0.66, 0.04)]],
}  # fmt: skip


def main() -> None:
    """Draw every picture and `labels.csv`."""
    with (HERE / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("file", "text"))
        for number, (name, text, make) in enumerate(PICTURES):
            make(np.random.default_rng((1840, number))).save(HERE / name, **saving(name))
            rows.writerow((name, text))


def saving(name: str) -> dict[str, Any]:
    """Return how a picture of this name is saved; the turned one is marked as a camera would."""
    if name.endswith(".png"):
        return {"optimize": True}
    exif = Image.Exif()
    if name.startswith("turned"):
        exif[EXIF_ORIENTATION] = 6  # to be turned right by a quarter before it is shown
    return {"quality": 82, "exif": exif}


def write(names: Sequence[str], rng: np.random.Generator, *, height_px: int, pen_px: float) -> Ink:
    """Write glyphs of HAND in a line; ' ' leaves a wide gap. (H, W) float32, 1 = ink."""
    glyphs = [None if name == " " else _glyph(name, rng, height_px, pen_px) for name in names]
    gap = round(height_px * 0.16)
    height = max(len(glyph) for glyph in glyphs if glyph is not None)
    line = np.zeros((height, 0), np.float32)
    for glyph in glyphs:
        if glyph is None:
            line = np.pad(line, ((0, 0), (0, round(height_px * 0.7))))
            continue
        below = int(rng.integers(0, height - len(glyph) + 1))
        line = np.hstack([line, np.pad(glyph, ((height - len(glyph) - below, below), (0, gap)))])
    return line


def _glyph(name: str, rng: np.random.Generator, height_px: int, pen_px: float) -> Ink:
    slant, size = rng.normal(0.06, 0.03), rng.uniform(0.94, 1.04)
    strokes = []
    for points in HAND[name]:
        knots = np.array(points) + rng.normal(0, 0.012, (len(points), 2))
        knots[:, 0] += slant * (1 - knots[:, 1])
        strokes.append(_smooth(knots).astype(np.float32))
    ink = draw(strokes, long_side_px=height_px * size, pen_px=pen_px)
    return np.asarray(ink, np.float32) / 255


def _smooth(knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pass a Catmull-Rom spline through the knots, 12 points to each stretch."""
    ends = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    t = np.linspace(0, 1, 12)[:, None]
    stretches = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        stretches.append(b + ((c - a) * t + bend) / 2)
    return np.vstack(stretches)


def ruled_photo(rng: np.random.Generator) -> Image.Image:
    """A 5 on ruled paper, photographed at an angle with a shadow over it."""
    ink = write("5", rng, height_px=230, pen_px=11)
    style = PaperStyle(
        pattern="ruled", paper=(0.95, 0.94, 0.9), pen=(0.1, 0.15, 0.5), rule_spacing=0.42,
        rule_width=0.01, margin=0.7, fibre=0.008, gradient=0.3, shadow=0.45, shadow_softness=0.06,
        turn_degrees=7, perspective=0.06, blur_px=0.8, noise=0.012,
    )  # fmt: skip
    return Image.fromarray(photograph(ink, rng, style=style))


def form_scan(rng: np.random.Generator) -> Image.Image:
    """A scan with three lines of numbers, stored in black and white."""
    lines = [write(text, rng, height_px=64, pen_px=5) for text in ("1840 27", "305", "96 412")]
    width = max(line.shape[1] for line in lines)
    padded = [np.pad(line, ((0, 44), (6, width - line.shape[1]))) for line in lines]
    style = PaperStyle(paper=(0.98, 0.98, 0.97), margin=0.12, fibre=0.006, noise=0.008)
    page = photograph(np.vstack(padded), rng, style=style)
    return Image.fromarray(page).convert("1", dither=Image.Dither.NONE)


def printed(_: np.random.Generator) -> Image.Image:
    """A printed number, in the font that comes with Pillow."""
    page = Image.new("L", (300, 110), 255)
    ImageDraw.Draw(page).text((24, 14), "1840652", fill=20, font=ImageFont.load_default(64))
    return page


def white_on_black(rng: np.random.Generator) -> Image.Image:
    """An 8 in white on black, as on a screen."""
    ink = np.pad(write("8", rng, height_px=150, pen_px=14), 50)
    return Image.fromarray((ink * 255).astype(np.uint8))


def european(rng: np.random.Generator) -> Image.Image:
    """A 1 with a long upstroke and a crossed 7, in pen on squared paper."""
    ink = write(["european 1", "crossed 7"], rng, height_px=150, pen_px=7)
    style = PaperStyle(
        pattern="squared", pen=(0.12, 0.16, 0.5), rule=(0.78, 0.85, 0.92), rule_spacing=0.22,
        rule_width=0.008, margin=0.4, fibre=0.006, gradient=0.15, blur_px=0.6, noise=0.008,
    )  # fmt: skip
    return Image.fromarray(photograph(ink, rng, style=style))


def slashed_zero(rng: np.random.Generator) -> Image.Image:
    """A zero with a slash through it."""
    ink = write(["slashed 0"], rng, height_px=150, pen_px=9)
    return Image.fromarray(photograph(ink, rng, style=PaperStyle(margin=0.35, noise=0.006)))


def sticky_note(rng: np.random.Generator) -> Image.Image:
    """42 in red on a yellow sticky note."""
    ink = write("42", rng, height_px=150, pen_px=12)
    style = PaperStyle(
        paper=(0.98, 0.93, 0.5), pen=(0.78, 0.12, 0.14), margin=0.4, fibre=0.01, gradient=0.2,
        turn_degrees=-5, blur_px=0.7, noise=0.01,
    )  # fmt: skip
    return Image.fromarray(photograph(ink, rng, style=style))


def pencil(rng: np.random.Generator) -> Image.Image:
    """A 6 in soft pencil on grey paper."""
    ink = write("6", rng, height_px=170, pen_px=7)
    style = PaperStyle(
        paper=(0.8, 0.8, 0.78), pen=(0.42, 0.42, 0.43), margin=0.5, grain=0.5, fibre=0.015,
        vignette=0.3, blur_px=0.6, noise=0.012,
    )  # fmt: skip
    return Image.fromarray(photograph(ink, rng, style=style))


def chalkboard(rng: np.random.Generator) -> Image.Image:
    """A 9 in chalk on a green board."""
    ink = write("9", rng, height_px=180, pen_px=14)
    style = PaperStyle(
        paper=(0.12, 0.24, 0.19), pen=(0.93, 0.93, 0.9), margin=0.45, grain=0.6, fibre=0.02,
        gradient=0.25, blur_px=0.8, noise=0.012,
    )  # fmt: skip
    return Image.fromarray(photograph(ink, rng, style=style))


def turned(rng: np.random.Generator) -> Image.Image:
    """A 2 from a phone held upright: stored lying, with a note in EXIF to turn it."""
    ink = write("2", rng, height_px=170, pen_px=9)
    style = PaperStyle(paper=(0.93, 0.92, 0.9), margin=0.45, gradient=0.3, blur_px=0.8, noise=0.01)
    return Image.fromarray(photograph(ink, rng, style=style)).transpose(Image.Transpose.ROTATE_90)


def see_through(rng: np.random.Generator) -> Image.Image:
    """A 3 in blue on nothing: a PNG with an alpha channel."""
    ink = np.pad(write("3", rng, height_px=130, pen_px=10), 30)
    page = np.zeros((*ink.shape, 4), np.uint8)
    page[..., :3] = (28, 60, 150)
    page[..., 3] = ink * 255
    return Image.fromarray(page)


def tiny(rng: np.random.Generator) -> Image.Image:
    """A 4 of 16x16 pixels."""
    ink = write("4", rng, height_px=120, pen_px=16)
    side = max(ink.shape) + 20
    square = Image.new("L", (side, side), 255)
    drawn = Image.fromarray((255 - ink * 255).astype(np.uint8))
    square.paste(drawn, ((side - drawn.width) // 2, (side - drawn.height) // 2))
    return square.resize((16, 16), Image.Resampling.BOX)


def scribble(rng: np.random.Generator) -> Image.Image:
    """A tangle of the pen: no digit at all."""
    points = np.array([(0.5, 0.5)] * 15) + rng.uniform(-0.5, 0.5, (15, 2)) * (1.3, 0.8)
    ink = draw([_smooth(points).astype(np.float32)], long_side_px=190, pen_px=6)
    style = PaperStyle(margin=0.25, fibre=0.006, noise=0.008)
    return Image.fromarray(photograph(ink.astype(np.float32) / 255, rng, style=style))


def blank(rng: np.random.Generator) -> Image.Image:
    """An empty sheet under a lamp."""
    style = PaperStyle(
        paper=(0.95, 0.94, 0.9), margin=0.05, fibre=0.01, gradient=0.35, vignette=0.2, noise=0.015
    )
    return Image.fromarray(photograph(np.zeros((240, 180), np.float32), rng, style=style))


PICTURES: Final[list[tuple[str, str, Callable[[np.random.Generator], Image.Image]]]] = [
    ("ruled-photo.jpg", "5", ruled_photo),
    ("form-scan.png", "1840 27\n305\n96 412", form_scan),
    ("printed.png", "1840652", printed),
    ("white-on-black.png", "8", white_on_black),
    ("european-17.jpg", "17", european),
    ("slashed-zero.webp", "0", slashed_zero),
    ("sticky-note.jpg", "42", sticky_note),
    ("pencil.jpg", "6", pencil),
    ("chalkboard.jpg", "9", chalkboard),
    ("turned.jpg", "2", turned),
    ("see-through.png", "3", see_through),
    ("tiny-16x16.png", "4", tiny),
    ("scribble.jpg", "", scribble),
    ("blank.jpg", "", blank),
]

if __name__ == "__main__":
    main()
