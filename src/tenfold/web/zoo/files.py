"""A model's files, and the report of its evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from csp.constants import HEADER
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenfold.errors import ModelError
from tenfold.reading.names import model_files
from tenfold.web.ui.errors import Failure, failure_response
from tenfold.web.zoo import work

_TYPES: Final = {".json": "application/json"}
_REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
)
"""A report came with its run, from anywhere: it may be looked at, and run or ask for nothing."""


@require_safe
def download(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Send a model as a file for other programs; int8 once it was made."""
    from tenfold.evaluation.export import KINDS, export

    if model_files(name) is None or kind not in KINDS:
        raise Http404
    if kind == "int8":
        return _made(name)
    try:
        made = export(name, kind)
    except ModelError as error:
        return failure_response(request, Failure(422, "cannot_export", f"{error}."))
    return _attachment(made.file, made.data)


def _made(name: str) -> HttpResponse:
    path = work.int8_file(name)
    if not path.is_file():
        raise Http404
    return _attachment(f"{name}-int8.onnx", path.read_bytes())


def _attachment(file: str, data: bytes) -> HttpResponse:
    kind = _TYPES.get(Path(file).suffix, "application/octet-stream")
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """Show the report that a model's training left, shut away from all else."""
    files = model_files(name)
    path = files[0].with_name("report.html") if files else None
    if path is None or files is None or files[0].name != "model.onnx" or not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type="text/html; charset=utf-8")
    response.headers[HEADER] = _REPORT_POLICY
    return response
