import numpy as np


def batchnorm_backward(dout, x, gamma, eps):
    n = x.shape[0]
    away = x - x.sum(axis=0) / n
    inverse = 1 / np.sqrt((away**2).sum(axis=0) / n + eps)
    dhat = dout * gamma
    dvariance = (dhat * away).sum(axis=0) * -0.5 * inverse**3
    dmean = -(dhat * inverse).sum(axis=0)
    dx = dhat * inverse + dvariance * 2 * away / n + dmean / n
    return dx, (dout * away * inverse).sum(axis=0), dout.sum(axis=0)
