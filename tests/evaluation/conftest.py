"""Digits drawn for the tests, and a small reader of their own."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tenfold.datasets import Dataset
from tenfold.evaluation.evaluate import evaluate
from tenfold.evaluation.results import Evaluation, Subject


def drawn_digits(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """(n, 28, 28) uint8 bright digits in three of OpenCV's fonts, slanted a little, and labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, n)
    images = np.zeros((n, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        face = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX]))
        place = (int(rng.integers(4, 7)), int(rng.integers(22, 25)))
        large = np.zeros((112, 112), np.uint8)
        at = (place[0] * 4, place[1] * 4)
        cv2.putText(large, str(label), at, face, 3.4, 255, int(rng.integers(8, 14)), cv2.LINE_AA)
        slant = np.array([[1, rng.normal(0, 0.12), 0], [0, 1, 0]], np.float64)
        large = cv2.warpAffine(large, slant, (112, 112))
        image[:] = cv2.resize(large, (28, 28), interpolation=cv2.INTER_AREA)
    return images, labels.astype(np.int64)


@pytest.fixture(scope="session")
def digits() -> tuple[np.ndarray, np.ndarray]:
    return drawn_digits(60)


class NearestMean:
    """The nearest class mean over blurred pictures, with a fixed distance for 'not a digit'."""

    def __init__(self, images: np.ndarray, labels: np.ndarray) -> None:
        seen = self.features(images)
        self.means = np.stack([seen[labels == k].mean(axis=0) for k in range(10)])

    def features(self, images: np.ndarray) -> np.ndarray:
        dark = np.median(images, axis=(1, 2)) > 127
        bright = np.where(dark[:, None, None], 255 - images, images).astype(np.uint8)
        small = [cv2.resize(image, (28, 28), interpolation=cv2.INTER_AREA) for image in bright]
        soft = [cv2.GaussianBlur(image, (0, 0), 1.5).ravel() / 255 for image in small]
        return np.array(soft, np.float32)

    def __call__(self, images: np.ndarray) -> np.ndarray:
        gaps = ((self.features(images)[:, None] - self.means) ** 2).sum(axis=2)
        logits = -np.concatenate([gaps, np.full((len(images), 1), 40.0)], axis=1) / 4
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


def dataset_of(images: object, labels: np.ndarray, **known: object) -> Dataset:
    known.setdefault("polarity", "light-on-dark")
    return Dataset(name="drawn", images=images, labels=labels, **known)


@pytest.fixture(scope="session")
def reader() -> NearestMean:
    return NearestMean(*drawn_digits(400, seed=7))


@pytest.fixture(scope="session")
def mixed() -> Dataset:
    """40 digits, 20 letters and 10 look-alikes by three writers."""
    images, labels = drawn_digits(70, seed=8)
    for image, mark in zip(images[40:], "XKMAW" * 4 + "OlZSB" * 2, strict=True):
        image[:] = 0
        cv2.putText(image, mark, (4, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 2, cv2.LINE_AA)
    labels[40:] = 10
    marks = np.array([*map(str, labels[:40]), *"XKMAW" * 4, *"OlZSB" * 2])
    writers = np.array(["ann", "<b>bob</b>", "eve"])[np.arange(70) % 3]
    return dataset_of(images, labels, marks=marks, groups=writers)


@pytest.fixture(scope="session")
def found(reader: NearestMean, mixed: Dataset) -> Evaluation:
    subject = Subject("nearest <mean>", "ab" * 32, {0.001: 0.999, 0.01: 0.9})
    return evaluate(reader, mixed, subject, split="test", robustness=20)
