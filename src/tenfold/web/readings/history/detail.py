"""A reading, cut into what its row and its panel show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from tenfold.errors import ModelError
from tenfold.reading.decide import threshold_for
from tenfold.web.readings.models import Reading
from tenfold.web.readings.reader import reader

MOST_DIGITS = 60
"""Digits of one reading whose probabilities are shown; the rest stands in the export."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A probability and what it is of."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A digit of a reading, and its place in the text."""

    place: int
    value: int
    confidence: float
    box: list[int]
    is_sure: bool
    bars: list[Bar]
    is_weakest: bool

    @property
    def label(self) -> str:
        """The digit as the label of its bar."""
        return str(self.value)

    @property
    def runner_up(self) -> Bar:
        """The next guess: the likeliest but what was read."""
        return max((b for b in self.bars if b.label != self.label), key=lambda b: b.value)


class Detail:
    """What a template asks of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.image = reading.data["image"]
        self.rejected = reading.data["rejected"]
        self.marks = _marks(reading.data, reading.text)

    @property
    def weakest(self) -> Mark | None:
        """The least sure digit: where a correction begins."""
        return next((mark for mark in self.marks if mark.is_weakest), None)

    @property
    def is_right(self) -> bool:
        """Whether a person said that it is right."""
        return self.reading.corrected == self.reading.text

    @property
    def is_changed(self) -> bool:
        """Whether a person said that it is something else."""
        return self.reading.corrected is not None and not self.is_right

    @property
    def kept_until(self) -> datetime | None:
        """When its picture goes; None where there is none."""
        picture = self.reading.picture
        return picture.created + timedelta(days=settings.TENFOLD_KEEP_DAYS) if picture else None


def _marks(data: dict[str, Any], text: str) -> list[Mark]:
    places = [place for place, letter in enumerate(text) if letter != " "]
    digits = [(digit, number) for number in data["numbers"] for digit in number["digits"]]
    digits = digits[: min(MOST_DIGITS, len(places))]
    if not digits:
        return []
    least = min(range(len(digits)), key=lambda i: digits[i][0]["confidence"])
    threshold = _threshold(data["model"])
    return [
        Mark(
            place=places[i],
            value=digit["value"],
            confidence=digit["confidence"],
            box=digit["box"],
            is_sure=number["accepted"] or digit["confidence"] >= threshold,
            bars=_bars(digit),
            is_weakest=i == least,
        )
        for i, (digit, number) in enumerate(digits)
    ]


def _bars(digit: dict[str, Any]) -> list[Bar]:
    ten = [Bar(str(value), p) for value, p in enumerate(digit["probabilities"])]
    return [*ten, Bar("not a digit", digit["not_a_digit"])]


def _threshold(model: str) -> float:
    """Return from which probability on a digit counts as sure; 2 where that is not known."""
    try:
        card = reader().card
        return threshold_for(card, settings.TENFOLD_ERROR_RATE) if card.name == model else 2.0
    except ModelError:
        return 2.0
