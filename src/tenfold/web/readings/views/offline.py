"""What the browser keeps so that two pages work without the server: nothing of anyone's."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from tenfold.web.inside.views import page_context as inside_context
from tenfold.web.readings.views.draw import page_context
from tenfold.web.ui.templatetags.ui import BUILD, built_files

_NO_TOKEN: Final = {"csrf_token": ""}
"""A token is somebody's, and would make every copy of a page another version."""
_ADDRESS: Final = re.compile(r'<(?:link|script)\b[^>]*?\b(?:href|src)="([^"]+)"')


@login_not_required
def draw_page(request: HttpRequest) -> HttpResponse:
    """Show the draw page as nobody: the one that the browser keeps for when it is offline."""
    return render(_as_nobody(request), "readings/draw.html", _draw_context())


@login_not_required
def inside_page(request: HttpRequest) -> HttpResponse:
    """Show the network's inside as nobody."""
    return render(_as_nobody(request), "inside/inside.html", _inside_context())


@login_not_required
def other_page(request: HttpRequest) -> HttpResponse:
    """Say that a page needs the server."""
    return render(_as_nobody(request), "readings/offline.html", _NO_TOKEN)


@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker's script, with what to keep written before it.

    The list is what the page itself asks for, so nothing can be missing from it. Its hash names
    the version: where one file changes, browsers take the whole set anew.
    """
    files = built_files("worker")
    if not files:
        raise Http404
    script = (BUILD / files[0]).read_text("utf-8")
    response = HttpResponse(f"const KEEP={_to_keep(request)};\n{script}")
    response["Content-Type"] = "text/javascript; charset=utf-8"
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


def _to_keep(request: HttpRequest) -> str:
    _as_nobody(request)
    markup = [
        render_to_string("readings/draw.html", _draw_context(), request),
        render_to_string("inside/inside.html", _inside_context(), request),
        render_to_string("readings/offline.html", _NO_TOKEN, request),
    ]
    files = sorted({_plain(url) for text in markup for url in _ADDRESS.findall(text)})
    digest = sha256("\n".join([*markup, *files]).encode()).hexdigest()[:16]
    pages = {reverse(name): reverse(f"{name}-offline") for name in ("draw", "inside")}
    kept = {"version": digest, "files": files, "pages": pages, "other": reverse("offline")}
    return json.dumps(kept)


def _as_nobody(request: HttpRequest) -> HttpRequest:
    request.user = AnonymousUser()
    return request


def _draw_context() -> dict[str, Any]:
    return {**page_context(owner=""), **_NO_TOKEN}


def _inside_context() -> dict[str, Any]:
    return {**inside_context(), **_NO_TOKEN}


def _plain(url: str) -> str:
    return url.replace("&amp;", "&")
