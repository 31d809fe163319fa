"""A person who uses Tenfold."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


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
