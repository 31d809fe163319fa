"""The application as a WSGI server takes it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.web.settings")

import cv2
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tenfold.web.checks import refuse_problems
from tenfold.web.patience import Patient


def _start_readers() -> None:
    """Start this process's threads that read uploads; models can be imported only by now."""
    from tenfold.web.readings import worker

    worker.start()


application = Patient(
    get_wsgi_application(),
    at_once=settings.TENFOLD_THREADS,
    most_bytes=settings.TENFOLD_MAX_UPLOAD_BYTES,
    idle_s=settings.TENFOLD_PATIENCE,
    port=settings.TENFOLD_PORT,
)
refuse_problems()
# Requests share the processors among themselves: OpenCV's own threads, woken for every small
# picture, took as long again as reading it.
cv2.setNumThreads(1)
_start_readers()
