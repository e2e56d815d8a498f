import math

import numpy as np


def standardize(train, test, *, divisor):
    scaled = [np.zeros(train.shape), np.zeros(test.shape)]
    for j in range(train.shape[1]):
        column = [float(v) for v in train[:, j]]
        mean = math.fsum(column) / len(column)
        squares = math.fsum((v - mean) ** 2 for v in column)
        sd = math.sqrt(squares / (len(column) - (divisor == "n1"))) or 1.0
        for out, rows in zip(scaled, (train, test), strict=True):
            for i in range(rows.shape[0]):
                out[i, j] = (float(rows[i, j]) - mean) / sd
    return tuple(scaled)
