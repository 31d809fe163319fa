"""Corrections as data: told apart by mark, fixed, chosen, and learned from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from django.test import Client

from tenfold.datasets import load
from tenfold.imaging.decode import to_pixels
from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.models import Reading
from tenfold.web.readings.reader import read_picture
from tenfold.web.runs import choices, corrections
from tenfold.web.runs.models import Run

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def reading(owner: User) -> Reading:
    """A kept reading of a note that says 42, not checked yet."""
    data = (EXAMPLES / "sticky-note.jpg").read_bytes()
    result = read_picture(data)
    return services.store_reading(owner, result, source="upload", name="note")


def test_text_of_as_many_digits_says_what_each_is(reading: Reading) -> None:
    services.correct(reading, "47")
    assert [(m.read, m.meant) for m in corrections.marks(reading)] == [(4, 4), (2, 7)]


def test_text_of_other_length_says_nothing_of_single_marks(reading: Reading) -> None:
    services.correct(reading, "427")
    assert corrections.marks(reading) == []


def test_no_digit_at_all_makes_each_none(reading: Reading) -> None:
    services.correct(reading, "")
    assert [m.meant for m in corrections.marks(reading)] == [10, 10]


def test_pad_says_it_of_each_mark(reading: Reading) -> None:
    reading.data["numbers"][0]["digits"][1]["corrected"] = None
    services.correct(reading, "4")
    assert [m.meant for m in corrections.marks(reading)] == [4, 10]


def test_fixing_one_mark_changes_the_text(reading: Reading) -> None:
    services.correct(reading, "42")
    corrections.fix(reading, 1, 7)
    reading.refresh_from_db()
    assert reading.corrected == "47"
    corrections.fix(reading, 0, 10)
    reading.refresh_from_db()
    assert (reading.corrected, [m.meant for m in corrections.marks(reading)]) == ("7", [10, 7])


def test_data_set_holds_what_the_network_saw(owner: User, reading: Reading) -> None:
    services.correct(reading, "47")
    data = corrections.gather(owner, None)
    (path,) = choices.places(owner, data.name)
    dataset = load(path)
    assert sorted(dataset.labels.tolist()) == [4, 7]
    assert dataset.images[0].shape == (28, 28)
    page = to_pixels((EXAMPLES / "sticky-note.jpg").read_bytes())
    assert page.shape[0] > 28
    seven = cv2.imread(str(next(Path(path).glob("7/*.png"))), cv2.IMREAD_GRAYSCALE)
    assert 20 < int(np.count_nonzero(seven < 128)) < 300, "dark ink on white"


def test_only_chosen_marks_are_taken(owner: User, reading: Reading) -> None:
    services.correct(reading, "47")
    data = corrections.gather(owner, [(reading.pk, 1)])
    assert (data.files, [pick[3] for pick in data.picks]) == (1, [7])


def test_marks_of_another_person_are_none(owner: User, stranger: User, reading: Reading) -> None:
    services.correct(reading, "47")
    with pytest.raises(Refused, match="nothing to learn from"):
        corrections.gather(stranger, [(reading.pk, 1)])


def test_page_lists_filters_and_shows_marks(
    owner: User, stranger: User, reading: Reading, sign_in: Callable[[User], Client]
) -> None:
    services.correct(reading, "47")
    client = sign_in(owner)
    (told,) = client.get("/corrections/list?mix=27").json()["readings"]
    assert told["marks"] == [{"place": 1, "read": 2, "meant": 7}]
    assert client.get("/corrections/list?mix=11").json()["readings"] == []
    picture = client.get(f"/corrections/{reading.pk}/marks.png")
    assert to_pixels(picture.content).shape[:2] == (28, 56)
    assert sign_in(stranger).get("/corrections/list").json()["readings"] == []
    assert sign_in(stranger).get(f"/corrections/{reading.pk}/marks.png").status_code == 404


def test_train_on_these_starts_a_run(
    owner: User, reading: Reading, sign_in: Callable[[User], Client]
) -> None:
    services.correct(reading, "47")
    said: dict[str, Any] = {"marks": [[reading.pk, 1]], "settings": {"model": "mlp_scratch"}}
    answer = sign_in(owner).post("/corrections/train", said, content_type="application/json")
    assert answer.status_code == 201
    run = Run.objects.get(pk=answer.json()["run"]["id"])
    assert (run.settings["data"], run.settings["model"]) == (["Corrections"], "mlp_scratch")
