"""The model's files for the browser, compressed once and kept by browsers as long as they may."""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from tenfold.reading import names
from tenfold.web.ui.present import present_card, present_files

_TYPES: Final = {"onnx": "application/octet-stream", "json": "application/json"}
_FOREVER: Final = "public, max-age=31536000, immutable"
_BROTLI: Final = 9
"""11 takes ten times as long, and weights hold little that could be squeezed out."""


class Contents(NamedTuple):
    """A file's bytes as they are and compressed, and the first 16 digits of its SHA-256."""

    identity: bytes
    gzip: bytes
    br: bytes
    digest: str


@login_not_required
def model_file(request: HttpRequest, file: str) -> HttpResponse:
    """Send a model's .onnx file or card; with ``?h=<hash>`` browsers keep it for good."""
    name, _, ending = file.rpartition(".")
    path = model_paths(name).get(ending)
    if path is None or not _may_have(request, name):
        raise Http404
    contents = _contents(path)
    encoding = _encoding(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(getattr(contents, encoding), content_type=_TYPES[ending])
    if encoding != "identity":
        response["Content-Encoding"] = encoding
    etag = f'"{contents.digest}-{encoding}"'
    response["ETag"] = etag
    response["Cache-Control"] = _FOREVER if request.GET.get("h") == contents.digest else "no-cache"
    patch_vary_headers(response, ("Accept-Encoding",))
    answer = get_conditional_response(request, etag=etag, response=response)
    assert answer is not None  # noqa: S101 - a response went in
    return answer


def default_model_name() -> str:
    """Return the name of the model that reads here, as its card has it."""
    return present_card().name


def model_paths(name: str) -> dict[str, Path]:
    """Return the files of a model that ships, is stored or reads here; {} where there is none."""
    found = present_files() if name == present_card().name else names.model_files(name)
    return {} if found is None else {"onnx": found[0], "json": found[1]}


def model_url(ending: str, name: str = "") -> str:
    """Return the address of a model's file with its hash: ``/model/x.onnx?h=...``."""
    name = name or present_card().name
    return f"/model/{name}.{ending}?h={_contents(model_paths(name)[ending]).digest}"


def _may_have(request: HttpRequest, name: str) -> bool:
    """Whether this may be sent: without signing in only the model that reads here."""
    if not settings.TENFOLD_TEAM or name == present_card().name:
        return True
    return bool(request.user.is_authenticated)


def _contents(path: Path) -> Contents:
    stat = path.stat()
    return _compressed(path, stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=16)
def _compressed(path: Path, *stat: int) -> Contents:
    data = path.read_bytes()
    return Contents(
        data,
        gzip.compress(data, 9, mtime=0),
        brotli.compress(data, quality=_BROTLI),
        sha256(data).hexdigest()[:16],
    )


def _encoding(accepted: str) -> str:
    """Return the best of br, gzip and identity that the client takes."""
    offered = {part.split(";")[0].strip() for part in accepted.split(",") if "q=0" not in part}
    return next((encoding for encoding in ("br", "gzip") if encoding in offered), "identity")
