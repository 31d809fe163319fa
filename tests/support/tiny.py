"""Networks whose answers are known: every picture gets the same."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest


def save_model(path: Path, logits: dict[int, float]) -> Path:
    """Save a network that gives every picture the same logits, and its card."""
    onnx = pytest.importorskip("onnx", reason="the test's own models are made with onnx")
    from onnx import helper, numpy_helper

    bias = np.zeros(11, np.float32)
    for index, value in logits.items():
        bias[index] = value
    constants = {"weight": np.zeros((1, 11), np.float32), "bias": bias}
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["image"], ["mean"]),
            helper.make_node("Flatten", ["mean"], ["flat"]),
            helper.make_node("Gemm", ["flat", "weight", "bias"], ["logits"]),
        ],
        path.stem,
        [helper.make_tensor_value_info("image", onnx.TensorProto.FLOAT, ["N", 1, 28, 28])],
        [helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, ["N", 11])],
        [numpy_helper.from_array(values, name) for name, values in constants.items()],
    )
    opset = [helper.make_opsetid("", 17)]
    data = helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()
    path.write_bytes(data)
    path.with_suffix(".json").write_text(json.dumps(_card(path.stem, data)))
    return path


def _card(name: str, data: bytes) -> dict[str, object]:
    return {
        "name": name,
        "architecture": "constant",
        "parameters": 22,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "licence": "MIT",
        "classes": [*"0123456789", "not a digit"],
        "temperature": 1.0,
        "thresholds": {"0.001": 0.99, "0.5": 0.5},
        "measured": [{"set": "mnist test", "figure": "accuracy", "value": 0.0974, "n": 10000}],
    }
