"""A model's file from anywhere: looked through before anything runs it.

Each operator must be one of a few, with attributes that server and browser both know; shapes must
fit from the picture to the eleven scores; numbers must be finite, and sizes within limits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tenfold.errors import InvalidModel
from tenfold.reading.card import CLASSES
from tenfold.reading.graph import Graph, Node, Weights, parse

MAX_BYTES: Final = 64_000_000
MAX_NODES: Final = 1000
MAX_NUMBERS: Final = 4_000_000
"""In what one operator makes of one picture."""
MAX_MULTIPLY_ADDS: Final = 2_000_000_000
"""For one picture: about a second on one core; the model that ships takes 13 million."""

PICTURE: Final = (1, 28, 28)
Shape = tuple[int, ...]

_OTHERS: Final = (
    (b"\x80", "a pickle"),
    (b"PK\x03\x04", "a zip, as PyTorch's .pt and .pth are"),
    (b"\x89HDF", "HDF5, as Keras's .h5 is"),
    (b"\x1f\x8b", "gzip"),
    (b"\x93NUMPY", "an array of NumPy's"),
)
_HOW: Final = (
    "Tenfold reads networks as .onnx files alone, which hold numbers and nothing that runs; "
    "export it from the program it comes from, in PyTorch with "
    "torch.onnx.export(network, ..., external_data=False)"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """How large a network is: numbers that it learned, and multiplications for one picture."""

    parameters: int
    multiply_adds: int


def check_bytes(data: bytes, name: str = "this file") -> Facts:
    """Look through the bytes of a model's file.

    Args:
        data: the whole file.
        name: what it is called, for the message.

    Raises:
        InvalidModel: it is no .onnx file, or holds what no model of Tenfold has.

    """
    for start, what in _OTHERS:
        if data.startswith(start):
            raise InvalidModel(f"{name} is {what}; {_HOW}")
    if len(data) > MAX_BYTES:
        raise InvalidModel(
            f"{name} has {len(data) / 1e6:,.0f} MB, expected at most {MAX_BYTES // 1_000_000} MB"
        )
    try:
        return check_graph(parse(data))
    except InvalidModel as error:
        raise InvalidModel(f"{name}: {error}") from error


def check_graph(graph: Graph) -> Facts:
    """Look through a parsed network.

    Raises:
        InvalidModel: an operator, an attribute, a shape or a number is none that is known.

    """
    _check_ports(graph)
    if len(graph.nodes) > MAX_NODES:
        raise InvalidModel(f"it has {len(graph.nodes):,} operators, expected at most {MAX_NODES:,}")
    for name, values in graph.weights.items():
        if values.dtype != np.int8 and not np.isfinite(values).all():
            raise InvalidModel(f"its weights {name!r} hold numbers that are not finite")
    walk = _Walk(dict(graph.weights), {graph.inputs[0].name: PICTURE})
    for node in graph.nodes:
        walk.step(node)
    output = graph.outputs[0].name
    if walk.shapes.get(output) != (len(CLASSES),):
        found = walk.shapes.get(output, "nothing")
        raise InvalidModel(f"its output has shape {found} a picture, expected ({len(CLASSES)},)")
    scales = {node.inputs[1] for node in graph.nodes if node.op == "DequantizeLinear"}
    learned = sum(value.size for name, value in graph.weights.items() if name not in scales)
    return Facts(learned, walk.multiply_adds)


def _check_ports(graph: Graph) -> None:
    for ports, name, shape in (
        (graph.inputs, "image", (None, *PICTURE)),
        (graph.outputs, "logits", (None, len(CLASSES))),
    ):
        found = [(port.name, port.shape) for port in ports]
        if found != [(name, shape)] or not ports[0].is_float:
            kind = "input" if name == "image" else "output"
            wanted = ", ".join(map(str, shape)).replace("None", "N")
            raise InvalidModel(
                f"it has {kind} {_told(found)}, expected {name!r} ({wanted}), float32, N of any "
                "length"
            )


def _told(found: Sequence[tuple[str, Sequence[int | None]]]) -> str:
    told = [f"{name!r} ({', '.join(map(str, shape))})" for name, shape in found]
    return ", ".join(told).replace("None", "N")[:200] or "none"


@dataclass(slots=True)
class _Walk:
    """Follows the shapes of one picture through the network; the axis of N is left out."""

    weights: dict[str, Weights]
    shapes: dict[str, Shape]
    multiply_adds: int = 0

    def step(self, node: Node) -> None:
        rule = OPERATORS.get(node.op)
        if rule is None:
            raise InvalidModel(f"it uses {node.op!r}; Tenfold knows {', '.join(sorted(OPERATORS))}")
        others = node.attributes.keys() - rule.attributes.keys()
        for name in others:
            raise InvalidModel(f"its {node.op} sets {name!r}, which Tenfold does not know")
        for name, allowed in rule.attributes.items():
            value = node.attributes.get(name)
            if value is not None and not allowed(value):
                raise InvalidModel(f"its {node.op} has {name} {value!r}, which Tenfold cannot do")
        if len(node.outputs) != 1 or {*node.outputs} & {*self.shapes, *self.weights}:
            raise InvalidModel(f"its {node.op} writes {node.outputs}, expected one name of its own")
        self._write(node, rule.follow(node, self))

    def _write(self, node: Node, shape: Shape | None) -> None:
        if shape is None:
            return
        if math.prod(shape) > MAX_NUMBERS or min(shape) < 1:
            raise InvalidModel(f"its {node.op} makes {shape} of a picture: too large or nothing")
        if self.multiply_adds > MAX_MULTIPLY_ADDS:
            raise InvalidModel(
                f"one picture takes over {MAX_MULTIPLY_ADDS / 1e9:g} billion multiplications"
            )
        self.shapes[node.outputs[0]] = shape

    def input(self, node: Node, sides: int | None = None, *, of: int = 1) -> Shape:
        """Return the shape of the first input, one of ``of`` that hold what runs through."""
        running = [name for name in node.inputs if name in self.shapes]
        if len(running) != of or node.inputs[: len(running)] != tuple(running):
            raise InvalidModel(f"its {node.op} reads {node.inputs}, expected {of} from before")
        shape = self.shapes[running[0]]
        if sides is not None and len(shape) != sides:
            raise InvalidModel(f"its {node.op} gets {shape} of a picture, expected {sides} sides")
        return shape

    def constant(self, node: Node, place: int, sides: int) -> Weights:
        """Return the weights that a node reads at a place."""
        name = node.inputs[place] if place < len(node.inputs) else ""
        found = self.weights.get(name)
        if found is None or found.ndim != sides or found.dtype == np.int8:
            raise InvalidModel(f"its {node.op} reads {name!r}, expected weights of {sides} sides")
        return found

    def bias(self, node: Node, length: int) -> None:
        """Check the third input of a node, where it has one."""
        if len(node.inputs) > 3:
            raise InvalidModel(f"its {node.op} reads {len(node.inputs)} inputs, expected at most 3")
        if len(node.inputs) == 3 and self.constant(node, 2, 1).shape != (length,):
            raise InvalidModel(f"its {node.op} has a bias that is not one number a channel")


def _conv(node: Node, walk: _Walk) -> Shape:
    channels, *sides = walk.input(node, 3)
    weights = walk.constant(node, 1, 4)
    if weights.shape[1] != channels:
        raise InvalidModel(f"its Conv gets {channels} maps, expected {weights.shape[1]}")
    walk.bias(node, weights.shape[0])
    height, width = _outside(node, sides, weights.shape[2:])
    walk.multiply_adds += weights.size * height * width
    return weights.shape[0], height, width


def _max_pool(node: Node, walk: _Walk) -> Shape:
    channels, *sides = walk.input(node, 3)
    window = _list(node, "kernel_shape", ())
    if len(window) != 2:
        raise InvalidModel("its MaxPool has no kernel_shape of two sides")
    if any(
        pad >= side for pad, side in zip(_list(node, "pads", (0,) * 4), 2 * window, strict=True)
    ):
        raise InvalidModel("its MaxPool is padded by as much as its window or more")
    return channels, *_outside(node, sides, window)


def _outside(node: Node, sides: Sequence[int], window: Sequence[int]) -> tuple[int, int]:
    """Height and width of what a window finds on maps, with a node's pads and strides."""
    pads, strides = _list(node, "pads", (0,) * 4), _list(node, "strides", (1, 1))
    if node.op == "Conv" and _list(node, "kernel_shape", tuple(window)) != tuple(window):
        raise InvalidModel("its Conv has a kernel_shape that is not that of its weights")
    height, width = (
        (sides[axis] + pads[axis] + pads[axis + 2] - window[axis]) // strides[axis] + 1
        for axis in (0, 1)
    )
    return height, width


