from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.errors import StoreError
from tenfold.evaluation import export as exports
from tenfold.evaluation.export import export, folded_weights, to_fp32
from tenfold.evaluation.fixed import EvaluationSet
from tenfold.reading.model import find_model, load_model, open_session
from tenfold.reading.untrusted import check_bytes

PICTURES = (np.random.default_rng(5).random((600, 28, 28)) * 255).astype(np.uint8)


@pytest.fixture
def no_fixed_evaluation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noise in place of the fixed evaluation."""
    noise = EvaluationSet("noise", PICTURES, np.arange(600) % 10)
    monkeypatch.setattr(exports, "fixed_sets", lambda: [noise])


def _logits(data: bytes) -> np.ndarray:
    session = open_session(data, "the export", as_stored=True)
    feed = PICTURES[:64, None].astype(np.float32) / np.float32(255)
    return np.asarray(session.run(["logits"], {"image": feed})[0])


def test_fp32_answers_as_the_model_does() -> None:
    made = export(None, "fp32")
    expected = load_model().run(PICTURES[:64].astype(np.float32) / np.float32(255))
    np.testing.assert_allclose(_logits(made.data), expected, atol=1e-5)
    assert len(made.data) > 3 * len(export(None, "onnx").data)
    check_bytes(made.data)  # it can be imported again


def test_weights_before_they_were_int8_are_taken(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"int8")
    (tmp_path / "model-fp32.onnx").write_bytes(b"before")
    assert to_fp32(tmp_path / "model.onnx") == b"before"


def test_int8_says_how_accurate_it_is(no_fixed_evaluation: None) -> None:
    made = export(None, "int8")
    assert made.beside is not None
    assert made.beside["calibrated_on"] == made.beside["accuracy"]["n"] == 300
    expected = _logits(export(None, "fp32").data).argmax(axis=1)
    agreed = (_logits(made.data).argmax(axis=1) == expected).mean()
    assert agreed > 0.9


def test_int8_reckons_with_bytes(no_fixed_evaluation: None) -> None:
    import onnx

    graph = onnx.load_from_string(export(None, "int8").data).graph
    assert sum(node.op_type == "QuantizeLinear" for node in graph.node) > 8


def test_safetensors_hold_every_weight_by_name() -> None:
    from safetensors.numpy import load

    weights = load(export(None, "safetensors").data)
    assert weights["head.weight"].shape == (11, 64)
    assert {value.dtype for value in weights.values()} == {np.dtype(np.float32)}
    assert sum(value.size for value in weights.values()) == load_model().card.parameters


def test_folded_weights_are_what_the_training_exported_within_a_level() -> None:
    weights = folded_weights(find_model()[0].read_bytes())
    assert all(np.isfinite(value).all() for value in weights.values())


def test_unknown_kind_is_told() -> None:
    with pytest.raises(StoreError, match="'h5', known: onnx, fp32, int8"):
        export(None, "h5")


def test_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "onnx", None)
    with pytest.raises(StoreError, match=r"needs the package onnx: pip install 'tenfold\[train\]'"):
        export("tenfold_small", "fp32")
