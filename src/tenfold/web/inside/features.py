"""What a network has made of pictures just before its scores."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tenfold.reading.graph import Graph, parse

Floats = NDArray[np.float32]


def features_name(graph: Graph) -> str:
    """Return the name of what enters the layer that gives the scores."""
    return [node for node in graph.nodes if node.op == "Gemm"][-1].inputs[0]


def look(
    model: bytes, pictures: NDArray[np.uint8], weights: Mapping[str, Floats] | None = None
) -> tuple[Floats, Floats]:
    """Run pictures through a network up to its last layer.

    Args:
        model: the .onnx file.
        pictures: (N, 28, 28) uint8, 255 = ink.
        weights: those that take the place of the file's own, by name.

    Returns:
        What enters the last layer, (N, D), and the scores, (N, 11).

    """
    import onnxruntime

    name = features_name(parse(model))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    held = {key: onnxruntime.OrtValue.ortvalue_from_numpy(each) for key, each in _of(weights)}
    for key, value in held.items():
        options.add_initializer(key, value)
    session = onnxruntime.InferenceSession(
        _with_output(model, name), options, providers=["CPUExecutionProvider"]
    )
    images = pictures[:, np.newaxis].astype(np.float32) / np.float32(255)
    found, logits = session.run([name, "logits"], {"image": images})
    return found.reshape(len(images), -1), logits


def _of(weights: Mapping[str, Floats] | None) -> list[tuple[str, Floats]]:
    return [(name, np.ascontiguousarray(values)) for name, values in (weights or {}).items()]


def _with_output(model: bytes, name: str) -> bytes:
    """Return the model with one more output.

    A message that stands in a file twice is merged by whoever parses it: what is appended here is
    a network that has nothing but that output (field 7 of the model, 12 of it, 1 of that).
    """
    text = name.encode()
    port = b"\x0a" + _varint(len(text)) + text
    output = b"\x62" + _varint(len(port)) + port
    return model + b"\x3a" + _varint(len(output)) + output


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
