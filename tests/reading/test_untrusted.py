from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from tenfold.errors import InvalidModel
from tenfold.reading.names import WEIGHTS, shipped_models
from tenfold.reading.untrusted import MAX_BYTES, Facts, check_bytes

from .conftest import network_bytes

Change = Callable[[onnx.ModelProto], None]


def network(*changes: Change) -> bytes:
    """A convolution, a pooling and a dense layer, changed."""
    rng = np.random.default_rng(3)
    weights = {
        "w": rng.normal(0, 1, (4, 1, 3, 3)).astype(np.float32),
        "b": np.zeros(4, np.float32),
        "v": rng.normal(0, 1, (11, 4 * 14 * 14)).astype(np.float32),
        "c": np.zeros(11, np.float32),
    }
    node = helper.make_node
    graph = helper.make_graph(
        [
            node("Conv", ["image", "w", "b"], ["maps"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
            node("Relu", ["maps"], ["lit"]),
            node("MaxPool", ["lit"], ["small"], kernel_shape=[2, 2], strides=[2, 2]),
            node("Flatten", ["small"], ["flat"]),
            node("Gemm", ["flat", "v", "c"], ["logits"], transB=1),
        ],
        "net",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, 28, 28])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 11])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    opsets = [helper.make_opsetid("", 18)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    for change in changes:
        change(model)
    return bytes(model.SerializeToString())


@pytest.mark.parametrize("name", shipped_models())
def test_models_that_ship_pass(name: str) -> None:
    facts = check_bytes((WEIGHTS / f"{name}.onnx").read_bytes())
    assert facts.parameters > 10_000


def test_facts_are_counted() -> None:
    parameters = 4 * 9 + 4 + 11 * 784 + 11
    assert check_bytes(network()) == Facts(parameters, 4 * 9 * 28 * 28 + 11 * 784)
    assert check_bytes(network_bytes()).parameters == 784 * 11 + 11


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pickle.dumps({"w": 1}), "a pickle"),
        (b"PK\x03\x04" + bytes(50), r"PyTorch's \.pt"),
        (b"\x89HDF\r\n\x1a\n", r"Keras's \.h5"),
        (b"\x1f\x8b" + bytes(9), "gzip"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(data: bytes, what: str) -> None:
    with pytest.raises(InvalidModel, match=rf"model\.pt is .*{what}.*torch\.onnx\.export"):
        check_bytes(data, "model.pt")


def test_large_file_is_refused_unread() -> None:
    with pytest.raises(InvalidModel, match="64 MB"):
        check_bytes(bytes(MAX_BYTES + 1))


def _op(place: int, **entries: Any) -> Change:
    def change(model: onnx.ModelProto) -> None:
        node = model.graph.node[place]
        for name, value in entries.items():
            if name in ("op_type", "domain"):
                setattr(node, name, value)
            else:
                kept = [each for each in node.attribute if each.name != name]
                del node.attribute[:]
                node.attribute.extend([*kept, helper.make_attribute(name, value)])

    return change


def _tensor(place: int, change: Callable[[onnx.TensorProto], Any]) -> Change:
    return lambda model: change(model.graph.initializer[place])


def _outside(tensor: onnx.TensorProto) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")


def _as_floats(tensor: onnx.TensorProto) -> None:
    values = numpy_helper.to_array(tensor).ravel().tolist()
    tensor.ClearField("raw_data")
    tensor.float_data.extend(values)


def _not_finite(tensor: onnx.TensorProto) -> None:
    tensor.raw_data = struct.pack("<f", float("nan")) + tensor.raw_data[4:]


REFUSED: dict[str, tuple[Change, str]] = {
    "unknown operator": (_op(1, op_type="Sigmoid"), "'Sigmoid'; Tenfold knows Add, Conv"),
    "operator of its own": (_op(1, domain="com.microsoft"), "'com.microsoft'"),
    "unknown attribute": (_op(0, secret=1), "'secret', which Tenfold does not know"),
    "groups": (_op(0, group=2), "group 2, which Tenfold cannot do"),
    "dilations": (_op(0, dilations=[2, 2]), r"dilations \(2, 2\)"),
    "automatic padding": (_op(0, auto_pad="SAME_UPPER"), "auto_pad 'SAME_UPPER'"),
    "huge padding": (_op(0, pads=[9999] * 4), "pads"),
    "kernel of another shape": (_op(0, kernel_shape=[5, 5]), "kernel_shape"),
    "window larger than the maps": (_op(2, kernel_shape=[40, 40]), "too large or nothing"),
    "graph in an operator": (_op(1, body=onnx.GraphProto()), "inside its operators"),
    "weights in an operator": (
        _op(1, value=numpy_helper.from_array(np.zeros(3))),
        "inside its operators",
    ),
    "weights in another file": (_tensor(0, _outside), "weights in another file"),
    "weights not in raw_data": (_tensor(0, _as_floats), "expected raw_data"),
    "numbers that are not finite": (_tensor(0, _not_finite), "'w' hold numbers that are not finit"),
    "doubles": (
        _tensor(0, lambda t: setattr(t, "data_type", TensorProto.DOUBLE)),
        "type 11, expected float32 or int8",
    ),
    "fewer numbers than the shape": (
        _tensor(0, lambda t: setattr(t, "raw_data", t.raw_data[4:])),
        "does not fit",
    ),
    "weights of another shape": (
        lambda m: m.graph.initializer[2].CopyFrom(
            numpy_helper.from_array(np.zeros((11, 5), np.float32), "v")
        ),
        "gets 784 numbers, expected 5",
    ),
    "two weights of one name": (
        lambda m: m.graph.initializer.append(m.graph.initializer[0]),
        "the same name",
    ),
    "fixed number of pictures": (
        lambda m: setattr(m.graph.input[0].type.tensor_type.shape.dim[0], "dim_value", 1),
        r"input 'image' \(1, 1, 28, 28\), expected 'image' \(N, 1, 28, 28\)",
    ),
    "input of another name": (
        lambda m: setattr(m.graph.input[0], "name", "x"),
        r"input 'x' \(N, 1, 28, 28\), expected 'image'",
    ),
    "bytes as input": (
        lambda m: setattr(m.graph.input[0].type.tensor_type, "elem_type", TensorProto.UINT8),
        "float32",
    ),
    "two outputs": (lambda m: m.graph.output.append(m.graph.output[0]), "expected 'logits'"),
    "output that nothing writes": (lambda m: m.graph.node.pop(), "shape nothing a picture"),
    "a name written twice": (
        lambda m: m.graph.node[1].output.__setitem__(0, "maps"),
        "one name of its own",
    ),
    "a function of its own": (
        lambda m: m.functions.add(name="f", domain="own"),
        "functions or training of its own",
    ),
    "another opset": (
        lambda m: m.opset_import.append(helper.make_opsetid("ai.onnx.ml", 3)),
        r"'ai\.onnx\.ml', expected ONNX's own",
    ),
    "too many operators": (
        lambda m: m.graph.node.extend([m.graph.node[1]] * 1000),
        "1,005 operators",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_model_of_ours_has_is_refused(name: str) -> None:
    change, words = REFUSED[name]
    with pytest.raises(InvalidModel, match=words):
        check_bytes(network(change))


def test_network_that_would_take_seconds_is_refused() -> None:
    def wide(model: onnx.ModelProto) -> None:
        del model.graph.node[2:], model.graph.initializer[:]
        sizes = {"w": (400, 1, 3, 3), "w2": (4000, 400, 3, 3)}
        for name, shape in sizes.items():
            model.graph.initializer.append(
                numpy_helper.from_array(np.zeros(shape, np.float32), name)
            )
        model.graph.node[0].input.remove("b")
        model.graph.node.append(helper.make_node("Conv", ["lit", "w2"], ["logits"]))

    with pytest.raises(InvalidModel, match="over 2 billion multiplications"):
        check_bytes(network(wide))


@settings(max_examples=100)
@given(st.data())
def test_broken_bytes_are_told_and_nothing_else(data: st.DataObject) -> None:
    broken = bytearray(network())
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, 700))] = data.draw(st.integers(0, 255))
    cut = bytes(broken[: data.draw(st.integers(0, len(broken)))])
    with suppress(InvalidModel):
        check_bytes(cut)
