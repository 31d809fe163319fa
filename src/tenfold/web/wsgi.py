"""The application as a WSGI server takes it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.web.settings")

from django.core.wsgi import get_wsgi_application

from tenfold.web.checks import refuse_problems


def _start_readers() -> None:
    """Start this process's threads that read uploads; models can be imported only by now."""
    from tenfold.web.readings import worker

    worker.start()


application = get_wsgi_application()
refuse_problems()
_start_readers()
