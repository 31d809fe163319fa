"""The API does what its OpenAPI says: schemathesis makes requests from it and checks answers."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from PIL import Image
from tests.support.uploads import zipped

from tenfold.web.accounts.models import User
from tenfold.web.api import tokens

from .conftest import drawn_seven, encoded

pytestmark = pytest.mark.django_db

PNG, JPEG = encoded(drawn_seven()), encoded(drawn_seven(), "JPEG")
PICTURES = st.sampled_from([PNG, JPEG, encoded(Image.new("RGB", (3, 2)))])
# What is no picture is sent by test_bad_pictures: here each body is one, as the OpenAPI says.
for kind in ("image/png", "image/jpeg", "application/octet-stream"):
    schemathesis.openapi.media_type(kind, PICTURES)
schemathesis.openapi.media_type("application/zip", st.just(zipped({"a.png": PNG, "b.jpg": JPEG})))
schemathesis.openapi.format("binary", PICTURES)
schemathesis.openapi.format(
    "picture",
    PICTURES.map(lambda picture: base64.b64encode(picture).decode())
    | PICTURES.map(lambda p: f"data:image/png;base64,{base64.b64encode(p).decode()}"),
)


described_api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's own database connection open over its requests, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection", "team")
@described_api.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: Any, member: User) -> None:
    _, token = tokens.make_token(member, name="schemathesis", scope="write")
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
