"""A run as JSON, for the pages and the API."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any

from django.utils import timezone

from tenfold.web.runs import claims, folder
from tenfold.web.runs.models import Run, Status


def run_json(run: Run) -> dict[str, Any]:
    """Return all that is told of a run but for its metrics."""
    return {
        "id": run.pk,
        "name": str(run),
        "status": run.status,
        "asked": run.word,
        "over": run.is_over,
        "message": run.message,
        "epoch": run.epoch,
        "epochs": run.epochs,
        "seconds": round(run.seconds, 1),
        "seconds_left": run.seconds_left,
        "heartbeat_seconds": _age(run.heartbeat) if run.claim else None,
        "worker": run.worker if run.claim else "",
        "lacks_worker": run.status == Status.WAITING and not claims.count_trainers(),
        "settings": run.settings,
        "figures": run.figures,
        "note": run.note,
        "has_model": run.has_model,
        "created": run.created.isoformat(),
        "started": _iso(run.started),
        "ended": _iso(run.ended),
    }


def progress_json(run: Run, *, after: int = 0, log_after: int = 0) -> dict[str, Any]:
    """Return how far a run is, and what its metrics and log have gained since those bytes."""
    metrics, log = folder.metrics(run, after), folder.log_lines(run, log_after)
    return {
        "run": run_json(run),
        "lines": folder.as_json(metrics),
        "from": metrics.start,
        "next": metrics.end,
        "log": log.lines,
        "log_next": log.end,
        "load": {"cpu": run.cpu, "memory_bytes": run.memory_bytes},
    }


def samples_json(run: Run) -> dict[str, Any] | None:
    """Return the pictures that each epoch is shown on: their bytes in base64, and their labels."""
    found = folder.samples(run)
    if found is None:
        return None
    pictures = found["pictures"]
    return {
        "shape": list(pictures.shape),
        "pictures": b64encode(pictures.tobytes()).decode(),
        "labels": found["labels"].tolist(),
    }


def _age(moment: datetime | None) -> float | None:
    return None if moment is None else round((timezone.now() - moment).total_seconds(), 1)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
