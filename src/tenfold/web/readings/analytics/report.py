"""The report of some days: what the page shows, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tenfold.web.readings.analytics import sums
from tenfold.web.readings.analytics.confusions import Confusions
from tenfold.web.readings.analytics.span import Span
from tenfold.web.readings.models import Band

MOST_DAYS: Final = 1100
"""Days without a reading are filled in up to here; a chart of more has days with readings only."""
_SURENESS: Final = (
    *("< 50%", "50–80%", "80–90%", "90–95%", "95–98%", "98–99%"),
    *("99–99.5%", "99.5–99.9%", "≥ 99.9%"),
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day's readings by band, and their latency in milliseconds (None on a day without)."""

    day: date
    sure: int
    again: int
    none: int
    median_ms: float | None
    p95_ms: float | None

    @property
    def total(self) -> int:
        """All readings of the day."""
        return self.sure + self.again + self.none

    def share(self, band: str) -> float | None:
        """Share of a band among the day's readings."""
        return getattr(self, band) / self.total if self.total else None

    @property
    def accepted(self) -> float | None:
        """Share of accepted readings."""
        return self.share(Band.SURE)


@dataclass(frozen=True, slots=True)
class Sureness:
    """A bin of confidence: how many readings in it are right and wrong."""

    label: str
    right: int
    wrong: int
    unchecked: int

    @property
    def wrong_share(self) -> float | None:
        """Share of wrong ones among those that were checked."""
        checked = self.right + self.wrong
        return self.wrong / checked if checked else None


class Report:
    """All figures of some days."""

    def __init__(self, span: Span) -> None:
        readings = span.readings()
        bands, latency = sums.bands_a_day(readings), sums.latency_a_day(readings)
        self.days = [_day(day, bands, latency) for day in _days(span, bands)]
        self.bands: Counter[str] = sum(bands.values(), Counter())
        self.latency: Counter[int] = sum(latency.values(), Counter())
        self.sureness = [
            Sureness(label, *judged)
            for label, judged in zip(_SURENESS, sums.judged_by_sureness(readings), strict=True)
        ]
        checked = sums.checked_texts(readings)
        self.checked = sum(count for *_, count in checked)
        self.right = sum(count for text, corrected, count in checked if text == corrected)
        self.confusions = Confusions(checked)

    @property
    def total(self) -> int:
        """All readings."""
        return self.bands.total()

    @property
    def accepted(self) -> float:
        """Share of accepted readings, 0 of none."""
        return self.bands[Band.SURE] / self.total if self.total else 0.0

    @property
    def right_share(self) -> float:
        """Share of right readings among those that were checked, 0 of none."""
        return self.right / self.checked if self.checked else 0.0

    @property
    def median_ms(self) -> float:
        """Half of the readings took less."""
        return sums.percentile(self.latency, 0.5)

    @property
    def p95_ms(self) -> float:
        """All but one in twenty took less."""
        return sums.percentile(self.latency, 0.95)

    @property
    def most_right(self) -> int:
        """Right readings of the fullest bin, 1 at least: the scale of its bars."""
        return max(1, *(row.right for row in self.sureness))

    @property
    def most_wrong(self) -> int:
        """The same of wrong ones: their own scale, or they would not be seen."""
        return max(1, *(row.wrong for row in self.sureness))

    def series(self) -> dict[str, list[Any]]:
        """Return what the curves are drawn from."""
        return {
            "days": [day.day.isoformat() for day in self.days],
            "total": [day.total for day in self.days],
            **{band: [_percent(day.share(band)) for day in self.days] for band in Band.values},
            "median": [day.median_ms for day in self.days],
            "p95": [day.p95_ms for day in self.days],
        }


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)


def _days(span: Span, known: dict[date, Any]) -> list[date]:
    """Return every day of the span: from its first, or from the first with a reading."""
    if not known:
        return []
    first = span.first or min(known)
    count = (max(span.last, *known) - first).days + 1
    if count > MOST_DAYS:
        return sorted(known)
    return [first + timedelta(days=i) for i in range(count)]


def _day(day: date, bands: dict[date, Counter[str]], latency: dict[date, Counter[int]]) -> Day:
    counts, bins = bands.get(day, Counter()), latency.get(day, Counter())
    times = [round(sums.percentile(bins, share), 2) if bins else None for share in (0.5, 0.95)]
    return Day(day, *(counts[band] for band in (Band.SURE, Band.AGAIN, Band.NONE)), *times)
