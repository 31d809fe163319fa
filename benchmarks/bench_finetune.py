"""Twenty corrections of one writer with odd sevens and ones: what fine-tuning wins and loses.

python benchmarks/bench_finetune.py          some minutes on two cores

Writers are of UNIPEN providers that the shipped model never learned from (app, imp). Of each,
sevens lean 28 degrees to the left and ones lean to the right with a longer flag, and every digit is
drawn several times in a slightly bent hand. The corrections are twenty misread drawings of half of
the originals; what is gained is counted on drawings of the other half, what is lost on test sets
that no training saw.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures import Figure, save, share
from tenfold.datasets import load
from tenfold.datasets import strokes as pen
from tenfold.datasets.registry import SOURCES
from tenfold.datasets.strokes import Strokes
from tenfold.evaluation.accuracy import rate
from tenfold.reading.model import load_model
from tenfold.training.fit import fit
from tenfold.training.gather import normalised
from tenfold.training.settings import Settings

WRITERS = ("DaveMeek", "KristynLagae", "KirkGould")
CORRECTIONS = 20
LOOKS = 12
Pictures = NDArray[np.uint8]


def turned(strokes: Strokes, degrees: float) -> Strokes:
    """Turn strokes, clockwise as seen."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    return [stroke @ turn.T for stroke in strokes]


def odd(strokes: Strokes, label: int, rng: np.random.Generator) -> Strokes:
    """Write a digit as this writer would: sevens lean left, ones lean right with a flag."""
    bent = pen.fit(pen.bend(strokes, rng, amount=0.3))
    if label == 7:
        return turned(bent, -28 + rng.normal(0, 3))
    if label == 1:
        points = np.concatenate(bent)
        top = points[points[:, 1].argmin()]
        flag = np.stack([top + np.array([-0.4, 0.3]) * rng.uniform(0.8, 1.2), top])
        return turned([*bent, flag.astype(np.float32)], 20 + rng.normal(0, 3))
    return bent


def writing(writer: str) -> tuple[list[Pictures], NDArray[np.int64], NDArray[np.bool_]]:
    """Drawings of a writer, their labels, and which are of the half to correct from."""
    dataset = load("unipen_digits")
    every = pen.load_strokes(SOURCES["unipen_digits"].find())
    rng = np.random.default_rng(0)
    pictures, labels, half = [], [], []
    seen: dict[int, int] = {}
    for place in np.flatnonzero(dataset.writers == writer).tolist():
        label = int(dataset.labels[place])
        seen[label] = seen.get(label, 0) + 1
        for _ in range(LOOKS if label in (1, 7) else 2):
            strokes = odd(every[place], label, rng)
            pictures.append(pen.draw(strokes, long_side_px=60, pen_px=float(rng.uniform(4, 7))))
            labels.append(label)
            half.append(seen[label] % 2 == 1)
    return pictures, np.array(labels), np.array(half)


def elsewhere() -> tuple[Pictures, NDArray[np.int64]]:
    """Test sets that neither the shipped model nor a tuning learned from."""
    unipen, paper = load("unipen_digits"), load("paper_digits")
    parts = [load(name, "test") for name in ("mnist", "pendigits", "optdigits")]
    others = np.isin(unipen.groups, ["app", "imp", "pri", "cea", "ceb"])
    parts += [unipen.subset(others & ~np.isin(unipen.writers, WRITERS))]
    parts += [paper.subset(paper.groups == "block-04")]
    bright = [p.images if p.polarity == "light-on-dark" else 255 - p.images for p in parts]
    pictures = np.concatenate([normalised(images)[0] for images in bright])
    return pictures, np.concatenate([part.labels for part in parts])


def is_right(model: str | Path | None, pictures: Pictures, labels: NDArray[np.int64]):
    """(N,) bool: read right among the ten digits and 'not a digit'."""
    logits = load_model(model).run(pictures.astype(np.float32) / np.float32(255))
    return logits.argmax(axis=1) == labels


def save_corrections(
    folder: Path, pictures: list[Pictures], labels: NDArray[np.int64], chosen: NDArray[np.int64]
) -> None:
    """Write class folders, as the app does."""
    for place in chosen.tolist():
        path = folder / str(labels[place]) / f"{place:04d}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(255 - pictures[place]).save(path)


def tuned(writer: str, settings: dict[str, object], others) -> list[Figure]:
    """Figures of one writer: errors before and after, and elsewhere."""
    pictures, labels, half = writing(writer)
    seen, _ = normalised(pictures)
    before = is_right("tenfold_small", seen, labels)
    wrong = np.flatnonzero(~before & half)
    # Where fewer are misread, people correct nothing more; sevens and ones fill up.
    more = np.flatnonzero(half & np.isin(labels, (1, 7)) & before)
    chosen = np.concatenate([np.random.default_rng(0).permutation(wrong), more])[:CORRECTIONS]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        save_corrections(folder / "corrections", pictures, labels, chosen)
        began = time.perf_counter()
        asked = {"data": [str(folder / "corrections")], "start": "tenfold_small", **settings}
        fit(
            Settings.from_dict(asked),
            folder / "run",
            report=lambda line: None,
            control=lambda: "go",
        )
        seconds = time.perf_counter() - began
        after = is_right(folder / "run", seen, labels)
        there = is_right("tenfold_small", *others), is_right(folder / "run", *others)
    rest = ~half
    gone = rate(after[rest & ~before])
    name = f"writer {writer}, odd sevens and ones"
    model = "tenfold_small tuned"
    lost = float(there[0].mean() - there[1].mean()) * 100
    return [
        share("accuracy before", name, rate(before[rest]), "", "tenfold_small"),
        share("accuracy after 20 corrections", name, rate(after[rest]), "", model),
        share("of the errors gone", name, gone, "0.5", model),
        Figure(
            "points lost elsewhere", "test sets", len(there[0]), lost, lost, lost, "0.05", model
        ),
        Figure("seconds", name, 1, seconds, seconds, seconds, "60", model),
    ]


def main() -> None:
    settings = json.loads(os.environ.get("SETTINGS", "{}"))
    others = elsewhere()
    figures = [figure for writer in WRITERS for figure in tuned(writer, settings, others)]
    for figure in figures:
        print(f"{figure.figure}: {figure.value:.4f} ({figure.n}, {figure.dataset})", flush=True)
    if not settings:
        save("finetune", figures)


if __name__ == "__main__":
    main()
