import math


def receptive_field(kernels, strides):
    field = 1
    for k, s in zip(list(kernels)[::-1], list(strides)[::-1], strict=True):
        field = (field - 1) * int(s) + int(k)
    return field, math.prod(int(s) for s in strides)
