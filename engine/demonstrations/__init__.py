"""The demonstrations: one a file, `<topic id of the deck>/<name of the demonstration>.py`.

`engine.registry` finds a demonstration by that path. Files whose name begins with `_` hold what several share.
"""
