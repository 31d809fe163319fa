"""The network that learns in the browser is tenfold.models.mlp_scratch, number by number."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tenfold.models.mlp_scratch import mlp_scratch
from tenfold.models.scratch import softmax_cross_entropy

from .conftest import Job

RATE = 0.1


def test_scores_slopes_and_the_step_are_those_of_numpy(browser: Job, tmp_path: Path) -> None:
    network = mlp_scratch(seed=3)
    rng = np.random.default_rng(1)
    pictures = np.where(rng.random((3, 28, 28)) < 0.3, rng.random((3, 28, 28)), 0)
    pictures = pictures.astype(np.float32)
    labels = [7, 0, 10]
    parameters = network.parameters()
    (tmp_path / "pictures.f32").write_bytes(pictures.tobytes())
    (tmp_path / "labels.json").write_text(str(labels))
    (tmp_path / "weights.f32").write_bytes(b"".join(p.tobytes() for p in parameters.values()))
    found = browser("learned", tmp_path)
    assert list(parameters) == [
        f"dense{i}.{part}" for i in (1, 2, 3) for part in ("weight", "bias")
    ]
    for picture, label, each in zip(pictures, labels, found, strict=True):
        logits = network.forward(picture[None, None])
        loss, slope = softmax_cross_entropy(logits, np.array([label]))
        by_picture = network.backward(slope)
        np.testing.assert_allclose(each["logits"], logits[0], atol=1e-4)
        assert abs(each["loss"] - loss) < 1e-4
        np.testing.assert_allclose(each["input"], by_picture.ravel(), atol=1e-5)
        gradients = network.gradients()
        for name, values in parameters.items():
            np.testing.assert_allclose(each["slopes"][name], gradients[name].ravel(), atol=1e-5)
            after = (values - RATE * gradients[name]).ravel()
            np.testing.assert_allclose(each["after"][name], after, atol=1e-5)
