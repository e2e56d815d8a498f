"""Oracles of the tasks about gradient flow: a function a task, with the reference's parameters."""

from __future__ import annotations
