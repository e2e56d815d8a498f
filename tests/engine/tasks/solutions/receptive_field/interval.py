def receptive_field(kernels, strides):
    def span(position):
        low = high = position
        for k, s in reversed(list(zip(kernels, strides, strict=True))):
            low, high = low * int(s), high * int(s) + int(k) - 1
        return low, high

    (low, high), (following, _) = span(0), span(1)
    return high - low + 1, following - low
