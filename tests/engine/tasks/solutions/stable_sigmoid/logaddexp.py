import numpy as np


def stable_sigmoid(x):
    log_p = -np.logaddexp(0, -x)
    return np.exp(log_p), log_p
