"""A page of readings by key: as fast for the last as for the first, steady while rows come.

A page begins after a row's key, never after a number of rows: what is added or deleted meanwhile
neither repeats nor hides a row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from tenfold.web.readings.models import Reading

ROWS: Final = 50
"""Rows of a page."""
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Key:
    """A row's place in the order: its id, and in the order of sureness its confidence before."""

    id: int
    confidence: float | None = None

    def __str__(self) -> str:
        return str(self.id) if self.confidence is None else f"{self.confidence!r}~{self.id}"

    @classmethod
    def parse(cls, text: str, *, unsure_first: bool) -> Key | None:
        """Read a key from an address; None where there is none, or one of the other order."""
        confidence, tilde, number = text.rpartition("~")
        try:
            key = cls(int(number), float(confidence) if tilde else None)
        except ValueError:
            return None
        if bool(tilde) != unsure_first or not 0 <= key.id <= _LARGEST:
            return None
        return key if key.confidence is None or math.isfinite(key.confidence) else None

    @classmethod
    def of(cls, reading: Reading, *, unsure_first: bool) -> Key:
        """Return a reading's key."""
        return cls(reading.pk, reading.confidence if unsure_first else None)

    def after(self) -> Q:
        """Rows that come later in the order: older, or surer."""
        if self.confidence is None:
            return Q(pk__lt=self.id)
        return Q(confidence__gt=self.confidence) | Q(confidence=self.confidence, pk__gt=self.id)

    def before(self) -> Q:
        """Rows that come earlier in the order."""
        if self.confidence is None:
            return Q(pk__gt=self.id)
        return Q(confidence__lt=self.confidence) | Q(confidence=self.confidence, pk__lt=self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and where they stand among all that pass the filter."""

    readings: list[Reading]
    total: int
    first: int
    """Number of the first row, from 1; 0 on an empty page."""
    previous: Key | None
    next: Key | None

    @property
    def last(self) -> int:
        """Number of the last row."""
        return self.first + len(self.readings) - 1 if self.readings else 0


def page_of(
    readings: QuerySet[Reading],
    *,
    unsure_first: bool = False,
    after: str = "",
    before: str = "",
    rows: int = ROWS,
) -> Page:
    """Return the page after a row's key, or the one before; the first page without either.

    The rows are found by their ids first: that much an index answers alone, where a whole row has
    its reading as JSON with it.
    """
    start = Key.parse(after, unsure_first=unsure_first)
    end = None if start else Key.parse(before, unsure_first=unsure_first)
    order = ["confidence", "pk"] if unsure_first else ["-pk"]
    if end:
        found = readings.filter(end.before()).order_by(*_turned(order))
    else:
        found = readings.filter(start.after() if start else Q()).order_by(*order)
    ids = list(found.values_list("pk", flat=True)[: rows + 1])
    more = len(ids) > rows
    shown = _rows(ids[:rows], order)
    if end and len(shown) < rows:  # the first page is always full
        return page_of(readings, unsure_first=unsure_first, rows=rows)
    if not (start or end or more):  # all that there is: nothing to count
        return Page(shown, len(shown), min(1, len(shown)), None, None)
    if shown and not (start or end):  # nothing is ahead of the first page
        last = Key.of(shown[-1], unsure_first=unsure_first)
        return Page(shown, readings.count(), 1, None, last)
    return _placed(readings, shown, unsure_first=unsure_first, more=more or bool(end))


def _rows(ids: list[int], order: list[str]) -> list[Reading]:
    return list(Reading.objects.filter(pk__in=ids).select_related("picture").order_by(*order))


def _placed(
    readings: QuerySet[Reading], shown: list[Reading], *, unsure_first: bool, more: bool
) -> Page:
    """Count all rows and those ahead; the total is counted last, so that it is never too small."""
    if not shown:  # what followed has been deleted
        return page_of(readings, unsure_first=unsure_first)
    first = Key.of(shown[0], unsure_first=unsure_first)
    last = Key.of(shown[-1], unsure_first=unsure_first)
    ahead = readings.filter(first.before()).count()
    total = readings.count()
    return Page(shown, total, ahead + 1, first if ahead else None, last if more else None)


def _turned(order: list[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]
