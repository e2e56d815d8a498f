import numpy as np


def fold_batchnorm(weight, bias, gamma, beta, running_mean, running_var, eps, *, layout):
    """The layer's answers to 0 and to the unit vectors are its bias and its weights."""
    w = weight if layout == "rows" else weight.T

    def layer(x):
        return gamma * (w @ x + bias - running_mean) / np.sqrt(running_var + eps) + beta

    shift = layer(np.zeros(w.shape[1]))
    scaled = np.stack([layer(unit) - shift for unit in np.eye(w.shape[1])], axis=1)
    return scaled if layout == "rows" else scaled.T, shift
