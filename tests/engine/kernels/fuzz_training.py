"""Gradients, descent and small networks beside PyTorch's autograd and optimisers, and beside plain matrix powers."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from engine.kernels import (
    activations,
    batch_size_theory,
    descent,
    gradient_flow,
    moments,
    optimizers,
    regularization,
    regularization_training,
    scaling,
    scaling_models,
    sgd_theory,
)
from engine.kernels import mlp_training as mlp
from tests.engine.kernels.fuzzing import Comparison, Inputs, compares, exact

TRAINING: dict[str, Comparison] = {}


def tensor(x, gradient=False):
    return torch.tensor(exact(x), requires_grad=gradient)


def problem(inputs: Inputs):
    """Least squares with its exact Hessian and optimum, and weights to look at."""
    n, d = inputs.size(6, 12), inputs.size(1, 4)
    x, y = inputs.array(n, d), inputs.array(n)
    plain = exact(x)
    hessian = plain.T @ plain / n
    optimum = np.linalg.lstsq(plain, exact(y), rcond=None)[0]
    initial = float(0.5 * optimum @ hessian @ optimum)
    return descent.Problem(x, y, hessian, optimum, initial), inputs.array(d)


def loss(p, w):
    return ((tensor(p.x) @ w - tensor(p.y)) ** 2).mean() / 2


@compares(
    TRAINING,
    descent.full_gradient,
    descent.sample_gradients,
    descent.Problem.excess,
    sgd_theory.accumulated_gradient,
    digits=(9, 3),
)
def gradients_of_least_squares(inputs):
    p, w = problem(inputs)
    at = tensor(w, gradient=True)
    loss(p, at).backward()
    each = torch.autograd.functional.jacobian(lambda w: (tensor(p.x) @ w - tensor(p.y)) ** 2 / 2, tensor(w))
    above = float((loss(p, at) - loss(p, tensor(p.optimum))) / p.initial)
    ours = (
        descent.full_gradient(p, w),
        sgd_theory.accumulated_gradient(p, w, inputs.size(1, 5)),
        descent.sample_gradients(p, w),
        p.excess(w),
    )
    full = at.grad.numpy()
    return ours, (full, full, each.numpy(), above)


@compares(TRAINING, descent.minibatch_descent, digits=(9, 3))
def one_pass(inputs):
    p, _ = problem(inputs)
    n, batch = len(p.y), inputs.size(1, 5)
    order, steps, decay = inputs.rng.permutation(n), np.array([0.1, 0.02]), np.array([0.0, 0.3])
    *_, (_, ours) = descent.minibatch_descent(p, order, steps, decay, batch)
    right = []
    for step, slower in zip(steps, decay, strict=True):
        w = torch.zeros(p.x.shape[1], dtype=torch.float64, requires_grad=True)
        rate = torch.optim.SGD([w], lr=step)
        schedule = torch.optim.lr_scheduler.LambdaLR(rate, lambda t, slower=slower: 1 / (1 + slower * (t + 1)))
        for start in range(0, n, batch):
            rate.zero_grad()
            chosen = order[start : start + batch]
            (((tensor(p.x[chosen]) @ w - tensor(p.y[chosen])) ** 2).mean() / 2).backward()
            rate.step()
            schedule.step()
        right.append(w.detach().numpy())
    return ours, np.array(right)


@compares(TRAINING, descent.batch_descent, scaling.descent_iterations, digits=(7, 7))
def full_descent(inputs):
    p, _ = problem(inputs)
    curvature = np.linalg.eigvalsh(p.hessian)
    step = 2 / (curvature[0] + curvature[-1])
    count, curve = descent.batch_descent(p, step, 0.01, limit=300)
    w, right = np.zeros_like(p.optimum), []
    for _ in range(len(curve)):
        away = w - p.optimum
        right.append(0.5 * away @ p.hessian @ away / p.initial)
        w = w - step * p.hessian @ away
    least = scaling.descent_iterations(exact(p.x), exact(p.y), 0.01)
    agrees = count >= 300 or abs(max(count, 1) - least) <= 1  # the last iteration may lie on the target to rounding
    return (curve, agrees), (np.array(right), True)


@compares(TRAINING, sgd_theory.noise_scale, sgd_theory.batch_deviation, digits=(7, 2))
def noise(inputs):
    g, batch = inputs.array(inputs.size(2, 9), inputs.size(1, 3)), inputs.size(1, 2)
    trace = np.trace(np.cov(exact(g).T, ddof=0).reshape(g.shape[1], -1))
    squared = np.sum(np.mean(exact(g), axis=0) ** 2)
    left = (len(g) - batch) / (len(g) - 1)
    ours = (
        sgd_theory.noise_scale(g),
        sgd_theory.batch_deviation(g, batch, replace=True),
        sgd_theory.batch_deviation(g, batch, replace=False),
    )
    return ours, (trace / squared, np.sqrt(trace / batch), np.sqrt(trace / batch * left))


@compares(TRAINING, sgd_theory.error_recursion, digits=(10, 4))
def recursion(inputs):
    steps, d, batch = inputs.laid_out(inputs.rng.uniform(0, 0.5, 6)), inputs.size(1, 9), inputs.size(1, 9)
    h = exact(steps)
    shrink, added = (1 - h) ** 2 + h**2 * (d + 1) / batch, h**2 * 4.0 * d / batch
    after = np.concatenate([[1.0], np.cumprod(shrink)])
    # Variation of constants: what step t adds shrinks with every later step.
    right = [after[t] + sum(added[s] * after[t] / after[s + 1] for s in range(t)) for t in range(7)]
    return sgd_theory.error_recursion(steps, d, 2.0, batch), right


@compares(TRAINING, sgd_theory.well, sgd_theory.well_slope, digits=(9, 3))
def double_well(inputs):
    x = inputs.array(5)
    at = tensor(x, gradient=True)
    polynomial = sum(c * at ** (4 - k) for k, c in enumerate((1.0, 0.0, -2.0, 0.3, 1.0)))
    polynomial.sum().backward()
    return (sgd_theory.well(x), sgd_theory.well_slope(x)), (polynomial.detach().numpy(), at.grad.numpy())


@compares(
    TRAINING,
    batch_size_theory.moment_maps,
    batch_size_theory.expected_loss,
    batch_size_theory.noise_scale,
    digits=(8, 2),
)
def noisy_descent(inputs):
    d, samples = inputs.size(1, 4), 50
    spectrum, start = (inputs.laid_out(inputs.rng.uniform(0.1, 1, d)) for _ in range(2))
    p, batch = batch_size_theory.NoisyProblem(spectrum, start, 0.5, samples), inputs.size(1, 50)
    steps, counts = inputs.laid_out(inputs.rng.uniform(0.01, 0.1, 2)), np.array([0.0, 1.0, 7.0])
    right = []
    for h in exact(steps):
        c = h**2 / batch * (samples - batch) / (samples - 1)
        own = np.diag((1 - h * exact(spectrum)) ** 2 + c * exact(spectrum) ** 2)
        whole = np.zeros((d + 1, d + 1))  # m' = A m + b as one linear map of (m, 1)
        whole[:d, :d] = own + c * np.outer(exact(spectrum), exact(spectrum))
        whole[:d, d], whole[d, d] = c * exact(spectrum) * 0.25, 1
        moved = [np.linalg.matrix_power(whole, int(k)) @ np.append(exact(start), 1) for k in counts]
        right.append([m[:d] @ exact(spectrum) / (exact(start) @ exact(spectrum)) for m in moved])
    trace = exact(spectrum).sum() * (exact(spectrum) @ exact(start) + 0.25) + exact(spectrum) ** 2 @ exact(start)
    scale = trace / (exact(spectrum) ** 2 @ exact(start))
    return (batch_size_theory.expected_loss(p, counts, steps, batch), batch_size_theory.noise_scale(p)), (right, scale)


@compares(TRAINING, gradient_flow.forward, gradient_flow.backward, gradient_flow.forward_mode, digits=(8, 2))
def deep_network(inputs):
    name = str(inputs.rng.choice(["tanh", "relu", "sigmoid"]))
    f, depth, width = activations.ACTIVATIONS[name], inputs.size(1, 4), inputs.size(2, 4)
    normed, residual = bool(inputs.size(0, 1)), bool(inputs.size(0, 1))
    x, grad, direction = (inputs.array(8, width) for _ in range(3))
    weights = [inputs.array(width, width) for _ in range(depth)]
    at = tensor(x, gradient=True)

    def network(a, normed, residual):
        for w in weights:
            z = a @ tensor(w).T
            z = functional.batch_norm(z, None, None, training=True) if normed else z
            a = getattr(torch, name)(z) + a if residual else getattr(torch, name)(z)
        return a

    output = network(at, normed, residual)
    output.backward(tensor(grad))
    _, along = torch.func.jvp(lambda a: network(a, False, False), (tensor(x),), (tensor(direction),))
    value, tape = gradient_flow.forward(x, weights, f, normed, residual)
    ours = (
        value,
        gradient_flow.backward(grad, tape, f, residual)[0],
        gradient_flow.forward_mode(x, direction, weights, f),
    )
    return ours, (output.detach().numpy(), at.grad.numpy(), along.numpy())


@compares(TRAINING, mlp.loss_and_gradients, mlp.predict, digits=(8, 2))
def trained_network(inputs):
    normed = bool(inputs.size(0, 1))
    network = mlp.initialise((3, 4, 2), mlp.ACTIVATIONS["tanh"], inputs.rng, batchnorm=normed)
    network.weights = [inputs.laid_out(w) for w in network.weights]
    x, labels = inputs.array(9, 3), inputs.labels(9, 2)
    parameters = [tensor(p, gradient=True) for p in network.parameters()]

    def scores(training):
        z = tensor(x) @ parameters[0] + parameters[2]
        if normed:
            running = torch.zeros(4, dtype=torch.float64), torch.ones(4, dtype=torch.float64)
            z = functional.batch_norm(z, *running, parameters[4], parameters[5], training)
        return torch.tanh(z) @ parameters[1] + parameters[3]

    right = functional.cross_entropy(scores(True), torch.tensor(labels))
    right.backward()
    value, gradients, _ = mlp.loss_and_gradients(network, x, labels)
    expected = float(right.detach()), *(p.grad.numpy() for p in parameters), scores(False).detach().numpy()
    return (value, *gradients, mlp.predict(network, x)), expected


@compares(
    TRAINING,
    regularization_training.descend_plain,
    regularization_training.descend_momentum,
    regularization_training.descend_adam,
    digits=(8, 2),
)
def optimisers(inputs):
    w, centre = inputs.array(3), inputs.array(3)
    l2, decay = float(inputs.rng.choice([0.0, 0.2])), 0.3
    makers = {
        regularization_training.descend_plain: lambda p: torch.optim.SGD([p], 0.05, weight_decay=l2),
        regularization_training.descend_momentum: lambda p: torch.optim.SGD([p], 0.05, 0.9, weight_decay=l2),
        regularization_training.descend_adam: lambda p: torch.optim.AdamW([p], 0.05, weight_decay=decay),
    }
    ours, right = [], []
    for descend, make in makers.items():
        adam = descend is regularization_training.descend_adam
        point = tensor(w, gradient=True)
        optimiser = make(point)
        for _ in range(5):
            optimiser.zero_grad()
            (((point - tensor(centre)) ** 2).sum() / 2).backward()
            optimiser.step()
        ours.append(descend(w, lambda v: v - centre, 0.05, 5, 0.0 if adam else l2, decay if adam else 0.0)[-1])
        right.append(point.detach().numpy())
    return tuple(ours), tuple(right)


@compares(
    TRAINING, regularization_training.descend_least_squares, regularization_training.stopping_factors, digits=(8, 3)
)
def stopped_early(inputs):
    x, y = inputs.array(9, inputs.size(1, 3)), inputs.array(9)
    step, steps = 0.05, inputs.size(0, 20)
    w = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], step)
    for _ in range(steps):
        optimiser.zero_grad()
        (((tensor(x) @ w - tensor(y)) ** 2).sum() / 2).backward()
        optimiser.step()
    u, s, v = np.linalg.svd(exact(x), full_matrices=False)
    built = v.T @ (regularization_training.stopping_factors(s, step, steps) * (u.T @ exact(y)) / s)
    right = w.detach().numpy()
    return (regularization_training.descend_least_squares(x, y, step, steps)[-1], built), (right, right)


@compares(TRAINING, regularization.subgradient_descent, digits=(8, 3))
def subgradients(inputs):
    x, y = inputs.array(9, 3), inputs.array(9)
    w = torch.full((3,), 0.01, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], 0.05)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: 1 / np.sqrt(t + 1))
    for _ in range(4):
        optimiser.zero_grad()
        (((tensor(x) @ w - tensor(y)) ** 2).mean() / 2 + 0.3 * w.abs().sum()).backward()
        optimiser.step()
        schedule.step()
    return regularization.subgradient_descent(x, y, 0.3, 0.05, 4), w.detach().numpy()


@compares(TRAINING, scaling_models.logistic_scores, digits=(8, 3))
def logistic(inputs):
    x, labels, asked = inputs.array(12, 2), inputs.labels(12, 3), inputs.array(4, 2)
    a = np.column_stack([exact(x), np.ones(12)])
    w = torch.zeros((3, 3), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], 2 * 12 / np.linalg.norm(a, 2) ** 2)
    for _ in range(5):
        optimiser.zero_grad()
        functional.cross_entropy(tensor(a) @ w, torch.tensor(labels)).backward()
        optimiser.step()
    right = np.column_stack([exact(asked), np.ones(4)]) @ w.detach().numpy()
    return scaling_models.logistic_scores(x, labels, asked, 5), right


@compares(TRAINING, scaling_models.saturated_share, regularization_training.relu_features, digits=(10, 4))
def units(inputs):
    x, weights, offsets = inputs.array(5, 3, scale=2), inputs.array(3, 4), inputs.array(4)
    z = tensor(x) @ tensor(weights)
    flat = float((1 / torch.cosh(z) ** 2 < 0.05).double().mean())
    ours = (
        scaling_models.saturated_share(exact(x), exact(weights)),
        regularization_training.relu_features(x, weights, offsets),
    )
    return ours, (flat, functional.relu(z + tensor(offsets)).numpy() / 2)


@compares(TRAINING, moments.weight_gradient, digits=(8, 2))
def gradient_under_batchnorm(inputs):
    x, weights, grad = inputs.array(8, 3), inputs.array(3, 2), inputs.array(8, 2)
    w = tensor(weights, gradient=True)
    y = functional.batch_norm(tensor(x) @ w, None, None, training=True, eps=1e-3)
    y.backward(tensor(grad))
    return moments.weight_gradient(x, weights, grad, 1e-3), (y.detach().numpy(), w.grad.numpy())


@compares(TRAINING, regularization.lasso_freedom, digits=(8, 2))
def freedom(inputs):
    # An orthonormal design: the lasso is soft thresholding, and its degrees of freedom are the non-zeros' covariance.
    noise, mean, penalty = inputs.array(30, 4), inputs.array(4), 0.1
    fits = functional.softshrink(tensor(mean) + tensor(noise), 4 * penalty).numpy()
    covariance = np.sum((fits - fits.mean(axis=0)) * exact(noise)) / 30
    ours = regularization.lasso_freedom(inputs.laid_out(np.eye(4)), mean, noise, penalty)
    return ours, (covariance, float((fits != 0).sum(axis=1).mean()))


def walked(gradients, start, optimiser):
    """The path of one of PyTorch's optimisers when the gradients are given."""
    w = torch.full(gradients.shape[1:], start, dtype=torch.float64, requires_grad=True)
    stepping, path = optimiser([w]), [w.detach().numpy().copy()]
    for g in tensor(gradients):
        w.grad = g.clone()
        stepping.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


