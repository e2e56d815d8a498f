import numpy as np


def minibatches(order, size, *, last):
    n = len(order)
    count = n // size + (last == "kept" and n % size > 0)
    out = -np.ones((count, size), dtype=int)
    for place in range(min(n, count * size)):
        out[place // size, place % size] = order[place]
    return out
