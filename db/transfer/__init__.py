"""A learner's whole progress as lines of JSON, and back: every review, event, setting and interview.

The database is a home, a file is a journey: two files of the same learner merge by union, and the state of each card
is what replaying the merged log gives.
"""
