"""What many readings tell together: sums that hold, and for their owner alone."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.analytics import sums
from tenfold.web.readings.analytics.confusions import NONE, Confusions, pairs
from tenfold.web.readings.analytics.report import Report
from tenfold.web.readings.analytics.span import Span
from tenfold.web.readings.invented import invent
from tenfold.web.readings.models import Reading

pytestmark = pytest.mark.django_db(transaction=True)


def report(owner: User, query: str = "days=all") -> Report:
    span = Span(QueryDict(query), owner)
    assert span.is_valid()
    return Report(span)


@pytest.fixture
def readings(owner: User) -> list[Reading]:
    """Sixty invented readings of the owner."""
    invent(owner, 60)
    return list(Reading.objects.of(owner))


def test_every_reading_is_counted_on_its_day(owner: User, readings: list[Reading]) -> None:
    days = {day.day: day.total for day in report(owner).days if day.total}
    assert days == Counter(reading.created.date() for reading in readings)


def test_days_between_without_a_reading_are_there(owner: User, readings: list[Reading]) -> None:
    days = [day.day for day in report(owner).days]
    assert days[-1] == timezone.localdate()
    assert all(b - a == timedelta(days=1) for a, b in pairwise(days))


def test_accepted_is_the_share_of_sure_readings(owner: User, readings: list[Reading]) -> None:
    sure = sum(reading.band == "sure" for reading in readings)
    assert report(owner).accepted == pytest.approx(sure / 60)


def test_a_day_is_one_where_the_person_is(owner: User) -> None:
    invent(owner, 1)
    Reading.objects.update(created=timezone.now().replace(year=2026, month=3, day=4, hour=20))
    with timezone.override("Asia/Tokyo"):
        assert [str(day.day) for day in report(owner).days if day.total] == ["2026-03-05"]


def test_a_span_leaves_out_other_days(owner: User, readings: list[Reading]) -> None:
    since = timezone.localdate() - timedelta(days=6)
    within = sum(reading.created.date() >= since for reading in readings)
    assert report(owner, "days=7").total == within
    assert report(owner, f"since={since}&until={timezone.localdate()}").total == within


def test_judged_readings_lie_in_the_bin_of_their_confidence(owner: User) -> None:
    invent(owner, 40)
    right, wrong, *_ = Reading.objects.exclude(band="none").order_by("pk")
    Reading.objects.update(corrected=None)
    Reading.objects.filter(pk=right.pk).update(confidence=0.5)
    Reading.objects.filter(pk=wrong.pk).update(confidence=0.9995)
    services.correct(right, right.text)
    services.correct(wrong, right.text + "0")
    rows = report(owner).sureness
    assert [(row.label, row.right) for row in rows if row.right] == [("50–80%", 1)]
    assert [(row.label, row.wrong_share) for row in rows if row.wrong] == [("≥ 99.9%", 1.0)]


def test_median_and_95_percent_are_about_right(owner: User) -> None:
    invent(owner, 200)
    times = sorted(Reading.objects.values_list("milliseconds", flat=True))
    found = report(owner)
    assert found.median_ms == pytest.approx(times[100], rel=0.2)
    assert found.p95_ms == pytest.approx(times[190], rel=0.25)


def test_sums_need_the_index_alone(owner: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what it has counted")
    span = Span(QueryDict("days=all"), owner)
    rows = span.readings().annotate(hour=sums.Hour("created")).values_list("hour", "band")
    assert "COVERING INDEX reading_of_day" in rows.annotate(Count("pk")).explain()


@pytest.mark.parametrize(
    ("text", "corrected", "expected"),
    [
        ("14", "19", [(1, 1), (4, 9)]),
        ("1 4", "14", [(1, 1), (4, 4)]),
        ("7", "", [(7, NONE)]),
        ("", "7", [(NONE, 7)]),
        ("123", "23", [(1, NONE), (2, 2), (3, 3)]),
        ("23", "123", [(NONE, 1), (2, 2), (3, 3)]),
        ("184", "19", [(1, 1), (8, 9), (4, NONE)]),
        ("", "", []),
    ],
)
def test_digits_are_paired(text: str, corrected: str, expected: list[tuple[int, int]]) -> None:
    assert list(pairs(text, corrected)) == expected


def test_the_matrix_counts_pairs_and_names_the_worst() -> None:
    matrix = Confusions([("14", "19", 3), ("4", "4", 5), ("7", "", 1)])
    assert matrix.rows[4][9].count == 3
    assert matrix.rows[4][4].count == 5
    assert matrix.rows[7][NONE].pair == "7n"
    assert [cell.pair for cell in matrix.worst] == ["49", "7n"]
    assert matrix.digits[4] == (4, 8, 3, 3 / 8)


def test_the_stamp_changes_with_readings_and_corrections(owner: User) -> None:
    invent(owner, 3)
    first = sums.stamp(owner)
    services.correct(Reading.objects.of(owner).order_by("pk")[0], "5")
    second = sums.stamp(owner)
    invent(owner, 1)
    assert len({first, second, sums.stamp(owner)}) == 3


def test_without_readings_the_page_says_what_to_do(client: Client) -> None:
    assert "Nothing read yet" in client.get("/analytics").content.decode()


def test_the_page_shows_every_chart_with_its_table(client: Client) -> None:
    invent(User.objects.local_owner(), 30)
    services.correct(Reading.objects.first(), "5")
    page = client.get("/analytics?days=all").content.decode()
    for title in (
        *("Readings a day", "Share accepted", "Read and meant", "Corrections a digit"),
        *("Confidence of right and wrong", "Time to read"),
    ):
        assert title in page
    assert page.count("<table") == 6


def test_wrong_days_are_told(client: Client) -> None:
    invent(User.objects.local_owner(), 1)
    page = client.get("/analytics?since=2026-03-02&until=2026-03-01").content.decode()
    assert "Choose a day that is not before the first." in page


def test_nobody_s_readings_count_for_another(sign_in: Any, member: User, stranger: User) -> None:
    invent(member, 20)
    client = sign_in(stranger)
    assert "Nothing read yet" in client.get("/analytics").content.decode()
    assert report(stranger).total == 0
    assert client.get("/analytics/stamp").json()["stamp"] == "None-0-0"
