import numpy as np


def receptive_field(kernels, strides):
    steps = np.cumprod(np.concatenate([[1], strides]))
    return int(1 + np.sum((kernels - 1) * steps[:-1])), int(steps[-1])
