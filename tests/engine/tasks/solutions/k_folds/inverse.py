import numpy as np


def k_folds(order, k, *, way):
    place = np.argsort(order)
    if way == "dealt":
        return place % k
    n = len(order)
    ends = np.cumsum([(n + k - 1 - i) // k for i in range(k)])
    return np.searchsorted(ends, place, side="right")
