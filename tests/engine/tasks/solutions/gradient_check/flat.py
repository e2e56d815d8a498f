import math

import numpy as np


def gradient_check(f, x, grad, h):
    flat = [float(v) for v in np.ravel(x)]
    slopes = []
    for i, v in enumerate(flat):
        values = [f(np.array([*flat[:i], v + s, *flat[i + 1 :]]).reshape(x.shape)) for s in (h, -h)]
        slopes.append((values[0] - values[1]) / (2 * h))
    distance = math.dist(slopes, np.ravel(grad))
    return np.reshape(slopes, x.shape), distance / (math.hypot(*slopes) + math.hypot(*np.ravel(grad)))
