"""What Prometheus reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from tenfold.web.accounts.models import User
from tenfold.web.runs.models import Run

pytestmark = pytest.mark.django_db


def samples(client: Client) -> dict[tuple[str, tuple[str, ...]], float]:
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, tuple(sorted(sample.labels.values()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def grown(client: Client, name: str, *labels: str) -> Callable[[], float]:
    key = (name, tuple(sorted(labels)))
    before = samples(client).get(key, 0.0)
    return lambda: samples(client)[key] - before


def test_requests_are_counted_by_route_and_not_by_address(client: Client) -> None:
    count = grown(client, "tenfold_http_requests_total", "/api/v1/readings/<id>", "GET", "404")
    client.get("/api/v1/readings/12345")
    client.get("/api/v1/readings/23456")
    assert count() == 2
    assert not any("12345" in label for _, labels in samples(client) for label in labels)


def test_strange_methods_and_addresses_make_no_series_of_their_own(client: Client) -> None:
    count = grown(client, "tenfold_http_requests_total", "other", "other", "404")
    client.generic("BREW", "/coffee-1")
    client.generic("MILK", "/coffee-2")
    assert count() == 2


def test_readings_and_refused_pictures_are_counted(client: Client, seven: bytes) -> None:
    sure = grown(client, "tenfold_readings_total", "sure")
    refused = grown(client, "tenfold_pictures_refused_total", "unsupported_picture")
    client.post("/api/v1/read", seven, content_type="image/png")
    client.post("/api/v1/read", b"no picture", content_type="image/png")
    assert (sure(), refused()) == (1, 1)


def test_the_model_is_named(client: Client) -> None:
    assert any(
        name == "tenfold_model_info" and "tenfold_small" in labels
        for name, labels in samples(client)
    )


def test_with_accounts_metrics_are_for_owners(
    owner: User, member: User, program: Callable[..., Client], sign_in: Callable[..., Client]
) -> None:
    assert Client().get("/metrics").status_code == 401
    assert program(member).get("/metrics").status_code == 403
    assert program(owner, scope="read").get("/metrics").status_code == 200
    assert sign_in(owner).get("/metrics").status_code == 200


def test_runs_are_told_by_status(client: Client, owner: User) -> None:
    Run.objects.create(owner=owner, settings={"data": ["mnist"]})
    told = samples(client)
    assert told["tenfold_runs", ("waiting",)] == 1
    assert told["tenfold_trainers", ()] == 0
