"""Invented readings to try the pages with: written by an invented hand, truly read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from tenfold.types import Reading as Result
from tenfold.web.readings import services
from tenfold.web.readings.models import Band, Picture, Reading, Source
from tenfold.web.readings.penned import pen_number, scribble
from tenfold.web.readings.pictures import keep_picture
from tenfold.web.readings.reader import read_picture

PICTURES: Final = 240
"""Different pictures; further readings are of one of these again."""
DAYS: Final = 60
_AT_ONCE: Final = 2000
_ALIKE: Final = {
    row[0]: row[1:]
    for row in ("06", "177742", "27", "35558", "499996", "53336", "600", "71112", "839", "94447")
}
"""What each digit is mixed up with, the frequent ones more than once."""
_SOURCES: Final = (Source.UPLOAD,) * 6 + (Source.DRAW,) * 3 + (Source.API, Source.LIVE)


@dataclass(slots=True)
class _Sample:
    """What was written, what was read, and the picture from its first use on."""

    text: str
    result: Result
    picture: Picture | None = None

    def keep(self, owner: Any) -> Picture | None:
        if self.picture is None and services.keeps_pictures():
            self.picture = keep_picture(owner, self.result.page)
        return self.picture


def invent(owner: Any, count: int, *, seed: int = 0) -> None:
    """Give a person readings of the last 60 days, some of them checked.

    The same seed invents the same readings, but for their days, which end today.
    """
    rng = Random(seed)  # noqa: S311 - nothing secret is drawn
    samples = [_sample(rng) for _ in range(min(count, PICTURES))]
    now = timezone.now()
    times = sorted(now - timedelta(days=DAYS * rng.random() ** 1.4) for _ in range(count))
    for start in range(0, count, _AT_ONCE):
        part = times[start : start + _AT_ONCE]
        made = [_reading(owner, rng.choice(samples), rng, start + i) for i in range(len(part))]
        _date_back(Reading.objects.bulk_create(made), part)


def _sample(rng: Random) -> _Sample:
    """Write something and read it."""
    if rng.random() < 0.04:
        text, page = "", scribble(rng)
    else:
        digits = rng.choice((1, 1, 1, 2, 3, 4, 4, 5))
        text = "".join(rng.choice("0123456789") for _ in range(digits))
        page = pen_number(text, rng, difficulty=rng.random() ** 2)
    return _Sample(text, read_picture(page))


def _reading(owner: Any, sample: _Sample, rng: Random, number: int) -> Reading:
    text, data = sample.text, sample.result.to_dict()
    source = rng.choice(_SOURCES)
    reading = Reading(
        owner=owner,
        picture=sample.keep(owner),
        name=f"scan_{number:05d}.png" if source in (Source.UPLOAD, Source.API) else "",
        source=source,
        data=data,
        text=" ".join(data["text"].split()),
        confidence=data["confidence"],
        accepted=data["accepted"],
        band=services.band_of(data),
        model=data["model"],
        milliseconds=round(rng.lognormvariate(0.6, 0.7), 3),
    )
    if rng.random() < (0.5 if reading.text != text or reading.band == Band.AGAIN else 0.05):
        reading.corrected, reading.corrected_at = _meant(text, rng), timezone.now()
    return reading


def _meant(text: str, rng: Random) -> str:
    """Return what was written; now and then something that looks like it."""
    if rng.random() > 0.06:
        return text
    place = rng.randrange(len(text)) if text else 0
    return text[:place] + rng.choice(_ALIKE.get(text[place : place + 1], "17")) + text[place + 1 :]


def _date_back(readings: list[Reading], times: list[datetime]) -> None:
    """Set when they were made, which a new row otherwise says itself."""
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(adapt(at), reading.pk) for at, reading in zip(times, readings, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE readings_reading SET created = %s WHERE id = %s", rows)
