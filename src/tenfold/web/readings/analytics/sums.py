"""What the database sums up; each is answered by the index of facts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final, NamedTuple

from django.db.models import Case, CharField, Count, F, Func, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from tenfold.web.readings.models import Band, Reading

SURENESS: Final = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
"""Where one bin of confidence ends and the next begins."""
LATENCY_MS: Final = tuple(round(0.25 * 2 ** (step / 2), 4) for step in range(30))
"""The same for milliseconds, from 0.25 to 5793: each bin is wider by a factor of 1.41."""


class Hour(Func):
    """The hour of a time in UTC, as text: 2026-03-31 14."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps times as text, in UTC; Django's own function would be called a row."""
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 13)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write it as SQLite has it."""
        template = "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
        return self.as_sql(compiler, connection, template=template)


class Judged(NamedTuple):
    """How many readings of a bin of confidence were found right or wrong, or not checked."""

    right: int
    wrong: int
    unchecked: int


def bands_a_day(readings: QuerySet[Reading]) -> dict[date, Counter[str]]:
    """Count the readings of each band on each day, where the person is."""
    days: dict[date, Counter[str]] = {}
    day_of = _days_of_hours()
    rows = readings.annotate(hour=Hour("created")).values_list("hour", "band")
    for hour, band, count in rows.annotate(Count("pk")).order_by("hour"):
        days.setdefault(day_of(hour), Counter())[band] += count
    return days


def latency_a_day(readings: QuerySet[Reading]) -> dict[date, Counter[int]]:
    """Count the readings of each bin of milliseconds on each day."""
    days: dict[date, Counter[int]] = {}
    day_of = _days_of_hours()
    rows = readings.annotate(hour=Hour("created"), bin=_bin("milliseconds", LATENCY_MS))
    for hour, bin_, count in rows.values_list("hour", "bin").annotate(Count("pk")).order_by("hour"):
        days.setdefault(day_of(hour), Counter())[bin_] += count
    return days


def judged_by_sureness(readings: QuerySet[Reading]) -> list[Judged]:
    """Count right, wrong and unchecked readings with digits, by bins of their confidence."""
    verdict = Case(
        When(corrected=None, then=Value(2)),
        When(corrected=F("text"), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = readings.exclude(band=Band.NONE).annotate(
        bin=_bin("confidence", SURENESS), verdict=verdict
    )
    counts = [[0, 0, 0] for _ in range(len(SURENESS) + 1)]
    for bin_, found, count in (
        rows.values_list("bin", "verdict").annotate(Count("pk")).order_by("bin")
    ):
        counts[bin_][found] = count
    return [Judged(*row) for row in counts]


def checked_texts(readings: QuerySet[Reading]) -> list[tuple[str, str, int]]:
    """Return what was read, what it is, and how often that happened."""
    rows = readings.filter(corrected__isnull=False).values_list("text", "corrected")
    return list(rows.annotate(Count("pk")).order_by("text", "corrected"))


def percentile(bins: Counter[int], share: float) -> float:
    """Return below how many milliseconds this share of readings lies, about: NaN of none."""
    total = bins.total()
    wanted, passed = share * total, 0
    for bin_ in sorted(bins):
        if passed + bins[bin_] >= wanted and bins[bin_]:
            low, high = _edges(bin_)
            return low * (high / low) ** ((wanted - passed) / bins[bin_])
        passed += bins[bin_]
    return float("nan")


def stamp(owner: Any) -> str:
    """Return what changes whenever a reading comes or is corrected."""
    mine = Reading.objects.of(owner)
    newest = mine.order_by("-pk").values_list("pk", flat=True).first()
    checked = mine.filter(corrected__isnull=False)
    last = checked.order_by("-corrected_at").values_list("corrected_at", flat=True).first()
    return f"{newest}-{checked.count()}-{last.timestamp() if last else 0}"


def _bin(field: str, edges: tuple[float, ...]) -> Case:
    """Return the number of the bin that a column's value lies in."""
    cases = [When(Q(**{f"{field}__lt": edge}), then=Value(i)) for i, edge in enumerate(edges)]
    return Case(*cases, default=Value(len(edges)), output_field=IntegerField())


def _edges(bin_: int) -> tuple[float, float]:
    low = LATENCY_MS[bin_ - 1] if bin_ else LATENCY_MS[0] / 2
    return low, LATENCY_MS[bin_] if bin_ < len(LATENCY_MS) else LATENCY_MS[-1] * 2


def _days_of_hours() -> Callable[[str], date]:
    """Return what tells the day of an hour in UTC, where the person is."""
    zone = timezone.get_current_timezone()

    @cache
    def day_of(hour: str) -> date:
        # Zones that lie half an hour off lose at most that half hour of a day to its neighbour.
        return datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC).astimezone(zone).date()

    return day_of
