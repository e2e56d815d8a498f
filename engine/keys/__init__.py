"""The keys that answers are compared with, a file for each kind of answer."""
