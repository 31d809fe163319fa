"""How fast the history and the analytics answer over 100,000 readings.

python benchmarks/bench_history.py [--rows N] [--csv]

Claim: each page of the history in under 200 ms, whatever the filter, the first as the last, on
SQLite and, where TENFOLD_DATABASE_URL names one, on PostgreSQL. The whole request is measured, with
its template, by Django's own client in one process; the readings are invented, their texts real.
Wall time is what counts; run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
RUNS = 9
GOAL_MS = 200.0


@dataclass(frozen=True)
class Row:
    """One address, and its times in milliseconds."""

    page: str
    address: str
    rows: int
    median_ms: float
    slowest_ms: float
    goal_ms: float


def main() -> None:
    args = _arguments()
    with tempfile.TemporaryDirectory() as home:
        os.environ["TENFOLD_HOME"] = home
        database = _prepare(args.rows)
        rows = [_measure(page, address, args.rows) for page, address in _addresses()]
    for row in rows:
        print(f"{row.page:28} {row.median_ms:8.1f} ms, slowest {row.slowest_ms:8.1f} ms")
    if args.csv:
        _write(rows, database)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--csv", action="store_true", help="write benchmarks/results/")
    return parser.parse_args()


def _prepare(count: int) -> str:
    """Set Django up, fill the database, and return its name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tenfold.web.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    # The files need not be gathered for a page to be written, but their folder is looked for.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)
    call_command("invent", count)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE readings_reading")
    return connection.vendor


def _addresses() -> list[tuple[str, str]]:
    from tenfold.web.readings.models import Reading

    ids = Reading.objects.order_by("-pk").values_list("pk", flat=True)
    last, middle = ids[len(ids) - 60], ids[len(ids) // 2]
    return [
        ("first page", "/history"),
        ("middle page", f"/history?after={middle}"),
        ("last page", f"/history?after={last}"),
        ("page before", f"/history?before={middle}"),
        ("least sure first", "/history?sort=unsure"),
        ("search, many found", "/history?q=18"),
        ("search, few found", "/history?q=scan_00012"),
        ("search, none found", "/history?q=zzz"),
        ("band and source", "/history?band=none&source=api"),
        ("corrected", "/history?checked=wrong"),
        ("mixed up", "/history?mix=49"),
        ("search, least sure first", "/history?q=18&sort=unsure"),
        ("one reading", f"/history/{middle}"),
        ("analytics, 30 days", "/analytics"),
        ("analytics, all", "/analytics?days=all"),
    ]


def _measure(page: str, address: str, rows: int) -> Row:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    times = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    warm = times[1:]
    return Row(page, address, rows, statistics.median(warm), max(warm), GOAL_MS)


def _write(rows: list[Row], database: str) -> None:
    name = f"history-{platform.machine()}-{database}-django{version('django')}.csv"
    with (RESULTS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(rows[0])))
        writer.writeheader()
        for row in rows:
            times = {key: round(getattr(row, key), 1) for key in ("median_ms", "slowest_ms")}
            writer.writerow(asdict(row) | times)


if __name__ == "__main__":
    main()
