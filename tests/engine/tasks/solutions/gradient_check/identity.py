import numpy as np


def gradient_check(f, x, grad, h):
    units = h * np.eye(x.size).reshape(x.size, *x.shape)
    numeric = np.array([f(x + unit) - f(x - unit) for unit in units]).reshape(x.shape) / (2 * h)
    a, b = numeric.ravel(), np.ravel(grad)
    return numeric, np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
