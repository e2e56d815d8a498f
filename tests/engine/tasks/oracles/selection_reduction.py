"""Oracles of the tasks about feature selection and dimensionality reduction: a function a task, with the reference's parameters."""

from __future__ import annotations
