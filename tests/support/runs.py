"""Small run folders, as a training leaves them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from safetensors.numpy import save_file

SHAPES = {
    "strokes.0.weight": (4, 1, 3, 3),
    "strokes.0.bias": (4,),
    "hidden.weight": (12, 784),
    "hidden.bias": (12,),
    "head.weight": (11, 12),
    "head.bias": (11,),
}
Weights = dict[str, NDArray[np.float32]]


def weights_of(seed: int) -> Weights:
    """Return weights that depend on the seed alone."""
    rng = np.random.default_rng(seed)
    return {
        name: (rng.normal(0, 1, shape) / np.sqrt(np.prod(shape[1:]) or 1)).astype(np.float32)
        for name, shape in SHAPES.items()
    }


def graph_of(weights: Weights) -> bytes:
    """Return a network of one convolution, one pooling and two dense layers as an .onnx file."""
    conv = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "strides": [1, 1]}
    dense = {"transB": 1}
    nodes = [
        helper.make_node("Conv", ["image", "strokes.0.weight", "strokes.0.bias"], ["c"], **conv),
        helper.make_node("Relu", ["c"], ["maps"]),
        helper.make_node("MaxPool", ["maps"], ["p"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Flatten", ["p"], ["flat"]),
        helper.make_node("Gemm", ["flat", "hidden.weight", "hidden.bias"], ["h"], **dense),
        helper.make_node("Relu", ["h"], ["units"]),
        helper.make_node("Gemm", ["units", "head.weight", "head.bias"], ["logits"], **dense),
    ]
    ports = [
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["N", *shape])
        for name, shape in (("image", [1, 28, 28]), ("logits", [11]))
    ]
    held = [numpy_helper.from_array(values, name) for name, values in weights.items()]
    graph = helper.make_graph(nodes, "network", ports[:1], ports[1:], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    return bytes(model.SerializeToString())


def make_run(folder: Path, epochs: int = 3, *, pictures: int = 24) -> Path:
    """Write a run folder with random weights, metrics and samples; returns it."""
    (folder / "weights").mkdir(parents=True)
    (folder / "graph.onnx").write_bytes(graph_of(weights_of(1)))
    rng = np.random.default_rng(0)
    lines = []
    for epoch in range(1, epochs + 1):
        half = {name: values.astype(np.float16) for name, values in weights_of(epoch).items()}
        save_file(half, folder / f"weights/epoch-{epoch:04}.safetensors")
        confusion = rng.integers(0, 9, (11, 11)).tolist()
        line = {"epoch": epoch, "epochs": epochs, "loss": 2 / epoch, "accuracy": 1 - 1 / epoch}
        line |= {"validation_loss": 2 / epoch, "validation_accuracy": 1 - 1.1 / epoch}
        lines.append(line | {"confusion": confusion, "seconds": epoch})
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "metrics.jsonl").write_text('{"step": 1, "loss": 2.3}\n' + text)
    shown = rng.integers(0, 256, (pictures, 28, 28)).astype(np.uint8)
    labels = rng.integers(0, 10, pictures).astype(np.int64)
    save_file({"pictures": shown, "labels": labels}, folder / "samples.safetensors")
    return folder
