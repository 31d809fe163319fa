"""Pictures as points: what the last layer sees of them, laid on two axes that stay."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.web.inside.run_folder import Weights

Floats = NDArray[np.float32]


class Points(NamedTuple):
    """What each epoch makes of N pictures."""

    positions: Floats
    """(epochs, N, 2): places on the axes of the last epoch."""
    said: NDArray[np.uint8]
    """(epochs, N): the classes that the network answered, 0..10."""
    share: float
    """How much of the last epoch's variance the two axes show, 0..1."""


def read_graph(path: Path) -> Any:
    """Read an .onnx file as onnx has it."""
    import onnx

    return onnx.load(path)


def last_features(model: Any) -> str:
    """Return the name of what enters the layer that gives the logits."""
    return str([node for node in model.graph.node if node.op_type == "Gemm"][-1].input[0])


def follow(model: Any, epochs: Iterable[Weights], pictures: NDArray[np.uint8]) -> Points:
    """Run pictures through each epoch's network and lay them on the last epoch's main axes.

    The axes are the first two principal components of the last layer's input in the last epoch
    (Pearson 1901, https://doi.org/10.1080/14786440109462720), fitted once: between epochs the
    points move and the axes do not.

    Args:
        model: the graph, as ``read_graph`` gives it; its weights are exchanged.
        epochs: the weights of each epoch, the last one last.
        pictures: (N, 28, 28) uint8, 255 = ink.

    """
    images = pictures[:, np.newaxis].astype(np.float32) / np.float32(255)
    runs = [_run(model, weights, images) for weights in epochs]
    said = np.stack([logits.argmax(axis=1).astype(np.uint8) for _, logits in runs])
    features = np.stack([found for found, _ in runs])  # (epochs, N, D)
    middle, axes, share = principal_axes(features[-1])
    return Points(((features - middle) @ axes).astype(np.float32), said, share)


def principal_axes(features: Floats) -> tuple[Floats, Floats, float]:
    """Return the mean (D,), the two main axes (D, 2) and their share of the variance of (N, D)."""
    middle = features.mean(axis=0)
    _, sizes, rows = np.linalg.svd(features - middle, full_matrices=False)
    axes = np.zeros((features.shape[1], 2), np.float32)
    kept = min(2, len(rows))
    # A component's sign is chance: the largest number of each is made positive.
    signs = np.sign(rows[np.arange(kept), np.abs(rows[:kept]).argmax(axis=1)])
    axes[:, :kept] = (rows[:kept] * signs[:, np.newaxis]).T
    total = float((sizes**2).sum())
    return middle, axes, float((sizes[:2] ** 2).sum() / total) if total > 0 else 0.0


def _run(model: Any, weights: Weights, images: Floats) -> tuple[Floats, Floats]:
    """Return the last layer's input (N, D) and the logits (N, 11)."""
    import onnx
    import onnxruntime

    name = last_features(model)
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    for tensor in changed.graph.initializer:
        if tensor.name in weights:
            tensor.CopyFrom(onnx.numpy_helper.from_array(weights[tensor.name], tensor.name))
    changed.graph.output.append(onnx.ValueInfoProto(name=name))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        changed.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    found, logits = session.run([name, "logits"], {"image": images})
    return found.reshape(len(images), -1), logits
