"""Wrong usage, as the command line says it."""


class Usage(Exception):
    """Wrong usage or bad input, in one sentence that says what, where and the mend. `zh` is the same in Chinese, where
    the app shows it; on the command line alone English will do."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en, zh)

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def zh(self) -> str:
        """The same in Chinese, or in English where there is no Chinese."""
        return str(self.args[1] or self.args[0])
