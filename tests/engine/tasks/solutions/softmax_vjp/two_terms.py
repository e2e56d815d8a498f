def softmax_vjp(dout, p, *, axis):
    product = p * dout
    return product - p * product.sum(axis=axis, keepdims=True)
