import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, *, share, divisor):
    w = {"new": momentum, "old": 1 - momentum}[share]
    mean = np.einsum("nd->d", x) / len(x)
    var = np.einsum("nd,nd->d", x - mean, x - mean) / len(x)
    y = np.einsum("nd,d->nd", x - mean, gamma / np.sqrt(var + eps)) + beta
    bessel = len(x) / (len(x) - 1) if divisor == "n1" else 1
    return y, running_mean * (1 - w) + w * mean, running_var * (1 - w) + w * var * bessel
