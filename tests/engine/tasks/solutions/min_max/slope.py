import numpy as np


def min_max(x, low, high, *, constant):
    x = np.asarray(x, dtype=float)
    a, b = x.min(0), x.max(0)
    flat = a == b
    slope = (high - low) / np.where(flat, 1.0, b - a)
    scaled = low + (x - a) * slope
    if constant == "middle":
        scaled[:, flat] = low / 2 + high / 2
    return scaled
