"""Paths -> pictures: order, folders that lead astray, memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.cli.read import results
from tenfold.cli.sources import Item, count_pictures, find_pictures
from tenfold.imaging.names import natural_key


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


@given(st.text(), st.text())
def test_natural_order_tells_any_two_names_apart(a: str, b: str) -> None:
    assert (natural_key(a) == natural_key(b)) == (a == b)
    assert (natural_key(a) < natural_key(b)) != (natural_key(b) <= natural_key(a))


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_natural_order_counts(a: int, b: int) -> None:
    assert (natural_key(f"scan_{a}.png") < natural_key(f"scan_{b}.png")) == (a < b)


def test_link_that_leads_back_up_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "s/a.png")
    (tmp_path / "s" / "again").symlink_to(tmp_path / "s", target_is_directory=True)
    assert len(list(find_pictures([str(tmp_path)]))) == 1


def test_link_to_a_picture_is_read_and_one_to_nowhere_is_kept_for_its_error(tmp_path: Path) -> None:
    make(tmp_path, "s/a.png")
    (tmp_path / "s" / "b.png").symlink_to(tmp_path / "s" / "a.png")
    (tmp_path / "s" / "c.png").symlink_to(tmp_path / "nowhere.png")
    names = [Path(item.path).name for item in find_pictures([str(tmp_path / "s")])]
    assert names == ["a.png", "b.png", "c.png"]


def test_link_to_itself_is_a_problem_and_the_rest_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "a.png")
    make(tmp_path, "b.png")
    problems = [bool(item.problem) for item in find_pictures([str(tmp_path)])]
    assert problems == [True, False]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    make(tmp_path, "b.png")
    assert [Path(item.path).name for item in find_pictures([str(tmp_path)])] == ["b.png"]


def test_number_of_any_length_has_its_place() -> None:
    names = ["9" * 5000, "1" + "0" * 5000]
    assert natural_key(names[0]) < natural_key(names[1])


def test_folder_called_like_a_picture_is_a_folder(tmp_path: Path) -> None:
    make(tmp_path, "s/pages.png/1.png")
    (item,) = find_pictures([str(tmp_path)])
    assert item.path.endswith("pages.png/1.png")


def test_width_is_that_of_the_longest_name_in_the_folder(tmp_path: Path) -> None:
    make(tmp_path, "s/a.png", "s/longer.png")
    widths = {item.width for item in find_pictures([str(tmp_path / "s")])}
    assert widths == {len(str(tmp_path / "s" / "longer.png"))}


def test_count_is_what_will_be_found(tmp_path: Path) -> None:
    make(tmp_path, "s/a.png", "s/d/b.jpg", "s/notes.txt", "s/.hidden.png", "s/.git/c.png")
    paths = [str(tmp_path / "s"), str(tmp_path / "s" / "a.png")]
    assert count_pictures(paths) == len(list(find_pictures(paths))) == 3


@pytest.mark.parametrize("path", ["", "a\0b.png"])
def test_impossible_path_is_a_problem_and_no_crash(path: str) -> None:
    (item,) = find_pictures([path])
    assert item.problem


def test_results_come_in_order_around_what_cannot_be_opened() -> None:
    items = [Item("a", problem="bad"), Item("b", b"1"), Item("c", problem="bad"), Item("d", b"2")]

    def read_many(images: Iterator[Any]) -> Iterator[Any]:
        yield from list(images)  # looks as far ahead as it can

    said = [(item.path, str(result)) for item, result in results(items, read_many)]
    assert said == [("a", "bad"), ("b", "b'1'"), ("c", "bad"), ("d", "b'2'")]


def test_results_hold_no_image_that_waits() -> None:
    items = (Item(str(n), bytes(n)) for n in range(3))
    kept = [item.image for item, _ in results(items, lambda images: iter(list(images)))]
    assert kept == [None, None, None]
