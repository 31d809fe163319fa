"""The Open Inference Protocol V2: what servers of models have in common.

Spec: https://github.com/kserve/open-inference-protocol. Data travels as JSON; there are no
extensions. Errors have its form, ``{"error": "..."}``, which ``middleware`` gives them.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from tenfold import __version__
from tenfold.reading import Reader
from tenfold.web.api.access import let_in
from tenfold.web.api.bodies import parsed_json
from tenfold.web.api.errors import ApiError, answering_errors
from tenfold.web.api.server import ready
from tenfold.web.api.tensors import checked_request, input_pictures, output_tensors
from tenfold.web.readings.reader import model_names, reader
from tenfold.web.ui.errors import Failure

_VERSION_LETTERS: Final = 12
_PLATFORM: Final = "onnx_onnxv1"
_INPUTS: Final = [{"name": "image", "datatype": "FP32", "shape": [-1, 1, 28, 28]}]
_OUTPUTS: Final = [
    {"name": "probabilities", "datatype": "FP32", "shape": [-1, 11]},
    {"name": "label", "datatype": "BYTES", "shape": [-1]},
]


@require_GET
def server_metadata(request: HttpRequest) -> HttpResponse:
    """Say what this server is."""
    return JsonResponse({"name": "tenfold", "version": __version__, "extensions": []})


@require_GET
def server_live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return JsonResponse({"live": True})


@require_GET
@answering_errors
def server_ready(request: HttpRequest) -> HttpResponse:
    """Say that the database and the model are there; 503 where they are not."""
    ready()
    return JsonResponse({"ready": True})


@require_GET
@answering_errors
def model_metadata(request: HttpRequest, model: str, version: str = "") -> HttpResponse:
    """Say what goes in and comes out."""
    let_in(request)
    found = _found(model, version)
    return JsonResponse(
        {
            "name": found.card.name,
            "versions": [_version(found)],
            "platform": _PLATFORM,
            "inputs": _INPUTS,
            "outputs": _OUTPUTS,
        }
    )


@require_GET
@answering_errors
def model_ready(request: HttpRequest, model: str, version: str = "") -> HttpResponse:
    """Say that a model is loaded."""
    let_in(request)
    return JsonResponse({"name": _found(model, version).card.name, "ready": True})


@csrf_exempt  # whoever may ask is checked by let_in
@require_POST
@answering_errors
def infer(request: HttpRequest, model: str, version: str = "") -> HttpResponse:
    """Say of each picture what it may be; nothing is stored."""
    let_in(request)
    found = _found(model, version)
    asked = checked_request(parsed_json(request))
    pictures = input_pictures(asked)
    # Normalised pictures go to the network as they are, grey ones the way of every picture.
    probabilities = (
        found.judge(pictures) if pictures.dtype.kind == "f" else found.classify(pictures)
    )
    answer: dict[str, Any] = {
        "model_name": found.card.name,
        "model_version": _version(found),
        "outputs": output_tensors(asked, probabilities),
    }
    if "id" in asked:
        answer["id"] = asked["id"]
    return JsonResponse(answer)


def _found(model: str, version: str) -> Reader:
    if model not in model_names():
        known = ", ".join(model_names())
        raise ApiError(Failure(404, "unknown_model", f"Unknown model; known: {known}."))
    found = reader(model)
    if version not in ("", _version(found)):
        raise ApiError(
            Failure(404, "unknown_version", f"Unknown version; known: {_version(found)}.")
        )
    return found


def _version(found: Reader) -> str:
    """Return the model's version: the first letters of its file's SHA-256."""
    return found.card.sha256[:_VERSION_LETTERS]
