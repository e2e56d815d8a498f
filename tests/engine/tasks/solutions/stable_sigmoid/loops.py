import math

import numpy as np


def stable_sigmoid(x):
    p, log_p = np.zeros(x.shape), np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        v = float(x[at])
        if v >= 0:
            p[at] = 1 / (1 + math.exp(-v))
            log_p[at] = -math.log1p(math.exp(-v))
        else:
            p[at] = math.exp(v) / (1 + math.exp(v))
            log_p[at] = v - math.log1p(math.exp(v))
    return p, log_p
