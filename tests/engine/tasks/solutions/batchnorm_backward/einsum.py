import numpy as np


def batchnorm_backward(dout, x, gamma, eps):
    hat = (x - np.mean(x, 0)) / (np.var(x, 0) + eps) ** 0.5
    dhat = np.einsum("nd,d->nd", dout, gamma)
    n = float(len(x))
    inner = n * dhat - dhat.sum(0) - hat * np.einsum("nd,nd->d", dhat, hat)
    return inner / (n * (np.var(x, 0) + eps) ** 0.5), np.einsum("nd,nd->d", dout, hat), dout.sum(0)
