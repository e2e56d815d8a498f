import numpy as np


def layernorm_forward(x, gamma, beta, eps):
    away = x - np.einsum("nd->n", x)[:, None] / x.shape[1]
    inverse = (np.einsum("nd,nd->n", away, away) / x.shape[1] + eps) ** -0.5
    return np.einsum("nd,n,d->nd", away, inverse, gamma) + beta
