"""`backdrill serve`: the same app in a browser on this machine."""

from __future__ import annotations

import argparse

from engine.messages import Usage
from engine.text import Text
from tui.cli.language import language_of
from tui.cli.parser import Parser
from tui.locations import find


def arguments(parser: Parser) -> None:
    """Add the arguments: address and port."""
    parser.add_argument(
        "--port",
        type=port,
        default=8000,
        metavar="P",
        help=parser.said(Text("1024 to 65535 (default: 8000)", "1024 到 65535（默认 8000）")),
    )


def port(text: str) -> int:
    """A port that needs no privileges, as an argument's `type`. Raises Usage."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise Usage(
            f"takes a whole number from 1024 to 65535, not '{text}'", f"应为 1024 到 65535 的整数，不能是“{text}”"
        )
    return int(text)


def run(options: argparse.Namespace) -> int:
    """0 after Ctrl+C. Raises Usage without the extra `web` or when the port is taken."""
    try:
        from tui.cli.web.server import is_free, serve  # an extra that may be missing
    except ImportError as error:
        raise Usage(
            f"the browser needs the extra 'web' (pip install 'backdrill[web]'): {error.name} is missing",
            f"在浏览器中使用需要可选依赖 'web'（pip install 'backdrill[web]'）：缺少 {error.name}",
        ) from error
    if not is_free(options.port):
        raise Usage(
            f"port {options.port} is taken on this machine; choose another with --port",
            f"本机端口 {options.port} 已被占用；请用 --port 另选一个",
        )
    return serve(passed_on(options), options.port, language_of(options), find(options.data).data)


def passed_on(options: argparse.Namespace) -> list[str]:
    """The options that each browser tab's app is started with."""
    given = ["--lang", language_of(options)]
    for name in ("data", "database", "learner", "now"):
        value = getattr(options, name, None)
        if value:
            given += [f"--{name}", str(value)]
    return given
