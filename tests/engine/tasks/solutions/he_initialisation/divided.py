import math


def he_initialisation(z, slope, *, mode):
    axis = 1 if mode == "fan_in" else 0
    return z / math.sqrt((1 + slope**2) / 2 * z.shape[axis] * z.shape[2])
