"""A trained network -> an .onnx file of few, plain operators that gives the same answers."""

from __future__ import annotations

import copy
import io
import logging
import math
import warnings
from typing import Final

import numpy as np
import onnx
import onnx.numpy_helper
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from tenfold.errors import TrainingError
from tenfold.reading import untrusted

OPERATORS: Final = frozenset(untrusted.OPERATORS)
"""What a small runtime needs to know; an export with any other operator is refused."""


def export_onnx(network: nn.Module) -> bytes:
    """Export a network with its batch norm folded into the convolutions.

    Args:
        network: maps (N, 1, 28, 28) float32 to logits (N, 11).

    Returns:
        The .onnx file: input ``image``, output ``logits``, any N, fp32, without metadata.

    Raises:
        TrainingError: where an operator is not in ``OPERATORS``, or onnxruntime disagrees.

    """
    folded = fold(network)
    example = torch.rand(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            folded,
            (example,),
            input_names=["image"],
            output_names=["logits"],
            dynamic_shapes=({0: torch.export.Dim("N")},),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    if program is None:
        raise TrainingError("the exporter made nothing")
    buffer = io.BytesIO()
    program.save(buffer)  # type: ignore[arg-type]  # it takes open files too
    model = onnx.load_from_string(buffer.getvalue())
    _simplify(model.graph)
    _strip(model)
    with torch.no_grad():
        return checked(model, example.numpy(), folded(example).numpy())


def with_int8_weights(data: bytes) -> bytes:
    """Store the weights of an exported network as int8, for a file a quarter as large.

    Each output channel has its own scale; biases stay fp32. DequantizeLinear turns the weights
    back when the file is loaded: all is computed in fp32, as before. Method: Krishnamoorthi 2018,
    https://arxiv.org/abs/1806.08342, section 3.1.3.

    Args:
        data: an .onnx file with the weights of Conv and Gemm in fp32.

    Returns:
        The .onnx file; weights that are int8 already stay as they are.

    """
    model = onnx.load_from_string(data)
    graph = model.graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    unpackers = []
    for node in graph.node:
        weights = stored.get(node.input[1]) if _has_weights(node) else None
        if weights is None or weights.data_type != onnx.TensorProto.FLOAT:
            continue
        name = weights.name
        levels, scale = _to_int8(onnx.numpy_helper.to_array(weights))
        weights.CopyFrom(onnx.numpy_helper.from_array(levels, f"{name}.int8"))
        graph.initializer.append(onnx.numpy_helper.from_array(scale, f"{name}.scale"))
        inputs = [f"{name}.int8", f"{name}.scale"]
        unpackers.append(onnx.helper.make_node("DequantizeLinear", inputs, [name], name, axis=0))
    nodes = [*unpackers, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return bytes(model.SerializeToString())


def _has_weights(node: onnx.NodeProto) -> bool:
    """Whether a node has weights whose first axis is its output channels."""
    turned = any(entry.name == "transB" and entry.i == 1 for entry in node.attribute)
    return node.op_type == "Conv" or (node.op_type == "Gemm" and turned)


def _to_int8(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights (M, ...) -> int8 of the same shape, and the scale (M,) of each output channel."""
    rows = weights.reshape(len(weights), -1)
    scale = np.maximum(np.abs(rows).max(axis=1), np.float32(1e-12)) / np.float32(127)
    levels = np.rint(rows / scale[:, None]).astype(np.int8)
    return levels.reshape(weights.shape), scale


def with_prior(data: bytes, learned: float, expected: float) -> bytes:
    """Make an exported network expect another share of non-digits than it learned from.

    To tell what is no digit takes many examples, more than pages hold; a network that has seen
    them so often says 'not a digit' of too many odd digits. By Bayes' rule only the bias of that
    class changes: Saerens et al. 2002, https://doi.org/10.1162/089976602753284446, with the shares
    known.

    Args:
        data: the .onnx file; its last Gemm gives the logits.
        learned: share of non-digits in training, inside 0..1, else nothing changes.
        expected: share of non-digits on pages, inside 0..1.

    """
    if not 0 < learned < 1:
        return data
    model = onnx.load_from_string(data)
    head = [node for node in model.graph.node if node.op_type == "Gemm"][-1]
    (bias,) = (t for t in model.graph.initializer if t.name == head.input[2])
    shifted = onnx.numpy_helper.to_array(bias).copy()
    shifted[-1] -= math.log(learned / (1 - learned)) - math.log(expected / (1 - expected))
    bias.CopyFrom(onnx.numpy_helper.from_array(shifted, bias.name))
    return bytes(model.SerializeToString())


def fold(network: nn.Module) -> nn.Module:
    """Return a copy for inference in which each batch norm is part of the convolution before it.

    Raises:
        TrainingError: where a pooling between the two does not let the norm through, because the
            norm turns what is larger into what is smaller.

    """
    folded = copy.deepcopy(network).eval().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    for row, place, conv, after, norm in normed(folded):
        if after > place + 1 and bool(torch.any(norm.weight <= 0)):
            raise TrainingError(
                "a batch norm after a pooling has a scale below 0: not to be folded"
            )
        row[place] = fuse_conv_bn_eval(conv, norm)
        row[after] = nn.Identity()
    return folded  # type: ignore[no-any-return]


def normed(network: nn.Module) -> list[tuple[nn.Sequential, int, nn.Conv2d, int, nn.BatchNorm2d]]:
    """Return where a convolution has a batch norm, next to it or after a pooling.

    Of each: the row they stand in; the place of the convolution, and it; that of the norm, and it.
    """
    found = []
    for row in network.modules():
        layers = list(row) if isinstance(row, nn.Sequential) else []
        for place, conv in enumerate(layers[:-1]):
            after = place + 1 + isinstance(layers[place + 1], nn.MaxPool2d)
            norm = layers[after] if after < len(layers) else None
            if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                found.append((row, place, conv, after, norm))
    return found  # type: ignore[return-value]  # a row of layers is a Sequential


def _simplify(graph: onnx.GraphProto) -> None:
    """Name the mean over maps and the flattening by their own operators.

    The exporter writes ReduceMean over the last two axes and Reshape with a computed shape.
    """
    for node in graph.node:
        if node.op_type in _PLAINER:
            del node.input[1:]
            del node.attribute[:]
            node.op_type = _PLAINER[node.op_type]
    needed = {output.name for output in graph.output}
    for node in reversed(list(graph.node)):
        if needed.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            needed.update(node.input)
    for tensor in list(graph.initializer):
        if tensor.name not in needed:
            graph.initializer.remove(tensor)


_PLAINER: Final = {"ReduceMean": "GlobalAveragePool", "Reshape": "Flatten"}


def _strip(model: onnx.ModelProto) -> None:
    """Clear what the exporter notes of this machine: paths, source lines, names of functions."""
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.graph.value_info[:]
    model.producer_name, model.producer_version = "tenfold", ""
    model.graph.doc_string = model.doc_string = ""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in (*model.graph.initializer, *model.graph.input, *model.graph.output):
        del value.metadata_props[:]


def checked(
    model: onnx.ModelProto, pictures: NDArray[np.float32], expected: NDArray[np.float32]
) -> bytes:
    """Return a model's file once onnxruntime gives the expected logits and all is allowed.

    Raises:
        TrainingError: where an operator is not in ``OPERATORS``, or onnxruntime disagrees.

    """
    others = {node.op_type for node in model.graph.node} - OPERATORS
    if others:
        raise TrainingError(f"the export uses {', '.join(sorted(others))}; allowed: {OPERATORS}")
    data = bytes(model.SerializeToString())
    session = ort.InferenceSession(data, providers=["CPUExecutionProvider"])
    found = session.run(None, {"image": pictures})[0]
    if not np.allclose(found, expected, atol=1e-4):
        gap = float(np.abs(found - expected).max())
        raise TrainingError(f"onnxruntime differs from the network by {gap:.2g}, at most 1e-4")
    return data
