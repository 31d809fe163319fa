"""The learner of PyTorch's networks: AdamW or Muon, and averaged weights for inference."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from tenfold.training.export import export_onnx, fold
from tenfold.training.learner import Options, Pictures, Weights
from tenfold.training.muon import Muon
from tenfold.training.start import start_from

BATCH: Final = 1000
"""Most pictures in one run of the network, so that memory stays the same for any number."""
LONGEST_GRADIENT: Final = 2.0
"""Gradients over all weights are shortened to this length."""
ADAM_BESIDE_MUON: Final = 0.4
"""Learning rate of AdamW over that of Muon, for what Muon is not made for."""


class TorchLearner:
    """A network with its optimizer, and its averaged twin; see ``learner.Learner``."""

    def __init__(self, network: nn.Module, options: Options, seed: int = 0) -> None:
        self.network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.averaged = copy.deepcopy(self.network).requires_grad_(False)
        self.options, self.seed, self.steps = options, seed, 0
        self.bfloat16 = options.bfloat16 and has_bfloat16()
        self.optimizers = _optimizers(self.network, options)

    def step(
        self,
        pictures: Pictures,
        labels: NDArray[np.int64],
        learning_rate: float,
        class_weights: NDArray[np.float32] | None = None,
    ) -> tuple[float, NDArray[np.int64]]:
        """Learn from a batch."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = learning_rate * group["share"]
        x, y = torch.from_numpy(pictures), torch.from_numpy(labels)
        weights = None if class_weights is None else torch.from_numpy(class_weights)
        self.network.train()
        # Chance of its own for each step: a training that goes on drops out what it would have.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1_000_003 * self.seed + self.steps)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.bfloat16):
                logits = self.network(x.to(memory_format=torch.channels_last))
                smoothing = self.options.label_smoothing
                loss = F.cross_entropy(logits.float(), y, weights, label_smoothing=smoothing)
        self.network.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.network.parameters(), LONGEST_GRADIENT)
        for optimizer in self.optimizers:
            optimizer.step()
        self._average(min(self.options.ema, 1 - 1 / (10 + self.steps)))
        self.steps += 1
        return loss.item(), logits.argmax(1).numpy()

    @torch.no_grad()
    def logits(self, pictures: Pictures) -> NDArray[np.float32]:
        """Logits (N, 11) of the averaged network."""
        self.averaged.eval()
        parts = [self.averaged(part) for part in torch.split(torch.from_numpy(pictures), BATCH)]
        return torch.cat(parts).numpy()

    def weights(self) -> Weights:
        """Return the averaged weights, each batch norm folded into the convolution before it."""
        return _arrays(fold(self.averaged).state_dict())

    def state(self) -> Weights:
        """Return both networks, the optimizer's memory and the number of steps."""
        saved = {f"network.{k}": v for k, v in self.network.state_dict().items()}
        saved |= {f"averaged.{k}": v for k, v in self.averaged.state_dict().items()}
        for index, (parameter, states) in enumerate(self._memories()):
            memory = states[parameter]
            saved |= {f"optimizer.{index}.{k}": v for k, v in memory.items()}
        return _arrays({**saved, "steps": torch.tensor(self.steps)})

    def load_state(self, saved: Weights) -> None:
        """Take both networks, the optimizer's memory and the number of steps up."""
        self.network.load_state_dict(_part(saved, "network."))
        self.averaged.load_state_dict(_part(saved, "averaged."))
        for index, (parameter, states) in enumerate(self._memories()):
            memory = _part(saved, f"optimizer.{index}.")
            # In the parameter's own layout, else each step of the optimizer would be slower.
            states[parameter] = {
                name: torch.empty_like(parameter).copy_(value) if value.ndim else value
                for name, value in memory.items()
            }
        self.steps = int(saved["steps"])

    def start_from(self, data: bytes, pictures: Pictures) -> None:
        """Set both networks to what an exported model computes."""
        start_from(self.network, data, torch.from_numpy(pictures))
        self.averaged.load_state_dict(self.network.state_dict())

    def export(self) -> bytes:
        """Write the .onnx file of the averaged network."""
        return export_onnx(self.averaged)

    def _memories(self) -> Iterator[tuple[Tensor, Any]]:
        """Each parameter, with the memory of the optimizer that changes it."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                yield from ((parameter, optimizer.state) for parameter in group["params"])

    @torch.no_grad()
    def _average(self, keep: float) -> None:
        pairs = zip(
            (*self.averaged.parameters(), *self.averaged.buffers()),
            (*self.network.parameters(), *self.network.buffers()),
            strict=True,
        )
        for mean, now in pairs:
            if mean.is_floating_point():
                mean.lerp_(now, 1 - keep)


def _optimizers(network: nn.Module, options: Options) -> list[torch.optim.Optimizer]:
    """AdamW; with Muon, that for kernels and hidden layers beside AdamW for all else."""
    linear = [name for name, layer in network.named_modules() if isinstance(layer, nn.Linear)]
    groups: dict[str, list[nn.Parameter]] = {"inner": [], "last": [], "plain": []}
    for name, parameter in network.named_parameters():
        is_last = name == f"{linear[-1]}.weight"
        groups["plain" if parameter.ndim < 2 else "last" if is_last else "inner"].append(parameter)
    decay = options.weight_decay
    if options.muon:
        adam = [{"params": groups["last"] + groups["plain"], "share": ADAM_BESIDE_MUON}]
        inner = {"params": groups["inner"], "share": 1.0}
        return [Muon([inner], weight_decay=decay), torch.optim.AdamW(adam, weight_decay=0.0)]
    decayed = [p for p in network.parameters() if p.ndim > 1]
    return [
        torch.optim.AdamW(
            [
                {"params": decayed, "share": 1.0, "weight_decay": decay},
                {"params": groups["plain"], "share": 1.0, "weight_decay": 0.0},
            ]
        )
    ]


@cache
def has_bfloat16() -> bool:
    """Whether this processor computes in bfloat16; one that emulates it takes ten times as long."""
    # Under a build without oneDNN there is no such operator, and no fast bfloat16 either.
    is_there: Callable[[], bool] = getattr(
        torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False
    )
    return is_there()


def _arrays(tensors: dict[str, Tensor]) -> Weights:
    # A view of channels last is no plain array: copied in the order of its shape.
    return {name: np.array(tensor.detach().numpy(), order="C") for name, tensor in tensors.items()}


def _part(saved: Weights, prefix: str) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): torch.from_numpy(array.copy())
        for name, array in saved.items()
        if name.startswith(prefix)
    }
