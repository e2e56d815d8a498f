"""Activations, softmax, pooling and normalisation beside PyTorch in float64, infinities and NaN included."""

from __future__ import annotations

import numpy as np
import torch
from scipy import special
from torch.nn import functional

from engine.kernels import activations, batchnorm, normal, normalization, pooling, softmax
from tests.engine.kernels.fuzzing import Comparison, Inputs, compares, exact

LAYERS: dict[str, Comparison] = {}
ACTIVATIONS = {
    "identity": lambda x: x * 1.0,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": functional.relu,
    "leaky_relu": functional.leaky_relu,
    "prelu": lambda x: functional.leaky_relu(x, 0.25),
    "elu": functional.elu,
    "selu": functional.selu,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "softplus": lambda x: functional.softplus(x, threshold=800),  # the default is the identity above 20
    "mish": functional.mish,
    "softsign": functional.softsign,
}
AT_NAN = {"relu": 0.0, "elu": np.nan, "selu": np.nan}


def with_gradient(function, grad_output, *arrays):
    """PyTorch's value and the gradients of <value, grad_output> for each of `arrays`, in float64."""
    tensors = [torch.tensor(exact(a), requires_grad=True) for a in arrays]
    value = function(*tensors)
    value.backward(torch.tensor(exact(grad_output)))
    return (value.detach().numpy(), *(t.grad.numpy() for t in tensors))


