"""A network that learns, whatever it is written in: what the training loop knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import nn

    from tenfold.models.scratch import Network

Pictures = NDArray[np.float32]
Weights = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Options:
    """How a network learns, beside the learning rate of each step.

    ``ema`` is the share of the averaged weights that a step keeps; ``ema_over`` finds a good one.
    ``weight_decay`` holds for weights, not for biases and norms. ``bfloat16`` is used where the
    processor has it. ``muon`` takes that optimizer (see ``training.muon``) for kernels and hidden
    layers; its learning rates are ten times Adam's. The scratch networks take ``momentum`` in place
    of Adam where it is over 0.
    """

    weight_decay: float = 0.05
    ema: float = 0.998
    bfloat16: bool = True
    label_smoothing: float = 0.0
    momentum: float = 0.0
    muon: bool = False


def ema_over(steps: int) -> float:
    """Return the share to keep so that weights are averaged over the last tenth of a training."""
    return min(0.998, 1 - 1 / max(1.0, 0.1 * steps))


class Learner(Protocol):
    """What the loop asks of a network. Pictures are (N, 1, 28, 28) float32 in 0..1, 1 = ink."""

    def step(
        self,
        pictures: Pictures,
        labels: NDArray[np.int64],
        learning_rate: float,
        class_weights: NDArray[np.float32] | None = None,
    ) -> tuple[float, NDArray[np.int64]]:
        """Learn from a batch: its loss before the step, and the class (N,) said of each picture.

        ``class_weights`` (11,) say how much a picture of each class counts.
        """
        ...

    def logits(self, pictures: Pictures) -> NDArray[np.float32]:
        """Logits (N, 11) of the network that ``export`` writes."""
        ...

    def weights(self) -> Weights:
        """Return weights for inference, float32, under the names they have in the .onnx file."""
        ...

    def state(self) -> Weights:
        """Return a copy of all that is needed to go on from here to the same weights."""
        ...

    def load_state(self, saved: Weights) -> None:
        """Go on from what ``state`` gave; other entries are passed over."""
        ...

    def start_from(self, data: bytes, pictures: Pictures) -> None:
        """Start from an exported model; see ``start.start_from`` for the pictures it takes.

        Raises:
            TrainingError: where the model is of another architecture.

        """
        ...

    def export(self) -> bytes:
        """Write the .onnx file: fp32, only the operators of ``export.OPERATORS``."""
        ...


def make_learner(
    network: nn.Module | Network, options: Options | None = None, seed: int = 0
) -> Learner:
    """Make a learner of a network that ``models.build`` made.

    Args:
        network: learns in place.
        options: how.
        seed: of the chance that it takes while it learns, as dropout does.

    """
    options = options or Options()
    from tenfold.models.scratch import Network

    if isinstance(network, Network):
        from tenfold.training.numpy_learner import NumpyLearner

        return NumpyLearner(network, options)
    from tenfold.training.torch_learner import TorchLearner

    return TorchLearner(network, options, seed)
