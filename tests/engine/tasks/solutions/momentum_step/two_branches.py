def momentum_step(w, grad, v, lr, momentum, *, rule):
    new = grad + momentum * v
    if rule == "nesterov":
        return w - lr * grad - lr * momentum * new, new
    return w - lr * new, new
