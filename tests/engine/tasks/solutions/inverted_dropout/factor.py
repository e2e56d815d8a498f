def inverted_dropout(x, mask, p, dout, *, meaning):
    if meaning == "drop":
        p = 1 - p
    factor = mask / p
    return factor * x, factor * dout
