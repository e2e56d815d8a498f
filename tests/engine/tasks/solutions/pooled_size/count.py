def pooled_size(n, size, stride, padding, dilation, *, partial):
    extent = dilation * (size - 1) + 1
    start, count = -padding, 0
    while start + extent <= n + padding:
        count += 1
        start += stride
    if partial == "kept" and start - stride + extent < n + padding:
        count += 1
    return count
