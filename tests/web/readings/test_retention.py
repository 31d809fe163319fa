"""What is kept no longer is gone."""

from __future__ import annotations

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.models import Picture, Reading
from tenfold.web.readings.retention import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(member: User, form: bytes) -> Reading:
    return services.store_reading(member, services.read_picture(form), source="upload")


def age(reading: Reading, days: float) -> None:
    created = timezone.now() - timedelta(days=days)
    Picture.objects.filter(pk=reading.picture_id).update(created=created)


def test_a_picture_past_its_days_goes_and_its_reading_stays(reading: Reading) -> None:
    path = reading.picture.path
    age(reading, 90.01)
    assert sweep() == 1
    reading.refresh_from_db()
    assert reading.picture is None
    assert not path.exists()


def test_a_picture_within_its_days_stays(reading: Reading) -> None:
    age(reading, 89.9)
    assert sweep() == 0
    assert reading.picture.path.exists()


def test_with_no_days_every_picture_goes(reading: Reading, settings: Any) -> None:
    settings.TENFOLD_KEEP_DAYS = 0
    assert sweep() == 1


def test_a_file_without_a_row_goes_once_it_is_old(web_home: Path) -> None:
    stray = web_home / "pictures" / "ab" / f"ab{'0' * 62}.png"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"left behind")
    sweep()
    assert stray.exists()
    os.utime(stray, (0, 0))
    sweep()
    assert not stray.exists()


def test_the_command_says_how_many(reading: Reading) -> None:
    age(reading, 1000)
    told = StringIO()
    call_command("sweep", stdout=told)
    assert told.getvalue() == "1 deleted.\n"
