import numpy as np


def rmsnorm(x, gamma, eps, *, scale):
    length = np.linalg.norm(x, axis=1)
    y = x / np.sqrt(length**2 / x.shape[1] + eps)[:, None]
    return y * gamma + y if scale == "one_plus" else y * gamma