def _gemm(node: Node, walk: _Walk) -> Shape:
    (length,) = walk.input(node, 1)
    weights = walk.constant(node, 1, 2)
    inputs, outputs = weights.shape[::-1] if node.attributes.get("transB") else weights.shape
    if inputs != length:
        raise InvalidModel(f"its Gemm gets {length} numbers, expected {inputs}")
    walk.bias(node, outputs)
    walk.multiply_adds += weights.size
    return (outputs,)


def _add(node: Node, walk: _Walk) -> Shape:
    shape = walk.input(node, of=2)
    if walk.shapes[node.inputs[1]] != shape:
        raise InvalidModel(f"its Add gets {shape} and {walk.shapes[node.inputs[1]]} of a picture")
    return shape


def _dequantize(node: Node, walk: _Walk) -> None:
    """Int8 weights, times the scale of each output channel: weights like any others after it."""
    scale = walk.constant(node, 1, 1)
    levels = walk.weights.get(node.inputs[0])
    # Without an axis it would be the second.
    plain = len(node.inputs) == 2 and node.attributes.get("axis") == 0
    if not plain or levels is None or levels.dtype != np.int8 or levels.shape[:1] != scale.shape:
        raise InvalidModel("its DequantizeLinear is not of int8 weights with a scale a channel")
    each = scale.reshape(-1, *[1] * (levels.ndim - 1)).astype(np.float32)
    walk.weights[node.outputs[0]] = levels.astype(np.float32) * each


