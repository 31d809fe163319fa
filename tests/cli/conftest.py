"""The command line by its real process, and a model whose answers are known."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def tenfold(tmp_path: Path) -> Run:
    """Run `tenfold` in the test's own folder; `stdin` are bytes piped in."""

    def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "tenfold", *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, timeout=60)

    return run


@pytest.fixture(scope="session")
def always_seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that takes all ink for a 7, with a probability of 0.9996."""
    return save_model(tmp_path_factory.mktemp("model") / "always_seven.onnx", {7: 10.0})


@pytest.fixture(scope="session")
def unsure_seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that hesitates between 7 and 1, with probabilities of 0.73 and 0.27."""
    return save_model(tmp_path_factory.mktemp("model") / "unsure.onnx", {7: 10.0, 1: 9.0})


@pytest.fixture(scope="session")
def no_digit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that takes no ink for a digit."""
    return save_model(tmp_path_factory.mktemp("model") / "no_digit.onnx", {10: 12.0})


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
