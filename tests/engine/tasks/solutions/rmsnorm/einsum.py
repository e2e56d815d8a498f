import numpy as np


def rmsnorm(x, gamma, eps, *, scale):
    factor = {"gamma": gamma, "one_plus": gamma + 1}[scale]
    inverse = (np.einsum("nd,nd->n", x, x) / x.shape[1] + eps) ** -0.5
    return np.einsum("nd,n,d->nd", x, inverse, factor)
