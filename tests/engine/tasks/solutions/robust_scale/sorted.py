import numpy as np


def robust_scale(x):
    s = np.sort(np.asarray(x, dtype=float), axis=0)

    def at(share):
        place = share * (len(s) - 1)
        below = int(np.floor(place))
        above = min(below + 1, len(s) - 1)
        return s[below] + (place - below) * (s[above] - s[below])

    width = at(0.75) - at(0.25)
    return (x - at(0.5)) / np.where(width == 0, 1.0, width)
