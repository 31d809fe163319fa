"""The list of readings: what it shows, to whom, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.history.filters import Filter
from tenfold.web.readings.history.paging import page_of
from tenfold.web.readings.invented import invent
from tenfold.web.readings.models import Picture, Reading

pytestmark = pytest.mark.django_db(transaction=True)


def add(owner: User, text: str = "7", confidence: float = 0.99, **fields: Any) -> Reading:
    digits = [
        {
            "value": int(c),
            "confidence": confidence,
            "not_a_digit": 0.0,
            "box": [i * 10, 0, 10, 20],
            "probabilities": [confidence if v == int(c) else 0.0 for v in range(10)],
        }
        for i, c in enumerate(text)
    ]
    number = {"text": text, "confidence": confidence, "accepted": True, "box": [0, 0, 9, 20]}
    data = {
        "text": text,
        "confidence": confidence,
        "accepted": True,
        "numbers": [{**number, "digits": digits}] if text else [],
        "rejected": [],
        "image": {"width": 100, "height": 20, "polarity": "dark-on-light"},
        "model": "tenfold_small",
        "milliseconds": 1.5,
    }
    reading = services.store_reading(owner, data, source="upload", name=fields.pop("name", ""))
    Reading.objects.filter(pk=reading.pk).update(**fields)
    reading.refresh_from_db()
    return reading


def found(owner: User, query: str) -> list[str]:
    readings = Filter(QueryDict(query), owner).readings()
    return list(readings.order_by("pk").values_list("text", flat=True))


def test_without_readings_the_page_says_what_to_do(client: Client) -> None:
    page = client.get("/history").content.decode()
    assert "Nothing read yet" in page
    assert "Draw a digit" in page


def test_a_row_shows_reading_source_model_and_time(client: Client) -> None:
    reading = add(User.objects.local_owner(), "1840", name="scan_7.png")
    page = client.get("/history").content.decode()
    for shown in ("1840", "scan_7.png", "tenfold_small", f"{reading.created:%Y-%m-%d}"):
        assert shown in page


def test_a_corrected_row_shows_both(client: Client) -> None:
    services.correct(add(User.objects.local_owner(), "1840"), "1890")
    page = client.get("/history").content.decode()
    assert "1890" in page
    assert "was </span>1840" in page


def test_nobody_sees_the_readings_of_another(sign_in: Any, member: User, stranger: User) -> None:
    invent(member, 5)
    reading = Reading.objects.of(member).exclude(picture=None).first()
    client = sign_in(stranger)
    assert "Nothing read yet" in client.get("/history").content.decode()
    for path in ("", "/small.png", "/digits.png"):
        assert client.get(f"/history/{reading.pk}{path}").status_code == 404
    assert client.post(f"/history/{reading.pk}/correct", {"do": "right"}).status_code == 404
    reading.refresh_from_db()
    assert reading.corrected is None


def test_search_finds_in_text_correction_and_name(owner: User) -> None:
    add(owner, "184")
    services.correct(add(owner, "5"), "9184")
    add(owner, "6", name="Meter-184.png")
    add(owner, "7")
    assert found(owner, "q=184") == ["184", "5", "6"]
    assert found(owner, "q=meter") == ["6"]


@pytest.mark.parametrize("letter", ["%", "_", "\\", "'", '"', "*", "--", "é"])
def test_search_takes_every_letter_as_itself(owner: User, letter: str) -> None:
    add(owner, "1", name=f"a{letter}b.png")
    add(owner, "2", name="axyb.png")
    assert found(owner, urlencode({"q": f"a{letter}b"})) == ["1"]


def test_what_is_searched_is_escaped_on_the_page(client: Client) -> None:
    add(User.objects.local_owner(), "1", name="<b>x</b>.png")
    page = client.get("/history", {"q": "<b>"}).content.decode()
    assert "&lt;b&gt;x" in page
    assert "<b>" not in page


def test_filters_narrow_and_add_up(owner: User) -> None:
    add(owner, "1", source="api", band="again")
    add(owner, "2", source="api", band="sure")
    add(owner, "3", source="draw", band="again", model="other")
    assert found(owner, "source=api") == ["1", "2"]
    assert found(owner, "source=api&band=again") == ["1"]
    assert found(owner, "model=other") == ["3"]


def test_checked_tells_right_from_corrected(owner: User) -> None:
    add(owner, "1")
    services.correct(add(owner, "2"), "2")
    services.correct(add(owner, "3"), "")
    assert found(owner, "checked=no") == ["1"]
    assert found(owner, "checked=right") == ["2"]
    assert found(owner, "checked=wrong") == ["3"]


def test_mixed_up_finds_readings_of_one_digit_corrected_to_another(owner: User) -> None:
    services.correct(add(owner, "14"), "19")
    services.correct(add(owner, "15"), "16")
    services.correct(add(owner, ""), "9")
    assert found(owner, "mix=49") == ["14"]
    assert found(owner, "mix=n9") == [""]


def test_both_days_of_a_range_count_whole(owner: User) -> None:
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=9)
    just_before = timedelta(microseconds=1)
    add(owner, "1", created=day - just_before)
    add(owner, "2", created=day)
    add(owner, "3", created=day + timedelta(days=1) - just_before)
    add(owner, "4", created=day + timedelta(days=1))
    assert found(owner, f"since={day:%Y-%m-%d}&until={day:%Y-%m-%d}") == ["2", "3"]


def test_days_are_those_of_the_browser(client: Client) -> None:
    now = timezone.now().replace(year=2026, month=3, day=4, hour=20, minute=0)
    add(User.objects.local_owner(), "1", created=now)
    client.cookies["tenfold_zone"] = "Asia/Tokyo"
    query = {"since": "2026-03-05", "until": "2026-03-05"}
    assert "Rows 1 to 1 of 1" in client.get("/history", query).content.decode()
    client.cookies["tenfold_zone"] = "../../etc/passwd"
    assert "Nothing found" in client.get("/history", query).content.decode()


@pytest.mark.parametrize(
    "query", ["band=x", "since=31.3.2026", "since=2026-03-02&until=2026-03-01", "mix=abc"]
)
def test_a_wrong_filter_finds_nothing_and_says_so(client: Client, query: str) -> None:
    add(User.objects.local_owner())
    page = client.get(f"/history?{query}").content.decode()
    assert 'role="alert"' in page
    assert "Rows" not in page


@pytest.mark.parametrize("sort", ["", "unsure"])
def test_pages_hold_every_row_once_in_order(owner: User, sort: str) -> None:
    for i in range(23):
        add(owner, str(i), confidence=(i * 7 % 5) / 10)
    unsure_first = bool(sort)
    mine = Reading.objects.of(owner)
    seen, after = [], ""
    while True:
        page = page_of(mine, unsure_first=unsure_first, after=after, rows=5)
        assert page.first == len(seen) + 1
        seen += page.readings
        if page.next is None:
            break
        after = str(page.next)
    order = ("confidence", "pk") if sort else ("-pk",)
    assert seen == list(mine.order_by(*order))


@pytest.mark.parametrize("unsure_first", [False, True])
def test_the_page_before_is_the_page_that_was(owner: User, unsure_first: bool) -> None:
    for i in range(17):
        add(owner, str(i), confidence=(i % 3) / 10)
    mine = Reading.objects.of(owner)
    first = page_of(mine, unsure_first=unsure_first, rows=5)
    second = page_of(mine, unsure_first=unsure_first, after=str(first.next), rows=5)
    third = page_of(mine, unsure_first=unsure_first, after=str(second.next), rows=5)
    back = page_of(mine, unsure_first=unsure_first, before=str(third.previous), rows=5)
    assert back.readings == second.readings
    start = page_of(mine, unsure_first=unsure_first, before=str(back.previous), rows=5)
    assert start.readings == first.readings
    assert start.previous is None


def test_rows_that_come_or_go_do_not_move_the_next_page(owner: User) -> None:
    old = [add(owner, str(i)) for i in range(12)]
    mine = Reading.objects.of(owner)
    first = page_of(mine, rows=5)
    add(owner, "99")
    old[9].delete()
    second = page_of(mine, after=str(first.next), rows=5)
    assert [r.text for r in second.readings] == ["6", "5", "4", "3", "2"]


@pytest.mark.parametrize("key", ["", "x", "9" * 40, "0.5~1", "nan~1", "inf~2", "-1", "1~"])
def test_a_broken_key_shows_the_first_page(client: Client, key: str) -> None:
    add(User.objects.local_owner())
    assert "Rows 1 to 1 of 1" in client.get("/history", {"after": key}).content.decode()


def test_the_plan_of_a_search_needs_the_index_alone(owner: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what it has counted")
    readings = Filter(QueryDict("q=18&checked=no&source=api"), owner).readings()
    plan = readings.order_by("-pk").values_list("pk", flat=True)[:51].explain()
    assert "COVERING INDEX reading_facts" in plan
    assert "TEMP B-TREE" not in plan


def test_newer_counts_what_came_after_within_the_filter(client: Client) -> None:
    owner = User.objects.local_owner()
    newest = add(owner, "1", band="again")
    add(owner, "2", band="again")
    add(owner, "3", band="sure")
    query = {"newest": newest.pk, "band": "again"}
    assert client.get("/history/newer", query).json() == {"count": 1}


def test_one_reading_has_a_page_with_its_neighbours(client: Client) -> None:
    owner = User.objects.local_owner()
    first, second, third = add(owner, "1"), add(owner, "2"), add(owner, "3")
    page = client.get(f"/history/{second.pk}").content.decode()
    assert f"/history/{first.pk}" in page
    assert f"/history/{third.pk}" in page


def test_small_pictures_are_pngs_and_kept_out_of_caches(client: Client) -> None:
    invent(User.objects.local_owner(), 8)
    reading = Reading.objects.exclude(band="none").first()
    for name in ("small", "digits"):
        response = client.get(f"/history/{reading.pk}/{name}.png")
        assert response.content.startswith(b"\x89PNG")
        assert response["Cache-Control"] == "private, no-store"


def test_a_picture_gone_with_time_leaves_its_reading(client: Client) -> None:
    invent(User.objects.local_owner(), 1)
    reading = Reading.objects.get()
    Picture.objects.all().delete()
    assert "is not kept" in client.get(f"/history/{reading.pk}").content.decode()
    assert client.get(f"/history/{reading.pk}/small.png").status_code == 404


def test_the_page_of_keeping_tells_days_and_counts(client: Client, settings: Any) -> None:
    settings.TENFOLD_KEEP_DAYS = 30
    invent(User.objects.local_owner(), 3)
    page = client.get("/history/keeping").content.decode()
    assert "30 days" in page


class TestCorrecting:
    """By a form without script, and by a script."""

    def test_a_form_saves_and_goes_back(self, client: Client) -> None:
        reading = add(User.objects.local_owner(), "184")
        form = {"do": "text", "corrected": " 1 9  4 ", "next": "/history?band=sure"}
        response = client.post(f"/history/{reading.pk}/correct", form)
        reading.refresh_from_db()
        assert reading.corrected == "1 9 4"
        assert response["Location"] == "/history?band=sure"

    def test_it_never_leads_elsewhere(self, client: Client) -> None:
        reading = add(User.objects.local_owner())
        form = {"do": "right", "next": "https://example.org/"}
        response = client.post(f"/history/{reading.pk}/correct", form)
        assert response["Location"] == f"/history/{reading.pk}"

    @pytest.mark.parametrize(("do", "corrected"), [("right", "184"), ("none", ""), ("back", None)])
    def test_right_none_and_back(self, client: Client, do: str, corrected: str | None) -> None:
        reading = services.correct(add(User.objects.local_owner(), "184"), "5")
        client.post(f"/history/{reading.pk}/correct", {"do": do})
        reading.refresh_from_db()
        assert reading.corrected == corrected

    def test_a_script_gets_row_and_panel(self, client: Client) -> None:
        reading = add(User.objects.local_owner(), "184")
        form = {"do": "text", "corrected": "194"}
        url = f"/history/{reading.pk}/correct"
        answer = client.post(url, form, headers={"Accept": "application/json"}).json()
        assert answer["corrected"] == "194"
        assert "194" in answer["row"]
        assert "corrected to" in answer["panel"]

    @pytest.mark.parametrize("text", ["1a", "٣", "1" * 256, "-1"])
    def test_what_is_no_number_is_refused(self, client: Client, text: str) -> None:
        reading = add(User.objects.local_owner(), "184")
        url = f"/history/{reading.pk}/correct"
        headers = {"Accept": "application/json"}
        response = client.post(url, {"do": "text", "corrected": text}, headers=headers)
        assert response.status_code == 400
        assert "digits 0 to 9" in response.json()["error"]["hint"]
        reading.refresh_from_db()
        assert reading.corrected is None
