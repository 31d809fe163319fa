from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tenfold.errors import InvalidModel, StoreError, UnknownModel
from tenfold.reading import Reader, store
from tenfold.reading.model import find_model, known_models, load_model
from tenfold.reading.names import DEFAULT_MODEL, models_home

from .conftest import MakeModel


@pytest.fixture
def run_folder(make_model: MakeModel, tmp_path: Path) -> Path:
    """A run folder, as a training leaves it."""
    path = make_model("my_digits")
    folder = tmp_path / "run-14"
    folder.mkdir()
    shutil.copy(path, folder / "model.onnx")
    shutil.copy(path.with_suffix(".json"), folder / "card.json")
    (folder / "report.html").write_text("<p>report</p>", encoding="utf-8")
    (folder / "state.safetensors").write_bytes(b"large")
    return folder


def test_run_folder_is_kept_under_its_cards_name(run_folder: Path) -> None:
    assert store.add(run_folder) == "my_digits"
    assert load_model("my_digits").card.name == "my_digits"
    assert "my_digits" in known_models()


def test_only_what_is_of_use_is_kept(run_folder: Path) -> None:
    store.add(run_folder)
    kept = sorted(path.name for path in (models_home() / "my_digits").iterdir())
    assert kept == ["card.json", "model.onnx", "report.html"]


def test_file_with_its_card_is_a_model(make_model: MakeModel) -> None:
    assert store.add(make_model("mine")) == "mine"


def test_name_that_is_taken_gets_a_number(run_folder: Path) -> None:
    names = [store.add(run_folder, "mine") for _ in range(3)]
    assert names == ["mine", "mine-2", "mine-3"]
    assert Reader("mine-3").card.name == "mine-3"


def test_shipped_name_is_taken(run_folder: Path) -> None:
    assert store.add(run_folder, DEFAULT_MODEL) == f"{DEFAULT_MODEL}-2"


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden", "a\\b", "x" * 65, "CON", "a b"])
def test_name_that_is_a_path_or_strange_is_refused(run_folder: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be a model's name"):
        store.add(run_folder, name)
    assert store.stored_models() == []


@pytest.mark.parametrize("name", ["..", "../models/mine", "mine/../mine", "/etc/passwd"])
def test_path_is_no_name(run_folder: Path, name: str) -> None:
    store.add(run_folder, "mine")
    assert store.model_files(name) is None


def test_strange_name_of_a_card_is_made_plain(make_model: MakeModel) -> None:
    assert store.add(make_model(name="../Müller's 7")) == "M-ller-s-7"


def test_file_of_another_card_is_refused(run_folder: Path) -> None:
    with (run_folder / "model.onnx").open("ab") as file:
        file.write(b"\x12\0")  # a field more, with which it is still an .onnx file
    with pytest.raises(InvalidModel, match="do not belong together"):
        store.add(run_folder)
    assert not list(models_home().glob("*"))


def test_model_that_ships_reads_at_first() -> None:
    assert store.present() is None
    assert store.is_present(DEFAULT_MODEL)
    assert find_model() == find_model(DEFAULT_MODEL)


def test_promoted_model_reads(run_folder: Path) -> None:
    store.add(run_folder)
    done = store.promote("my_digits", {"better": True}, by="olga")
    assert Reader().card.name == "my_digits"
    assert store.present() == done
    assert (done.by, done.figures, done.override) == ("olga", {"better": True}, None)


def test_present_model_is_not_promoted_again(run_folder: Path) -> None:
    store.promote(store.add(run_folder))
    with pytest.raises(StoreError, match="reads already"):
        store.promote("my_digits")


def test_rollback_brings_the_one_before_back_and_keeps_the_record(run_folder: Path) -> None:
    for name in ("one", "two"):
        store.promote(store.add(run_folder, name))
    assert store.rollback("olga") == store.history()[0]
    assert Reader().card.name == "one"
    assert store.rollback() is None
    assert Reader().card.name == DEFAULT_MODEL
    assert [one.model for one in store.history()] == ["one", "two"]
    assert (store.history()[1].ended or {})["by"] == "olga"


def test_rollback_passes_over_a_model_that_was_removed(run_folder: Path) -> None:
    for name in ("one", "two"):
        store.promote(store.add(run_folder, name))
    store.remove("one")
    store.add(run_folder, "one")
    assert store.rollback() == store.history()[0]
    store.rollback()
    store.promote("two")
    store.remove("one")
    assert store.rollback() is None


def test_nothing_to_roll_back_is_told() -> None:
    with pytest.raises(StoreError, match="nothing to roll back"):
        store.rollback()


def test_shipped_model_can_be_promoted_over_another(run_folder: Path) -> None:
    store.promote(store.add(run_folder))
    store.promote(DEFAULT_MODEL)
    assert Reader().card.name == DEFAULT_MODEL


def test_present_and_shipped_models_are_not_removed(run_folder: Path) -> None:
    store.promote(store.add(run_folder))
    with pytest.raises(StoreError, match="the model that reads"):
        store.remove("my_digits")
    with pytest.raises(StoreError, match="ships"):
        store.remove(DEFAULT_MODEL)


def test_removed_model_is_gone(run_folder: Path) -> None:
    store.remove(store.add(run_folder))
    assert store.stored_models() == []
    with pytest.raises(UnknownModel):
        store.remove("my_digits")


def test_promoted_model_that_was_deleted_by_hand_is_told(run_folder: Path) -> None:
    store.promote(store.add(run_folder))
    shutil.rmtree(models_home() / "my_digits")
    with pytest.raises(InvalidModel, match="'my_digits' is gone; `tenfold models rollback`"):
        Reader()
    store.rollback()
    assert Reader().card.name == DEFAULT_MODEL


def test_broken_list_of_promotions_is_told() -> None:
    models_home().mkdir(parents=True)
    (models_home() / "promoted.json").write_text("[{]", encoding="utf-8")
    with pytest.raises(InvalidModel, match=r"promoted\.json: the list of promotions"):
        store.present()


def test_entries_of_a_later_version_are_passed_over(run_folder: Path) -> None:
    store.promote(store.add(run_folder))
    path = models_home() / "promoted.json"
    rows = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([{**rows[0], "mood": "good"}]), encoding="utf-8")
    assert Reader().card.name == "my_digits"


def test_processes_that_add_at_once_get_a_name_each(run_folder: Path) -> None:
    code = "import sys; from tenfold.reading import store; print(store.add(sys.argv[1], 'mine'))"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, run_folder], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    names = {run.communicate(timeout=60)[0].strip() for run in runs}
    assert names == {"mine", "mine-2", "mine-3", "mine-4"}
    assert set(store.stored_models()) == names
