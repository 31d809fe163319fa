from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tenfold.errors import InvalidModel, ModelError, UnknownModel
from tenfold.reading import names
from tenfold.reading.model import find_model, known_models, load_model

from .conftest import MakeModel, network_bytes

PICTURES = np.random.default_rng(0).random((600, 28, 28), np.float32)


def test_any_number_of_pictures_gives_a_row_each(make_model: MakeModel) -> None:
    model = load_model(make_model())
    logits = model.run(PICTURES)
    assert logits.shape == (600, 11)
    np.testing.assert_allclose(model.run(PICTURES[599:]), logits[599:], rtol=1e-5)
    assert model.run(PICTURES[:0]).shape == (0, 11)


def test_run_folder_is_a_model(make_model: MakeModel, tmp_path: Path) -> None:
    path = make_model()
    run = tmp_path / "run-14"
    run.mkdir()
    shutil.copy(path, run / "model.onnx")
    shutil.copy(path.with_suffix(".json"), run / "card.json")
    assert load_model(run).card.name == "tiny"


def test_run_folder_without_a_model_is_incomplete(tmp_path: Path) -> None:
    with pytest.raises(InvalidModel, match=r"no model\.onnx; is the run complete"):
        load_model(tmp_path)


def test_model_that_ships_is_found_by_name(
    make_model: MakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_model("cnn_small")
    monkeypatch.setattr(names, "WEIGHTS", path.parent)
    assert known_models() == ["cnn_small"]
    assert find_model("cnn_small") == (path, path.with_suffix(".json"))


def test_unknown_name_gets_the_nearest_and_all_known(
    make_model: MakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "WEIGHTS", make_model("cnn_small").parent)
    with pytest.raises(UnknownModel, match=r"'cnn_smal', did you mean 'cnn_small'\? known: cnn_sm"):
        load_model("cnn_smal")


def test_unknown_path_is_no_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="no file or folder"):
        load_model(tmp_path / "lost.onnx")


def test_changed_file_is_refused(make_model: MakeModel) -> None:
    path = make_model()
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(InvalidModel, match="do not belong together"):
        load_model(path)


def test_sha256_in_capitals_is_the_same(make_model: MakeModel) -> None:
    digest = load_model(make_model()).card.sha256
    assert load_model(make_model(sha256=digest.upper()))


def test_file_that_is_no_network_is_named(make_model: MakeModel) -> None:
    with pytest.raises(InvalidModel, match=r"tiny\.onnx: no ONNX model"):
        load_model(make_model(network=b"no network"))


def test_network_of_other_ports_is_refused(make_model: MakeModel) -> None:
    with pytest.raises(InvalidModel, match=r"'scores', \[11\].*'logits' \(N, 11\)"):
        load_model(make_model(network=network_bytes(output="scores")))


def test_all_of_it_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load_model(tmp_path / "a\nb")
