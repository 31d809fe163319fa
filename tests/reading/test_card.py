from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from tenfold.errors import InvalidModel
from tenfold.reading.card import card_from_dict, read_card
from tenfold.types import ModelCard

CARD = ModelCard(
    name="tiny",
    architecture="dense",
    parameters=1,
    bytes=2,
    sha256="ab",
    licence="MIT",
    classes=(*"0123456789", "not a digit"),
    temperature=1.0,
    thresholds={"0.001": 0.99},
    measured=({"set": "mnist test", "figure": "accuracy", "value": 0.99, "n": 10_000},),
)
ENTRIES = json.loads(json.dumps(asdict(CARD)))


def test_card_comes_back_from_its_json(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(json.dumps(ENTRIES))
    assert read_card(tmp_path / "card.json") == CARD


def test_entry_of_a_later_version_is_passed_over() -> None:
    assert card_from_dict({**ENTRIES, "colour": "blue"}).name == "tiny"


def test_optional_entries_may_be_missing() -> None:
    assert card_from_dict({k: v for k, v in ENTRIES.items() if k != "commit"}).commit == ""


def test_missing_entry_is_named() -> None:
    with pytest.raises(InvalidModel, match="lacks 'temperature'"):
        card_from_dict({k: v for k, v in ENTRIES.items() if k != "temperature"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bytes", "many"),
        ("parameters", True),
        ("classes", "0123456789"),
        ("temperature", 0.0),
        ("temperature", float("nan")),
        ("thresholds", [0.9]),
        ("thresholds", {"often": 0.9}),
        ("thresholds", {"0.001": None}),
        ("thresholds", {"0.001": float("nan")}),
        ("thresholds", {"1.5": 0.9}),
    ],
)
def test_wrong_entry_is_refused(name: str, value: object) -> None:
    with pytest.raises(InvalidModel, match=name.rstrip("s")):
        card_from_dict({**ENTRIES, name: value})


def test_classes_in_another_order_are_refused() -> None:
    with pytest.raises(InvalidModel, match="expected"):
        card_from_dict({**ENTRIES, "classes": ["not a digit", *"0123456789"]})


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "\x00"])
def test_file_that_is_no_card_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "card.json").write_text(text)
    with pytest.raises(InvalidModel, match=r"card\.json"):
        read_card(tmp_path / "card.json")


def test_missing_card_says_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(InvalidModel, match="needs its card beside it"):
        read_card(tmp_path / "card.json")
