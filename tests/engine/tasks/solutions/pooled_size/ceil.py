import math


def pooled_size(n, size, stride, padding, dilation, *, partial):
    free = n + 2 * padding - dilation * (size - 1) - 1
    rounded = math.floor if partial == "dropped" else math.ceil
    return 1 + rounded(free / stride)
