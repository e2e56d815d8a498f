"""The kinds of question, a file each: the fields that belong to a kind, what a draw shows, and its key."""
