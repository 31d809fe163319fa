"""An .onnx file as nodes and weights, parsed without running or trusting it.

The format is https://onnx.ai/onnx/repo-docs/IR.html. Only what a model of Tenfold needs is known;
a file that holds anything else is refused, so that nothing in it goes unseen.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import InvalidModel
from tenfold.reading.protobuf import Field, fields, integers

Attribute = int | float | str | tuple[int, ...]
Weights = NDArray[np.float32] | NDArray[np.int8]
Shape = tuple[int | None, ...]
"""Sides of a port; None where any length will do."""

_FLOAT: Final = 1
_TYPES: Final[dict[int, Any]] = {_FLOAT: np.dtype("<f4"), 3: np.dtype("i1")}
_MESSAGES: Final[Mapping[str, tuple[frozenset[int], frozenset[int]]]] = {
    # the fields that are known, and those of them that may be there more than once
    "model": (frozenset({1, 2, 3, 4, 5, 6, 7, 8, 14}), frozenset({8, 14})),
    "network": (frozenset({1, 2, 5, 10, 11, 12, 13, 16}), frozenset({1, 5, 11, 12, 13, 16})),
    "node": (frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9}), frozenset({1, 2, 5, 9})),
    "attribute": (frozenset({1, 2, 3, 4, 8, 13, 20}), frozenset({8})),
    "weights": (frozenset({1, 2, 8, 9, 12, 14, 16}), frozenset({1, 16})),
    "operator set": (frozenset({1, 2}), frozenset()),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One operator: what it is, what it reads and writes, how it is set."""

    op: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output of the network: its name, the type of its numbers, its shape."""

    name: str
    type: int
    shape: Shape

    @property
    def is_float(self) -> bool:
        """Whether its numbers are float32."""
        return self.type == _FLOAT


@dataclass(frozen=True, slots=True)
class Graph:
    """A network: nodes in the order in which they run, and weights by name."""

    nodes: tuple[Node, ...]
    weights: Mapping[str, Weights]
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


def parse(data: bytes) -> Graph:
    """Parse an .onnx file.

    Raises:
        InvalidModel: it is cut off or none, or holds what no model of Tenfold has, such as weights
            in other files or operators of its own.

    """
    message = memoryview(data)
    model = _known("model", message)
    if not model.get(7):
        raise InvalidModel("the file holds no network; is it an .onnx file?")
    for entry in model.get(8, ()):
        domain = _text(_known("operator set", entry.bytes), 1)
        if domain not in ("", "ai.onnx"):
            raise InvalidModel(f"it uses operators of {domain!r}, expected ONNX's own alone")
    graph = _known("network", model[7][0].bytes)
    weights = dict(_weights(entry.bytes) for entry in graph.get(5, ()))
    if len(weights) != len(graph.get(5, ())):
        raise InvalidModel("two of its weights have the same name")
    inputs = [_port(entry.bytes) for entry in graph.get(11, ())]
    return Graph(
        nodes=tuple(_node(entry.bytes) for entry in graph.get(1, ())),
        weights=weights,
        # Older files list weights among the inputs.
        inputs=tuple(port for port in inputs if port.name not in weights),
        outputs=tuple(_port(entry.bytes) for entry in graph.get(12, ())),
    )


def _known(kind: str, message: memoryview) -> dict[int, list[Field]]:
    """Return the fields of a message by number; refuse what is not known or there twice."""
    allowed, many = _MESSAGES[kind]
    found: dict[int, list[Field]] = {}
    for each in fields(message):
        if each.id not in allowed:
            raise InvalidModel(_refusal(kind, each.id))
        found.setdefault(each.id, []).append(each)
    for number, entries in found.items():
        if len(entries) > 1 and number not in many:
            raise InvalidModel(f"its {kind} has field {number} {len(entries)} times, expected once")
    return found


def _refusal(kind: str, number: int) -> str:
    if kind == "weights" and number in (13, 3):
        return "it keeps weights in another file; export it as one file (external_data=False)"
    if kind == "weights":
        return "it keeps weights in a form that Tenfold does not read; expected raw_data"
    if kind == "attribute":
        return "it holds networks or weights inside its operators; export plain operators"
    if kind == "model" and number in (20, 25):
        return "it brings functions or training of its own; export the plain network"
    if kind == "model":
        return f"it is no .onnx file, or has a field {number} that no model of Tenfold has"
    return f"its {kind} has a field {number} that no model of Tenfold has"


def _node(message: memoryview) -> Node:
    found = _known("node", message)
    domain = _text(found, 7)
    op = _text(found, 4)
    if domain not in ("", "ai.onnx") or _text(found, 8):
        raise InvalidModel(f"its operator {op!r} is of {domain!r}, expected one of ONNX's own")
    return Node(
        op=op,
        name=_text(found, 3),
        inputs=_texts(found.get(1, ())),
        outputs=_texts(found.get(2, ())),
        attributes=dict(_attribute(entry.bytes) for entry in found.get(5, ())),
    )


def _attribute(message: memoryview) -> tuple[str, Attribute]:
    found = _known("attribute", message)
    name = _text(found, 1)
    kind = found[20][0].value if 20 in found else 0
    if kind == 1:
        return name, _float(found.get(2))
    if kind == 2:
        return name, found[3][0].value if 3 in found else 0
    if kind == 3:
        return name, _text(found, 4)
    if kind == 7:
        return name, tuple(n for entry in found.get(8, ()) for n in integers(entry))
    raise InvalidModel(f"its attribute {name!r} is of kind {kind}, expected numbers or text")


def _weights(message: memoryview) -> tuple[str, Weights]:
    """Return a name and its numbers: float32, or int8 to be scaled before use."""
    found = _known("weights", message)
    name = _text(found, 8)
    if 14 in found and found[14][0].value:
        raise InvalidModel(_refusal("weights", 13))
    kind = found[2][0].value if 2 in found else 0
    if kind not in _TYPES:
        raise InvalidModel(f"its weights {name!r} are of type {kind}, expected float32 or int8")
    shape = [side for entry in found.get(1, ()) for side in integers(entry)]
    raw = found[9][0].bytes if 9 in found else memoryview(b"")
    size = 1
    for side in shape:
        size *= max(side, -1)
    if min(shape, default=0) < 0 or size * _TYPES[kind].itemsize != len(raw):
        raise InvalidModel(
            f"its weights {name!r} have {len(raw)} bytes, which {shape} does not fit"
        )
    return name, np.frombuffer(raw, _TYPES[kind]).reshape(shape)


def _port(message: memoryview) -> Port:
    """ValueInfo > Type > Tensor > Shape > Dimension; a dimension with a name has any length."""
    found = {each.id: each for each in fields(message)}
    tensor = _inside(_inside(found, 2), 1)
    shape = fields(tensor[2].bytes) if 2 in tensor else ()
    sides = [{each.id: each.value for each in fields(side.bytes)} for side in shape]
    name = str(found[1].bytes, "utf-8", "replace") if 1 in found else ""
    kind = tensor[1].value if 1 in tensor else 0
    return Port(name, kind, tuple(side.get(1) or None for side in sides))


def _inside(found: Mapping[int, Field], number: int) -> dict[int, Field]:
    return {each.id: each for each in fields(found[number].bytes)} if number in found else {}


def _float(found: Sequence[Field] | None) -> float:
    if not found or len(found[0].bytes) != 4:
        return 0.0
    return float(struct.unpack("<f", found[0].bytes)[0])


def _text(found: Mapping[int, Sequence[Field]], number: int) -> str:
    return _texts(found[number])[0] if number in found else ""


def _texts(found: Sequence[Field]) -> tuple[str, ...]:
    return tuple(str(each.bytes, "utf-8", "replace") for each in found)
