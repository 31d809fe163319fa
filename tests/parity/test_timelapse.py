"""The browser opens the time-lapse that Python writes, and its networks answer alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
from safetensors.numpy import load_file
from tests.support.runs import graph_of, make_run

from tenfold.web.inside.timelapse import timelapse

from .conftest import Job


def rounded(values: np.ndarray) -> np.ndarray:
    """Return weights as int8 has them, with a scale for each row."""
    if values.ndim < 2:
        return values
    rows = values.reshape(len(values), -1)
    scales = np.abs(rows).max(axis=1, keepdims=True) / np.float32(127)
    return (np.rint(rows / scales) * scales).reshape(values.shape)


def test_each_epochs_network_answers_as_onnxruntime_does(browser: Job, tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", epochs=3, pictures=30)
    (tmp_path / "timelapse.bin").write_bytes(timelapse(run))
    shown = load_file(run / "samples.safetensors")["pictures"].astype(np.float32) / 255
    (tmp_path / "pictures.f32").write_bytes(shown.tobytes())
    found = browser("timelapse", tmp_path)
    assert [each["epoch"] for each in found] == [1, 2, 3]
    for each in found:
        stored = load_file(run / f"weights/epoch-{each['epoch']:04}.safetensors")
        weights = {name: rounded(values.astype(np.float32)) for name, values in stored.items()}
        expected = ort.InferenceSession(graph_of(weights)).run(None, {"image": shown[:, None]})[0]
        np.testing.assert_allclose(np.float32(each["logits"]), expected, atol=1e-4)
        assert len(each["points"]) == 2 * len(each["said"]) == 60
        assert max(np.abs(each["points"])) <= 1
