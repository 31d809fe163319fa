from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tenfold.training.survey import Survey, survey


@pytest.fixture
def folder(digits_folder: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(digits_folder, tmp_path / "mine"))


def reasons(found: Survey) -> str:
    return " | ".join(remark.reason for remark in (*found.refusals, *found.warnings))


def test_classes_are_counted_and_missing_ones_told(folder: Path) -> None:
    found = survey([str(folder)])
    assert found.counts["7"] == 40
    assert found.refusals == ()
    assert "there is no picture of 2, 3, 4, 5, 6, 8 and 9" in reasons(found)
    assert json.loads(json.dumps(found.to_dict()))["split"]["validation"] == 18


def test_the_sheet_has_a_row_a_class(folder: Path) -> None:
    sheet = Image.open(io.BytesIO(survey([str(folder)]).sheet))
    assert sheet.height == 3 * 60


def test_imbalance_is_told_with_what_to_do(folder: Path) -> None:
    for place in range(5, 40):
        (folder / "0" / f"{place:03d}.png").unlink()
    (remark,) = (r for r in survey([str(folder)]).warnings if "times as many" in r.reason)
    assert remark.reason == "40 pictures of 1, but 5 of 0: 8 times as many"
    assert "--class-weights" in remark.hint


def test_one_picture_in_two_classes_is_found(folder: Path) -> None:
    shutil.copy(folder / "0" / "003.png", folder / "7" / "like.png")
    found = survey([str(folder)])
    assert found.conflict_count == 1
    assert found.conflicts[0]["path"].endswith("7/like.png")


def test_unreadable_and_blank_pictures_are_named(folder: Path) -> None:
    (folder / "0" / "000.png").write_bytes(b"no picture")
    Image.new("L", (40, 40), 255).save(folder / "0" / "001.png")
    found = survey([str(folder)])
    assert (found.unreadable_count, found.blank_count) == (1, 1)
    assert found.unreadable[0]["path"].endswith("000.png")
    assert found.blank[0]["path"].endswith("001.png")


def test_all_pictures_blank_is_refused(tmp_path: Path) -> None:
    for label in (0, 1):
        (tmp_path / str(label)).mkdir()
        for place in range(30):
            Image.new("L", (28, 28), 255).save(tmp_path / str(label) / f"{place}.png")
    assert "none of the 60 pictures holds ink" in reasons(survey([str(tmp_path)]))


def test_one_class_is_refused_but_for_a_tuning(folder: Path) -> None:
    shutil.rmtree(folder / "0")
    shutil.rmtree(folder / "1")
    assert "all 40 pictures are of one class, 7" in reasons(survey([str(folder)]))
    assert survey([str(folder)], tuning=True).refusals == ()


def test_ten_pictures_are_refused_with_what_to_do(folder: Path) -> None:
    for label in ("0", "1", "7"):
        for path in sorted((folder / label).iterdir())[3:]:
            path.unlink()
    (refusal,) = survey([str(folder)]).refusals
    assert refusal.reason == "9 pictures, and a network needs at least 30"
    assert "--from" in refusal.hint


def test_shuffled_labels_are_refused(folder: Path) -> None:
    rng = np.random.default_rng(0)
    paths = sorted(folder.glob("*/*.png"))
    moved = folder.parent / "moved"
    for path, label in zip(paths, rng.permutation([p.parent.name for p in paths]), strict=True):
        (moved / label).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, moved / label / f"{path.parent.name}-{path.name}")
    assert "as if shuffled" in reasons(survey([str(moved)]))


def test_a_wrong_label_is_doubted(folder: Path) -> None:
    shutil.move(folder / "0" / "003.png", folder / "7" / "wrong.png")
    (remark,) = (r for r in survey([str(folder)]).warnings if "of another class" in r.reason)
    assert remark.reason.endswith("7/wrong.png")
