from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from tenfold.datasets.tree import open_tree
from tenfold.errors import DatasetError, UnreadableFile


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/2.png", "b/1.png", "a.png", ".DS_Store", "b/.hidden", "b/Thumbs.db"):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_bytes(name.encode())
    return tmp_path / "tree"


@pytest.fixture
def packed(folder: Path) -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as file:
        for name in ("b/2.png", "b/1.png", "a.png"):
            file.write(folder / name, name)
        file.writestr("__MACOSX/b/._1.png", b"twin")
        file.writestr("b/", b"")
    return path


@pytest.mark.parametrize("kind", ["folder", "packed"])
def test_files_come_in_order_without_what_file_managers_leave(
    kind: str, request: pytest.FixtureRequest
) -> None:
    tree = open_tree(request.getfixturevalue(kind))
    assert tree.names == ["a.png", "b/1.png", "b/2.png"]
    assert tree.read("b/2.png") == b"b/2.png"
    assert tree.size("b/2.png") > 0


def test_a_linked_folder_is_followed_and_a_circle_is_not(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    (other / "c.png").touch()
    (folder / "linked").symlink_to(other)
    (other / "back").symlink_to(folder)
    assert open_tree(folder).names == ["a.png", "b/1.png", "b/2.png", "linked/c.png"]


def test_a_link_to_nothing_says_so_when_it_is_read(folder: Path) -> None:
    (folder / "gone.png").symlink_to(folder / "nowhere")
    tree = open_tree(folder)
    assert tree.size("gone.png") == 0
    with pytest.raises(UnreadableFile):
        tree.read("gone.png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.png")
    with pytest.raises(UnreadableFile, match="no regular file"):
        open_tree(folder).read("pipe.png")


def test_a_damaged_zip_is_refused(packed: Path) -> None:
    packed.write_bytes(packed.read_bytes()[:-30])
    with pytest.raises(DatasetError, match=r"cannot read .* as a zip"):
        open_tree(packed)


def test_a_damaged_member_is_named_when_it_is_read(packed: Path) -> None:
    data = bytearray(packed.read_bytes())
    data[data.index(b"b/2.png") + 7] ^= 0xFF
    packed.write_bytes(data)
    with pytest.raises(UnreadableFile, match="damaged in the zip"):
        open_tree(packed).read("b/2.png")


def test_a_member_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED)
    with bomb, bomb.open("0/a.png", "w", force_zip64=True) as member:
        for _ in range(130):
            member.write(bytes(1 << 20))
    with pytest.raises(UnreadableFile, match="unpacks to 136,314,880 bytes"):
        open_tree(tmp_path / "bomb.zip").read("0/a.png")
