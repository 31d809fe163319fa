"""What Prometheus may ask: requests by route, readings, refused pictures, the model, runs.

Several worker processes count into files of one folder, and whoever is asked adds them up. `tenfold
serve` makes that folder (``shared_metrics``); for another server set PROMETHEUS_MULTIPROC_DIR to
an empty folder, else each worker tells only its own counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tenfold import __version__
from tenfold.types import Reading
from tenfold.web.shared_metrics import FOLDER

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0)
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_requests = Counter("tenfold_http_requests", "Requests answered.", ["route", "method", "status"])
_request_seconds = Histogram(
    "tenfold_http_request_seconds", "Time to an answer.", ["route"], buckets=_SECONDS
)
_readings = Counter(
    "tenfold_readings", "Pictures read: sure, look again, or none with a digit.", ["band"]
)
_reading_seconds = Histogram("tenfold_reading_seconds", "Time to read a picture.", buckets=_SECONDS)
_refused = Counter("tenfold_pictures_refused", "Pictures that could not be read.", ["code"])


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count an answered request; ``route`` is a pattern of ours, never an address as it came."""
    _requests.labels(route, method if method in _METHODS else "other", status).inc()
    _request_seconds.labels(route).observe(seconds)


def count_reading(reading: Reading) -> None:
    """Count what was read on a picture."""
    band = "none" if not reading.lines else "sure" if reading.accepted else "again"
    _readings.labels(band).inc()
    _reading_seconds.observe(reading.milliseconds / 1000.0)


def count_refused(code: str) -> None:
    """Count a picture that could not be read, by the code of its reason."""
    _refused.labels(code).inc()


def exposition() -> bytes:
    """Return all metrics in the text form of Prometheus, all workers of this server together."""
    registry = CollectorRegistry()
    if FOLDER in os.environ:
        multiprocess.MultiProcessCollector(registry)
    else:
        registry.register(_Here())
    registry.register(_Model())
    registry.register(_Training())
    return generate_latest(registry)


class _Here(Collector):
    """The counts of this process alone."""

    def collect(self) -> Iterator[object]:
        """Give Tenfold's own, and those of Python and the process."""
        yield from REGISTRY.collect()


class _Model(Collector):
    """Which version and model answer."""

    def collect(self) -> Iterator[object]:
        """Give a gauge that is always 1, with what is to be known as its labels."""
        from tenfold.web.readings.reader import reader  # which counts here

        card = reader().card
        gauge = GaugeMetricFamily(
            "tenfold_model_info", "The model that reads.", labels=["version", "model", "sha256"]
        )
        gauge.add_metric([__version__, card.name, card.sha256], 1.0)
        yield gauge


class _Training(Collector):
    """How many runs there are, and workers; told by the database, for workers answer nobody."""

    def collect(self) -> Iterator[object]:
        """Give a gauge of the runs by status, and one of the workers that live."""
        from tenfold.web.runs import claims  # models cannot be imported before Django is set up

        runs = GaugeMetricFamily("tenfold_runs", "Training runs.", labels=["status"])
        for status, count in claims.runs_by_status().items():
            runs.add_metric([status], count)
        yield runs
        yield GaugeMetricFamily(
            "tenfold_trainers", "Workers that train.", value=claims.count_trainers()
        )
