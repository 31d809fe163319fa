"""One file from the net: several mirrors, resumed where it was cut, checked, moved into place."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from tenfold.datasets.addresses import RemoteFile
from tenfold.errors import DatasetError

Report = Callable[[int, int], None]
"""Told after each block how many bytes of the file are here, and how many it has (0: unknown)."""

TIMEOUT_S: Final = 20.0
_BLOCK_BYTES: Final = 1 << 16
_TRIES_WITHOUT_PROGRESS: Final = 2
_MOST_REQUESTS: Final = 50
_UNREACHABLE: Final = "cannot be reached"
_AGENT: Final = "tenfold (https://pypi.org/project/tenfold)"
_RANGE_NOT_SATISFIABLE: Final = 416


class _FailedError(Exception):
    """One mirror did not give the file; the text says why."""


def download(
    file: RemoteFile, folder: Path, report: Report | None = None, timeout_s: float = TIMEOUT_S
) -> Path:
    """Fetch a file into a folder, unless it is there and right already.

    What was fetched before a cut lies beside it as ``<name>.part`` and is carried on from, on any
    mirror. The file has its name only once its checksum is right.

    Args:
        file: What to fetch, from where, and its checksum.
        folder: Where to; made where it is missing.
        report: Called after each block.
        timeout_s: How long one answer of a server may take.

    Raises:
        DatasetError: No mirror gave the right file (each with its reason), or the folder cannot
            be written.

    """
    target, part = folder / file.name, folder / f"{file.name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_file() and fault_of(target, file.checksum) == "":
            return target
        reasons = []
        for url in file.urls:
            try:
                _from_mirror(url, part, file.checksum, report or _ignore, timeout_s)
            except _FailedError as error:
                reasons.append(f"{url}: {error}")
                continue
            part.replace(target)
            return target
    except OSError as error:
        raise DatasetError(f"cannot write to {folder}: {error.strerror or error}") from error
    offline = all(_UNREACHABLE in reason for reason in reasons)
    cure = "is this machine online? " if offline else ""
    raise DatasetError(f"cannot fetch {file.name}; {cure}{'; '.join(reasons)}")


def fault_of(path: Path, checksum: str) -> str:
    """Compare a file with its checksum; '' where it is right, else what is wrong."""
    kind, _, expected = checksum.partition(":")
    digest = hashlib.new(kind.removeprefix("gunzip-"), usedforsecurity=False)
    try:
        for block in _unpacked(path) if kind.startswith("gunzip-") else _blocks(path):
            digest.update(block)
    except zlib.error as error:
        return f"it is no whole gzip file ({error})"
    found = digest.hexdigest()
    return "" if found == expected else f"its {kind} is {found}, expected {expected}"


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            yield block


def _unpacked(path: Path) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    for block in _blocks(path):
        yield unpacker.decompress(block)


def _from_mirror(url: str, part: Path, checksum: str, report: Report, timeout_s: float) -> None:
    """Complete ``part`` from one mirror; a resumed one that ends wrong is fetched once anew."""
    resumed = part.is_file()
    _complete(url, part, report, timeout_s)
    fault = fault_of(part, checksum)
    if fault and resumed:
        part.unlink()
        _complete(url, part, report, timeout_s)
        fault = fault_of(part, checksum)
    if fault:
        part.unlink()
        raise _FailedError(f"not the right file: {fault}")


def _complete(url: str, part: Path, report: Report, timeout_s: float) -> None:
    """Ask for what is missing until nothing is, as long as something comes."""
    stuck, reason = 0, ""
    for _ in range(_MOST_REQUESTS):
        before = _size(part)
        reason = _ask(url, part, report, timeout_s)
        if not reason:
            return
        stuck = 0 if _size(part) > before else stuck + 1
        if stuck >= _TRIES_WITHOUT_PROGRESS:
            break
    raise _FailedError(reason)


def _ask(url: str, part: Path, report: Report, timeout_s: float) -> str:
    """Make one request and keep what comes; '' when the file is complete, else what cut it."""
    have = _size(part)
    try:
        with _open(url, have, timeout_s) as answer:
            start, total = _extent(answer, have)
            with part.open("ab" if start else "wb") as stream:
                return _copy(answer, stream, report, start, total)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == _RANGE_NOT_SATISFIABLE and have:
            # All of it is here, or it is another file: the checksum tells.
            return ""
        raise _FailedError(f"the server answers {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        return f"{_UNREACHABLE} ({error.reason})"
    except (TimeoutError, ConnectionError, ValueError, http.client.HTTPException) as error:
        return f"the connection was cut ({error or type(error).__name__})"


def _open(url: str, have: int, timeout_s: float) -> AbstractContextManager[Any]:
    if not url.startswith(("https://", "http://")):
        raise _FailedError("no http address")
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})  # noqa: S310 - checked
    if have:
        request.add_header("Range", f"bytes={have}-")
    answer: AbstractContextManager[Any] = urllib.request.urlopen(request, timeout=timeout_s)  # noqa: S310
    return answer


def _extent(answer: Any, have: int) -> tuple[int, int]:
    """Return where in the file an answer begins, and how long the file is (0: unknown)."""
    length = int(answer.headers.get("Content-Length") or 0)
    begins = f"bytes {have}-"
    if have and answer.status == http.HTTPStatus.PARTIAL_CONTENT:
        if answer.headers.get("Content-Range", "").startswith(begins):
            return have, have + length if length else 0
        raise _FailedError("the server resumes at the wrong place")
    return 0, length


def _copy(answer: Any, stream: Any, report: Report, done: int, total: int) -> str:
    # read1 gives what is there: read would lose it when the server then stalls.
    while block := answer.read1(_BLOCK_BYTES):
        stream.write(block)
        done += len(block)
        report(done, total)
    # Python takes a connection that ends early for the end of the file.
    return f"the connection was cut at {done:,} of {total:,} bytes" if done < total else ""


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _ignore(done: int, total: int) -> None:
    """Report to no one."""
