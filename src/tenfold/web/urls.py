"""Every address of the web app; each app keeps its own list."""

from __future__ import annotations

from django.urls import include, path

from tenfold.web.ui import errors
from tenfold.web.ui.health import healthz
from tenfold.web.ui.model_files import model_file

urlpatterns = [
    path("", include("tenfold.web.api.urls")),  # first: it is asked most often
    path("", include("tenfold.web.readings.urls")),
    path("", include("tenfold.web.runs.urls")),
    path("", include("tenfold.web.accounts.urls")),
    path("", include("tenfold.web.inside.urls")),
    path("", include("tenfold.web.zoo.urls")),
    path("model/<str:file>", model_file, name="model-file"),
    path("healthz", healthz, name="healthz"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
