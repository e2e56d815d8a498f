"""Reading typed answers: numbers, matrices, choices and orderings as people write them.

Reading gives a value, or it raises: `Ambiguous` where the text has more than one usual meaning, `Unreadable` where it
has none. Both say in both languages what to write instead, and the question is asked again. Nothing is guessed.
"""
