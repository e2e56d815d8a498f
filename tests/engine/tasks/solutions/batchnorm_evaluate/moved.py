import numpy as np


def batchnorm_evaluate(x, gamma, beta, running_mean, running_var, eps, *, channels):
    axis = {"second": 1, "last": 2}[channels]
    moved = np.moveaxis(x, axis, -1)
    hat = (moved - running_mean) / np.sqrt(running_var + eps)
    return np.moveaxis(hat * gamma + beta, -1, axis)
