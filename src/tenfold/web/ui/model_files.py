"""The model's files for the browser, compressed once and kept by browsers as long as they may."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from tenfold.reading.model import WEIGHTS, known_models

_TYPES: Final = {".onnx": "application/octet-stream", ".json": "application/json"}
_FOREVER: Final = "public, max-age=31536000, immutable"


@login_not_required
def model_file(request: HttpRequest, file: str) -> HttpResponse:
    """Send a shipped model's .onnx file or card; with ``?h=<hash>`` browsers keep it for good."""
    name, _, ending = file.rpartition(".")
    suffix = f".{ending}"
    if suffix not in _TYPES or name not in known_models():
        raise Http404
    plain, packed, digest = _contents(WEIGHTS / file)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type=_TYPES[suffix])
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(plain, content_type=_TYPES[suffix])
    response["ETag"] = f'"{digest}"'
    response["Cache-Control"] = _FOREVER if request.GET.get("h") == digest else "no-cache"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@cache
def _contents(path: Path) -> tuple[bytes, bytes, str]:
    """Return a file's bytes, the same packed by gzip, and the first 16 digits of its SHA-256."""
    data = path.read_bytes()
    return data, gzip.compress(data, 9, mtime=0), sha256(data).hexdigest()[:16]


def model_url(file: str) -> str:
    """Return the address of a model's file with its hash: ``/model/x.onnx?h=...``."""
    return f"/model/{file}?h={_contents(WEIGHTS / file)[2]}"
