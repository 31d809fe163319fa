"""The sample pictures are small, are all labelled, and are read right by the model that ships."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest
from PIL import Image

from tenfold.reading import read

EXAMPLES = Path(__file__).parents[1] / "examples"
PICTURES = sorted(p for p in EXAMPLES.iterdir() if p.suffix in {".png", ".jpg", ".webp"})


def labels() -> dict[str, str]:
    with (EXAMPLES / "labels.csv").open(newline="", encoding="utf-8") as file:
        return {row["file"]: row["text"] for row in csv.DictReader(file)}


def test_every_picture_has_a_label() -> None:
    assert sorted(labels()) == [picture.name for picture in PICTURES]


def test_pictures_are_small() -> None:
    sizes = [picture.stat().st_size for picture in PICTURES]
    assert max(sizes) < 60_000
    assert sum(sizes) < 400_000


def test_script_draws_every_picture_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("make", EXAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main()
    for picture in PICTURES:
        with Image.open(picture) as kept, Image.open(tmp_path / picture.name) as drawn:
            assert (kept.size, kept.mode) == (drawn.size, drawn.mode)


@pytest.mark.parametrize("name", labels())
def test_shipped_model_reads_it_right(name: str) -> None:
    assert read(EXAMPLES / name).text == labels()[name]


def test_shipped_model_is_sure_of_nearly_all() -> None:
    unsure = [
        name for name, text in labels().items() if text and not read(EXAMPLES / name).accepted
    ]
    assert len(unsure) <= 1
