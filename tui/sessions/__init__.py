"""What is asked next, how it is graded and what is recorded: plain classes without a Textual import.

The terminal app, the line mode and the tests run the same sessions.
"""
