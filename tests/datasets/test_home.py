from __future__ import annotations

from pathlib import Path

import pytest

from tenfold.datasets import home


def test_a_set_is_looked_for_in_tenfold_data_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path))
    assert home.data_homes() == (tmp_path, tmp_path / "tenfold-home" / "data")


def test_without_tenfold_data_the_own_folder_is_the_only_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TENFOLD_DATA", raising=False)
    assert home.data_homes() == (tmp_path / "tenfold-home" / "data",)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", "xdg/tenfold"),
        ("darwin", "Library/Application Support/tenfold"),
        ("win32", "local/tenfold"),
    ],
)
def test_the_own_folder_is_where_the_platform_keeps_data(
    platform: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TENFOLD_HOME")
    for name, value in (("HOME", "."), ("XDG_DATA_HOME", "xdg"), ("LOCALAPPDATA", "local")):
        monkeypatch.setenv(name, str(tmp_path / value))
    monkeypatch.setattr("sys.platform", platform)
    assert home.user_home() == tmp_path / expected


def test_what_is_fetched_goes_to_tenfold_data_where_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path))
    assert home.writable_home() == tmp_path


def test_what_is_fetched_goes_to_the_own_folder_where_tenfold_data_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path / "missing"))
    assert home.writable_home() == tmp_path / "tenfold-home" / "data"
