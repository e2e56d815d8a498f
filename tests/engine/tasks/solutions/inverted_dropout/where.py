import numpy as np


def inverted_dropout(x, mask, p, dout, *, meaning):
    q = {"drop": 1 - p, "keep": p}[meaning]
    return np.where(mask == 1, x / q, 0.0), np.where(mask == 1, dout / q, 0.0)
