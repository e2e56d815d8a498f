"""The words of the screens, one file an area, each word a `Text` in both languages.

A missing translation cannot be written: `Text` takes both, mypy checks it, and a test refuses empty ones.
"""
