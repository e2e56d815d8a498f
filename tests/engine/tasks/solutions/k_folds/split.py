import numpy as np


def k_folds(order, k, *, way):
    folds = np.zeros(len(order), dtype=int)
    parts = np.array_split(order, k) if way == "blocks" else [order[i::k] for i in range(k)]
    for number, rows in enumerate(parts):
        folds[rows] = number
    return folds
