"""All tasks: Backdrill's own in `engine/tasks`, and those of other installed packages."""

from __future__ import annotations

from collections.abc import Mapping

from engine import tasks
from engine.messages import ExpectedError, suggestion
from engine.register import Register
from engine.task import Task
from engine.text import Text

REGISTER = Register(tasks, "backdrill.tasks", Task, Text("task", "编程题"), lambda item: (item.topic, item.name))


class UnknownTask(ExpectedError, LookupError):
    """No task has this name; the message suggests the nearest one."""


def catalogue() -> Mapping[str, Task]:
    """All tasks by name, our own first, topic by topic."""
    return REGISTER.catalogue()


def troubles() -> tuple[Text, ...]:
    """Why tasks of other packages are missing, one sentence each. Backdrill's own are never missing."""
    return REGISTER.troubles()


def find(name: str) -> Task:
    """The task with this name. Raises UnknownTask."""
    if found := REGISTER.get(name):
        return found
    hint = suggestion(name, catalogue())
    raise UnknownTask(f"unknown task '{name}'. {hint.en}", f"没有编程题“{name}”。{hint.zh}")
