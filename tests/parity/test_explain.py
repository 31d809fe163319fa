"""The browser's way back through a network is PyTorch's, and its attributions sum to the scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import helper, numpy_helper
from tests.support.runs import graph_of, weights_of
from torch.nn import functional as F

from tenfold.datasets import strokes as pen
from tenfold.imaging.normalise import normalise
from tenfold.reading.model import find_model

from .conftest import Job

Tensors = dict[str, torch.Tensor]


class Rescaled(torch.autograd.Function):
    """Relu of a picture above and of what it is compared with below; DeepLIFT's way back."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x.relu()

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        (x,) = ctx.saved_tensors
        moved, out = x[:1] - x[1:], x[:1].relu() - x[1:].relu()
        slope = torch.where(moved.abs() < 1e-7, (x[:1] > 0).to(x.dtype), out / moved)
        return gradient * torch.cat([slope, slope])


def initial(model: onnx.ModelProto) -> Tensors:
    """Return a model's weights in doubles, those stored as int8 unpacked."""
    held = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "DequantizeLinear":
            levels, scale = (held[name] for name in node.input)
            held[node.output[0]] = levels * scale.reshape(-1, *[1] * (levels.ndim - 1))
    return {name: torch.tensor(np.asarray(values, np.float64)) for name, values in held.items()}


def run(model: onnx.ModelProto, image: torch.Tensor, relu: Any) -> torch.Tensor:
    """Run a graph of our operators in PyTorch: (N, 1, 28, 28) -> (N, 11)."""
    known = initial(model) | {"image": image}
    for node in model.graph.node:
        if node.op_type == "DequantizeLinear":
            continue
        inputs = [known[name] for name in node.input]
        sets = {each.name: helper.get_attribute_value(each) for each in node.attribute}
        known[node.output[0]] = {
            "Conv": lambda x, w, b, s=sets: F.conv2d(
                x, w, b, stride=tuple(s.get("strides", (1, 1))), padding=tuple(s["pads"][:2])
            ),
            "Relu": relu,
            "Add": torch.add,
            "MaxPool": lambda x, s=sets: F.max_pool2d(x, tuple(s["kernel_shape"])),
            "GlobalAveragePool": lambda x: x.mean(dim=(2, 3), keepdim=True),
            "Flatten": lambda x: x.flatten(1),
            "Gemm": lambda x, w, b: x @ w.T + b,
        }[node.op_type](*inputs)
    return known["logits"]


@pytest.fixture(scope="module")
def pictures(hands: list[pen.Strokes]) -> np.ndarray:
    drawn = [pen.draw(hand, long_side_px=60, pen_px=6) for hand in hands[:: len(hands) // 6]]
    return np.stack([normalise(ink.astype(np.float32) / 255) for ink in drawn])


@pytest.mark.parametrize("name", ["shipped", "with pooling"])
def test_slopes_and_attributions_are_pytorchs(
    browser: Job, pictures: np.ndarray, tmp_path: Path, name: str
) -> None:
    data = find_model()[0].read_bytes()
    if name == "with pooling":
        data = graph_of(weights_of(3))
        # On paper all maps are even, and which of equal values is the largest is anyone's choice.
        pictures = np.random.default_rng(2).random((3, 28, 28), np.float32)
    model = onnx.load_from_string(data)
    (tmp_path / "model.onnx").write_bytes(data)
    (tmp_path / "pictures.f32").write_bytes(pictures.tobytes())
    for picture, found in zip(pictures, browser("attributions", tmp_path), strict=True):
        image = torch.tensor(picture, dtype=torch.float64).reshape(1, 1, 28, 28)
        pair = torch.cat([image, torch.zeros_like(image)])
        for of in range(11):
            at = image.clone().requires_grad_()
            (slope,) = torch.autograd.grad(run(model, at, torch.relu)[0, of], at)
            np.testing.assert_allclose(found[of]["slope"], slope.numpy().ravel(), atol=1e-3)
            both = pair.clone().requires_grad_()
            scores = run(model, both, Rescaled.apply)[:, of]
            assert abs(found[of]["score"] - scores[0].item()) < 1e-4
            total = found[of]["blank"] + sum(found[of]["pixels"])
            assert abs(total - scores[0].item()) < 1e-3
            if name == "shipped":  # PyTorch's pooling has no way back of DeepLIFT's
                (each,) = torch.autograd.grad(scores[0], both)
                expected = (each[:1] * image).numpy().ravel()
                np.testing.assert_allclose(found[of]["pixels"], expected, atol=1e-3)
