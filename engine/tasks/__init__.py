"""The tasks, one file a task in the folder of its topic. docs/tasks.md is the guide for authors."""
