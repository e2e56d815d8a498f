import numpy as np


def leaky_relu(x, dout, slope, *, at_zero):
    positive = np.heaviside(x, 1.0 if at_zero == "one" else 0.0)
    return np.maximum(x, 0) + slope * np.minimum(x, 0), dout * positive + slope * dout * (1 - positive)
