"""Small real files in the formats that data sets come in."""

from __future__ import annotations

import gzip
import http.server
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

IDX_TYPES = {"u1": 0x08, "i4": 0x0C}


def idx_bytes(array: np.ndarray) -> bytes:
    big = array.astype(array.dtype.newbyteorder(">"))
    head = bytes([0, 0, IDX_TYPES[big.dtype.str[1:]], array.ndim])
    return head + struct.pack(f">{array.ndim}I", *array.shape) + big.tobytes()


@pytest.fixture(scope="session")
def write_idx() -> Callable[[Path, np.ndarray], Path]:
    def write(path: Path, array: np.ndarray) -> Path:
        data = idx_bytes(array)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(data, 1) if path.suffix == ".gz" else data)
        return path

    return write


@pytest.fixture(scope="session")
def write_picture() -> Callable[..., Path]:
    """Write a picture of random ink on white, of another kind for every seed."""

    def write(path: Path, seed: int = 0, size: tuple[int, int] = (12, 10)) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = np.full(size, 255, np.uint8)
        noise = np.random.default_rng(seed).integers(0, 200, (size[0] - 4, size[1] - 4))
        picture[2:-2, 2:-2] = noise
        Image.fromarray(picture).save(path)
        return path

    return write


@pytest.fixture
def mnist_folder(tmp_path: Path, write_idx: Callable[[Path, np.ndarray], Path]) -> Path:
    """A folder with MNIST's four files: 20 images to train with, 10 to test."""
    folder = tmp_path / "mnist"
    random = np.random.default_rng(0)
    for name, n in (("train", 20), ("t10k", 10)):
        images = np.zeros((n, 28, 28), np.uint8)
        images[:, 8:20, 8:20] = random.integers(0, 256, (n, 12, 12))
        write_idx(folder / f"{name}-images-idx3-ubyte.gz", images)
        write_idx(folder / f"{name}-labels-idx1-ubyte.gz", (np.arange(n) % 10).astype(np.uint8))
    return folder


class FileServer:
    """A real HTTP server on this machine, with the faults that servers have.

    ``files`` are the bytes by name; ``ranges`` whether it resumes; ``cuts`` after how many bytes
    it breaks off each answer, one after the other; with ``stalls`` it then says nothing more;
    ``shift`` makes it resume at a wrong place. ``asked`` is what was asked for, and from where.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.ranges = True
        self.shift = 0
        self.chunked = False
        self.cuts: list[int] = []
        self.stalls = False
        self.asked: list[tuple[str, str]] = []
        self._closed = threading.Event()
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        name = request.path.strip("/")
        asked = request.headers.get("Range", "")
        self.asked.append((name, asked))
        if name not in self.files:
            request.send_error(404)
            return
        data = self.files[name]
        start = int(asked[6:-1]) if asked and self.ranges else 0
        if start and start >= len(data):
            request.send_error(416)
            return
        request.send_response(206 if start else 200)
        if start:
            first = start + self.shift
            request.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
        self.send(request, data[start:])

    def send(self, request: http.server.BaseHTTPRequestHandler, data: bytes) -> None:
        if self.chunked:
            request.send_header("Transfer-Encoding", "chunked")
            request.end_headers()
            data = b"%x\r\n%s\r\n" % (len(data), data) + b"0\r\n\r\n"
        else:
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
        request.wfile.write(data[: self.cuts.pop(0)] if self.cuts else data)
        if self.stalls:
            self._closed.wait(30)

    def close(self) -> None:
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("no_proxy", "*")
    server = FileServer()
    yield server
    server.close()
