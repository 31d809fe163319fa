"""The page of corrections: what was misread, narrowed by what it was and what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.models import Reading, Source
from tenfold.web.readings.reader import read_picture

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def me(sign_in: Callable[[User], Client], owner: User) -> Client:
    """The owner's browser."""
    return sign_in(owner)


@pytest.fixture
def corrected(owner: User) -> Reading:
    """A reading of which the first digit was put right."""
    result = read_picture((EXAMPLES / "sticky-note.jpg").read_bytes())
    reading = services.store_reading(owner, result, source=Source.UPLOAD, name="note.jpg")
    first = reading.text[0]
    services.correct(reading, ("1" if first != "1" else "7") + reading.text[1:])
    return reading


def test_without_corrections_the_page_says_where_they_come_from(me: Client) -> None:
    assert "Nothing corrected yet" in me.get("/corrections/").content.decode()


def test_what_was_misread_is_shown_and_all_on_request(me: Client, corrected: Reading) -> None:
    wrong = me.get("/corrections/").context["marks"]
    assert [mark["place"] for mark in wrong] == [0]
    every = me.get("/corrections/?kind=all").context["marks"]
    assert len(every) == len(corrected.text.replace(" ", ""))


def test_the_filter_narrows_by_what_was_read_and_meant(me: Client, corrected: Reading) -> None:
    (mark,) = me.get("/corrections/").context["marks"]
    same = me.get(f"/corrections/?read={mark['read']}&meant={mark['meant']}")
    assert len(same.context["marks"]) == 1
    other = me.get(f"/corrections/?read={(mark['read'] + 1) % 10}")
    assert other.context["marks"] == []
    assert "passes this filter" in other.content.decode()


@pytest.mark.parametrize("query", ["before=x", "before=-1", "read=12&meant=", "kind=%00"])
def test_what_is_no_filter_is_taken_for_none(me: Client, corrected: Reading, query: str) -> None:
    assert me.get(f"/corrections/?{query}").status_code == 200


def test_nobody_sees_the_corrections_of_another(
    sign_in: Callable[[User], Client], corrected: Reading, stranger: User
) -> None:
    assert "Nothing corrected yet" in sign_in(stranger).get("/corrections/").content.decode()
