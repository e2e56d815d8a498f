import numpy as np


def layernorm_backward(dout, x, gamma, eps):
    d = x.shape[1]
    away = x - x.sum(axis=1, keepdims=True) / d
    inverse = 1 / np.sqrt((away * away).sum(axis=1, keepdims=True) / d + eps)
    dhat = dout * gamma
    dvariance = -0.5 * inverse**3 * (dhat * away).sum(axis=1, keepdims=True)
    daway = dhat * inverse + 2 / d * dvariance * away
    dx = daway - daway.sum(axis=1, keepdims=True) / d
    return dx, (dout * away * inverse).sum(axis=0), dout.sum(axis=0)
