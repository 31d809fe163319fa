"""How fast a real `tenfold serve` answers, and what memory it takes.

python benchmarks/bench_server.py [--requests N] [--workers W] [--csv]

Claims, with 2 workers on 2 cores, client and server on the same machine: `POST /api/v1/read` with a
28x28 PNG as its body 1,200 times a second over 8 connections; 99 of 100 answers within 25 ms at 50
a second; after 20,000 requests 20 MB more in a worker at most, and 200 MB in all; a zip of 1,000
pictures from its upload to its last result in 5 s. The client is this file: threads with sockets,
each answer checked. CPU time of the server beside it shows how busy the machine was otherwise.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import socket
import statistics
import subprocess
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from serving import serving

RESULTS = Path(__file__).parent / "results"
CONNECTIONS = 8
STEADY_RATE = 50
STEADY_S = 30
WARM_UP = 1000
ZIPPED = 1000
ZIP_RUNS = 3
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """One measured figure beside the one that must be reached."""

    what: str
    value: float
    goal: float | None
    unit: str
    conditions: str


@dataclass(frozen=True)
class Server:
    """A running `tenfold serve`."""

    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Return the process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split() if _resident_mb(int(pid)) > 40]

    def cpu_s(self) -> float:
        """Return the CPU time that all its processes have used."""
        return sum(_cpu_s(pid) for pid in (self.process.pid, *self.workers()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=20_000, help="for throughput and memory")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--csv", action="store_true", help="write benchmarks/results/server-*.csv")
    args = parser.parse_args()
    pictures = draw_pictures(200)
    # A worker that trains is no server process, and is not measured with them.
    settings = {"TENFOLD_WORKERS": str(args.workers), "TENFOLD_TRAINERS": "0"}
    with serving(**settings) as (address, process):
        server = Server(int(address.rpartition(":")[2]), process)
        load(server, pictures, WARM_UP)
        rows = [*memory_and_throughput(server, pictures, args.requests)]
        rows += steady(server, pictures)
        rows.append(zipped(server, pictures))
    for row in rows:
        goal = "" if row.goal is None else f"  (must reach {row.goal:g})"
        print(f"{row.what}: {row.value:g} {row.unit}{goal}  {row.conditions}")
    if args.csv:
        print(write(rows, args.workers))


def memory_and_throughput(
    server: Server, pictures: Sequence[bytes], requests: int
) -> Iterator[Row]:
    """Send as many as it takes over all connections; look at the workers before and after."""
    before = {pid: _resident_mb(pid) for pid in server.workers()}
    cpu_s, started = server.cpu_s(), time.perf_counter()
    seconds = load(server, pictures, requests)
    wall_s = time.perf_counter() - started
    cpu_ms = (server.cpu_s() - cpu_s) / requests * 1000
    after = {pid: _resident_mb(pid) for pid in before}
    told = f"{CONNECTIONS} connections, {requests} requests, server CPU {cpu_ms:.2f} ms each"
    yield Row("POST /api/v1/read, 28x28 PNG", round(requests / wall_s), 1200, "a second", told)
    yield Row("its 99th percentile under full load", _percentile(seconds, 99), None, "ms", told)
    growth = max(after[pid] - before[pid] for pid in before)
    yield Row(f"growth of a worker over {requests} requests", round(growth, 1), 20, "MB", "largest")
    yield Row("memory of a worker", round(max(after.values()), 1), 200, "MB", "resident, largest")


def steady(server: Server, pictures: Sequence[bytes]) -> Iterator[Row]:
    """Send at a steady rate, whether or not answers came: what waits counts from its due time."""
    seconds: list[float] = []
    start = time.perf_counter() + 0.1

    def send(first: int) -> None:
        with Connection(server.port) as connection:
            for i in range(first, STEADY_RATE * STEADY_S, CONNECTIONS):
                due = start + i / STEADY_RATE
                time.sleep(max(0.0, due - time.perf_counter()))
                connection.read(pictures[i % len(pictures)])
                seconds.append(time.perf_counter() - due)

    _in_threads(send)
    told = f"{STEADY_RATE} a second for {STEADY_S} s"
    yield Row("median at a steady rate", _percentile(seconds, 50), None, "ms", told)
    yield Row("99th percentile at a steady rate", _percentile(seconds, 99), 25, "ms", told)


def zipped(server: Server, pictures: Sequence[bytes]) -> Row:
    """Upload a zip of many pictures and fetch results until the last is there."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for i in range(ZIPPED):
            archive.writestr(f"{i:04}.png", pictures[i % len(pictures)])
    runs = [_zip_s(server, file.getvalue()) for _ in range(ZIP_RUNS)]
    told = f"median of {ZIP_RUNS}, over the API, pictures and readings stored"
    return Row(f"zip of {ZIPPED} pictures", round(statistics.median(runs), 2), 5, "s", told)


