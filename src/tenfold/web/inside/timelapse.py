"""A run's time-lapse in one file: the graph, the weights of its epochs, and pictures followed.

The form is in docs/formats.md; ``frontend/src/timelapse`` reads it.
"""

from __future__ import annotations

import json
import secrets
import struct
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.web.inside.projection import Points, follow, read_graph
from tenfold.web.inside.run_folder import (
    NoEpochs,
    Sample,
    Weights,
    kept_epochs,
    read_metrics,
    read_sample,
    read_weights,
)

__all__ = ["BUDGET_BYTES", "MAGIC", "NoEpochs", "timelapse", "timelapse_file"]

MAGIC: Final = b"TENFLAP1"
BUDGET_BYTES: Final = 9_500_000
"""Most bytes of a file; of a run with more epochs some are left out."""
_ALIGN: Final = 8
_FULL: Final = 32767


def timelapse_file(folder: Path) -> Path:
    """Return a run's time-lapse, made anew where the run has gone on since it was made.

    Args:
        folder: the run folder.

    Raises:
        NoEpochs: the run has kept no epoch, or no graph, yet.

    """
    made, epochs = folder / "timelapse.bin", kept_epochs(folder)
    newest = max((path.stat().st_mtime_ns for path in epochs.values()), default=0)
    if epochs and made.is_file() and made.stat().st_mtime_ns >= newest:
        return made
    data = timelapse(folder)
    beside = made.with_name(f"{made.name}.{secrets.token_hex(4)}")
    beside.write_bytes(data)
    beside.replace(made)
    return made


