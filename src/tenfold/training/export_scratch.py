"""A network written in NumPy -> an .onnx file: one operator a layer, under the layer's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from tenfold.models.scratch import Conv, Dense, Flatten, Layer, MaxPool, Network, Relu
from tenfold.training.export import checked

_OPERATORS: Final[dict[type[Layer], tuple[str, Callable[[Any], dict[str, Any]]]]] = {
    Flatten: ("Flatten", lambda layer: {}),
    Relu: ("Relu", lambda layer: {}),
    Dense: ("Gemm", lambda layer: {"transB": 1}),
    Conv: ("Conv", lambda layer: _sliding(layer.parameters["weight"].shape[-1])),
    MaxPool: ("MaxPool", lambda layer: {"kernel_shape": [2, 2], "strides": [2, 2]}),
}


def _sliding(side: int) -> dict[str, Any]:
    return {"kernel_shape": [side, side], "pads": [side // 2] * 4}


def export_scratch(network: Network) -> bytes:
    """Export a network of ``models.scratch``; the file is as ``export.export_onnx`` makes it.

    Raises:
        TrainingError: where onnxruntime disagrees with the network.

    """
    nodes, below = [], "image"
    for place, (name, layer) in enumerate(network.layers.items(), 1):
        operator, attributes = _OPERATORS[type(layer)]
        output = "logits" if place == len(network.layers) else name
        inputs = [below, *(f"{name}.{part}" for part in layer.parameters)]
        nodes.append(helper.make_node(operator, inputs, [output], name, **attributes(layer)))
        below = output
    graph = helper.make_graph(
        nodes,
        "tenfold",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 28, 28])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 11])],
        [numpy_helper.from_array(array, name) for name, array in network.parameters().items()],
    )
    opset = helper.make_opsetid("", 18)
    model = helper.make_model(graph, producer_name="tenfold", opset_imports=[opset], ir_version=10)
    example = np.random.default_rng(0).random((2, 1, 28, 28), np.float32)
    return checked(model, example, network.forward(example))
