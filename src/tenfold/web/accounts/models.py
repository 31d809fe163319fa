"""A person who uses Tenfold."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

LINK_DAYS: Final = 7
"""How long a one-time link is good for."""


class Role(models.TextChoices):
    """What a person may do: an owner also looks after people and the server."""

    OWNER = "owner", "Owner"
    MEMBER = "member", "Member"


class UserManager(BaseUserManager["User"]):
    """Makes people and finds the one of this machine."""

    def create_user(self, name: str, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password none can sign in as them."""
        user = self.model(name=self.model.normalize_username(name.strip()), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by name, large letters as small ones."""
        return self.get(name__iexact=username or "")

    def local_owner(self) -> User:
        """Return the one owner of this machine, who needs no sign-in; made on the first call."""
        owner = self.filter(is_local=True).first()
        if owner is None:
            owner, _ = self.get_or_create(
                is_local=True, defaults={"name": "owner", "role": Role.OWNER, "password": "!"}
            )
        return owner

    def who_can_sign_in(self) -> models.QuerySet[User]:
        """Return the people who are active and have a password."""
        return self.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def active_owners(self) -> models.QuerySet[User]:
        """Return the owners who can sign in."""
        return self.who_can_sign_in().filter(role=Role.OWNER)


class User(AbstractBaseUser):
    """A person: a name to sign in with, a password, and a role."""

    name = models.CharField(max_length=80, unique=True)
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    is_local = models.BooleanField(default=False)
    """The owner of this machine before there were accounts."""
    created = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "name"

    class Meta:
        """Names differ by more than large and small letters; one local owner at most."""

        constraints = (
            models.UniqueConstraint(Lower("name"), name="one_name_whatever_its_case"),
            models.UniqueConstraint(
                fields=["is_local"], condition=models.Q(is_local=True), name="one_local_owner"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_owner(self) -> bool:
        """Whether this person looks after people and the server."""
        return self.role == Role.OWNER


class LinkManager(models.Manager["Link"]):
    """Makes and finds one-time links."""

    def make(
        self, *, user: User | None = None, role: str = Role.MEMBER, made_by: User | None = None
    ) -> str:
        """Make a link and return its token, which is stored nowhere.

        A new link for a person takes the older ones of theirs away.
        """
        if user is not None:
            self.filter(user=user).delete()
        token = secrets.token_urlsafe(24)
        expires = timezone.now() + timedelta(days=LINK_DAYS)
        self.create(
            token_hash=_hashed(token), user=user, role=role, made_by=made_by, expires=expires
        )
        return token

    def open(self) -> models.QuerySet[Link]:
        """Return the links that are still good."""
        return self.filter(expires__gt=timezone.now())

    def find(self, token: str) -> Link | None:
        """Return the link of a token while it is good; None for any other."""
        return self.open().filter(token_hash=_hashed(token)).select_related("user").first()


class Link(models.Model):
    """A link that works once: to join, or to choose a new password."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    """Whose password it sets; None where it makes a new person."""
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="links_made"
    )
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()

    objects = LinkManager()

    def __str__(self) -> str:
        return f"link for {self.user or self.get_role_display()}"


class Attempt(models.Model):
    """A sign-in that failed, or has not ended yet; see ``throttle``."""

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Counted by name and by address, within some minutes."""

        indexes = (
            models.Index(fields=["name", "at"], name="attempt_of_name"),
            models.Index(fields=["address", "at"], name="attempt_from_address"),
        )

    def __str__(self) -> str:
        return f"{self.name} from {self.address}"


def _hashed(token: str) -> str:
    # Tokens are long and random, so that a plain hash cannot be turned back.
    return sha256(token.encode()).hexdigest()
