"""The browser's runtime computes what onnxruntime does, from the same file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from tenfold.datasets import load
from tenfold.datasets import strokes as pen
from tenfold.imaging.normalise import normalise
from tenfold.models import architectures, build
from tenfold.reading.model import find_model, load_model
from tenfold.training.export import with_int8_weights
from tenfold.training.learner import make_learner

from .conftest import Job

Pictures = np.ndarray


def write(folder: Path, model: bytes, pictures: Pictures) -> Path:
    (folder / "model.onnx").write_bytes(model)
    (folder / "pictures.f32").write_bytes(pictures.astype(np.float32).tobytes())
    return folder


@pytest.fixture(scope="session")
def written(hands: list[pen.Strokes]) -> Pictures:
    """Normalised drawings: (N, 28, 28) float32."""
    drawn = [pen.draw(hand, long_side_px=60, pen_px=6) for hand in hands]
    return np.stack([normalise(ink.astype(np.float32) / 255) for ink in drawn])


def all_outputs(model: bytes, pictures: Pictures) -> dict[str, np.ndarray]:
    """What onnxruntime makes of pictures in every node, by name."""
    graph = onnx.load_from_string(model)
    names = [name for node in graph.graph.node for name in node.output]
    del graph.graph.output[:]
    graph.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(graph.SerializeToString(), options)
    return dict(zip(names, session.run(names, {"image": pictures[:, None]}), strict=True))


def check_layers(browser: Job, model: bytes, pictures: Pictures, folder: Path) -> None:
    """Hold every layer of the browser's runtime to onnxruntime's."""
    runs = browser("layers", write(folder, model, pictures))
    expected = all_outputs(model, pictures)
    layers = [name for name in runs[0] if name != "image"]
    assert layers[-1] == "logits"
    assert len(layers) == sum(
        n.op_type != "DequantizeLinear" for n in onnx.load_from_string(model).graph.node
    )
    for name in layers:
        found = np.stack(
            [np.float32(run[name]["data"]).reshape(run[name]["shape"]) for run in runs]
        )
        np.testing.assert_allclose(found, expected[name], atol=1e-4, rtol=0, err_msg=name)


def test_every_layer_is_within_a_ten_thousandth_of_onnxruntime(
    browser: Job, written: Pictures, tmp_path: Path
) -> None:
    check_layers(browser, find_model()[0].read_bytes(), written[::9], tmp_path)


@pytest.mark.parametrize("name", architectures())
def test_every_layer_of_each_architecture_is_too(
    name: str, browser: Job, written: Pictures, tmp_path: Path
) -> None:
    model = with_int8_weights(make_learner(build(name, seed=6)).export())
    check_layers(browser, model, written[::60], tmp_path)


def test_drawings_get_the_same_digit(browser: Job, written: Pictures, tmp_path: Path) -> None:
    logits = np.float32(browser("logits", write(tmp_path, find_model()[0].read_bytes(), written)))
    expected = load_model().run(written)
    np.testing.assert_array_equal(logits.argmax(axis=1), expected.argmax(axis=1))
    np.testing.assert_allclose(logits, expected, atol=1e-4)


@pytest.mark.data
def test_ten_thousand_pictures_get_the_same_digit(
    browser: Job, data_home: Path, tmp_path: Path
) -> None:
    images = np.asarray(load("mnist", split="test").images)
    pictures = np.stack([normalise(image.astype(np.float32) / 255) for image in images])
    logits = np.float32(browser("logits", write(tmp_path, find_model()[0].read_bytes(), pictures)))
    assert len(logits) == 10_000
    np.testing.assert_array_equal(logits.argmax(axis=1), load_model().run(pictures).argmax(axis=1))
