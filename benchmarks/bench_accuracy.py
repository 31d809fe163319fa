"""Accuracy of a model on test sets, corruptions, canvases and fonts.

python benchmarks/bench_accuracy.py [MODEL]      about ten minutes on two cores
"""

from __future__ import annotations

import sys

import cv2
import numpy as np
from numpy.typing import NDArray

from figures import Figure, accuracy_of, blank_pages, fonts_accuracy, save, share
from tenfold.datasets import load, load_strings
from tenfold.datasets.paper import PaperStyle, photograph
from tenfold.evaluation.accuracy import Rate, rate
from tenfold.evaluation.redraw import CANVASES, redraw
from tenfold.evaluation.robustness import CORRUPTIONS
from tenfold.reading import Reader

PHOTOS = 2000
CANVAS_DIGITS = 1000
"""Digits drawn again in each cell of pen, size and place."""


def robustness(reader: Reader) -> list[Figure]:
    """MNIST's test set under every corruption; the canvases on its first thousand digits."""
    mnist = load("mnist", split="test")
    pictures, labels = np.asarray(mnist.images), mnist.labels
    figures = []
    for corruption in CORRUPTIONS:
        goal = "0.985" if corruption.name.startswith("noise") else "clean - 0.005"
        found = _accuracy(reader, corruption(pictures), labels)
        figures.append(share(corruption.name, "MNIST test", found, goal, reader.card.name))
    for canvas in CANVASES:
        found = _accuracy(reader, redraw(pictures[:CANVAS_DIGITS], canvas), labels[:CANVAS_DIGITS])
        figures.append(share(canvas.name, "MNIST test", found, "0.985", reader.card.name))
    return figures


def _accuracy(reader: Reader, pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> Rate:
    return rate(reader.classify(pictures).argmax(axis=1) == labels)


def strings(reader: Reader) -> Figure:
    """Share of UNIPEN's digit strings (dates, ZIP codes, amounts) whose digits are all right."""
    written = load_strings("strings_unipen")
    right = [
        "".join(number.text for number in reader.read(path).numbers) == digits
        for path, digits in zip(written.paths, written.digits, strict=True)
    ]
    found = rate(np.array(right))
    return share("strings with every digit right", "UNIPEN strings", found, "", reader.card.name)


def photos(reader: Reader) -> Figure:
    """Share of MNIST test digits read right by `read` from a photo of simulated paper."""
    mnist = load("mnist", split="test")
    rng = np.random.default_rng(11)
    right = []
    for image, label in zip(mnist.images[:PHOTOS], mnist.labels[:PHOTOS], strict=True):
        ink = cv2.resize(image, (168, 168), interpolation=cv2.INTER_CUBIC)
        page = photograph(ink.astype(np.float32) / 255, rng, style=PaperStyle.random(rng))
        right.append(reader.read(page).text == str(label))
    found = rate(np.array(right))
    return share("photos of one digit read right", "MNIST on paper", found, "", reader.card.name)


def main() -> None:
    reader = Reader(sys.argv[1] if len(sys.argv) > 1 else None)
    figures = [
        accuracy_of(reader, load("mnist", split="test"), "MNIST test", "0.9965"),
        accuracy_of(reader, load("pendigits", split="test"), "pendigits test", "0.992"),
        accuracy_of(reader, load("optdigits", split="test"), "optdigits test", "0.992"),
        *fonts_accuracy(reader),
        blank_pages(reader),
        photos(reader),
        strings(reader),
        *robustness(reader),
    ]
    print(save("accuracy", figures))


if __name__ == "__main__":
    main()
