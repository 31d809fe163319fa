from __future__ import annotations

import gzip
import hashlib
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tenfold.datasets.addresses import FILES, RemoteFile
from tenfold.datasets.download import download
from tenfold.errors import DatasetError

if TYPE_CHECKING:
    from tests.datasets.conftest import FileServer

DATA = np.random.default_rng(0).bytes(300_000)
SHA256 = f"sha256:{hashlib.sha256(DATA).hexdigest()}"


def remote(*urls: str, checksum: str = SHA256) -> RemoteFile:
    return RemoteFile("a.bin", tuple(f"{url}/a.bin" for url in urls), checksum)


@pytest.fixture
def serving(server: FileServer) -> FileServer:
    server.files["a.bin"] = DATA
    return server


def test_the_file_comes_whole_and_nothing_else(serving: FileServer, tmp_path: Path) -> None:
    path = download(remote(serving.url), tmp_path / "new" / "folder")
    assert path.read_bytes() == DATA
    assert list(path.parent.iterdir()) == [path]


def test_progress_is_told_up_to_the_end(serving: FileServer, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    download(remote(serving.url), tmp_path, lambda done, total: told.append((done, total)))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (len(DATA), len(DATA))


def test_a_cut_connection_is_carried_on_from_where_it_was_cut(
    serving: FileServer, tmp_path: Path
) -> None:
    serving.cuts = [100_000, 50_000]
    assert download(remote(serving.url), tmp_path).read_bytes() == DATA
    assert [asked for _, asked in serving.asked] == ["", "bytes=100000-", "bytes=150000-"]


def test_a_server_that_cannot_resume_is_asked_for_all_again(
    serving: FileServer, tmp_path: Path
) -> None:
    serving.cuts, serving.ranges = [100_000], False
    assert download(remote(serving.url), tmp_path).read_bytes() == DATA


def test_what_an_earlier_run_left_is_carried_on_from(serving: FileServer, tmp_path: Path) -> None:
    (tmp_path / "a.bin.part").write_bytes(DATA[:200_000])
    assert download(remote(serving.url), tmp_path).read_bytes() == DATA
    assert serving.asked == [("a.bin", "bytes=200000-")]


@pytest.mark.parametrize("size", [200_000, 300_000, 400_000])
def test_what_was_left_of_another_file_is_thrown_away(
    size: int, serving: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "a.bin.part").write_bytes(bytes(size))
    assert download(remote(serving.url), tmp_path).read_bytes() == DATA
    assert serving.asked == [("a.bin", f"bytes={size}-"), ("a.bin", "")]


def test_a_run_killed_before_the_last_step_fetches_nothing_again(
    serving: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "a.bin.part").write_bytes(DATA)
    assert download(remote(serving.url), tmp_path).read_bytes() == DATA
    assert serving.asked == [("a.bin", "bytes=300000-")]


def test_another_mirror_carries_on_where_the_first_gave_up(
    serving: FileServer, tmp_path: Path
) -> None:
    serving.cuts = [100_000, 0, 0]
    assert download(remote(serving.url, serving.url), tmp_path).read_bytes() == DATA
    assert serving.asked[-1] == ("a.bin", "bytes=100000-")


def test_a_server_that_resumes_at_the_wrong_place_is_not_believed(
    serving: FileServer, tmp_path: Path
) -> None:
    serving.shift = 1
    (tmp_path / "a.bin.part").write_bytes(DATA[:10])
    with pytest.raises(DatasetError, match="resumes at the wrong place"):
        download(remote(serving.url), tmp_path)


def test_a_server_that_does_not_say_the_length_will_do(serving: FileServer, tmp_path: Path) -> None:
    serving.chunked = True
    told: list[tuple[int, int]] = []
    path = download(remote(serving.url), tmp_path, lambda *step: told.append(step))
    assert path.read_bytes() == DATA
    assert told[-1] == (len(DATA), 0)


def test_a_mirror_without_the_file_is_passed_over(serving: FileServer, tmp_path: Path) -> None:
    urls = (f"{serving.url}/elsewhere", serving.url)
    assert download(remote(*urls), tmp_path).read_bytes() == DATA


def test_a_wrong_checksum_leaves_no_file(serving: FileServer, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"its md5 is [0-9a-f]{32}, expected 1234"):
        download(remote(serving.url, checksum="md5:1234"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_mirror_is_named_with_its_reason(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        download(remote(f"{server.url}/1", f"{server.url}/2"), tmp_path)
    assert str(caught.value).count("the server answers 404 Not Found") == 2


def test_without_a_net_the_error_asks_for_it(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(DatasetError, match=r"is this machine online\? .*cannot be reached"):
            download(remote(url), tmp_path)


def test_a_connection_that_breaks_off_at_once_ends(serving: FileServer, tmp_path: Path) -> None:
    serving.cuts = [0] * 10
    with pytest.raises(DatasetError, match="the connection was cut at 0 of 300,000 bytes"):
        download(remote(serving.url), tmp_path)


def test_a_server_that_stalls_is_not_waited_for(serving: FileServer, tmp_path: Path) -> None:
    serving.cuts, serving.stalls = [1000, 0, 0, 0], True
    with pytest.raises(DatasetError, match="timed out"):
        download(remote(serving.url), tmp_path, timeout_s=0.1)
    assert (tmp_path / "a.bin.part").read_bytes() == DATA[:1000]


def test_other_addresses_than_http_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no http address"):
        download(remote(tmp_path.as_uri()), tmp_path / "new")


def test_a_right_file_is_not_fetched_again(serving: FileServer, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(DATA)
    download(remote(serving.url), tmp_path)
    assert serving.asked == []


def test_a_wrong_file_is_replaced(serving: FileServer, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"wrong")
    assert download(remote(serving.url), tmp_path).read_bytes() == DATA


def test_a_gzip_file_is_known_by_what_it_holds(server: FileServer, tmp_path: Path) -> None:
    server.files["a.bin"] = gzip.compress(DATA, 1)
    checksum = f"gunzip-md5:{hashlib.md5(DATA).hexdigest()}"
    path = download(remote(server.url, checksum=checksum), tmp_path)
    assert gzip.decompress(path.read_bytes()) == DATA


def test_a_page_in_place_of_a_gzip_file_is_refused(server: FileServer, tmp_path: Path) -> None:
    server.files["a.bin"] = b"<html>please sign in</html>"
    with pytest.raises(DatasetError, match="no whole gzip file"):
        download(remote(server.url, checksum="gunzip-md5:1234"), tmp_path)


def test_a_place_that_cannot_be_written_is_named(serving: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatasetError, match="cannot write to"):
        download(remote(serving.url), tmp_path / "file")


@pytest.mark.parametrize(
    "file", [f for files in FILES.values() for f in files], ids=lambda f: f.name
)
def test_every_public_file_has_a_safe_address_and_a_checksum(file: RemoteFile) -> None:
    kind, _, digits = file.checksum.partition(":")
    assert len(digits) == {"md5": 32, "gunzip-md5": 32, "sha256": 64}[kind]
    assert all(url.startswith("https://") for url in file.urls)


def test_the_checksums_of_mnist_are_those_of_the_real_files(data_home: Path) -> None:
    from tenfold.datasets.download import fault_of

    for file in FILES["mnist"][:4]:
        assert fault_of(data_home / "mnist" / file.name, file.checksum) == ""
