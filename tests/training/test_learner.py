from __future__ import annotations

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import numpy_helper

from tenfold.errors import TrainingError
from tenfold.models import architectures, build
from tenfold.training.export import OPERATORS, with_prior
from tenfold.training.learner import Learner, Options, ema_over, make_learner

RNG = np.random.default_rng(0)
LABELS = np.arange(32) % 4
PICTURES = RNG.random((32, 1, 28, 28), np.float32) * np.float32(LABELS + 1)[:, None, None, None] / 4
OPTIONS = Options(ema=0.5)


def taught(name: str, steps: int = 6) -> Learner:
    learner = make_learner(build(name, 2), OPTIONS, seed=2)
    for _ in range(steps):
        learner.step(PICTURES, LABELS, 0.002)
    return learner


@pytest.fixture(params=architectures())
def name(request: pytest.FixtureRequest) -> str:
    """Each registered architecture."""
    return str(request.param)


@pytest.fixture
def learner(name: str) -> Learner:
    """Its learner, which has taken a few steps."""
    return taught(name)


def tensors(data: bytes) -> dict[str, np.ndarray]:
    return {t.name: numpy_helper.to_array(t) for t in onnx.load_from_string(data).graph.initializer}


def test_steps_lower_the_loss(learner: Learner) -> None:
    first, said = learner.step(PICTURES, LABELS, 0.002)
    for _ in range(30):
        last, said = learner.step(PICTURES, LABELS, 0.002)
    assert said.shape == (32,)
    assert last < 0.8 * first


def test_the_export_agrees_with_its_logits_for_any_number(learner: Learner) -> None:
    session = ort.InferenceSession(learner.export())
    for n in (1, 7):
        (logits,) = session.run(["logits"], {"image": PICTURES[:n]})
        np.testing.assert_allclose(logits, learner.logits(PICTURES[:n]), atol=1e-4)


def test_the_export_is_small_and_plain(learner: Learner) -> None:
    data = learner.export()
    model = onnx.load_from_string(data)
    onnx.checker.check_model(model)
    assert {node.op_type for node in model.graph.node} <= OPERATORS
    assert b"site-packages" not in data
    assert not any(node.metadata_props for node in model.graph.node)


def test_its_weights_are_those_of_the_export(learner: Learner) -> None:
    exported, weights = tensors(learner.export()), learner.weights()
    assert exported.keys() == weights.keys()
    for key, array in exported.items():
        np.testing.assert_allclose(weights[key], array, atol=1e-6)


def test_a_learner_goes_on_from_its_state_to_the_same_weights(name: str, learner: Learner) -> None:
    other = make_learner(build(name, 9), OPTIONS, seed=2)
    other.load_state(learner.state() | {"epoch": np.array(1)})
    for each in (learner, other):
        for _ in range(3):
            each.step(PICTURES[::2], LABELS[::2], 0.002)
    for key, array in learner.state().items():
        np.testing.assert_allclose(other.state()[key], array, atol=1e-6, err_msg=key)


def test_a_state_is_a_copy(learner: Learner) -> None:
    state = learner.state()
    before = {key: array.copy() for key, array in state.items()}
    learner.step(PICTURES, LABELS, 0.002)
    for key, array in before.items():
        np.testing.assert_array_equal(state[key], array)


def test_a_learner_starts_from_an_export(name: str, learner: Learner) -> None:
    other = make_learner(build(name, 9), OPTIONS)
    other.start_from(learner.export(), PICTURES)
    np.testing.assert_allclose(other.logits(PICTURES), learner.logits(PICTURES), atol=1e-3)


def test_a_start_from_another_architecture_is_refused(name: str, learner: Learner) -> None:
    data = make_learner(build("lenet" if name != "lenet" else "cnn_blocks")).export()
    with pytest.raises(TrainingError, match="another architecture"):
        learner.start_from(data, PICTURES)


def test_a_class_that_weighs_nothing_teaches_nothing(name: str) -> None:
    weights = np.ones(11, np.float32)
    weights[1] = 0
    labels = LABELS.copy()
    labels[LABELS == 1] = 2
    # Pictures of class 1 count nothing, whatever other class of no weight they are said to be.
    weights[2] = 0
    losses = [
        make_learner(build(name), OPTIONS, seed=1).step(PICTURES, each, 0.0, weights)[0]
        for each in (LABELS, labels)
    ]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


def test_another_share_of_non_digits_changes_their_odds_alone(learner: Learner) -> None:
    data = learner.export()
    before, after = (
        ort.InferenceSession(each).run(None, {"image": PICTURES})[0]
        for each in (data, with_prior(data, 0.5, 0.1))
    )
    np.testing.assert_allclose(after[:, :10], before[:, :10], atol=1e-6)
    odds = np.exp(after[:, 10] - before[:, 10])
    np.testing.assert_allclose(odds, np.full(32, 1 / 9), rtol=1e-4)


def test_weights_are_averaged_over_a_tenth_of_the_training() -> None:
    assert ema_over(1000) == pytest.approx(0.99)
    assert ema_over(1_000_000) == 0.998
    assert ema_over(1) == 0
