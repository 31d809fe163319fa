"""Links, roles and passwords."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tenfold.web.accounts import services
from tenfold.web.accounts.models import Link, Role, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("team")]
SignIn = Callable[[User], Client]
FRESH = {"name": "nina", "password": "blue paper boat"}


def join(token: str, **fields: str) -> int:
    return Client().post(f"/join/{token}", fields or FRESH).status_code


def test_the_setup_link_makes_the_first_owner(client: Client) -> None:
    token = services.setup_token()
    response = client.post(f"/join/{token}", {"name": "olga", "password": "blue paper boat"})
    assert response.url == "/"
    assert User.objects.get(name="olga").is_owner
    assert client.get("/users").status_code == 200


def test_the_owner_of_this_machine_keeps_their_readings() -> None:
    before = User.objects.local_owner()
    join(str(services.setup_token()))
    assert User.objects.get(name="nina").pk == before.pk == User.objects.local_owner().pk


def test_a_new_setup_link_takes_the_old_one_away() -> None:
    old, new = services.setup_token(), services.setup_token()
    assert join(str(old)) == 404
    assert join(str(new)) == 302


def test_there_is_no_setup_link_once_an_owner_can_enter(owner: User) -> None:
    assert services.setup_token() is None


def test_an_invitation_makes_a_member(owner: User, sign_in: SignIn) -> None:
    page = sign_in(owner).post("/users", {"role": "member"}).content.decode()
    token = page.split("/join/")[1].split('"')[0]
    assert join(token) == 302
    assert User.objects.get(name="nina").role == Role.MEMBER


def test_a_link_works_once() -> None:
    token = Link.objects.make()
    assert [join(token), join(token, name="uwe", password="blue paper boat")] == [302, 404]


def test_a_link_ends_after_its_days() -> None:
    token = Link.objects.make()
    Link.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert join(token) == 404


def test_the_token_stands_nowhere_in_the_database() -> None:
    token = Link.objects.make()
    assert token not in str(list(Link.objects.values_list()))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "MIA", "password": "blue paper boat"}, "This name is taken."),
        ({"name": "nina", "password": "short"}, "too short"),
        ({"name": "nina", "password": "password123"}, "too common"),
        ({"name": "", "password": "blue paper boat"}, "This field is required."),
    ],
)
def test_a_wrong_choice_is_told_and_leaves_the_link_good(
    member: User, fields: dict[str, str], told: str
) -> None:
    token = Link.objects.make()
    assert told in Client().post(f"/join/{token}", fields).content.decode()
    assert join(token) == 302


def test_a_link_for_a_new_password_ends_the_old_one(
    owner: User, member: User, sign_in: SignIn
) -> None:
    page = sign_in(owner).post(f"/users/{member.pk}", {"do": "link"}).content.decode()
    token = page.split("/join/")[1].split('"')[0]
    before = sign_in(member)
    assert join(token, password="blue paper boat") == 302
    assert before.get("/").status_code == 302


def test_a_changed_password_signs_other_devices_out(member: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(member), sign_in(member)
    fields = {"old_password": "correct horse 7", "new_password1": "blue paper boat"}
    assert here.post("/account", fields).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("wrong", "blue paper boat", "entered incorrectly"),
        ("correct horse 7", "short", "too short"),
    ],
)
def test_a_password_is_not_changed_by_a_wrong_form(
    member: User, sign_in: SignIn, old: str, new: str, told: str
) -> None:
    fields = {"old_password": old, "new_password1": new}
    assert told in sign_in(member).post("/account", fields).content.decode()
    member.refresh_from_db()
    assert member.check_password("correct horse 7")


@pytest.mark.parametrize("address", ["/users", "/users/1", "/users/invitations/1"])
def test_only_owners_look_after_people(member: User, sign_in: SignIn, address: str) -> None:
    assert sign_in(member).post(address, {"role": "owner", "do": "owner"}).status_code == 403


@pytest.mark.parametrize("change", ["member", "disable"])
def test_the_last_owner_stays(owner: User, sign_in: SignIn, change: str) -> None:
    page = sign_in(owner).post(f"/users/{owner.pk}", {"do": change}, follow=True).content.decode()
    owner.refresh_from_db()
    assert owner.is_owner
    assert owner.is_active
    assert "There must be an owner." in page


def test_an_owner_disables_and_enables_a_member(owner: User, member: User, sign_in: SignIn) -> None:
    client = sign_in(owner)
    for change, active in (("disable", False), ("enable", True)):
        client.post(f"/users/{member.pk}", {"do": change})
        member.refresh_from_db()
        assert member.is_active is active


def test_an_owner_makes_another_and_then_steps_back(
    owner: User, member: User, sign_in: SignIn
) -> None:
    client = sign_in(owner)
    client.post(f"/users/{member.pk}", {"do": "owner"})
    client.post(f"/users/{owner.pk}", {"do": "member"})
    assert [user.name for user in User.objects.active_owners()] == ["mia"]


def test_an_invitation_can_be_taken_back(owner: User, sign_in: SignIn) -> None:
    token = Link.objects.make()
    sign_in(owner).post(f"/users/invitations/{Link.objects.get().pk}")
    assert join(token) == 404


def test_without_accounts_there_are_no_people(client: Client, settings: object) -> None:
    settings.TENFOLD_TEAM = False  # type: ignore[attr-defined]
    assert [client.get(a).status_code for a in ("/users", "/account")] == [404, 404]
