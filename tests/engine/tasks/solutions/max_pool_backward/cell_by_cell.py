import numpy as np


def max_pool_backward(dout, x, size, stride, *, ties):
    height, width = x.shape
    dx = np.zeros((height, width))
    for row in range(dout.shape[0]):
        for column in range(dout.shape[1]):
            winners, best = [], -np.inf
            for r in range(row * stride, row * stride + size):
                for c in range(column * stride, column * stride + size):
                    if x[r, c] > best:
                        winners, best = [(r, c)], x[r, c]
                    elif x[r, c] == best:
                        winners.append((r, c))
            share = dout[row, column]
            if ties == "first":
                winners = winners[:1]
            elif ties == "split":
                share = share / len(winners)
            for r, c in winners:
                dx[r, c] += share
    return dx
