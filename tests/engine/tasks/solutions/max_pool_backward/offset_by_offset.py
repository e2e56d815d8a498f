import numpy as np


def max_pool_backward(dout, x, size, stride, *, ties):
    """One offset within the window at a time, all windows at once."""
    rows, columns = dout.shape

    def at(a, b):
        return (slice(a, a + rows * stride - stride + 1, stride), slice(b, b + columns * stride - stride + 1, stride))

    offsets = [(a, b) for a in range(size) for b in range(size)]
    best = np.max([x[at(a, b)] for a, b in offsets], axis=0)
    count = np.sum([x[at(a, b)] == best for a, b in offsets], axis=0)
    taken = np.zeros(dout.shape, bool)
    dx = np.zeros_like(x)
    for a, b in offsets:
        hit = x[at(a, b)] == best
        if ties == "first":
            hit = hit & ~taken
            taken |= hit
        dx[at(a, b)] += np.where(hit, dout / count if ties == "split" else dout, 0)
    return dx
