import numpy as np


def standardize(train, test, *, divisor):
    ddof = {"n": 0, "n1": 1}[divisor]
    mean = np.mean(train, axis=0, dtype=float)
    away = np.asarray(train, float) - mean
    sd = np.sqrt(np.einsum("nd,nd->d", away, away) / (len(train) - ddof))
    sd = sd + (sd == 0)
    return away / sd, (np.asarray(test, float) - mean) / sd
