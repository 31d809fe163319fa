"""Pictures are for their owner alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.models import Picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def picture(member: User, form: bytes) -> Picture:
    reading = services.store_reading(member, services.read_picture(form), source="upload")
    return reading.picture


def test_the_owner_gets_their_picture_and_no_cache_keeps_it(
    picture: Picture, member: User, sign_in: SignIn
) -> None:
    response = sign_in(member).get(f"/pictures/{picture.pk}.png")
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_for_all_others_it_does_not_exist(
    picture: Picture, owner: User, stranger: User, sign_in: SignIn
) -> None:
    asked = [sign_in(user).get(f"/pictures/{picture.pk}.png") for user in (owner, stranger)]
    assert [response.status_code for response in asked] == [404, 404]


def test_a_picture_whose_file_is_gone_is_not_found(
    picture: Picture, member: User, sign_in: SignIn
) -> None:
    picture.path.unlink()
    assert sign_in(member).get(f"/pictures/{picture.pk}.png").status_code == 404
