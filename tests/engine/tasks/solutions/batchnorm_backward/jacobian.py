import numpy as np


def batchnorm_backward(dout, x, gamma, eps):
    n, d = x.shape
    dx, dgamma = np.zeros((n, d)), np.zeros(d)
    for j in range(d):
        away = x[:, j] - np.mean(x[:, j])
        std = np.sqrt(away @ away / n + eps)
        hat = away / std
        jacobian = gamma[j] / std * (np.eye(n) - np.ones((n, n)) / n - np.outer(hat, hat) / n)
        dx[:, j] = jacobian @ dout[:, j]
        dgamma[j] = hat @ dout[:, j]
    return dx, dgamma, np.einsum("nd->d", dout)
