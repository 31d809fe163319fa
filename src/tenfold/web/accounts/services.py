"""What can be done with people. Views and commands only call these."""

from __future__ import annotations

from django.db import transaction

from tenfold.web.accounts.models import Link, Role, User


class Refused(Exception):
    """This may not be done, and why."""


def setup_token() -> str | None:
    """Return a fresh token for the first owner's set-up link; None when someone can sign in."""
    if User.objects.active_owners().exists():
        return None
    owner = User.objects.local_owner()
    User.objects.filter(pk=owner.pk).update(role=Role.OWNER, is_active=True)
    return Link.objects.make(user=owner, role=Role.OWNER)


@transaction.atomic
def use_link(link: Link, *, name: str | None, password: str) -> User | None:
    """Make the person or set their password, and spend the link; None when it was spent."""
    spent, _ = Link.objects.filter(pk=link.pk).delete()
    if not spent:
        return None
    user = link.user or User(role=link.role)
    if name:
        user.name = name
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def set_active(user: User, active: bool) -> None:
    """Let a person sign in or not; their readings stay.

    Raises:
        Refused: they are the last owner.

    """
    if not active:
        _keep_an_owner(user)
    User.objects.filter(pk=user.pk).update(is_active=active)
    if not active:
        Link.objects.filter(user=user).delete()


@transaction.atomic
def set_role(user: User, role: str) -> None:
    """Make a person an owner or a member.

    Raises:
        Refused: they are the last owner.

    """
    if role != Role.OWNER:
        _keep_an_owner(user)
    User.objects.filter(pk=user.pk).update(role=Role(role))


def _keep_an_owner(user: User) -> None:
    # Locked, so that two owners cannot take each other's role at the same moment.
    owners = {owner.pk for owner in User.objects.active_owners().select_for_update()}
    if owners <= {user.pk}:
        raise Refused("There must be an owner. Make another person an owner first.")
