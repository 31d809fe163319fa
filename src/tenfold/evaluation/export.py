"""A model as a file for other programs: .onnx in fp32 or int8, safetensors, its card."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import StoreError
from tenfold.evaluation.accuracy import Change, Rate, change, rate
from tenfold.evaluation.fixed import EvaluationSet, fixed_sets
from tenfold.reading.card import read_card
from tenfold.reading.graph import parse
from tenfold.reading.model import BATCH, find_model, open_session
from tenfold.types import ModelCard

CALIBRATED_ON: Final = 512
"""Pictures from which the ranges of the activations are taken."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file's bytes and what it is to be called; ``beside`` is what goes with it as JSON."""

    file: str
    data: bytes = field(repr=False)
    beside: dict[str, Any] | None = None


def export(model: str | None, kind: str) -> Export:
    """Make a model's file for other programs.

    Args:
        model: as ``reading.model.find_model`` takes it.
        kind: 'onnx' as it is read with (weights int8, reckoned in fp32), 'fp32', 'int8' (weights
            and activations, static), 'safetensors' (fp32 weights by name) or 'card'.

    Raises:
        ModelError: there is no such model, or the package for this kind is not installed.
        DatasetError: int8 without pictures on this machine to calibrate on.

    """
    if kind not in KINDS:
        raise StoreError(f"unknown kind of export {kind!r}, known: {', '.join(KINDS)}")
    path, card_path = find_model(model)
    return KINDS[kind](path, read_card(card_path))


def _as_it_is(path: Path, card: ModelCard) -> Export:
    return Export(f"{card.name}.onnx", path.read_bytes())


def _card(path: Path, card: ModelCard) -> Export:
    beside = path.with_name("card.json") if path.name == "model.onnx" else path.with_suffix(".json")
    return Export(f"{card.name}.json", beside.read_bytes())


def _fp32(path: Path, card: ModelCard) -> Export:
    return Export(f"{card.name}-fp32.onnx", to_fp32(path))


def _safetensors(path: Path, card: ModelCard) -> Export:
    weights = folded_weights(path.read_bytes())
    about = {"name": card.name, "architecture": card.architecture, "sha256": card.sha256}
    data = _package("safetensors.numpy", "safetensors").save(weights, about)
    return Export(f"{card.name}.safetensors", data)


def _int8(path: Path, card: ModelCard) -> Export:
    exact = to_fp32(path)
    sets = [each for each in fixed_sets() if each.is_digits]
    pictures = np.concatenate([each.pictures for each in sets])
    step = max(2, len(pictures) // CALIBRATED_ON)  # the others are read for the accuracy
    data = to_int8(exact, pictures[::step])
    kept = np.ones(len(pictures), bool)
    kept[::step] = False
    measured = _measured(exact, data, sets, kept)
    about = {
        "model": card.name,
        "of_sha256": card.sha256,
        "bytes": len(data),
        "calibrated_on": int((~kept).sum()),
        **measured,
    }
    return Export(f"{card.name}-int8.onnx", data, about)


KINDS: Final[dict[str, Callable[[Path, ModelCard], Export]]] = {
    "onnx": _as_it_is,
    "fp32": _fp32,
    "int8": _int8,
    "safetensors": _safetensors,
    "card": _card,
}


def folded_weights(data: bytes) -> dict[str, NDArray[np.float32]]:
    """Return a network's weights by name in fp32; those stored as int8 times their scales."""
    graph = parse(data)
    weights = dict(graph.weights)
    for node in graph.nodes:
        if node.op == "DequantizeLinear":
            levels, scale = weights.pop(node.inputs[0]), weights.pop(node.inputs[1])
            each = scale.reshape(-1, *[1] * (levels.ndim - 1))
            weights[node.outputs[0]] = levels.astype(np.float32) * each
    return {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}


def to_fp32(path: Path) -> bytes:
    """Return a model's file with its weights in fp32.

    Before they were stored as int8 where the training kept them so; else as they are reckoned
    with, which gives the same answers to the last bit.
    """
    kept = path.with_name("model-fp32.onnx")
    if path.name == "model.onnx" and kept.is_file():
        return kept.read_bytes()
    onnx = _package("onnx")
    data = path.read_bytes()
    model = onnx.load_from_string(data)
    nodes = [node for node in model.graph.node if node.op_type != "DequantizeLinear"]
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    for name, value in folded_weights(data).items():
        model.graph.initializer.append(onnx.numpy_helper.from_array(value, name))
    return bytes(model.SerializeToString())


def to_int8(exact: bytes, pictures: NDArray[np.uint8]) -> bytes:
    """Quantise a network statically: weights a channel each, activations by ranges seen.

    Method: Krishnamoorthi 2018, https://arxiv.org/abs/1806.08342, section 3.1, by onnxruntime's
    own tool, with QuantizeLinear and DequantizeLinear around each operator.

    Args:
        exact: the .onnx file in fp32.
        pictures: (N, 28, 28) uint8 to take the ranges from.

    """
    _package("onnx")
    tool = import_module("onnxruntime.quantization")

    class Feed(tool.CalibrationDataReader):  # type: ignore[misc,name-defined]
        def __init__(self) -> None:
            self.left = _batches(pictures)

        def get_next(self) -> dict[str, NDArray[np.float32]] | None:
            return next(self.left, None)

    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "fp32.onnx", Path(folder) / "int8.onnx"
        before.write_bytes(exact)
        tool.quantize_static(
            before,
            after,
            Feed(),
            quant_format=tool.QuantFormat.QDQ,
            per_channel=True,
            activation_type=tool.QuantType.QUInt8,
            weight_type=tool.QuantType.QInt8,
        )
        return after.read_bytes()


def _measured(
    exact: bytes, data: bytes, sets: list[EvaluationSet], kept: NDArray[np.bool_]
) -> dict[str, Any]:
    """Accuracy of both files on the pictures that calibrated nothing."""
    pictures = np.concatenate([each.pictures for each in sets])[kept]
    labels = np.concatenate([each.labels for each in sets])[kept]
    before, after = (_said(each, pictures) == labels for each in (exact, data))
    found: dict[str, Rate | Change] = {
        "accuracy": rate(after),
        "accuracy_fp32": rate(before),
        "change": change(before, after),
    }
    return {
        "sets": [each.name for each in sets],
        **{name: one.to_dict() for name, one in found.items()},
    }


def _said(data: bytes, pictures: NDArray[np.uint8]) -> NDArray[np.int64]:
    session = open_session(data, "the export", as_stored=True)
    rows = [session.run(["logits"], feed)[0].argmax(axis=1) for feed in _batches(pictures)]
    return np.concatenate(rows)


def _batches(pictures: NDArray[np.uint8]) -> Iterator[dict[str, NDArray[np.float32]]]:
    for start in range(0, len(pictures), BATCH):
        batch = pictures[start : start + BATCH, np.newaxis].astype(np.float32)
        yield {"image": batch / np.float32(255)}


def _package(module: str, name: str = "") -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise StoreError(
            f"this export needs the package {name or module}: pip install 'tenfold[train]'"
        ) from error


def write(made: Export, out: Path | None = None) -> list[Path]:
    """Write an export, and beside it what goes with it.

    Args:
        made: what to write.
        out: a file, or a folder in which it gets its own name; here without.

    Returns:
        The files written.

    """
    path = out or Path(made.file)
    if path.is_dir():
        path = path / made.file
    path.write_bytes(made.data)
    if made.beside is None:
        return [path]
    about = path.with_suffix(".figures.json")
    about.write_text(json.dumps(made.beside, indent=1) + "\n", encoding="utf-8")
    return [path, about]
