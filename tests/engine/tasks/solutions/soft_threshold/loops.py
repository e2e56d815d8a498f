import numpy as np


def soft_threshold(b, penalty, *, objective):
    t = penalty if objective == "half" else 0.5 * penalty
    w = np.zeros(b.shape)
    for index in np.ndindex(b.shape):
        value = float(b[index])
        if abs(value) > t:
            w[index] = value - t if value > 0 else value + t
    return w
