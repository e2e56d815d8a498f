import numpy as np


def soft_threshold(b, penalty, *, objective):
    t = penalty * (1.0 if objective == "half" else 0.5)
    return np.where(b > t, b - t, np.where(b < -t, b + t, 0.0))