def timelapse(folder: Path, budget_bytes: int = BUDGET_BYTES) -> bytes:
    """Make the time-lapse of a run folder.

    Weights of two axes and more are stored as int8 with a scale for each entry of the first axis,
    as in ``training.export``. Where all epochs would take more than ``budget_bytes``, the first,
    the best and the last are kept and others at even distances, as many as fit.

    Raises:
        NoEpochs: the run has kept no epoch, or no graph, yet.

    """
    files = kept_epochs(folder)
    if not files or not (folder / "graph.onnx").is_file():
        raise NoEpochs("no epoch of this run is kept yet; wait for the end of its first epoch")
    model, metrics, sample = read_graph(folder / "graph.onnx"), read_metrics(folder), _held(folder)
    tensors, size = _layout(model)
    share = len(sample.labels) * (2 * 2 + 1)  # bytes of a followed epoch
    fixed = sample.pictures.nbytes + 800 * (len(metrics) + 40)
    chosen = thinned(list(files), best(metrics), (budget_bytes - fixed) // (size + share))
    weights = [read_weights(files[epoch]) for epoch in chosen]
    body = _Body()
    header = {
        "version": 1,
        "graph": graph_json(model),
        "tensors": tensors,
        "metrics": metrics,
        "epochs": chosen,
        "weights": {"size": size},
        "sample": _sample(body, model, weights, sample),
    }
    places = [body.add(_packed(each, tensors, size)) for each in weights]
    header["weights"] = {"size": size, "at": places}
    return _file(header, body)


def _held(folder: Path) -> Sample:
    """Return at most 300 pictures to follow: more would hide each other."""
    sample = read_sample(folder)
    return Sample(sample.pictures[:300], sample.labels[:300])


def best(metrics: list[dict[str, Any]]) -> int:
    """Return the epoch of the highest accuracy on validation data; 0 where none was measured."""
    known = [line for line in metrics if line.get("validation_accuracy") is not None]
    top = max(known, key=lambda line: line["validation_accuracy"], default={"epoch": 0})
    return int(top["epoch"])


def thinned(epochs: list[int], best_epoch: int, most: int) -> list[int]:
    """Choose at most ``most`` epochs (never less than two): the ends, the best, others evenly."""
    most = max(2, most)
    if len(epochs) <= most:
        return epochs
    places = np.rint(np.linspace(0, len(epochs) - 1, most)).astype(int)
    if most > 2 and best_epoch in epochs[1:-1]:
        place = epochs.index(best_epoch)
        places[1 + int(np.abs(places[1:-1] - place).argmin())] = place
    return [epochs[place] for place in sorted(set(places.tolist()))]


def graph_json(model: Any) -> dict[str, Any]:
    """Return the nodes of a graph as JSON, in the words of ``frontend/src/net``."""
    import onnx

    def plain(value: Any) -> Any:
        if isinstance(value, bytes):
            return value.decode()
        return value if isinstance(value, int | float) else list(value)

    graph = model.graph
    nodes = [
        {
            "name": node.name,
            "op": node.op_type,
            "inputs": list(node.input),
            "outputs": list(node.output),
            "attributes": {
                each.name: plain(onnx.helper.get_attribute_value(each)) for each in node.attribute
            },
        }
        for node in graph.node
    ]
    (shape,) = [port.type.tensor_type.shape for port in graph.input]
    sides = [dim.dim_value for dim in shape.dim][1:]
    output = graph.output[0].name
    return {"nodes": nodes, "input": graph.input[0].name, "inputShape": sides, "output": output}


def _layout(model: Any) -> tuple[list[dict[str, Any]], int]:
    """Say where each tensor stands in the block of an epoch: floats first, then int8; its size."""
    held = [(tensor.name, list(tensor.dims)) for tensor in model.graph.initializer]
    tensors: list[dict[str, Any]] = []
    at = 0
    for name, shape in held:
        is_small = len(shape) < 2
        entry = {"name": name, "shape": shape, "type": "float32" if is_small else "int8"}
        entry["at" if is_small else "scales"] = at
        tensors.append(entry)
        at += 4 * (int(np.prod(shape)) if is_small else shape[0])
    for entry in tensors:
        if entry["type"] == "int8":
            entry["at"] = at
            at += int(np.prod(entry["shape"]))
    return tensors, -(-at // _ALIGN) * _ALIGN


def _packed(weights: Weights, tensors: list[dict[str, Any]], size: int) -> bytes:
    block = bytearray(size)
    for entry in tensors:
        values = weights[entry["name"]].reshape(entry["shape"])
        if entry["type"] == "float32":
            _put(block, entry["at"], values.astype("<f4"))
            continue
        rows = values.reshape(len(values), -1)
        scales = np.maximum(np.abs(rows).max(axis=1), np.float32(1e-12)) / np.float32(127)
        _put(block, entry["scales"], scales.astype("<f4"))
        _put(block, entry["at"], np.rint(rows / scales[:, np.newaxis]).astype(np.int8))
    return bytes(block)


def _put(block: bytearray, at: int, values: NDArray[Any]) -> None:
    data = values.tobytes()
    block[at : at + len(data)] = data


def _sample(body: _Body, model: Any, weights: list[Weights], sample: Sample) -> dict[str, Any]:
    """Add the pictures, their places (int16 of the radius) and answers in each chosen epoch."""
    count = len(sample.labels)
    if count == 0:
        return {"count": 0, "labels": []}
    points: Points = follow(model, weights, sample.pictures)
    radius = float(np.abs(points.positions).max()) or 1.0
    places = np.rint(points.positions / radius * _FULL).astype("<i2")
    return {
        "count": count,
        "labels": sample.labels.tolist(),
        "radius": radius,
        "share": round(points.share, 4),
        "positions": body.add(places.tobytes()),
        "said": body.add(points.said.tobytes()),
        "pictures": body.add(sample.pictures.tobytes()),
    }


class _Body:
    """What stands behind the header: blocks, each at a multiple of eight bytes."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.size = 0

    def add(self, data: bytes) -> int:
        """Append a block and return where it begins."""
        at = self.size
        self.blocks.append(data + bytes(-len(data) % _ALIGN))
        self.size += len(self.blocks[-1])
        return at


def _file(header: dict[str, Any], body: _Body) -> bytes:
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % _ALIGN)
    return b"".join([MAGIC, struct.pack("<I", len(text)), text, *body.blocks])
