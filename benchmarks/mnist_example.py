"""What bench_mnist.py compares with: the MNIST example that comes with PyTorch, written anew.

Its network, optimizer and schedule: convolutions of 32 and 64 kernels, the largest of each four,
dropout, a dense layer of 128; Adadelta at 1.0, times 0.7 after each epoch; batches of 64. Pictures
lie in memory, which spares it the decoding of each picture that the example does.
See https://github.com/pytorch/examples/tree/main/mnist.
"""

from __future__ import annotations

import time

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

Labelled = tuple[NDArray[np.uint8], NDArray[np.int64]]
EPOCHS = 14


def network() -> nn.Module:
    """(N, 1, 28, 28) normalised -> (N, 10) log probabilities."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(64 * 12 * 12, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
        nn.LogSoftmax(1),
    )


def until(
    goal: float, train: Labelled, test: Labelled, seed: int
) -> tuple[float, float, int, float]:
    """Train until so many of the test set are right after an epoch, or for all its epochs.

    Returns:
        Seconds and CPU seconds of training, the judging left out; epochs; share that is right.

    """
    torch.manual_seed(seed)
    net = network()
    optimizer = torch.optim.Adadelta(net.parameters(), lr=1.0)
    (pictures, labels), (judged, truth) = map(prepared, (train, test))
    wall = cpu = right = 0.0
    for epoch in range(1, EPOCHS + 1):
        begun = time.perf_counter(), time.process_time()
        for group in optimizer.param_groups:
            group["lr"] = 0.7 ** (epoch - 1)
        net.train()
        for chosen in torch.randperm(len(labels)).split(64):
            optimizer.zero_grad()
            torch.autograd.backward(F.nll_loss(net(pictures[chosen]), labels[chosen]))
            optimizer.step()
        wall += time.perf_counter() - begun[0]
        cpu += time.process_time() - begun[1]
        right = judge(net, judged, truth)
        if right >= goal:
            return wall, cpu, epoch, right
    return wall, cpu, EPOCHS, right


def prepared(labelled: Labelled) -> tuple[Tensor, Tensor]:
    """Pictures with mean 0 and spread 1, as the example makes them."""
    pictures = torch.from_numpy(labelled[0]).unsqueeze(1).float().div_(255)
    return (pictures - 0.1307) / 0.3081, torch.from_numpy(labelled[1])


@torch.no_grad()
def judge(net: nn.Module, pictures: Tensor, labels: Tensor) -> float:
    """Share of the pictures that the network reads right."""
    net.eval()
    said = torch.cat([net(part).argmax(1) for part in pictures.split(1000)])
    return float((said == labels).float().mean())
