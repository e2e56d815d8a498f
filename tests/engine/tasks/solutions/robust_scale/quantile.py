import numpy as np


def robust_scale(x):
    q = np.quantile(np.asarray(x, float), [0.25, 0.5, 0.75], axis=0)
    iqr = q[2] - q[0]
    iqr[iqr == 0] = 1
    return (x - q[1]) / iqr
