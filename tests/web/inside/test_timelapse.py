"""A run's time-lapse: what the file holds, how it is thinned, when it is made anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from safetensors.numpy import load_file
from tests.support.blocks import opened
from tests.support.runs import graph_of, make_run, weights_of

from tenfold.web.inside.projection import principal_axes
from tenfold.web.inside.timelapse import MAGIC, NoEpochs, thinned, timelapse, timelapse_file


def floats(block: bytes, at: int, count: int) -> np.ndarray:
    return np.frombuffer(block, "<f4", count, at)


def test_each_epoch_holds_its_weights_within_half_a_level(tmp_path: Path) -> None:
    header, body = opened(timelapse(make_run(tmp_path)), MAGIC)
    assert header["epochs"] == [1, 2, 3]
    for epoch, at in zip(header["epochs"], header["weights"]["at"], strict=True):
        block, expected = body[at : at + header["weights"]["size"]], weights_of(epoch)
        for entry in header["tensors"]:
            values = expected[entry["name"]].ravel()
            if entry["type"] == "float32":
                found = floats(block, entry["at"], len(values))
                np.testing.assert_allclose(found, values, atol=2e-3)  # half precision
            else:
                scales = floats(block, entry["scales"], entry["shape"][0])
                levels = np.frombuffer(block, np.int8, len(values), entry["at"])
                step = np.repeat(scales, len(values) // len(scales))
                assert (np.abs(levels * step - values) <= step / 2 + 2e-3).all()


def test_points_lie_on_the_last_epochs_axes(tmp_path: Path) -> None:
    folder = make_run(tmp_path, pictures=40)
    header, body = opened(timelapse(folder), MAGIC)
    sample = header["sample"]
    places = np.frombuffer(body, "<i2", 3 * 40 * 2, sample["positions"]).reshape(3, 40, 2)
    images = load_file(folder / "samples.safetensors")["pictures"][:, None].astype(np.float32) / 255
    last = {name: values.astype(np.float16) for name, values in weights_of(3).items()}
    logits = ort.InferenceSession(
        graph_of({name: values.astype(np.float32) for name, values in last.items()})
    ).run(None, {"image": images})[0]
    said = np.frombuffer(body, np.uint8, 3 * 40, sample["said"]).reshape(3, 40)
    np.testing.assert_array_equal(said[-1], logits.argmax(axis=1))
    # Centred on its own mean, the first axis wider than the second, and those two uncorrelated.
    x, y = places[-1].T / 32767 * sample["radius"]
    assert abs(x.mean()) < 1e-3
    assert x.var() > y.var() > 0
    assert abs(np.mean(x * y)) < 1e-3 * x.var()
    assert np.abs(places).max() == 32767


def test_two_axes_hold_all_variance_of_points_in_a_plane() -> None:
    rng = np.random.default_rng(0)
    plane = rng.normal(size=(50, 2)) @ rng.normal(size=(2, 7))
    middle, axes, share = principal_axes((plane + 3).astype(np.float32))
    back = (plane + 3 - middle) @ axes @ axes.T + middle
    np.testing.assert_allclose(back, plane + 3, atol=1e-4)
    assert share == pytest.approx(1)


def test_a_run_over_the_budget_keeps_its_ends_and_its_best(tmp_path: Path) -> None:
    folder = make_run(tmp_path, epochs=20)
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    lines[13]["validation_accuracy"] = 2.0  # the line of epoch 13
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    budget = 120_000
    data = timelapse(folder, budget)
    header, _ = opened(data, MAGIC)
    assert len(data) <= budget
    assert 3 < len(header["epochs"]) < 20
    assert {1, 13, 20} <= set(header["epochs"])
    assert len(header["metrics"]) == 20


def test_even_a_budget_of_nothing_leaves_both_ends() -> None:
    assert thinned([1, 2, 3, 4], 2, 0) == [1, 4]
    assert thinned([7], 7, 0) == [7]


def test_an_epoch_that_was_written_twice_counts_once_and_a_cut_line_not_at_all(
    tmp_path: Path,
) -> None:
    folder = make_run(tmp_path)
    with (folder / "metrics.jsonl").open("a") as file:
        file.write('{"epoch": 2, "loss": NaN}\n{"epoch": 4, "lo')
    header, _ = opened(timelapse(folder), MAGIC)
    assert [line["epoch"] for line in header["metrics"]] == [1, 2, 3]
    assert header["metrics"][1]["loss"] is None


def test_it_is_made_once_and_again_when_the_run_went_on(tmp_path: Path) -> None:
    folder = make_run(tmp_path)
    made = timelapse_file(folder)
    os.utime(made, ns=(2**61, 2**61))
    assert timelapse_file(folder).stat().st_mtime_ns == 2**61
    newer = folder / "weights/epoch-0003.safetensors"
    os.utime(newer, ns=(2**61 + 1, 2**61 + 1))
    assert timelapse_file(folder).stat().st_mtime_ns != 2**61
    assert not list(folder.glob("timelapse.bin.*"))


def test_a_run_without_an_epoch_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoEpochs, match="first epoch"):
        timelapse(tmp_path)
