import numpy as np


def gradient_check(f, x, grad, h):
    above, below = np.array(x, float), np.array(x, float)
    numeric = np.empty(x.shape)
    for at in np.ndindex(x.shape):
        above[at], below[at] = x[at] + h, x[at] - h
        numeric[at] = (f(above) - f(below)) / 2 / h
        above[at] = below[at] = x[at]
    size = np.sqrt(np.sum(numeric**2)) + np.sqrt(np.sum(grad**2))
    return numeric, np.sqrt(np.sum((numeric - grad) ** 2)) / size
