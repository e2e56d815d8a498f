"""The digits network's whole gradient against autograd, and that it learns."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels.mlp_training import ACTIVATIONS, accuracy, digits_split, initialise, loss_and_gradients, train
from engine.registry import generator
from tests.late import late

torch = late("torch")


def theirs(network, x, labels, name):
    tensors = [torch.tensor(p, requires_grad=True) for p in network.parameters()]
    layers, hidden = len(network.weights), len(network.gammas)
    h = torch.tensor(x)
    for i in range(layers):
        h = h @ tensors[i] + tensors[layers + i]
        if i < hidden and network.batchnorm:
            gamma, beta = tensors[2 * layers + i], tensors[2 * layers + hidden + i]
            h = torch.nn.functional.batch_norm(h, None, None, gamma, beta, training=True, eps=1e-5)
        h = getattr(torch, name)(h) if i < hidden else h
    loss = torch.nn.functional.cross_entropy(h, torch.tensor(labels))
    loss.backward()
    return float(loss.detach()), [t.grad.numpy() for t in tensors]


def furthest(ours, autograd):
    scale = max(float(np.abs(g).max()) for g in autograd)
    return max(float(np.abs(a - b).max()) for a, b in zip(ours, autograd, strict=True)) / scale


def a_batch(name, batchnorm):
    x, labels, _, _ = digits_split()
    rng = generator(7)
    network = initialise((64, 32, 16, 24, 10), ACTIVATIONS[name], rng, batchnorm=batchnorm)
    for i, gamma in enumerate(network.gammas):
        gamma += 0.3 * rng.standard_normal(gamma.shape)
        network.betas[i] += 0.3 * rng.standard_normal(gamma.shape)
    return network, x[:40], labels[:40]


@pytest.mark.parametrize("batchnorm", [False, True])
@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid"])
def test_the_whole_gradient_agrees_with_autograd(name, batchnorm):
    network, x, labels = a_batch(name, batchnorm)
    loss, ours, _ = loss_and_gradients(network, x, labels)
    their_loss, autograd = theirs(network, x, labels, name)
    assert loss == pytest.approx(their_loss, rel=1e-12)
    assert furthest(ours, autograd) <= 1e-10


def test_the_oracle_catches_a_batchnorm_whose_statistics_are_held_constant(monkeypatch):
    def constants(grad, forward, gamma):
        return gamma / forward.deviation * grad, (grad * forward.normalised).sum(axis=0), grad.sum(axis=0)

    monkeypatch.setattr("engine.kernels.mlp_training.batchnorm_backward", constants)
    network, x, labels = a_batch("relu", True)
    assert furthest(loss_and_gradients(network, x, labels)[1], theirs(network, x, labels, "relu")[1]) > 1e-3


def test_a_network_with_batchnorm_learns_the_digits():
    x, labels, test, answers = digits_split()
    network = initialise((64, 64, 64, 10), ACTIVATIONS["relu"], generator(1), batchnorm=True)
    last = list(train(network, x, labels, generator(2), learning_rate=0.3, batch=64, steps=200))[-1]
    assert last.step == 200
    assert accuracy(network, test, answers) > 0.95


def test_training_stops_when_it_diverges():
    x, labels, _, _ = digits_split()
    network = initialise((64, 64, 64, 10), ACTIVATIONS["relu"], generator(1), scale=30.0)
    steps = list(train(network, x, labels, generator(2), learning_rate=10.0, batch=64, steps=100))
    assert steps[-1].diverged
    assert len(steps) < 100