def _list(node: Node, name: str, usual: Shape) -> Shape:
    value = node.attributes.get(name)
    return value if isinstance(value, tuple) else usual


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which attributes an operator may have, and what shape it makes."""

    follow: Callable[[Node, _Walk], Shape | None]
    attributes: Mapping[str, Callable[[Any], bool]]


def _is(*allowed: Any) -> Callable[[Any], bool]:
    return lambda value: value in allowed


def _sides(count: int, least: int) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, tuple) and len(value) == count and all(least <= v <= 64 for v in value)
    )


_WINDOW: Final = {
    "auto_pad": _is("NOTSET", ""),
    "kernel_shape": _sides(2, 1),
    "pads": _sides(4, 0),
    "strides": _sides(2, 1),
    "dilations": _is((1, 1)),
}
_FACTOR: Final = lambda value: isinstance(value, float) and math.isfinite(value)  # noqa: E731

OPERATORS: Final[Mapping[str, _Rule]] = {
    "Add": _Rule(_add, {}),
    "Conv": _Rule(_conv, {**_WINDOW, "group": _is(1)}),
    "DequantizeLinear": _Rule(_dequantize, {"axis": _is(0)}),
    "Flatten": _Rule(lambda node, walk: (math.prod(walk.input(node)),), {"axis": _is(1)}),
    "Gemm": _Rule(
        _gemm,
        {"transA": _is(0), "transB": _is(0, 1), "alpha": _FACTOR, "beta": _FACTOR},
    ),
    "GlobalAveragePool": _Rule(lambda node, walk: (walk.input(node, 3)[0], 1, 1), {}),
    "MaxPool": _Rule(_max_pool, {**_WINDOW, "ceil_mode": _is(0), "storage_order": _is(0)}),
    "Relu": _Rule(lambda node, walk: walk.input(node), {}),
}
"""What a network may be made of: what the browser's runtime knows too."""
