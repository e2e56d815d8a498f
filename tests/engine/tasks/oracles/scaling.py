"""Oracles of the tasks about feature scaling: a function a task, with the reference's parameters."""

from __future__ import annotations
