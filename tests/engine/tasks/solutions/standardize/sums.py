import numpy as np


def standardize(train, test, *, divisor):
    n = train.shape[0]
    mean = train.sum(axis=0, dtype=float) / n
    centred = train - mean
    variance = (centred**2).sum(axis=0) / (n if divisor == "n" else n - 1)
    sd = np.sqrt(variance)
    sd[sd == 0] = 1
    return centred / sd, (test - mean) / sd
