"""The first page: a pad, and what is read on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def draw(request: HttpRequest) -> HttpResponse:
    """Show the pad; all else happens in the browser."""
    return render(request, "readings/draw.html")
