"""The command line's own parts: common options, encoding, progress, the served page."""
