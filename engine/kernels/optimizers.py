"""Optimisers as update rules on a given sequence of gradients, and learning-rate schedules.

Gradients have shape (steps, ...); every path has shape (steps + 1, ...) and begins with `start`. The conventions are
those of PyTorch's `torch.optim`, which differ from some papers: momentum adds the whole gradient, without 1 - momentum.
"""

from __future__ import annotations

import math

import numpy as np

from engine.parameters import FloatArray


def momentum_path(
    gradients: FloatArray, start: FloatArray | float, rate: float, momentum: float, nesterov: bool = False
) -> FloatArray:
    """Momentum: v <- momentum v + g, w <- w - rate v; Nesterov: w <- w - rate (g + momentum v).

    With momentum 0 it is plain gradient descent. Sources: Polyak (1964); Sutskever et al. (2013), section 2, for
    Nesterov's step; `torch.optim.SGD`.

    >>> momentum_path(np.array([1.0, 1.0]), start=0.0, rate=0.1, momentum=0.9)
    array([ 0.  , -0.1 , -0.29])
    >>> momentum_path(np.array([1.0, 1.0]), start=0.0, rate=0.1, momentum=0.9, nesterov=True)
    array([ 0.   , -0.19 , -0.461])
    """
    w = np.zeros_like(gradients[0], dtype=np.float64) + start
    v, path = np.zeros_like(w), [w]
    for g in gradients:
        v = momentum * v + g
        w = w - rate * (g + momentum * v if nesterov else v)
        path.append(w)
    return np.array(path)


def rmsprop_path(
    gradients: FloatArray, start: FloatArray | float, rate: float, decay: float, epsilon: float = 1e-8
) -> FloatArray:
    """RMSProp: s <- decay s + (1 - decay) g^2, w <- w - rate g / (sqrt(s) + epsilon), from s = 0.

    Sources: Tieleman & Hinton (2012), lecture 6.5; `torch.optim.RMSprop`.

    >>> rmsprop_path(np.array([2.0]), start=0.0, rate=0.1, decay=0.75, epsilon=0.0)  # s = 1
    array([ 0. , -0.2])
    """
    w = np.zeros_like(gradients[0], dtype=np.float64) + start
    s, path = np.zeros_like(w), [w]
    for g in gradients:
        s = decay * s + (1 - decay) * g**2
        w = w - rate * g / (np.sqrt(s) + epsilon)
        path.append(w)
    return np.array(path)


def adam_moments(gradients: FloatArray, beta1: float, beta2: float) -> tuple[FloatArray, FloatArray]:
    """Adam's running means after the last gradient, not yet corrected: m of g and v of g^2, both from 0.

    >>> adam_moments(np.array([2.0]), beta1=0.5, beta2=0.75)
    (array(1.), array(1.))
    """
    m = v = np.zeros_like(gradients[0], dtype=np.float64)
    for g in gradients:
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return np.asarray(m), np.asarray(v)


def adam_path(
    gradients: FloatArray,
    start: FloatArray | float,
    rate: float,
    beta1: float,
    beta2: float,
    epsilon: float = 1e-8,
    corrected: bool = True,
) -> FloatArray:
    """Adam: w <- w - rate m' / (sqrt(v') + epsilon) with m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t).

    `corrected` False leaves the two divisions out, a usual mistake. Sources: Kingma & Ba (2015), algorithm 1;
    `torch.optim.Adam`.

    >>> adam_path(np.array([5.0]), start=1.0, rate=0.1, beta1=0.9, beta2=0.999, epsilon=0.0)
    array([1. , 0.9])
    """
    w = np.zeros_like(gradients[0], dtype=np.float64) + start
    m, v, path = np.zeros_like(w), np.zeros_like(w), [w]
    for t, g in enumerate(gradients, 1):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        first, second = (1 - beta1**t, 1 - beta2**t) if corrected else (1.0, 1.0)
        w = w - rate * (m / first) / (np.sqrt(v / second) + epsilon)
        path.append(w)
    return np.array(path)


def warmup_cosine(step: int, peak: float, warmup: int, total: int, floor: float = 0.0) -> float:
    """Learning rate: linear from 0 to `peak` over `warmup` steps, then half a cosine down to `floor` at `total`.

    rate = peak step / warmup up to the warm-up's end, then floor + (peak - floor) (1 + cos(pi u)) / 2, where u runs
    from 0 to 1; `floor` after that. Sources: Goyal et al. (2017), section 2.2; Loshchilov & Hutter (2017), equation 5.

    >>> [round(warmup_cosine(step, peak=1.0, warmup=2, total=6), 3) for step in (0, 1, 2, 4, 6)]
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    if step < warmup:
        return peak * step / warmup
    done = min(1.0, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + math.cos(math.pi * done)) / 2


def heavy_ball_factor(curvature: float, step: float, momentum: float) -> float:
    """Asymptotic factor of heavy-ball momentum a step on curvature l: the spectral radius of its two-step recursion.

    w(k+1) = (1 + momentum - step l) w(k) - momentum w(k-1): the larger root of z^2 - (1 + momentum - step l) z +
    momentum, sqrt(momentum) where the roots are complex. With momentum 0 it is |1 - step l|. Source: Polyak (1964).

    >>> heavy_ball_factor(curvature=1.0, step=0.5, momentum=0.0), heavy_ball_factor(1.0, step=0.5, momentum=0.81)
    (0.5, 0.9)
    """
    half = (1 + momentum - step * curvature) / 2
    squared = half**2 - momentum
    return math.sqrt(momentum) if squared < 0 else abs(half) + math.sqrt(squared)


def escape_steps(offset: float, step: float, curvature: float) -> int:
    """Gradient descent near a saddle: the first k with offset (1 + step curvature)^k >= 1.

    `offset` in (0, 1) is the distance from the saddle along the direction of negative curvature -`curvature`.

    >>> escape_steps(offset=0.25, step=1.0, curvature=1.0)
    2
    """
    return math.ceil(-math.log(offset) / math.log1p(step * curvature) - 1e-9)
