"""Addresses of the HTTP API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tenfold.web.api import inference, pages, scrape
from tenfold.web.api.v1 import api

_MODEL = ("v2/models/<str:model>", "v2/models/<str:model>/versions/<str:version>")

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("api/docs", pages.docs, name="api-docs"),
    path("account/tokens", pages.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke", pages.revoke_token, name="revoke-token"),
    path("metrics", scrape.metrics, name="metrics"),
    path("v2", inference.server_metadata),
    path("v2/health/live", inference.server_live),
    path("v2/health/ready", inference.server_ready),
    *(path(at, inference.model_metadata) for at in _MODEL),
    *(path(f"{at}/ready", inference.model_ready) for at in _MODEL),
    *(path(f"{at}/infer", inference.infer) for at in _MODEL),
]
