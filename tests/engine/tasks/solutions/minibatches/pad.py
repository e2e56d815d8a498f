import numpy as np


def minibatches(order, size, *, last):
    rest = len(order) % size
    if last == "dropped":
        order = order[: len(order) - rest]
    elif rest:
        order = np.pad(order, (0, size - rest), constant_values=-1)
    return order.reshape(len(order) // size, size)
