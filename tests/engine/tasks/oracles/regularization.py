"""Oracles of the tasks about regularisation: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.linear_model import Lasso, Ridge


def ridge(x, y, lam, *, loss):
    """scikit-learn's Ridge minimises the sum of squared errors plus alpha |w|^2 and leaves the intercept alone."""
    fitted = Ridge(alpha=lam * (len(y) if loss == "mean" else 1), solver="svd").fit(np.asarray(x, float), y)
    return fitted.coef_, fitted.intercept_


def soft_threshold(b, penalty, *, objective):
    """PyTorch's Softshrink solves the problem with a half before the square."""
    level = penalty if objective == "half" else penalty / 2
    return torch.nn.functional.softshrink(torch.tensor(np.asarray(b, float)), level).numpy()


def adamw_step(w, grad, m, v, t, lr, decay, eps):
    """torch.optim.AdamW, its state set to the moments of before."""
    weights = torch.nn.Parameter(torch.tensor(np.asarray(w, float)))
    optimizer = torch.optim.AdamW([weights], lr=lr, weight_decay=decay, betas=(0.9, 0.999), eps=eps)
    state = optimizer.state[weights]
    state["step"] = torch.tensor(float(t - 1))
    state["exp_avg"] = torch.tensor(np.asarray(m, float))
    state["exp_avg_sq"] = torch.tensor(np.asarray(v, float))
    weights.grad = torch.tensor(np.asarray(grad, float))
    optimizer.step()
    return weights.detach().numpy(), state["exp_avg"].numpy(), state["exp_avg_sq"].numpy()


def coordinate_descent_pass(w, x, y, penalty):
    """scikit-learn's Lasso from a warm start, stopped after one cyclic sweep: one coordinate after the other."""
    w = np.array(w, float)
    for j in range(len(w)):
        rest = np.asarray(y, float) - np.delete(x, j, 1) @ np.delete(w, j)
        alone = Lasso(alpha=max(penalty, 1e-300), fit_intercept=False, tol=1e-14, max_iter=100_000)
        w[j] = alone.fit(np.asarray(x, float)[:, [j]], rest).coef_[0]
    return w


def inverted_dropout(x, mask, p, dout, *, meaning):
    """The gradient by PyTorch; the factor from the expectation, 1 / P(kept)."""
    q = torch.tensor(1 - p if meaning == "drop" else p, dtype=torch.float64)
    leaf = torch.tensor(np.asarray(x, float), requires_grad=True)
    y = torch.where(torch.tensor(np.asarray(mask)) > 0, leaf / q, torch.zeros((), dtype=torch.float64))
    y.backward(torch.tensor(np.asarray(dout, float)))
    return y.detach().numpy(), leaf.grad.numpy()
