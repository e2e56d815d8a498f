import numpy as np


def he_initialisation(z, slope, *, mode):
    outputs, inputs, cells = z.shape
    fan = {"fan_in": inputs, "fan_out": outputs}[mode] * cells
    w = np.zeros(z.shape)
    for at in np.ndindex(z.shape):
        w[at] = float(z[at]) * (2 / fan / (1 + slope**2)) ** 0.5
    return w
