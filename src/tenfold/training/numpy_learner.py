"""The learner of the networks written from nothing."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import TrainingError
from tenfold.models.scratch import Adam, Momentum, Network, softmax_cross_entropy
from tenfold.training.export_scratch import export_scratch
from tenfold.training.learner import Options, Pictures, Weights
from tenfold.training.start import stored_weights

BATCH: Final = 1000
"""Most pictures in one run of the network, so that memory stays the same for any number."""


class NumpyLearner:
    """A network of ``models.scratch`` with its optimizer; see ``learner.Learner``."""

    def __init__(self, network: Network, options: Options) -> None:
        self.network = network
        self.optimizer: Adam | Momentum = (
            Momentum(network.parameters(), options.momentum)
            if options.momentum
            else Adam(network.parameters(), decay=options.weight_decay)
        )

    def step(
        self,
        pictures: Pictures,
        labels: NDArray[np.int64],
        learning_rate: float,
        class_weights: NDArray[np.float32] | None = None,
    ) -> tuple[float, NDArray[np.int64]]:
        """Learn from a batch."""
        logits = self.network.forward(pictures)
        loss, gradient = softmax_cross_entropy(logits, labels, class_weights)
        self.network.backward(gradient)
        self.optimizer.step(self.network.gradients(), learning_rate)
        return loss, logits.argmax(axis=1)

    def logits(self, pictures: Pictures) -> NDArray[np.float32]:
        """Logits (N, 11)."""
        starts = range(0, len(pictures), BATCH)
        parts = [self.network.forward(pictures[start : start + BATCH]) for start in starts]
        return np.concatenate([np.zeros((0, 11), np.float32), *parts])

    def weights(self) -> Weights:
        """Return a copy of the weights."""
        return {name: array.copy() for name, array in self.network.parameters().items()}

    def state(self) -> Weights:
        """Return weights and the optimizer's memory."""
        return {name: array.copy() for name, array in self._all().items()}

    def load_state(self, saved: Weights) -> None:
        """Take weights and the optimizer's memory up."""
        for name, array in self._all().items():
            array[...] = saved[name]

    def start_from(self, data: bytes, pictures: Pictures) -> None:
        """Take an exported model's weights up; it needs no pictures for that."""
        found = stored_weights(data)
        for name, array in self.network.parameters().items():
            if name not in found or found[name].shape != array.shape:
                raise TrainingError(
                    f"the model to start from is of another architecture: {name} does not fit"
                )
            array[...] = found[name]

    def export(self) -> bytes:
        """Write the .onnx file."""
        return export_scratch(self.network)

    def _all(self) -> dict[str, NDArray[Any]]:
        memory = {f"optimizer.{name}": array for name, array in self.optimizer.memory.items()}
        return {f"network.{k}": v for k, v in self.network.parameters().items()} | memory
