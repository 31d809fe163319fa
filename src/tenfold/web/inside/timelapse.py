"""A run's time-lapse in one file: the graph, the weights of its epochs, and pictures followed.

The form is in docs/formats.md; ``frontend/src/timelapse`` reads it.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.reading.graph import Graph, parse
from tenfold.web.inside.container import ALIGN, Body, pack
from tenfold.web.inside.projection import Points, follow
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
    model, metrics, sample = (
        (folder / "graph.onnx").read_bytes(),
        read_metrics(folder),
        _held(folder),
    )
    graph = parse(model)
    tensors, size = _layout(graph)
    share = len(sample.labels) * (2 * 2 + 1)  # bytes of a followed epoch
    fixed = sample.pictures.nbytes + 800 * (len(metrics) + 40)
    chosen = thinned(list(files), best(metrics), (budget_bytes - fixed) // (size + share))
    weights = [read_weights(files[epoch]) for epoch in chosen]
    body = Body()
    header = {
        "graph": graph_json(graph),
        "tensors": tensors,
        "metrics": metrics,
        "epochs": chosen,
        "weights": {"size": size},
        "sample": _sample(body, model, weights, sample),
    }
    places = [body.add(_packed(each, tensors, size)) for each in weights]
    header["weights"] = {"size": size, "at": places}
    return pack(MAGIC, header, body)


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


def graph_json(graph: Graph) -> dict[str, Any]:
    """Return the nodes of a graph as JSON, in the words of ``frontend/src/net``."""
    nodes = [
        {
            "name": node.name,
            "op": node.op,
            "inputs": node.inputs,
            "outputs": node.outputs,
            "attributes": dict(node.attributes),
        }
        for node in graph.nodes
    ]
    ((image,), (scores,)) = graph.inputs, graph.outputs
    return {
        "nodes": nodes,
        "input": image.name,
        "inputShape": image.shape[1:],
        "output": scores.name,
    }


def _layout(graph: Graph) -> tuple[list[dict[str, Any]], int]:
    """Say where each tensor stands in the block of an epoch: floats first, then int8; its size."""
    tensors: list[dict[str, Any]] = []
    at = 0
    for name, values in graph.weights.items():
        shape = list(values.shape)
        is_small = len(shape) < 2
        entry = {"name": name, "shape": shape, "type": "float32" if is_small else "int8"}
        entry["at" if is_small else "scales"] = at
        tensors.append(entry)
        at += 4 * (int(np.prod(shape)) if is_small else shape[0])
    for entry in tensors:
        if entry["type"] == "int8":
            entry["at"] = at
            at += int(np.prod(entry["shape"]))
    return tensors, -(-at // ALIGN) * ALIGN


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


def _sample(body: Body, model: bytes, weights: list[Weights], sample: Sample) -> dict[str, Any]:
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
