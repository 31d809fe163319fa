"""Addresses of the HTTP API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tenfold.web.api.v1 import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
]
