import numpy as np


def he_initialisation(z, slope, *, mode):
    gain = np.sqrt(2 / (1 + slope * slope))
    size = z[0].size if mode == "fan_in" else z[:, 0].size
    return gain / np.sqrt(size) * z