@compares(TRAINING, optimizers.momentum_path, optimizers.rmsprop_path, digits=(10, 4))
def paths_of_momentum_and_rmsprop(inputs):
    g, start = inputs.array(inputs.size(1, 6), inputs.size(1, 3)), float(inputs.rng.normal())
    rate, beta = float(inputs.rng.uniform(0.01, 1)), float(inputs.rng.uniform(0.1, 0.99))
    ours = (
        optimizers.momentum_path(g, start, rate, beta),
        optimizers.momentum_path(g, start, rate, beta, nesterov=True),
        optimizers.rmsprop_path(g, start, rate, beta),
    )
    return ours, (
        walked(g, start, lambda w: torch.optim.SGD(w, rate, momentum=beta)),
        walked(g, start, lambda w: torch.optim.SGD(w, rate, momentum=beta, nesterov=True)),
        walked(g, start, lambda w: torch.optim.RMSprop(w, rate, alpha=beta)),
    )


@compares(TRAINING, optimizers.adam_path, optimizers.adam_moments, digits=(10, 4))
def path_of_adam(inputs):
    g, rate = inputs.array(inputs.size(1, 6), inputs.size(1, 3)), float(inputs.rng.uniform(0.01, 1))
    betas = float(inputs.rng.uniform(0.1, 0.95)), float(inputs.rng.uniform(0.5, 0.999))
    w = torch.zeros(g.shape[1:], dtype=torch.float64, requires_grad=True)
    adam = torch.optim.Adam([w], rate, betas=betas)
    for one in tensor(g):
        w.grad = one.clone()
        adam.step()
    state = adam.state[w]
    ours = (optimizers.adam_path(g, 0.0, rate, *betas)[-1], *optimizers.adam_moments(g, *betas))
    return ours, (w.detach().numpy(), state["exp_avg"].numpy(), state["exp_avg_sq"].numpy())
