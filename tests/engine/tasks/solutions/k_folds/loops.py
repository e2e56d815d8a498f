import numpy as np


def k_folds(order, k, *, way):
    n = len(order)
    folds = [0] * n
    long = n % k
    for place in range(n):
        if way == "dealt":
            fold = place % k
        elif place < long * (n // k + 1):
            fold = place // (n // k + 1)
        else:
            fold = long + (place - long * (n // k + 1)) // (n // k)
        folds[int(order[place])] = fold
    return np.array(folds)
