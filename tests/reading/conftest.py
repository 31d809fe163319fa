"""A small network of random weights, with its card, as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tenfold.reading import Reader
from tenfold.types import ModelCard

MakeModel = Callable[..., Path]


@pytest.fixture
def make_model(tmp_path: Path) -> MakeModel:
    """Write a model and its card; entries of the card may be replaced. Returns the .onnx path."""

    def make(
        name: str = "tiny",
        *,
        bias: list[float] | None = None,
        network: bytes | None = None,
        **entries: object,
    ) -> Path:
        path = tmp_path / f"{name}.onnx"
        path.write_bytes(network_bytes(bias) if network is None else network)
        card = asdict(card_for(path)) | entries
        path.with_suffix(".json").write_text(json.dumps(card), encoding="utf-8")
        return path

    return make


@pytest.fixture
def reader(make_model: MakeModel) -> Reader:
    """A reader whose answers are arbitrary but always the same."""
    return Reader(make_model())


def network_bytes(bias: list[float] | None = None, output: str = "logits") -> bytes:
    """One dense layer; ``bias`` alone decides when given."""
    rng = np.random.default_rng(7)
    weights = rng.normal(0, 0.3, (784, 11)).astype(np.float32) * (bias is None)
    layer = {"w": weights, "b": np.asarray(bias if bias is not None else np.zeros(11), np.float32)}
    graph = helper.make_graph(
        [
            helper.make_node("Flatten", ["image"], ["flat"]),
            helper.make_node("Gemm", ["flat", "w", "b"], [output]),
        ],
        "tiny",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 28, 28])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", 11])],
        [numpy_helper.from_array(value, name) for name, value in layer.items()],
    )
    opset = [helper.make_opsetid("", 18)]
    return onnx.helper.make_model(graph, opset_imports=opset, ir_version=9).SerializeToString()


def card_for(path: Path) -> ModelCard:
    """The card of a model file, as a training would write it."""
    data = path.read_bytes()
    return ModelCard(
        name=path.stem,
        architecture="dense",
        parameters=784 * 11 + 11,
        bytes=len(data),
        sha256=sha256(data).hexdigest(),
        licence="MIT",
        classes=(*"0123456789", "not a digit"),
        temperature=1.5,
        thresholds={"0.001": 0.9, "0.01": 0.6},
    )
