"""Storing, correcting and deleting readings."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tenfold.errors import ImageTooLarge
from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.models import Picture, Reading
from tenfold.web.readings.reader import reader

pytestmark = pytest.mark.django_db


def store(owner: User, picture: bytes, **more: Any) -> Reading:
    return services.store_reading(owner, services.read_picture(picture), source="upload", **more)


def files(home: Path) -> list[Path]:
    return [path for path in (home / "pictures").rglob("*") if path.is_file()]


def test_a_reading_is_stored_with_its_picture(member: User, form: bytes, web_home: Path) -> None:
    reading = store(member, form, name="form-scan.png")
    assert reading.text == "1840 27 305 96 412"
    assert reading.data["text"] == "1840 27\n305\n96 412"
    assert reading.band == "sure"
    assert files(web_home) == [reading.picture.path]


def test_a_kept_picture_is_made_anew_and_carries_no_notes(
    member: User, tmp_path: Path, web_home: Path
) -> None:
    photo = Image.new("RGB", (40, 60), "white")
    exif = Image.Exif()
    exif[0x010F] = "a camera with a name"
    photo.save(tmp_path / "photo.jpg", exif=exif, comment=b"secret place")
    store(member, (tmp_path / "photo.jpg").read_bytes())
    (kept,) = files(web_home)
    assert kept.read_bytes().startswith(b"\x89PNG")
    with Image.open(kept) as image:
        assert image.info == {}
        assert not image.getexif()


def test_a_large_page_is_kept_smaller_and_read_in_full(member: User) -> None:
    page = np.full((3000, 4000), 255, np.uint8)
    reading = services.store_reading(member, reader().read(page), source="api")
    assert (reading.picture.width, reading.picture.height) == (2048, 1536)
    assert reading.data["image"]["width"] == 4000


def test_the_same_picture_twice_is_one_file(member: User, form: bytes, web_home: Path) -> None:
    assert store(member, form).picture == store(member, form).picture
    assert len(files(web_home)) == 1


def test_a_picture_goes_with_the_last_reading_that_uses_it(
    member: User, form: bytes, web_home: Path
) -> None:
    first, second = store(member, form), store(member, form)
    services.delete(Reading.objects.filter(pk=first.pk))
    assert len(files(web_home)) == 1
    services.delete(Reading.objects.filter(pk=second.pk))
    assert files(web_home) == []
    assert Picture.objects.count() == 0


def test_another_persons_same_picture_stays(
    member: User, stranger: User, form: bytes, web_home: Path
) -> None:
    mine, theirs = store(member, form), store(stranger, form)
    services.delete(Reading.objects.of(member))
    assert theirs.picture.path.exists()
    assert not Picture.objects.filter(pk=mine.picture_id).exists()


def test_many_are_deleted_at_once(member: User, stranger: User, form: bytes) -> None:
    for _ in range(3):
        store(member, form, keep=False)
    store(stranger, form)
    assert services.delete(Reading.objects.of(member).order_by("-id")) == 3
    assert Reading.objects.count() == 1


def test_do_not_keep_leaves_the_picture_out(member: User, form: bytes, web_home: Path) -> None:
    assert store(member, form, keep=False).picture is None
    assert files(web_home) == []


def test_no_picture_is_kept_where_the_setting_says_none(
    member: User, form: bytes, web_home: Path, settings: Any
) -> None:
    settings.TENFOLD_KEEP_DAYS = 0
    assert store(member, form).picture is None
    assert files(web_home) == []


def test_a_blank_page_is_in_the_band_of_no_digit(member: User) -> None:
    page = np.full((50, 50), 255, np.uint8)
    reading = services.store_reading(member, reader().read(page), source="draw")
    assert (reading.text, reading.band, reading.accepted) == ("", "none", False)


def test_a_reading_as_json_is_stored_without_a_page(member: User, form: bytes) -> None:
    data = services.read_picture(form).to_dict()
    reading = services.store_reading(member, data, source="draw")
    assert reading.data == data
    assert reading.picture is None


def test_a_picture_over_the_limit_is_refused(form: bytes, settings: Any) -> None:
    settings.TENFOLD_MAX_PIXELS = 1000
    with pytest.raises(ImageTooLarge):
        services.read_picture(form)


def test_a_correction_is_kept_and_taken_back(member: User, form: bytes) -> None:
    reading = services.correct(store(member, form), " 1841  27 ")
    assert (reading.corrected, reading.final_text) == ("1841 27", "1841 27")
    assert reading.corrected_at is not None
    services.correct(reading, None)
    reading.refresh_from_db()
    assert (reading.corrected, reading.corrected_at) == (None, None)
    assert reading.final_text == reading.text


def test_a_correction_may_say_that_there_is_no_digit(member: User, form: bytes) -> None:
    assert services.correct(store(member, form), "").final_text == ""


@pytest.mark.parametrize("wrong", ["7a", "١", "-1", "1" * 256])
def test_a_correction_is_digits(member: User, form: bytes, wrong: str) -> None:
    with pytest.raises(ValueError, match="digits 0 to 9"):
        services.correct(store(member, form), wrong)


def test_rows_of_one_person_hold_nothing_of_another(
    member: User, stranger: User, form: bytes
) -> None:
    store(member, form)
    assert Reading.objects.of(member).count() == 1
    assert Reading.objects.of(stranger).count() == 0
    assert Picture.objects.of(stranger).count() == 0


def test_the_reader_is_loaded_once_for_all_threads() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(reader())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1
