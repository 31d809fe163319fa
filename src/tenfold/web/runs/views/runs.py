"""What the pages of runs ask for, as JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from tenfold.web.inside.timelapse import NoEpochs, timelapse_file
from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.views.upload import telling
from tenfold.web.runs import choices, services
from tenfold.web.runs.models import Run
from tenfold.web.runs.run_json import progress_json, run_json, samples_json
from tenfold.web.runs.views.answers import body, mine, number, words
from tenfold.web.ui.errors import Failure

_STEER = {
    "pause": services.pause,
    "resume": services.resume,
    "stop": services.stop,
    "cancel": services.cancel,
}


@require_safe
@telling
def table(request: HttpRequest) -> HttpResponse:
    """Tell all runs of a person, the newest first."""
    runs = Run.objects.of(request.user).order_by("-pk")
    return JsonResponse({"runs": [run_json(run) for run in runs]})


@require_safe
@telling
def choose(request: HttpRequest) -> HttpResponse:
    """Tell what can be chosen in a new run."""
    return JsonResponse(
        {
            "data": choices.data_json(request.user),
            "networks": choices.networks_json(),
            "starts": choices.starts_json(request.user),
            "settings": choices.settings_json(),
        }
    )


@require_POST
@telling
def create(request: HttpRequest) -> HttpResponse:
    """Start a run: JSON with ``settings``, and with ``name`` and ``note`` where there are any."""
    said = body(request)
    settings = said.get("settings")
    if not isinstance(settings, dict):
        raise Refused(Failure(400, "bad_request", "A new run has settings."))
    run = services.create(
        request.user, settings, name=words(said, "name"), note=words(said, "note")
    )
    return JsonResponse({"run": run_json(run)}, status=201)


@require_safe
@telling
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how far a run is, and what came since the bytes ``after`` and ``log_after``."""
    run = mine(request, Run, pk)
    asked = request.GET
    after, log_after = number(asked.get("after", "0")), number(asked.get("log_after", "0"))
    return JsonResponse(progress_json(run, after=after, log_after=log_after))


def steer(word: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """Return the view that pauses, resumes, stops or cancels a run."""

    @require_POST
    @telling
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return JsonResponse({"run": run_json(_STEER[word](mine(request, Run, pk)))})

    return view


@require_POST
@telling
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a run with all its files."""
    services.delete(mine(request, Run, pk))
    return HttpResponse(status=204)


@require_POST
@telling
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a ``note`` about a run, and a ``name`` for it where one is said."""
    run, said = mine(request, Run, pk), body(request)
    if "name" in said:
        run = services.rename(run, words(said, "name"))
    if "note" in said:
        run = services.note(run, words(said, "note"))
    return JsonResponse({"run": run_json(run)})


@require_safe
@telling
def samples(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the pictures that each epoch is shown on."""
    found = samples_json(mine(request, Run, pk))
    if found is None:
        raise Http404
    return JsonResponse(found)


@require_safe
@telling
def timelapse(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the weights of every kept epoch in one file; see docs/formats.md."""
    run = mine(request, Run, pk)
    try:
        file = timelapse_file(run.folder).open("rb")
    except (NoEpochs, FileNotFoundError) as error:
        hint = "Wait for the end of the first one."
        raise Refused(Failure(404, "no_epochs", "No epoch is kept yet.", hint)) from error
    except ImportError as error:
        hint = "Install it where the server runs: pip install 'tenfold[train]'."
        raise Refused(Failure(501, "no_onnx", "The server lacks what it needs.", hint)) from error
    return FileResponse(file, content_type="application/octet-stream")  # type: ignore[return-value]
