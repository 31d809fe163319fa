"""The page of a new run: what can be chosen, and what a look at the data found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tenfold.training.settings import HELP
from tenfold.web.accounts.models import User
from tenfold.web.runs import looking
from tenfold.web.runs.models import Data, Run, Survey, SurveyState
from tenfold.web.runs.views.new import FIRST, MORE

pytestmark = pytest.mark.django_db

FOUND = {
    "counts": {str(digit): 10 * digit for digit in range(10)} | {"not a digit": 0},
    "pictures": 450,
    "imbalance": 0.0,
    "repeats": 3,
    "conflict_count": 1,
    "conflicts": [{"path": "digits/1/a.png", "reason": "also in 7"}],
    "unreadable_count": 120,
    "unreadable": [{"path": f"digits/{n}.png", "reason": "cut short"} for n in range(100)],
    "blank_count": 0,
    "blank": [],
    "groups": 0,
    "split": {"by": "picture", "training": 380, "validation": 70, "copies_left_out": 0},
    "refusals": [{"reason": "all pictures are of one class", "hint": "Bring two."}],
    "warnings": [{"reason": "there is no 0", "hint": "Bring some."}],
}


@pytest.fixture
def me(sign_in: Callable[[User], Client], owner: User) -> Client:
    """The owner's browser."""
    return sign_in(owner)


def test_every_setting_has_its_help_beside_it(me: Client) -> None:
    page = me.get("/runs/new").content.decode()
    for name in (*FIRST, *MORE):
        assert f'id="setting-{name}"' in page
        assert HELP[name].replace("'", "&#x27;") in page


def test_own_data_can_be_chosen_and_deleted(me: Client, owner_data: Data) -> None:
    part = me.get("/runs/new?part=data").content.decode()
    assert 'value="digits"' in part
    assert f"/runs/data/{owner_data.pk}/delete" in part
    assert "<html" not in part


def test_a_run_again_begins_with_the_settings_of_the_other(me: Client, owner: User) -> None:
    settings = {"data": ["digits"], "model": "mlp_scratch", "epochs": 7}
    run = Run.objects.create(owner=owner, settings=settings)
    page = me.get(f"/runs/new?from={run.pk}")
    chosen = {field.name: field.value for field in page.context["fields"]}
    assert chosen["epochs"] == "7"
    assert 'value="mlp_scratch" data-defaults=' in page.content.decode()


@pytest.mark.parametrize("number", ["99", "x", "-1", "9" * 30])
def test_a_run_again_of_none_is_refused_or_left_out(me: Client, number: str) -> None:
    assert me.get(f"/runs/new?from={number}").status_code in (200, 404)


def test_what_was_found_is_told_in_words_and_numbers(me: Client, owner: User) -> None:
    survey = Survey.objects.create(
        owner=owner, data=["digits"], state=SurveyState.DONE, result=FOUND
    )
    page = me.get(f"/runs/survey/{survey.pk}/shown").content.decode()
    for words in (
        "All pictures are of one class.",
        "Bring two.",
        "There is no 0.",
        "digits/1/a.png",
        "Could not be read: 120",
        "These are the first 100.",
        "a class is missing",
    ):
        assert words in page


def test_a_look_that_is_not_done_is_not_shown(me: Client, owner: User) -> None:
    survey = Survey.objects.create(owner=owner, data=["digits"])
    assert me.get(f"/runs/survey/{survey.pk}/shown").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_real_look_can_be_shown(
    me: Client, owner: User, owner_data: Data, work: Callable[[], None]
) -> None:
    survey = looking.start(owner, ["digits"])
    work()
    page = me.get(f"/runs/survey/{survey.pk}/shown").content.decode()
    assert "Pictures a class" in page
    assert f"/runs/survey/{survey.pk}/sheet.png" in page
