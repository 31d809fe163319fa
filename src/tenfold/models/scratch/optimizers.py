"""How a step along the gradients changes parameters."""

from __future__ import annotations

import numpy as np

from tenfold.models.scratch.layers import Array


class Momentum:
    """Gradient descent with momentum: Polyak 1964, https://doi.org/10.1016/0041-5553(64)90137-5."""

    def __init__(self, parameters: dict[str, Array], momentum: float = 0.9) -> None:
        self.parameters, self.momentum = parameters, momentum
        self.memory = {f"{name}.speed": np.zeros_like(p) for name, p in parameters.items()}

    def step(self, gradients: dict[str, Array], learning_rate: float) -> None:
        """Change every parameter in place."""
        for name, parameter in self.parameters.items():
            speed = self.memory[f"{name}.speed"]
            speed *= self.momentum
            speed += gradients[name]
            parameter -= learning_rate * speed


class Adam:
    """Steps as long as the gradient is steady: Kingma and Ba 2014, https://arxiv.org/abs/1412.6980.

    Weights, not biases, decay apart from that: Loshchilov and Hutter 2017,
    https://arxiv.org/abs/1711.05101.
    """

    def __init__(
        self,
        parameters: dict[str, Array],
        betas: tuple[float, float] = (0.9, 0.999),
        decay: float = 0.0,
    ) -> None:
        self.parameters, self.betas, self.decay = parameters, betas, decay
        self.memory = {f"{name}.mean": np.zeros_like(p) for name, p in parameters.items()}
        self.memory |= {f"{name}.square": np.zeros_like(p) for name, p in parameters.items()}
        self.memory["steps"] = np.zeros((), np.int64)

    def step(self, gradients: dict[str, Array], learning_rate: float) -> None:
        """Change every parameter in place."""
        self.memory["steps"] += 1
        first, second = self.betas
        rise, spread = (1 - beta ** int(self.memory["steps"]) for beta in self.betas)
        for name, parameter in self.parameters.items():
            gradient, mean = gradients[name], self.memory[f"{name}.mean"]
            square = self.memory[f"{name}.square"]
            mean += (1 - first) * (gradient - mean)
            square += (1 - second) * (gradient * gradient - square)
            if parameter.ndim > 1:
                parameter *= 1 - learning_rate * self.decay
            parameter -= learning_rate / rise * mean / (np.sqrt(square / spread) + 1e-8)
