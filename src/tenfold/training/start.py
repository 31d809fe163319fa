"""A training that starts from a model: an exported network's weights, put back into its maker's."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from tenfold.errors import TrainingError
from tenfold.training.export import normed


def start_from(network: nn.Module, data: bytes, pictures: Tensor) -> None:
    """Set a network to what an exported model computes, its batch norms unfolded again.

    An export has each batch norm folded into the convolution before it. Here each norm gets the
    mean and spread that its convolution has on ``pictures``, and a scale and a shift that undo
    both, so that the network computes what the export does and can go on learning.

    Args:
        network: freshly made, of the architecture that was exported; changed in place.
        data: the .onnx file, as ``training.export`` writes it.
        pictures: (N, 1, 28, 28) float32 in 0..1, some hundred to take means and spreads of.

    Raises:
        TrainingError: where the model is of another architecture.

    """
    weights = _weights(data)
    layers = {name: m for name, m in network.named_modules() if isinstance(m, _WEIGHTED)}
    wanted = {f"{name}.weight": layer.weight.shape for name, layer in layers.items()}
    found = {name: w.shape for name, w in weights.items() if name.endswith(".weight")}
    if wanted != found:
        missing = sorted(wanted.keys() ^ found.keys()) or sorted(wanted)
        raise TrainingError(
            f"the model to start from is of another architecture: {missing[0]} does not fit"
        )
    norms = _norms(network)
    hooks = []
    with torch.no_grad():
        for name, layer in layers.items():
            layer.weight.copy_(weights[f"{name}.weight"])
            bias = weights.get(f"{name}.bias")
            if name in norms:
                hooks.append(norms[name].register_forward_pre_hook(_unfold(bias)))
            elif layer.bias is not None and bias is not None:
                layer.bias.copy_(bias)
        network.eval()
        network(pictures)
    for hook in hooks:
        hook.remove()
    network.train()


def mixed(first: bytes, tuned: bytes, keep: float) -> bytes:
    """Average the weights of a model and of one tuned from it, so that little is forgotten.

    Method: Wortsman et al. 2022, https://arxiv.org/abs/2109.01903.

    Args:
        first: the .onnx file that the training started from; fp32 or int8 weights.
        tuned: the .onnx file after it, fp32.
        keep: share of the first, 0..1.

    Returns:
        The .onnx file with the averaged weights, fp32.

    """
    model, before = onnx.load_from_string(tuned), _weights(first)
    for tensor in model.graph.initializer:
        now = torch.from_numpy(numpy_helper.to_array(tensor).copy())
        mean = torch.lerp(now, before[tensor.name], keep).numpy()
        tensor.CopyFrom(numpy_helper.from_array(mean, tensor.name))
    return bytes(model.SerializeToString())


_WEIGHTED = (nn.Conv2d, nn.Linear)


def stored_weights(data: bytes) -> dict[str, NDArray[np.float32]]:
    """Return the tensors of an .onnx file by name; 8-bit ones multiplied by their scales."""
    graph = onnx.load_from_string(data).graph
    arrays = {t.name: numpy_helper.to_array(t).copy() for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            levels, scale = arrays.pop(node.input[0]), arrays.pop(node.input[1])
            spread = scale.reshape(-1, *[1] * (levels.ndim - 1))
            arrays[node.output[0]] = levels.astype(np.float32) * spread
    return arrays


def _weights(data: bytes) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array) for name, array in stored_weights(data).items()}


def _norms(network: nn.Module) -> dict[str, nn.BatchNorm2d]:
    """Each batch norm under the name of the convolution before it."""
    names = {layer: name for name, layer in network.named_modules()}
    return {names[conv]: norm for _, _, conv, _, norm in normed(network)}


def _unfold(bias: Tensor | None):  # type: ignore[no-untyped-def]
    """Make a hook that sets a norm, as its input comes, to only add the folded bias to it."""

    def hook(norm: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        x = inputs[0]  # (N, C, H, W)
        variance, mean = torch.var_mean(x, dim=(0, 2, 3), correction=0)
        norm.running_mean.copy_(mean)  # type: ignore[union-attr]
        norm.running_var.copy_(variance)  # type: ignore[union-attr]
        norm.weight.copy_(torch.sqrt(variance + norm.eps))
        norm.bias.copy_(mean if bias is None else mean + bias)

    return hook
