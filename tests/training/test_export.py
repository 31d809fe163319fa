from __future__ import annotations

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
from onnx import numpy_helper

from tenfold.models import build
from tenfold.training.card import count_parameters, run_onnx
from tenfold.training.export import OPERATORS, export_onnx, with_int8_weights

PICTURES = np.random.default_rng(0).integers(0, 256, (50, 28, 28), np.uint8)


@pytest.fixture(scope="module")
def exact() -> bytes:
    """A network in fp32, with weights that training has not yet touched."""
    torch.manual_seed(1)
    return export_onnx(build("cnn_small"))


def test_weights_are_a_quarter_as_large_as_int8(exact: bytes) -> None:
    small = with_int8_weights(exact)
    assert len(small) < 0.28 * len(exact)
    stored = {t.name: t for t in onnx.load_from_string(small).graph.initializer}
    levels = [numpy_helper.to_array(t) for name, t in stored.items() if name.endswith(".int8")]
    assert len(levels) == 10
    assert {array.dtype for array in levels} == {np.dtype(np.int8)}
    assert all(np.abs(array.astype(int)).max() == 127 for array in levels)


def test_each_weight_is_off_by_half_a_step_at_most(exact: bytes) -> None:
    before = {
        t.name: numpy_helper.to_array(t) for t in onnx.load_from_string(exact).graph.initializer
    }
    small = onnx.load_from_string(with_int8_weights(exact)).graph
    stored = {t.name: numpy_helper.to_array(t) for t in small.initializer}
    for name in [name.removesuffix(".scale") for name in stored if name.endswith(".scale")]:
        levels, scale = stored[f"{name}.int8"], stored[f"{name}.scale"]
        step = scale.reshape(-1, *[1] * (levels.ndim - 1))
        assert np.all(np.abs(levels * step - before[name]) <= 0.5001 * step)


def test_a_model_of_int8_weights_gives_nearly_the_same(exact: bytes) -> None:
    found, expected = run_onnx(with_int8_weights(exact), PICTURES), run_onnx(exact, PICTURES)
    assert np.abs(found - expected).max() < 0.02 * np.abs(expected).max()


def test_biases_and_the_count_of_weights_stay(exact: bytes) -> None:
    small = with_int8_weights(exact)
    assert count_parameters(small) == count_parameters(exact)
    types = {t.name: t.data_type for t in onnx.load_from_string(small).graph.initializer}
    assert {types[name] for name in types if name.endswith("bias")} == {onnx.TensorProto.FLOAT}


def test_only_operators_of_the_small_runtime_are_used(exact: bytes) -> None:
    small = onnx.load_from_string(with_int8_weights(exact))
    onnx.checker.check_model(small)
    assert {node.op_type for node in small.graph.node} <= OPERATORS
    assert ort.InferenceSession(small.SerializeToString()).get_inputs()[0].name == "image"


def test_weights_that_are_int8_stay_as_they_are(exact: bytes) -> None:
    small = with_int8_weights(exact)
    assert with_int8_weights(small) == small
