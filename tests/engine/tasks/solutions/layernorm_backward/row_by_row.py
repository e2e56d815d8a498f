import numpy as np


def layernorm_backward(dout, x, gamma, eps):
    n, d = x.shape
    dx, dgamma, dbeta = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for i in range(n):
        away = x[i] - np.mean(x[i])
        std = np.sqrt(away @ away / d + eps)
        hat = away / std
        jacobian = (np.eye(d) - 1 / d - np.outer(hat, hat) / d) / std
        dx[i] = jacobian @ (gamma * dout[i])
        dgamma += dout[i] * hat
        dbeta += dout[i]
    return dx, dgamma, dbeta
