"""Fixtures of the web tests: a home, a database and three people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings as django_settings
from django.test import Client

django.setup()  # the models below cannot be imported without
# Some tests make the WSGI application as they are collected, which looks for the static files.
Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

from tenfold.web.accounts.models import Role, User

PASSWORD = "correct horse 7"


@pytest.fixture(autouse=True)
def web_home(own_home: None, tmp_path: Path, settings: Any) -> Path:
    """Give every test a home of its own, and static files as they lie."""
    settings.TENFOLD_HOME = tmp_path / "tenfold-home"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.TENFOLD_HOME


@pytest.fixture
def team(settings: Any) -> None:
    """Switch accounts on."""
    settings.TENFOLD_TEAM = True


@pytest.fixture
def owner(db: None) -> User:
    """The one who looks after the server."""
    return User.objects.create_user("olga", PASSWORD, role=Role.OWNER)


@pytest.fixture
def member(db: None) -> User:
    """One who uses it."""
    return User.objects.create_user("mia", PASSWORD)


@pytest.fixture
def stranger(db: None) -> User:
    """Another who uses it, and shares nothing with the member."""
    return User.objects.create_user("sven", PASSWORD)


@pytest.fixture
def sign_in(team: None) -> Any:
    """Return a client that is signed in as a person."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
