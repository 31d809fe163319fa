"""A batch and its results in few bytes, as the upload page takes them."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from tenfold.errors import ModelError
from tenfold.reading.decide import threshold_for
from tenfold.web.readings.models import BatchItem, Reading
from tenfold.web.readings.reader import reader

MOST_MARKS: Final = 400
"""Boxes of one picture that the page draws."""
_PAD: Final = 0.35
"""Room around what was read, as a share of the writing's height."""

View = tuple[int, int, int, int]


def item_json(item: BatchItem) -> dict[str, Any]:
    """Return what the page shows of an item: its reading, or why there is none.

    ``at`` is the sender's number of its file, where the picture is that file.
    """
    is_whole = item.member is None and item.page is None
    head = {"n": item.number, "name": item.label, "at": item.file.position if is_whole else None}
    if item.reading is None:
        return {**head, "problem": item.problem}
    return {**head, **reading_json(item.reading)}


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return what the page shows of a reading.

    ``digits`` holds for each [value, confidence, x, y, width, height, is it sure, next guess, its
    probability, place of the number]; the next guess 10 is 'not a digit'.
    """
    data = reading.data
    return {
        "id": reading.pk,
        "band": reading.band,
        "text": data["text"],
        "confidence": reading.confidence,
        "corrected": reading.corrected,
        "picture": reading.picture_id is not None,
        "size": [data["image"]["width"], data["image"]["height"]],
        "view": view_of(data),
        "digits": _digits(data)[:MOST_MARKS],
        "rejected": [mark["box"] for mark in data["rejected"][:MOST_MARKS]],
    }


def _digits(data: dict[str, Any]) -> list[list[Any]]:
    least = _threshold(data["model"])
    found = []
    for place, number in enumerate(data["numbers"]):
        for digit in number["digits"]:
            sure = number["accepted"] or digit["confidence"] >= least
            found.append(
                [
                    digit["value"],
                    digit["confidence"],
                    *digit["box"],
                    int(sure),
                    *_next(digit),
                    place,
                ]
            )
    return found


def _next(digit: dict[str, Any]) -> tuple[int, float]:
    """Return the likeliest class but the one that was read, and its probability."""
    classes = [*digit["probabilities"], digit["not_a_digit"]]
    classes[digit["value"]] = -1.0
    best = max(classes)
    return classes.index(best), best


def _threshold(model: str) -> float:
    """Return from which probability on a digit counts as sure; 2 where that is not known."""
    try:
        card = reader().card
        return threshold_for(card, settings.TENFOLD_ERROR_RATE) if card.name == model else 2.0
    except ModelError:
        return 2.0


def view_of(data: dict[str, Any]) -> View:
    """Return the part of the page with all that was seen: x, y, width, height in its pixels."""
    width, height = data["image"]["width"], data["image"]["height"]
    boxes = [number["box"] for number in data["numbers"]] + [r["box"] for r in data["rejected"]]
    if not boxes:
        return 0, 0, width, height
    tallest = max(box[3] for box in boxes)
    pad = max(4, round(tallest * _PAD))
    x, y = max(0, min(b[0] for b in boxes) - pad), max(0, min(b[1] for b in boxes) - pad)
    right = min(width, max(b[0] + b[2] for b in boxes) + pad)
    bottom = min(height, max(b[1] + b[3] for b in boxes) + pad)
    return x, y, right - x, bottom - y
