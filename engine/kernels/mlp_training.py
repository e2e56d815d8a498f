"""A small multilayer perceptron with optional batch normalisation, trained by plain mini-batch descent.

    network = initialise((64, 64, 64, 10), ACTIVATIONS["relu"], rng, batchnorm=True)
    for progress in train(network, *digits_split()[:2], rng, learning_rate=0.1, batch=64, steps=200):
        ...                         # the network is updated in place; stop asking and training stops

An activation is anything with `value(z)` and `derivative(z)`. Hidden layers are linear, BatchNorm (if wanted), then
the activation; the last layer is linear and the loss is the mean softmax cross-entropy in nats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.datasets import digits
from engine.kernels.activations import ACTIVATIONS as ALL
from engine.kernels.activations import Activation
from engine.kernels.batchnorm import Forward, Running, batchnorm_backward, batchnorm_eval, batchnorm_forward
from engine.kernels.softmax import softmax_cross_entropy
from engine.parameters import FloatArray

Labels = NDArray[np.int64]


ACTIVATIONS: Mapping[str, Activation] = {name: ALL[name] for name in ("relu", "tanh", "sigmoid")}
"""The activations that the digits race offers; relu'(0) = 0."""


@dataclass(slots=True, eq=False)
class Network:
    """Weights of shape (inputs, outputs), biases, and for each hidden layer gamma, beta and running statistics.

    `train` updates it in place. `shift` > 0 moves and rescales every unit's distribution at random before the
    activation at each training step, alike for all samples.
    """

    weights: list[FloatArray]
    biases: list[FloatArray]
    gammas: list[FloatArray]
    betas: list[FloatArray]
    running: list[Running]
    activation: Activation
    batchnorm: bool
    shift: float = 0.0

    def parameters(self) -> list[FloatArray]:
        """Everything trainable: weights, biases, then gammas and betas; the order of `loss_and_gradients`.

        >>> network = initialise((2, 3, 2), ACTIVATIONS["relu"], np.random.default_rng(0), batchnorm=True)
        >>> [p.shape for p in network.parameters()]
        [(2, 3), (3, 2), (3,), (2,), (3,), (3,)]
        """
        return self.weights + self.biases + (self.gammas + self.betas if self.batchnorm else [])


