import numpy as np


def stable_softmax(x, *, axis):
    log_sum = np.logaddexp.reduce(x, axis=axis, keepdims=True)
    return np.exp(x - log_sum)
