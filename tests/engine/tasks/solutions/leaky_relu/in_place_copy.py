import numpy as np


def leaky_relu(x, dout, slope, *, at_zero):
    low = x < 0 if at_zero == "one" else x <= 0
    y, dx = np.array(x, float), np.array(dout, float)
    y[low] *= slope
    dx[low] *= slope
    return y, dx
