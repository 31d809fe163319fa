"""SIGKILL of workers at 30 random moments of runs and uploads: all end, none twice, none differs.

python benchmarks/bench_kill.py [--csv] [--kills N] [--only sqlite-1 ...]

Claim: on SQLite and PostgreSQL, with 1 and 3 workers, every run and every upload ends; none is
trained or read twice; each run ends with the accuracy of an undisturbed one of the same seed; a run
whose worker was killed is taken up within 60 s. Runs train mlp_scratch on pictures of digits drawn
here with OpenCV's fonts; uploads are zips of a small sample picture. A worker that was killed is
started again after 0 to 3 s, as `tenfold serve` and systemd do. Needs Linux, the web and train
extras and, for PostgreSQL, Debian's postgresql.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from subprocess import Popen
from typing import Any

from django.conf import settings

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.postgresql import cluster
from tests.support.serving import Server, serving
from tests.support.uploads import picture, sent, zipped
from tests.support.visitor import Visitor
from tests.support.workers import kill, start_run, upload_digits, was_one_at_a_time

RESULTS = Path(__file__).parent / "results"
EPOCHS = 30
A_CLASS = 40
RUNS = 4
UPLOADS = 3
PICTURES = 600
MOST_S = 1200


@dataclass
class Found:
    """What came of one set-up."""

    database: str
    workers: int
    kills: int = 0
    runs: int = 0
    runs_completed: int = 0
    runs_trained_twice: int = 0
    runs_that_differ: int = 0
    uploads: int = 0
    uploads_done: int = 0
    pictures_lost_or_twice: int = 0
    taken_up_mean_s: float = 0.0
    taken_up_most_s: float = 0.0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list, repr=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--only", nargs="*", default=None, help="sqlite-1, postgresql-3 ...")
    parser.add_argument("--csv", action="store_true", help="write benchmarks/results/kill-*.csv")
    args = parser.parse_args()
    settings.configure()  # for the forms that are sent
    found = []
    for database in ("sqlite", "postgresql"):
        for workers in (1, 3):
            if args.only is None or f"{database}-{workers}" in args.only:
                found.append(measure(database, workers, args.kills))
                tell(found[-1])
    if args.csv:
        write(found)


def measure(database: str, workers: int, kills: int) -> Found:
    """Kill workers so often while there is work, then let all of it end."""
    running = cluster() if database == "postgresql" else nullcontext(None)
    with tempfile.TemporaryDirectory() as folder, running as postgresql:
        env = {"TENFOLD_DATABASE_URL": postgresql.url} if postgresql else {}
        home = Path(folder) / "home"
        with serving(home, TENFOLD_READERS="0", OMP_NUM_THREADS="1", **env) as server:
            began = time.monotonic()
            with crew(server, workers) as people:
                trial = Trial(Visitor(server.url), people, Found(database, workers))
                trial.go(kills)
            trial.found.seconds = round(time.monotonic() - began, 1)
            return trial.count()


class Crew:
    """Workers of which each that was killed is started again a little later."""

    def __init__(self, server: Server, count: int) -> None:
        self._server = server
        self._log = server.log.open("ab")
        self.processes = [self._hire() for _ in range(count)]

    def _hire(self) -> Popen[bytes]:
        line = [sys.executable, "-m", "tenfold", "worker"]
        return Popen(line, env=self._server.env, stdout=self._log, stderr=self._log)

    def kill_one(self, chance: random.Random) -> int:
        """Kill one without a word, and start another a little later; return which it was."""
        at = chance.randrange(len(self.processes))
        gone = self.processes[at]
        kill(gone.pid)
        gone.wait()
        time.sleep(chance.uniform(0, 3))
        self.processes[at] = self._hire()
        return gone.pid

    def end(self) -> None:
        """End all in peace."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(120)
        self._log.close()


@contextmanager
def crew(server: Server, count: int) -> Iterator[Crew]:
    """Have workers until the block ends."""
    people = Crew(server, count)
    try:
        yield people
    finally:
        people.end()