def _zip_s(server: Server, data: bytes) -> float:
    started = time.perf_counter()
    base = f"http://127.0.0.1:{server.port}"
    request = urllib.request.Request(
        f"{base}/api/v1/batches", data, {"Content-Type": "application/zip"}
    )
    batch = json.load(urllib.request.urlopen(request))
    count, after = 0, 0
    while count < ZIPPED:
        answer = json.load(urllib.request.urlopen(f"{base}{batch['results']}?after={after}"))
        count, after = count + len(answer["results"]), answer["next"]
        if not answer["results"]:
            assert not answer["over"], f"{count} of {ZIPPED} results"
            time.sleep(0.05)
    return time.perf_counter() - started


def load(server: Server, pictures: Sequence[bytes], requests: int) -> list[float]:
    """Send requests over all connections, one after another on each; return the seconds of each."""
    seconds: list[float] = []

    def send(first: int) -> None:
        with Connection(server.port) as connection:
            for i in range(first, requests, CONNECTIONS):
                started = time.perf_counter()
                connection.read(pictures[i % len(pictures)])
                seconds.append(time.perf_counter() - started)

    _in_threads(send)
    assert len(seconds) == requests, f"{len(seconds)} of {requests} were answered"
    return seconds


class Connection:
    """A kept connection that speaks just enough HTTP to cost the client little."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = (
            f"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Content-Type: image/png\r\nContent-Length: "
        ).encode()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.close()

    def read(self, picture: bytes) -> None:
        """Have a picture read; fail on any other answer than a reading."""
        self._socket.sendall(b"%s%d\r\n\r\n%s" % (self._head, len(picture), picture))
        head, body = self._receive()
        assert head.startswith(b"HTTP/1.1 200 "), (head, body)
        assert body.startswith(b'{"text":'), body

    def _receive(self) -> tuple[bytes, bytes]:
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head, body = data[:end], data[end + 4 :]
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        return head, body

    def _more(self) -> bytes:
        data = self._socket.recv(65536)
        assert data, "the server closed the connection"
        return data


def draw_pictures(count: int) -> list[bytes]:
    """Draw 28x28 PNG files with a digit each: Pillow's own font, dark or bright, a fixed seed."""
    rng = np.random.default_rng(0)
    return [_drawn(str(i % 10), rng) for i in range(count)]


def _drawn(digit: str, rng: np.random.Generator) -> bytes:
    paper, ink = (0, 255) if rng.random() < 0.5 else (int(rng.integers(200, 256)), 20)
    image = Image.new("L", (28, 28), paper)
    font = ImageFont.load_default(size=float(rng.uniform(18, 26)))
    ImageDraw.Draw(image).text((14, 14), digit, fill=ink, font=font, anchor="mm")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def write(rows: list[Row], workers: int) -> Path:
    """Write the figures with the device's name and the versions."""
    path = RESULTS / f"server-{platform.machine()}-{os.cpu_count()}cores.csv"
    names = ("tenfold", "django", "django-ninja", "granian", "onnxruntime")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    told = f"{workers} workers, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {versions}"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*asdict(rows[0]), "device"], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**asdict(row), "device": told} for row in rows)
    return path


def _in_threads(send: object) -> None:
    threads = [Thread(target=send, args=(first,)) for first in range(CONNECTIONS)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _percentile(seconds: Sequence[float], percent: int) -> float:
    return round(float(np.percentile(seconds, percent)) * 1000, 2)


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    main()
