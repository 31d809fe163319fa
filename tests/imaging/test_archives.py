"""Zips made to exhaust memory are refused before they are unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.errors import ArchiveError, UnsupportedImage
from tenfold.imaging import archives

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def zipped(
    names: Iterable[str], size: int = 1000, method: int = zipfile.ZIP_DEFLATED
) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name in names:
            archive.writestr(name, bytes(size))
    return file


def members(file: io.BytesIO) -> list[archives.Member]:
    return list(archives.members(file))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    (only,) = members(zipped(f"{n}.png" for n in range(4)))
    assert only.problem == "the zip has 4 members, at most 3"


def test_large_member_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 100)
    file = zipped(["a.png"])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("b.png", b"small")
    first, second = members(file)
    assert "more than" in first.problem
    assert (second.problem, second.data) == ("", b"small")


def test_reading_stops_at_the_limit_of_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 2500)
    first, second, third = members(zipped(f"{n}.png" for n in range(5)))
    assert (len(first.data), len(second.data), third.data) == (1000, 1000, b"")
    assert third.problem.startswith("the zip unpacks to more than")


def test_header_that_understates_its_member_gives_no_more_than_it_says() -> None:
    data = bytearray(zipped(["a.png"]).getvalue())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")  # the size in the directory
    (only,) = members(io.BytesIO(bytes(data)))
    assert len(only.data) <= 10


def test_twins_of_macos_and_hidden_files_are_left_out() -> None:
    names = ["__MACOSX/._a.png", "a.png", "d/.b.png", "notes.txt", "d/c.PNG"]
    assert [member.name for member in members(zipped(names))] == ["a.png", "d/c.PNG"]


@settings(max_examples=300)
@given(
    st.sampled_from([zipped(["é.png", "b.png"], method=method).getvalue() for method in METHODS]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
    st.floats(0, 1),
)
def test_damage_anywhere_is_a_problem_and_no_crash(
    data: bytes, changes: list[tuple[float, int]], kept: float
) -> None:
    damaged = bytearray(data)
    for place, value in changes:
        damaged[int(place * len(data))] = value
    cut = damaged[: round(kept * len(data))] if kept < 0.5 else damaged
    for member in members(io.BytesIO(bytes(cut))):
        assert member.problem or len(member.data) <= archives.MAX_MEMBER_BYTES


def test_directory_that_promises_too_much_is_refused_before_anything_is_unpacked() -> None:
    limits = archives.Limits(pictures=3, total_bytes=2500)
    for names, told in ((4, "4 pictures, at most 3"), (3, "unpacks to more than")):
        archive = archives.open_archive(zipped(f"{n}.png" for n in range(names)))
        with archive, pytest.raises(ArchiveError, match=told):
            archives.check(archives.pictures(archive), limits)


def test_zip_packed_as_no_pictures_are_is_refused() -> None:
    archive = archives.open_archive(zipped(["a.png"], size=65 * 1024**2))
    with archive, pytest.raises(ArchiveError, match="times its size"):
        archives.check(archives.pictures(archive), archives.Limits(10, 10**9))


def test_zip_in_a_zip_is_named_and_not_opened() -> None:
    with archives.open_archive(zipped(["a.png", "b.zip"])) as archive:
        _, inner = archives.pictures(archive, with_zips=True)
        with pytest.raises(UnsupportedImage, match="zip in a zip"):
            archives.read_member(archive, inner)
