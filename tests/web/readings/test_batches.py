"""Batches: what is taken, what is refused, what is left afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.support.uploads import picture, sent, zipped

from tenfold.web.accounts.models import User
from tenfold.web.readings import batches
from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.models import Batch, BatchFile, BatchState, ItemState, Picture, Reading

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], None]


def spooled(home: Path) -> list[Path]:
    """Return the files in the spool."""
    return [path for path in (home / "spool").rglob("*") if path.is_file()]


def texts(batch: Batch) -> dict[str, str]:
    """Return what was read on each picture, or why it could not be."""
    return {
        item.label: item.problem if item.reading is None else item.reading.text
        for item in batches.results(batch)
    }


def test_pictures_are_read_and_the_spool_is_empty_afterwards(
    member: User, work: Work, web_home: Path
) -> None:
    files = [sent("a.jpg"), sent("b.png", picture("form-scan.png"))]
    batch = batches.create_from(member, files)
    work()
    batch.refresh_from_db()
    assert texts(batch) == {"a.jpg": "42", "b.png": "1840 27 305 96 412"}
    assert (batch.state, batch.total, batch.done, batch.failed) == (BatchState.DONE, 2, 2, 0)
    assert (batch.name, batch.claim, spooled(web_home)) == ("a.jpg", "", [])
    assert {reading.owner_id for reading in Reading.objects.all()} == {member.pk}


def test_bad_file_is_named_with_its_reason_and_the_others_go_on(member: User, work: Work) -> None:
    bad = picture()[:2000]
    files = [sent("a.jpg"), sent("cut.jpg", bad), sent("no.txt", b"hello"), sent("b.jpg")]
    batch = batches.create_from(member, files)
    work()
    batch.refresh_from_db()
    found = texts(batch)
    assert found["a.jpg"] == found["b.jpg"] == "42"
    assert "cut short or broken" in found["cut.jpg"]
    assert "Tenfold reads PNG" in found["no.txt"]
    assert (batch.done, batch.failed) == (2, 2)


def test_zip_gives_its_pictures_in_natural_order_and_names_what_it_does_not_read(
    member: User, work: Work
) -> None:
    inner = zipped({"x.jpg": picture()})
    members = {"d/s10.jpg": picture(), "d/s2.jpg": picture(), "in.zip": inner, "notes.txt": b"-"}
    batch = batches.create_from(member, [sent("s.zip", zipped(members))])
    work()
    assert list(texts(batch)) == ["s.zip:d/s2.jpg", "s.zip:d/s10.jpg", "s.zip:in.zip"]
    assert texts(batch)["s.zip:in.zip"] == "A zip in a zip is not read. Unpack it first."


def test_names_that_climb_out_write_nothing_outside(
    member: User, work: Work, web_home: Path
) -> None:
    before = {path for path in web_home.parent.rglob("*") if web_home not in path.parents}
    data = zipped({"../../evil.jpg": picture(), "/etc/evil.jpg": picture()})
    batch = batches.create_from(member, [sent("../up.zip", data)])
    work()
    assert set(texts(batch)) == {"up.zip:evil.jpg", "up.zip:etc/evil.jpg"}
    after = {path for path in web_home.parent.rglob("*") if web_home not in path.parents}
    assert after - before <= {web_home}


def test_bomb_is_refused_before_it_is_unpacked_and_nothing_is_stored(
    member: User, web_home: Path
) -> None:
    bomb = zipped({f"{n}.bmp": bytes(10_000_000) for n in range(8)})
    with pytest.raises(Refused, match="times its size") as refused:
        batches.create_from(member, [sent("bomb.zip", bomb)])
    assert refused.value.failure.status == 413
    assert (Batch.objects.count(), spooled(web_home)) == (0, [])


def test_large_member_is_named_and_the_others_go_on(
    member: User, work: Work, settings: Any
) -> None:
    settings.TENFOLD_MAX_PICTURE_BYTES = 1_000_000
    data = zipped({"big.bmp": bytes(3_000_000), "small.jpg": picture()})
    batch = batches.create_from(member, [sent("s.zip", data)])
    work()
    assert texts(batch)["s.zip:big.bmp"].startswith("This picture is too large.")
    assert texts(batch)["s.zip:small.jpg"] == "42"


def test_10_001_pictures_are_refused_with_the_reason(member: User, web_home: Path) -> None:
    data = zipped({f"{n}.png": b"" for n in range(10_001)})
    with pytest.raises(Refused, match="10,001 pictures, at most 10,000"):
        batches.create_from(member, [sent("many.zip", data)])
    assert (Batch.objects.count(), spooled(web_home)) == (0, [])


def test_limit_holds_over_several_requests(member: User, settings: Any) -> None:
    settings.TENFOLD_MAX_FILES = 3
    batch = batches.create(member)
    batches.add_files(batch, [(0, sent("a.jpg")), (1, sent("b.jpg"))])
    with pytest.raises(Refused, match="more than 3 pictures"):
        batches.add_files(batch, [(2, sent("c.jpg")), (3, sent("d.jpg"))])
    batch.refresh_from_db()
    assert (batch.total, batch.files.count()) == (2, 2)


def test_damaged_and_empty_zips_are_refused(member: User) -> None:
    for data, told in ((b"PK\x03\x04nothing", "is damaged"), (zipped({"a.txt": b"a"}), "no pict")):
        with pytest.raises(Refused, match=told):
            batches.create_from(member, [sent("s.zip", data)])


def test_pages_are_read_one_by_one(member: User, work: Work) -> None:
    file = io.BytesIO()
    pages = [Image.open(io.BytesIO(picture("form-scan.png"))).convert("L") for _ in range(3)]
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    batch = batches.create_from(member, [sent("form.pdf", file.getvalue()), sent("a.jpg")])
    work()
    batch.refresh_from_db()
    assert set(texts(batch)) == {*(f"form.pdf page {n}" for n in (1, 2, 3)), "a.jpg"}
    assert (batch.total, batch.done) == (4, 4)


def test_file_of_too_many_pages_is_named(member: User, work: Work, settings: Any) -> None:
    settings.TENFOLD_MAX_PAGES = 2
    file = io.BytesIO()
    pages = [Image.new("L", (40, 40), 255) for _ in range(3)]
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:])
    batch = batches.create_from(member, [sent("fax.tif", file.getvalue())])
    work()
    assert texts(batch)["fax.tif"].startswith("The file has more than 2 pages.")


def test_a_position_is_taken_once_however_often_it_is_sent(member: User, work: Work) -> None:
    batch = batches.create(member)
    assert batches.add_files(batch, [(0, sent("a.jpg"))]) == 1
    assert batches.add_files(batch, [(0, sent("a.jpg")), (1, sent("b.jpg"))]) == 1
    batches.close(batch)
    work()
    assert list(texts(batch)) == ["a.jpg", "b.jpg"]


def test_file_comes_in_parts_that_may_be_repeated_or_cut_off(member: User, work: Work) -> None:
    data = zipped({"a.jpg": picture()})
    batch = batches.create(member)
    size, half = len(data), len(data) // 2

    def part(start: int, end: int) -> int:
        return batches.add_part(
            batch, data[start:end], position=0, name="s.zip", offset=start, size=size
        )

    assert part(0, half) == half
    assert part(half + 10, size) == half  # there is a gap: nothing is written
    assert part(0, half) == half
    assert part(half, size) == size
    assert part(half, size) == size
    batches.close(batch)
    work()
    assert texts(batch) == {"s.zip:a.jpg": "42"}


def test_closed_batch_takes_no_more(member: User) -> None:
    batch = batches.close(batches.create(member))
    with pytest.raises(Refused, match="no more files"):
        batches.add_files(batch, [(0, sent("a.jpg"))])


def test_open_batch_is_read_but_not_done(member: User, work: Work) -> None:
    batch = batches.create(member)
    batches.add_files(batch, [(0, sent("a.jpg"))])
    work()
    batch.refresh_from_db()
    assert (batch.done, batch.state) == (1, BatchState.RUNNING)
    batches.close(batch)
    work()
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE


def test_cancelled_batch_keeps_what_is_read_and_drops_the_rest(
    member: User, work: Work, web_home: Path
) -> None:
    batch = batches.create(member)
    batches.add_files(batch, [(0, sent("a.jpg"))])
    work()
    batches.add_files(batch, [(1, sent("b.jpg"))])
    batches.cancel(batch)
    work()
    assert (batch.state, list(texts(batch))) == (BatchState.CANCELLED, ["a.jpg"])
    assert spooled(web_home) == []


def test_results_come_in_pages_that_neither_repeat_nor_miss(member: User, work: Work) -> None:
    batch = batches.create_from(member, [sent(f"{n}.jpg") for n in range(5)])
    work()
    first = batches.results(batch, limit=3)
    second = batches.results(batch, after=first[-1].number or 0)
    assert [item.number for item in (*first, *second)] == [1, 2, 3, 4, 5]


def test_pictures_are_not_kept_where_the_sender_says_so(
    member: User, work: Work, web_home: Path
) -> None:
    batches.create_from(member, [sent("a.jpg")], keep=False)
    work()
    assert (Reading.objects.count(), Picture.objects.count()) == (1, 0)
    assert list((web_home / "pictures").rglob("*.png")) == []


def test_forgotten_pictures_are_gone_and_readings_stay(
    member: User, work: Work, web_home: Path
) -> None:
    batch = batches.create_from(member, [sent("a.jpg"), sent("b.png", picture("printed.png"))])
    work()
    assert len(list((web_home / "pictures").rglob("*.png"))) == 2
    assert batches.forget_pictures(batch) == 2
    assert (Reading.objects.count(), Picture.objects.count()) == (2, 0)
    assert list((web_home / "pictures").rglob("*.png")) == []


def test_deleted_batch_leaves_nothing(member: User, work: Work, web_home: Path) -> None:
    batch = batches.create(member)
    batches.add_files(batch, [(0, sent("a.jpg"))])
    work()
    batches.add_files(batch, [(1, sent("b.jpg"))])
    batches.delete(batch)
    rows = (Batch, BatchFile, Reading, Picture)
    assert [model.objects.count() for model in rows] == [0, 0, 0, 0]
    assert spooled(web_home) + list((web_home / "pictures").rglob("*.png")) == []


def test_picture_of_two_people_stays_while_one_of_them_has_it(
    member: User, stranger: User, work: Work, web_home: Path
) -> None:
    mine = batches.create_from(member, [sent("a.jpg")])
    batches.create_from(stranger, [sent("a.jpg")])
    work()
    batches.delete(mine)
    assert len(list((web_home / "pictures").rglob("*.png"))) == 1


def test_refused_items_are_failed_once_and_have_no_reading(member: User, work: Work) -> None:
    batch = batches.create_from(member, [sent("no.png", b"no")])
    work()
    (item,) = batches.results(batch)
    assert (item.state, item.reading, item.tries) == (ItemState.FAILED, None, 1)


def test_sweep_takes_away_what_a_cut_off_request_left(
    member: User, web_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batches.create(member)
    batches.add_files(batch, [(0, sent("a.jpg"))])
    left = web_home / "spool" / "999"
    left.mkdir()
    (left / "part-0").write_bytes(b"half")
    monkeypatch.setattr("tenfold.web.readings.spool._YOUNG_S", -1)
    batches.sweep()
    assert len(spooled(web_home)) == 1
    assert not left.exists()
