"""Wrong usage, as the command line says it."""


class Usage(Exception):
    """Wrong usage or bad input, in one sentence that says what, where and the mend."""
