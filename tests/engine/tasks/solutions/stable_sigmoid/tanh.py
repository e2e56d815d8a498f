import numpy as np


def stable_sigmoid(x):
    x = np.asarray(x, dtype=np.result_type(x, np.float32))
    below = np.where(x < 0, x, 0)
    return 0.5 * (np.tanh(x / 2) + 1), below - np.log(1 + np.exp(np.where(x < 0, x, -x)))
