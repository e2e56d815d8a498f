def pooled_size(n, size, stride, padding, dilation, *, partial):
    free = n + 2 * padding - dilation * (size - 1)
    if partial == "kept":
        free += stride - 1
    return len(range(0, free, stride))
