"""Oracles of the tasks about scaling: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.model_selection import KFold
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler


def standardize(train, test, *, divisor):
    """scikit-learn's StandardScaler divides by n; n - 1 makes the deviation larger by sqrt(n / (n - 1))."""
    train, test = np.asarray(train, float), np.asarray(test, float)
    scaler = StandardScaler().fit(train)
    factor = np.sqrt((len(train) - 1) / len(train)) if divisor == "n1" else 1.0
    factor = np.where(np.ptp(train, axis=0) == 0, 1.0, factor)
    applied = scaler.transform(test) if len(test) else test
    return scaler.transform(train) * factor, applied * factor


def min_max(x, low, high, *, constant):
    """scikit-learn's MinMaxScaler gives a constant column the lower end."""
    x = np.asarray(x, float)
    scaled = MinMaxScaler((low, high)).fit_transform(x)
    return np.where((np.ptp(x, axis=0) == 0) & (constant == "middle"), (low + high) / 2, scaled)


def robust_scale(x):
    """scikit-learn's RobustScaler."""
    return RobustScaler().fit_transform(np.asarray(x, float))


def k_folds(order, k, *, way):
    """scikit-learn's KFold for blocks; PyTorch's distributed sampler deals rows in turn, as `arange % k` by definition."""
    order = np.asarray(order)
    folds = np.empty(len(order), int)
    if way == "dealt":
        for fold in range(k):
            folds[torch.tensor(order)[fold::k].numpy()] = fold
    elif k == 1:
        folds[:] = 0
    else:
        for fold, (_, test) in enumerate(KFold(k).split(order)):
            folds[order[test]] = fold
    return folds
