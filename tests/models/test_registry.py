from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from tenfold.errors import UnknownModel
from tenfold.models import architecture, architectures, build
from tenfold.training.learner import make_learner


@pytest.mark.parametrize("name", architectures())
def test_each_entry_tells_how_many_parameters_there_are(name: str) -> None:
    weights = make_learner(build(name)).weights()
    assert architecture(name).parameters == sum(array.size for array in weights.values())


@pytest.mark.parametrize("name", architectures())
def test_a_seed_makes_the_same_network_again_and_another_another(name: str) -> None:
    one, same, other = (make_learner(build(name, seed)).weights() for seed in (3, 3, 4))
    for key, array in one.items():
        np.testing.assert_array_equal(array, same[key])
    assert any(not np.array_equal(array, other[key]) for key, array in one.items())


@pytest.mark.parametrize("name", architectures())
def test_half_the_width_is_a_smaller_network_that_runs(name: str) -> None:
    learner = make_learner(build(name, width=0.5))
    assert learner.logits(np.zeros((2, 1, 28, 28), np.float32)).shape == (2, 11)
    assert sum(array.size for array in learner.weights().values()) < architecture(name).parameters


def test_listing_architectures_loads_no_torch() -> None:
    code = (
        "import sys; from tenfold.models import architectures, build; architectures(); "
        "build('mlp_scratch'); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_name_is_told_what_is_near() -> None:
    with pytest.raises(UnknownModel, match="did you mean 'cnn_small'"):
        build("cnn_smal")
