"""Clients of the API, and pictures to send."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageDraw

from tenfold.web.accounts.models import User
from tenfold.web.api import limits, tokens


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Let no test see what another's process memory holds."""
    yield
    limits.BUCKETS.clear()
    tokens.forget()


@pytest.fixture
def program(team: None) -> Callable[..., Client]:
    """Return a client that comes with a token of a person."""

    def with_token(user: User, scope: str = "write", **fields: Any) -> Client:
        _, text = tokens.make_token(user, name="test", scope=scope, **fields)
        return Client(headers={"Authorization": f"Bearer {text}"})

    return with_token


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def drawn_seven(size: int = 60) -> Image.Image:
    """Draw a seven with a round pen, dark on light."""
    image = Image.new("L", (size, size), 255)
    points = [(size * x // 60, size * y // 60) for x, y in ((14, 14), (46, 14), (26, 48))]
    ImageDraw.Draw(image).line(points, fill=0, width=max(1, size // 10), joint="curve")
    return image


@pytest.fixture(scope="session")
def seven() -> bytes:
    """A PNG file with a seven on it."""
    return encoded(drawn_seven())