def geometry(inputs: Inputs) -> tuple[int, int, int, bool]:
    kernel = inputs.size(1, 4)
    return kernel, inputs.size(1, 5), inputs.size(0, kernel // 2), bool(inputs.size(0, 1))


def pooled(function, x, place, grad_output=None):
    """One plane through PyTorch's pooling: value, gradient, and whatever else the function returns."""
    plane = torch.tensor(exact(x)[None, None], requires_grad=True)
    result = function(plane, *place[:3], ceil_mode=place[3])
    value, *more = result if isinstance(result, tuple) else (result,)
    value.backward(torch.tensor(exact(grad_output(value.shape[2:]))[None, None]))
    return (value.detach().numpy()[0, 0], plane.grad.numpy()[0, 0], *(m.numpy()[0, 0] for m in more))


def plane_and_place(inputs: Inputs):
    """A plane, half of the time of ties, with infinities and NaN, and windows that fit on it."""
    while True:
        shape, place = (inputs.size(1, 9), inputs.size(1, 9)), geometry(inputs)
        if min(pooling.output_shape(shape, *place)) > 0 and place[0] <= min(shape) + 2 * place[2]:
            break
    if inputs.size(0, 1):
        return inputs.whole(*shape), place
    plane = inputs.array(*shape, no_numbers=float(inputs.rng.choice([0.0, 0.2, 1.0])))
    return (inputs.laid_out(np.full(shape, -np.inf)) if inputs.size(0, 9) == 0 else plane), place


@compares(LAYERS, *(f for a in activations.ACTIVATIONS.values() for f in (a.value, a.derivative)), keeps_type=True)
def activation(inputs):
    name = str(inputs.rng.choice(list(ACTIVATIONS)))
    ours, x = activations.ACTIVATIONS[name], inputs.array(inputs.size(1, 9), 3, scale=6, no_numbers=0.3)
    value, slope = with_gradient(ACTIVATIONS[name], np.ones(x.shape), x)
    # The two documented departures from PyTorch.
    if name in AT_NAN:
        slope = np.where(np.isnan(x), AT_NAN[name], slope)
    if name == "softsign":
        slope = np.where(np.isinf(x), 0.0, slope)
    return (ours.value(x), ours.derivative(x)), (value, slope)


@compares(LAYERS, activations.gelu_tanh, keeps_type=True)
def gelu_tanh(inputs):
    x = inputs.array(inputs.size(1, 9), 3, scale=6, no_numbers=0.3)
    return activations.gelu_tanh(x), functional.gelu(torch.tensor(exact(x)), approximate="tanh").numpy()


@compares(LAYERS, normal.normal_cdf, normal.normal_density, keeps_type=True)
def normal_distribution(inputs):
    x = inputs.array(4, 3, scale=3, no_numbers=0.2)
    density = np.exp(torch.distributions.Normal(0.0, 1.0, validate_args=False).log_prob(torch.tensor(exact(x))).numpy())
    return (normal.normal_cdf(x), normal.normal_density(x)), (special.ndtr(exact(x)), density)


@compares(LAYERS, softmax.softmax, keeps_type=True)
def probabilities(inputs):
    x = inputs.array(inputs.size(1, 5), inputs.size(1, 6), scale=10, no_numbers=0.2)
    return softmax.softmax(x), torch.softmax(torch.tensor(exact(x)), -1).numpy()


@compares(LAYERS, softmax.softmax_jacobian, keeps_type=True)
def jacobian(inputs):
    x = inputs.array(inputs.size(1, 6), scale=5)
    return softmax.softmax_jacobian(x), torch.autograd.functional.jacobian(
        lambda t: torch.softmax(t, -1), torch.tensor(exact(x))
    ).numpy()


@compares(LAYERS, softmax.softmax_cross_entropy)
def cross_entropy(inputs):
    n, classes = inputs.size(1, 6), inputs.size(1, 6)
    scores = inputs.array(n, classes, scale=20, no_numbers=float(inputs.rng.choice([0.0, 0.1])))
    labels = inputs.labels(n, classes)
    loss = lambda t: functional.cross_entropy(t, torch.tensor(labels))  # noqa: E731
    return softmax.softmax_cross_entropy(scores, labels), with_gradient(loss, np.array(1.0), scores)


@compares(LAYERS, pooling.max_pool_forward, pooling.max_pool_backward, pooling.winner, pooling.windows)
def max_pool(inputs):
    x, place = plane_and_place(inputs)
    y, winners = pooling.max_pool_forward(x, *place)
    grad = inputs.array(*y.shape)
    value, grad_x, places = pooled(
        lambda *a, **k: functional.max_pool2d(*a, return_indices=True, **k), x, place, lambda _: grad
    )
    return (y, pooling.max_pool_backward(grad, winners, x.shape), winners), (value, grad_x, places)


@compares(LAYERS, pooling.mean_pool_forward, pooling.mean_pool_backward, pooling.output_shape, pooling.output_length)
def mean_pool(inputs):
    x, place = plane_and_place(inputs)
    counted = bool(inputs.size(0, 1))
    y = pooling.mean_pool_forward(x, *place, counted)
    grad = inputs.array(*y.shape, no_numbers=0.1)
    value, grad_x = pooled(
        lambda *a, **k: functional.avg_pool2d(*a, count_include_pad=counted, **k), x, place, lambda _: grad
    )
    return (y, pooling.mean_pool_backward(grad, x.shape, *place, counted)), (value, grad_x)


@compares(LAYERS, pooling.split_ties_backward, keeps_type=True)
def split_ties(inputs):
    x = inputs.whole(inputs.size(1, 4), inputs.size(1, 4)) if inputs.size(0, 1) else inputs.array(3, 3, no_numbers=0.1)
    side, grad = max(x.shape), inputs.array(1, 1)
    ours = pooling.split_ties_backward(x, grad, side, side, 0, True)
    return ours, with_gradient(lambda t: t.amax().reshape(1, 1), grad, x)[1]


@compares(LAYERS, pooling.coverage, pooling.max_pool_backward_overwriting)
def coverage(inputs):
    x, place = plane_and_place(inputs)
    x = inputs.laid_out(np.zeros(x.shape))
    y, winners = pooling.max_pool_forward(x, *place)
    ones = inputs.laid_out(np.ones(y.shape))
    _, grad = pooled(functional.avg_pool2d, x, place, lambda shape: _window_sizes(x.shape, place))
    _, won = pooled(functional.max_pool2d, x, place, np.ones)
    overwritten = pooling.max_pool_backward_overwriting(ones, winners, x.shape)
    return (pooling.coverage(x.shape, *place), overwritten), (grad, np.minimum(won, 1))


def _window_sizes(shape, place):
    """The divisor of every window of a mean with padding counted."""
    kernel, stride, padding, _ = place
    lengths = [
        [min(i * stride - padding + kernel, length + padding) - (i * stride - padding) for i in range(count)]
        for length, count in zip(shape, pooling.output_shape(shape, *place), strict=True)
    ]
    return np.outer(*lengths).astype(float)


@compares(
    LAYERS,
    batchnorm.batchnorm_forward,
    batchnorm.batchnorm_backward,
    batchnorm.batchnorm_backward_graph,
    digits=(9, 2),
    keeps_type=True,
)
def batch_normalisation(inputs):
    n, p = inputs.size(4, 12), inputs.size(1, 4)
    x = inputs.array(n, p, scale=3, no_numbers=float(inputs.rng.choice([0.0, 0.05])))
    gamma, beta, grad = inputs.array(p), inputs.array(p), inputs.array(n, p)
    forward = batchnorm.batchnorm_forward(x, gamma, beta)
    graph = batchnorm.batchnorm_backward_graph(grad, x, gamma)[-1][1]
    y, dx, dgamma, dbeta = with_gradient(
        lambda x, g, b: functional.batch_norm(x, None, None, g, b, True), grad, x, gamma, beta
    )
    return (forward.output, *batchnorm.batchnorm_backward(grad, forward, gamma), graph), (y, dx, dgamma, dbeta, dx)


@compares(LAYERS, batchnorm.batchnorm_eval, batchnorm.Running.after, digits=(9, 3), keeps_type=True)
def evaluation(inputs):
    n, p = inputs.size(2, 9), inputs.size(1, 4)
    x, mean, variance = (
        inputs.array(n, p, no_numbers=0.05),
        inputs.array(p),
        inputs.laid_out(inputs.rng.uniform(0.5, 2, p)),
    )
    gamma, beta, momentum = inputs.array(p), inputs.array(p), 0.3
    after = batchnorm.Running(mean, variance).after(x, momentum)
    ours = batchnorm.batchnorm_eval(x, batchnorm.Running(mean, variance), gamma, beta)
    t = [torch.tensor(exact(a)) for a in (x, mean, variance, gamma, beta)]
    y = functional.batch_norm(*t).numpy()
    functional.batch_norm(t[0], t[1], t[2], training=True, momentum=momentum)
    return (ours, after.mean, after.variance), (y, t[1].numpy(), t[2].numpy())


@compares(LAYERS, batchnorm.layernorm_forward, digits=(9, 3), keeps_type=True)
def layer_normalisation(inputs):
    n, p = inputs.size(1, 6), inputs.size(2, 6)
    x, gamma, beta = inputs.array(n, p, no_numbers=0.05), inputs.array(p), inputs.array(p)
    tensors = (torch.tensor(exact(a)) for a in (x, gamma, beta))
    return batchnorm.layernorm_forward(x, gamma, beta), functional.layer_norm(next(tensors), (p,), *tensors).numpy()


@compares(LAYERS, normalization.group_norm, digits=(9, 3), keeps_type=True)
def group_normalisation(inputs):
    groups, n, positions = inputs.size(1, 3), inputs.size(1, 4), inputs.size(2, 5)
    channels = groups * inputs.size(1, 3)
    x, gamma, beta = (
        inputs.array(n, channels, positions, no_numbers=0.05),
        inputs.array(channels),
        inputs.array(channels),
    )
    tensors = [torch.tensor(exact(a)) for a in (x, gamma, beta)]
    expected = functional.group_norm(tensors[0], groups, *tensors[1:]).numpy()
    return normalization.group_norm(x, groups, gamma, beta), expected


@compares(LAYERS, normalization.rms_norm, digits=(9, 3), keeps_type=True)
def root_mean_square_normalisation(inputs):
    n, p = inputs.size(1, 6), inputs.size(2, 6)
    x, gamma = inputs.array(n, p), inputs.array(p)
    tensors = [torch.tensor(exact(a)) for a in (x, gamma)]
    return normalization.rms_norm(x, gamma), functional.rms_norm(tensors[0], (p,), tensors[1], 1e-6).numpy()


@compares(LAYERS, normalization.fold_batchnorm, digits=(9, 3), keeps_type=True)
def folded_batch_normalisation(inputs):
    outputs, p = inputs.size(1, 4), inputs.size(1, 5)
    weight, bias = inputs.array(outputs, p), inputs.array(outputs)
    mean, variance = inputs.array(outputs), inputs.laid_out(inputs.rng.uniform(0.5, 2, outputs))
    gamma, beta = inputs.array(outputs), inputs.array(outputs)
    t = [torch.nn.Parameter(torch.tensor(exact(a))) for a in (weight, bias, mean, variance, gamma, beta)]
    fused = torch.nn.utils.fusion.fuse_linear_bn_weights(t[0], t[1], t[2], t[3], 1e-5, t[4], t[5])
    ours = normalization.fold_batchnorm(weight, bias, batchnorm.Running(mean, variance), gamma, beta)
    return ours, tuple(part.detach().numpy() for part in fused)


@compares(LAYERS, normalization.pooled_moments, digits=(9, 3))
def statistics_of_all_parts(inputs):
    parts = [inputs.array(inputs.size(1, 6), scale=2) for _ in range(inputs.size(1, 5))]
    counts, means, variances = (np.array([f(part) for part in parts]) for f in (len, np.mean, np.var))
    whole = torch.tensor(np.concatenate([exact(part) for part in parts]))
    expected = float(whole.mean()), float(whole.var(correction=0))
    return normalization.pooled_moments(counts.astype(float), means, variances), expected
