"""Oracles of the tasks about activations: a function a task, with the reference's parameters."""

from __future__ import annotations

import numpy as np
import torch


def stable_softmax(x, *, axis):
    return torch.softmax(torch.tensor(np.asarray(x, float)), axis).numpy()
