import numpy as np


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum, eps, *, share, divisor):
    n = x.shape[0]
    kept = 1 - momentum if share == "new" else momentum
    mean = np.sum(x, axis=0) / n
    away = x - mean
    squares = np.sum(away * away, axis=0)
    y = away * (gamma / np.sqrt(squares / n + eps)) + beta
    batch = squares / (n - 1 if divisor == "n1" else n)
    return y, mean + kept * (running_mean - mean), batch + kept * (running_var - batch)
