import numpy as np


def batchnorm_evaluate(x, gamma, beta, running_mean, running_var, eps, *, channels):
    y = np.zeros(x.shape)
    for i, a, b in np.ndindex(x.shape):
        c = a if channels == "second" else b
        y[i, a, b] = gamma[c] * (x[i, a, b] - running_mean[c]) / (running_var[c] + eps) ** 0.5 + beta[c]
    return y