def initialise(
    widths: tuple[int, ...],
    activation: Activation,
    rng: np.random.Generator,
    *,
    batchnorm: bool = False,
    scale: float = 1.0,
    gain: float = 2.0,
    shift: float = 0.0,
) -> Network:
    """Random network: weights N(0, gain / inputs), those of hidden layers times `scale`; biases 0, gammas 1, betas 0.

    `widths` runs from the inputs to the classes. Source: He et al. (2015), section 2.2, for gain 2.

    >>> network = initialise((2, 3, 2), ACTIVATIONS["relu"], np.random.default_rng(0))
    >>> [w.shape for w in network.weights]
    [(2, 3), (3, 2)]
    """
    sizes = list(pairwise(widths))
    weights = [rng.standard_normal((a, b)) * np.sqrt(gain / a) for a, b in sizes]
    weights = [w * scale for w in weights[:-1]] + weights[-1:]
    hidden = widths[1:-1]
    return Network(
        weights,
        [np.zeros(b) for _, b in sizes],
        [np.ones(h) for h in hidden],
        [np.zeros(h) for h in hidden],
        [Running(np.zeros(h), np.ones(h)) for h in hidden],
        activation,
        batchnorm,
        shift,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """What one hidden layer remembers for the backward pass; `rescaled` is the deliberate shift's factor."""

    input: FloatArray
    before: FloatArray
    normal: Forward | None
    rescaled: FloatArray


def predict(network: Network, x: FloatArray) -> FloatArray:
    """Scores in evaluation mode, with running statistics and no shift: (samples, inputs) -> (samples, classes).

    >>> network = initialise((2, 3, 2), ACTIVATIONS["relu"], np.random.default_rng(0))
    >>> predict(network, np.zeros((1, 2)))
    array([[0., 0.]])
    """
    for i in range(len(network.weights) - 1):
        z = x @ network.weights[i] + network.biases[i]
        if network.batchnorm:
            z = batchnorm_eval(z, network.running[i], network.gammas[i], network.betas[i])
        x = network.activation.value(z)
    return x @ network.weights[-1] + network.biases[-1]


def accuracy(network: Network, x: FloatArray, labels: Labels) -> float:
    """Share of samples classified right in evaluation mode; 0 when any score is infinite or NaN.

    >>> network = initialise((2, 3, 2), ACTIVATIONS["relu"], np.random.default_rng(0))
    >>> accuracy(network, np.zeros((4, 2)), np.array([0, 0, 0, 1]))  # all scores equal: class 0
    0.75
    """
    with np.errstate(all="ignore"):
        scores = predict(network, x)
    return float((scores.argmax(axis=1) == labels).mean()) if np.isfinite(scores).all() else 0.0


def _forward(network: Network, x: FloatArray, rng: np.random.Generator | None, momentum: float) -> list[_Layer]:
    layers = []
    for i, gamma in enumerate(network.gammas):
        z = x @ network.weights[i] + network.biases[i]
        normal = batchnorm_forward(z, gamma, network.betas[i]) if network.batchnorm else None
        if normal is not None:
            network.running[i] = network.running[i].after(z, momentum) if momentum else network.running[i]
            z = normal.output
        factor: FloatArray = np.ones(z.shape[1])
        if network.shift and rng is not None:
            high = 1 + network.shift / 2
            factor = np.asarray(rng.uniform(1 / high, high, z.shape[1]))
            moved = np.asarray(rng.uniform(-network.shift, network.shift, z.shape[1]))
            z = factor * z + moved
        layers.append(_Layer(x, z, normal, factor))
        x = network.activation.value(z)
    scores: FloatArray = x @ network.weights[-1] + network.biases[-1]
    layers.append(_Layer(x, scores, None, np.ones(1)))
    return layers


def loss_and_gradients(
    network: Network,
    x: FloatArray,
    labels: Labels,
    rng: np.random.Generator | None = None,
    momentum: float = 0.0,
) -> tuple[float, list[FloatArray], list[FloatArray]]:
    """Backpropagation in training mode: mean cross-entropy, its gradients, and the inputs of the activations.

    `x` (samples, inputs), `labels` (samples,); the gradients come in the order of `network.parameters()`, the inputs of
    the activations are (samples, width) for each hidden layer. `rng` feeds the deliberate shift; `momentum` > 0 updates
    the running statistics. Source: Rumelhart, Hinton & Williams (1986).

    >>> network = initialise((2, 3, 2), ACTIVATIONS["relu"], np.random.default_rng(0))
    >>> loss, gradients, _ = loss_and_gradients(network, np.zeros((1, 2)), np.array([0]))
    >>> round(loss, 4), gradients[-1]  # two equal scores: log 2, p - one_hot
    (0.6931, array([-0.5,  0.5]))
    """
    layers = _forward(network, x, rng, momentum)
    loss, grad = softmax_cross_entropy(layers[-1].before, labels)
    count = len(network.gammas)
    weights, biases = [layers[-1].input.T @ grad], [grad.sum(axis=0)]
    gammas: list[FloatArray] = []
    betas: list[FloatArray] = []
    for i in reversed(range(count)):
        layer = layers[i]
        grad = (grad @ network.weights[i + 1].T) * network.activation.derivative(layer.before) * layer.rescaled
        if layer.normal is not None:
            grad, d_gamma, d_beta = batchnorm_backward(grad, layer.normal, network.gammas[i])
            gammas.insert(0, d_gamma)
            betas.insert(0, d_beta)
        weights.insert(0, layer.input.T @ grad)
        biases.insert(0, grad.sum(axis=0))
    return loss, weights + biases + gammas + betas, [layer.before for layer in layers[:-1]]


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """After `step` steps: the mini-batch's loss, and per hidden layer the batch mean and deviation of
    what the activation gets."""

    step: int
    loss: float
    means: tuple[FloatArray, ...]
    deviations: tuple[FloatArray, ...]
    diverged: bool = False


def train(
    network: Network,
    x: FloatArray,
    labels: Labels,
    rng: np.random.Generator,
    *,
    learning_rate: float,
    batch: int,
    steps: int,
    decay: float = 0.0,
    momentum: float = 0.1,
) -> Iterator[Progress]:
    """Mini-batch descent: w <- w - learning_rate (gradient + decay w).

    `x` (samples, inputs), `labels` (samples,); batches without replacement, reshuffled each epoch, batch <= samples.
    Yields after every step and updates `network` in place; the last one says `diverged` when the loss passes 1e4 or is
    not finite.

    >>> network = initialise((1, 2, 2), ACTIVATIONS["relu"], np.random.default_rng(0))
    >>> x, labels = np.array([[-1.0], [1.0]]), np.array([0, 1])
    >>> steps = list(train(network, x, labels, np.random.default_rng(1), learning_rate=0.5, batch=2, steps=50))
    >>> len(steps), steps[-1].loss < steps[0].loss
    (50, True)
    """
    order, position = rng.permutation(len(x)), 0
    for step in range(1, steps + 1):
        if position + batch > len(x):
            order, position = rng.permutation(len(x)), 0
        chosen = order[position : position + batch]
        position += batch
        with np.errstate(all="ignore"):
            loss, gradients, inputs = loss_and_gradients(network, x[chosen], labels[chosen], rng, momentum)
        diverged = not np.isfinite(loss) or loss > 1e4
        means, deviations = tuple(z.mean(axis=0) for z in inputs), tuple(z.std(axis=0) for z in inputs)
        yield Progress(step, loss, means, deviations, diverged)
        if diverged:
            return
        for parameter, gradient in zip(network.parameters(), gradients, strict=True):
            parameter -= learning_rate * (gradient + decay * parameter)


def digits_split(training: int = 1200) -> tuple[FloatArray, Labels, FloatArray, Labels]:
    """The digits, 64 pixels in [0, 1] each, shuffled once for good: training features, labels, test features, labels.

    >>> [part.shape for part in digits_split()]
    [(1200, 64), (1200,), (597, 64), (597,)]
    """
    data = digits()
    order = np.random.Generator(np.random.PCG64(123)).permutation(len(data.labels))
    x, y = data.features[order] / 16.0, data.labels[order]
    return x[:training], y[:training], x[training:], y[training:]
