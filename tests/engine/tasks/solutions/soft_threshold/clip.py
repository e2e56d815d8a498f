import numpy as np


def soft_threshold(b, penalty, *, objective):
    t = penalty / (1 if objective == "half" else 2)
    return b - np.clip(b, -t, t)
