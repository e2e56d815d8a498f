"""Studying and interviews line by line: screen readers, pipes, tests."""
