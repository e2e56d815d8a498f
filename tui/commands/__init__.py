"""One module a command, each with `run(options) -> exit code`, imported only when asked for."""
