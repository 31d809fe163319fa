"""What changes the models: for owners."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from tenfold.errors import ModelError
from tenfold.reading import Reader, store
from tenfold.reading.names import DEFAULT_MODEL
from tenfold.reading.untrusted import MAX_BYTES, check_bytes
from tenfold.web.zoo import work
from tenfold.web.zoo.access import owners
from tenfold.web.zoo.views import list_context

MOST_CARD_BYTES: Final = 1_000_000
_STRANGE: Final = re.compile(r"[^A-Za-z0-9_.-]+")


def _by(request: HttpRequest) -> str:
    return request.user.name if settings.TENFOLD_TEAM else ""


@owners
def compare(request: HttpRequest, name: str) -> HttpResponse:
    """Begin to compare a model with the one that reads; pages ask for the verdict."""
    try:
        return JsonResponse(work.as_json(work.compare(name)))
    except ModelError as error:
        return JsonResponse({"state": "failed", "error": str(error)})


@owners
def promote(request: HttpRequest, name: str) -> HttpResponse:
    """Make a model the one that reads, once it was compared, or for a reason."""
    try:
        told = _promoted(request, name)
    except ModelError as error:
        told = _sentence(error)
    messages.success(request, told)
    return redirect("models-model", name)


def _promoted(request: HttpRequest, name: str) -> str:
    state = work.verdict(name).ask()
    passed = bool(state.result.get("passed"))
    reason = request.POST.get("reason", "").strip()[:500]
    if state.state not in ("done", "failed"):
        return "Compare it with the present model first."
    if not passed and not reason:
        return "Give a reason for promoting it all the same."
    Reader(name, error_rate=settings.TENFOLD_ERROR_RATE)  # else this server could not read with it
    store.promote(name, state.result, None if passed else reason, _by(request))
    return f"{name} reads now."


@owners
def rollback(request: HttpRequest) -> HttpResponse:
    """Bring back the model that read before."""
    try:
        back = store.rollback(_by(request))
        messages.success(request, f"{back.model if back else DEFAULT_MODEL} reads again.")
    except ModelError as error:
        messages.error(request, _sentence(error))
    return redirect("models")


@owners
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Remove a model for good."""
    try:
        store.remove(name)
    except ModelError as error:
        messages.error(request, _sentence(error))
        return redirect("models-model", name)
    messages.success(request, f"{name} is removed.")
    return redirect("models")


@owners
def int8(request: HttpRequest, name: str) -> HttpResponse:
    """Begin to make the int8 file, and say how it stands."""
    try:
        state = work.make_int8(name)
    except ModelError as error:
        return JsonResponse({"state": "failed", "error": _sentence(error)})
    return JsonResponse({**work.as_json(state), "figures": state.result})


@owners
def import_model(request: HttpRequest) -> HttpResponse:
    """Take a model's file, with its card or without, and add it once it is found sound."""
    try:
        found = _imported(request)
    except ModelError as error:
        context = list_context(request, import_error=_sentence(error))
        return render(request, "zoo/list.html", context, status=422)
    return redirect(found)


def _imported(request: HttpRequest) -> str:
    """Return the page to go to: the model's, or the list, which waits for its card."""
    sent, card = request.FILES.get("model"), request.FILES.get("card")
    if sent is None:
        raise ModelError("Choose an .onnx file")
    name = request.POST.get("name", "").strip() or None
    if name is not None:
        store.check_name(name)
    file = Path(str(sent.name)).name
    data = _bytes(sent, MAX_BYTES, file)
    check_bytes(data, file)
    folder = Path(tempfile.mkdtemp(prefix="import-", dir=_spool()))
    source = folder / f"{_STRANGE.sub('-', Path(file).stem).strip('-.') or 'model'}.onnx"
    source.write_bytes(data)
    if card is None:
        return f"/models/?importing={work.begin_adoption(source, name)}"
    try:
        text = _bytes(card, MOST_CARD_BYTES, str(card.name))
        source.with_suffix(".json").write_bytes(text)
        return f"/models/{store.add(source, name)}/"
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def _spool() -> Path:
    """Return the folder for files on their way in."""
    folder = Path(settings.TENFOLD_HOME) / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _bytes(sent: UploadedFile, most: int, name: str) -> bytes:
    if (sent.size or 0) > most:
        raise ModelError(f"{name} has {sent.size:,} bytes, expected at most {most:,}")
    return sent.read()


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"
