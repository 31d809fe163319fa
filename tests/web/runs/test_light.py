"""What a request and a worker at rest load: no PyTorch."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "onnx", "onnxruntime", "scipy")


def loaded(code: str, names: tuple[str, ...]) -> str:
    """Run code in a fresh interpreter with Django; return which of these it has loaded."""
    told = f"{code}\nimport sys; print([n for n in {names!r} if n in sys.modules])"
    start = (
        "import os, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tenfold.web.settings'\n"
        "django.setup()\n"
    )
    command = [sys.executable, "-c", start + told]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_no_request_loads_torch() -> None:
    code = (
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        "from tenfold.web.runs import choices, services, tasks\n"
        "choices.networks_json(), choices.settings_json()\n"
    )
    assert loaded(code, ("torch",)) == "[]"


def test_worker_at_rest_loads_nothing_large() -> None:
    code = "from tenfold.web.runs import looking, sweep, training, worker"
    assert loaded(code, HEAVY) == "[]"