class Trial:
    """Runs and uploads whose workers are killed, and what came of them."""

    def __init__(self, visitor: Visitor, people: Crew, found: Found) -> None:
        self.visitor, self.people, self.found = visitor, people, found
        self.chance = random.Random(found.workers)
        self.data = upload_digits(visitor, "digits", A_CLASS)
        self.runs: dict[int, int] = {}
        """Seeds by the numbers of runs."""
        self.uploads: list[int] = []
        self.quiet: dict[int, float] = {}
        """Accuracy by seed where nobody is killed."""

    def go(self, kills: int) -> None:
        """Train undisturbed, then again with kills, and wait for the end."""
        for seed in range(RUNS):
            self._start_run(seed)
        self._wait(self._all_over)
        self.quiet = {self.runs[run["id"]]: _accuracy(run) for run in self._told()}
        self.runs = {}
        for seed in range(RUNS):
            self._start_run(seed)
        self.uploads = [self._upload() for _ in range(UPLOADS)]
        while self.found.kills < kills:
            self._kill()
        self._wait(self._all_over)
        self._wait(lambda: all(self._progress(u)["state"] != "running" for u in self.uploads))

    def count(self) -> Found:
        """Look at what has ended, and how."""
        found = self.found
        found.runs, found.uploads = len(self.runs), len(self.uploads)
        for run in self._told():
            lines = self.visitor.json(f"/runs/{run['id']}/progress")["lines"]
            found.runs_completed += run["status"] in ("completed", "stopped early")
            found.runs_trained_twice += not was_one_at_a_time(lines)
            found.runs_that_differ += _accuracy(run) != self.quiet[self.runs[run["id"]]]
        for upload in self.uploads:
            found.uploads_done += self._progress(upload)["state"] == "done"
            names = self._names(upload)
            found.pictures_lost_or_twice += abs(PICTURES - len(set(names)))
            found.pictures_lost_or_twice += len(names) - len(set(names))
        found.taken_up_mean_s = round(statistics.mean(found.waits), 1) if found.waits else 0.0
        found.taken_up_most_s = round(max(found.waits, default=0.0), 1)
        return found

    def _kill(self) -> None:
        """Kill a worker after a moment, and see how soon its run is taken up; keep work coming."""
        if self._all_over():
            self._start_run(len(self.runs) % RUNS)
            self.uploads.append(self._upload())
        time.sleep(self.chance.uniform(0.2, 6))
        before = {run["id"]: run["worker"] for run in self._told()}
        killed = time.monotonic()
        gone = self.people.kill_one(self.chance)
        self.found.kills += 1
        for number, worker in before.items():
            if worker.endswith(f"process {gone}"):
                self._wait(lambda number=number, worker=worker: self._is_taken_up(number, worker))
                self.found.waits.append(time.monotonic() - killed)

    def _start_run(self, seed: int) -> None:
        self.runs[start_run(self.visitor, self.data, epochs=EPOCHS, seed=seed)] = seed

    def _upload(self) -> int:
        small = picture("tiny-16x16.png")
        file = sent("s.zip", zipped({f"{number}.png": small for number in range(PICTURES)}))
        form = {"position": 0, "file": file, "last": "1"}
        return int(self.visitor.post("/upload/new", form)["id"])

    def _told(self) -> list[dict[str, Any]]:
        return [run for run in self.visitor.json("/runs/table")["runs"] if run["id"] in self.runs]

    def _all_over(self) -> bool:
        return all(run["over"] for run in self._told())

    def _is_taken_up(self, number: int, before: str) -> bool:
        (run,) = (run for run in self._told() if run["id"] == number)
        return run["over"] or run["worker"] not in ("", before)

    def _progress(self, upload: int) -> dict[str, Any]:
        return dict(self.visitor.json(f"/upload/{upload}/results?after=999999")["batch"])

    def _names(self, upload: int) -> list[str]:
        names: list[str] = []
        more = True
        while more:
            answer = self.visitor.json(f"/upload/{upload}/results?after={len(names)}")
            names += [item["name"] for item in answer["items"]]
            more = answer["more"]
        return names

    def _wait(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + MOST_S
        while not holds():
            if time.monotonic() > until:
                raise SystemExit(f"it did not end: {self._told()}")
            time.sleep(0.2)


def _accuracy(run: dict[str, Any]) -> float:
    return float(run["figures"].get("accuracy", -1.0))


def tell(found: Found) -> None:
    """Print one line of the table."""
    told = {name: value for name, value in asdict(found).items() if name != "waits"}
    print("  ".join(f"{name} {value}" for name, value in told.items()), flush=True)


def write(found: list[Found]) -> None:
    """Write the table; rows of other set-ups stay."""
    path = RESULTS / f"kill-{platform.machine()}-django{version('Django')}.csv"
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            rows = {(row["database"], row["workers"]): row for row in csv.DictReader(file)}
    about = {"cores": os.cpu_count(), "python": platform.python_version()}
    for one in found:
        row = {name: value for name, value in asdict(one).items() if name != "waits"}
        rows[one.database, str(one.workers)] = row | about
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(next(iter(rows.values()))))
        table.writeheader()
        table.writerows(rows[key] for key in sorted(rows))
    print(path)


if __name__ == "__main__":
    main()
