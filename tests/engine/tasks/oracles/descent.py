"""Oracles of the tasks about gradient descent: a function a task, with the reference's parameters."""

from __future__ import annotations
