"""Answers as text, a file for each kind of question."""
