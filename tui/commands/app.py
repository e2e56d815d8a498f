"""`backdrill`: the app itself."""

from __future__ import annotations

import argparse
import gc
import sys
from typing import TYPE_CHECKING, Any

from engine.messages import Usage
from tui.cli.encoding import speaks_unicode
from tui.cli.options import context_of, in_browser
from tui.context import Context
from tui.signals import end_in_order

if TYPE_CHECKING:
    from textual.driver import Driver  # Textual comes with the app


def run(options: argparse.Namespace) -> int:
    """Open the home screen. Raises Usage without a terminal."""
    return start(context_of(options), "home")


def start(context: Context, where: str, **options: Any) -> int:
    """Run the app from one of its screens until the learner leaves."""
    if not in_browser() and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage(
            "the app needs a terminal; without one use 'backdrill study --plain'",
            "应用需要终端；没有终端时请用 'backdrill study --plain'",
        )
    if not in_browser() and not speaks_unicode():
        raise Usage(
            f"the app draws in Unicode, and this terminal's encoding is {sys.stdout.encoding}; "
            "set LANG=C.UTF-8, or use 'backdrill study --plain'",
            f"应用界面用 Unicode 绘制，而此终端的编码是 {sys.stdout.encoding}；"
            "请设置 LANG=C.UTF-8，或用 'backdrill study --plain'",
        )
    gc.disable()  # looking for garbage among things just imported takes a fifth of the start; the app turns it on again
    from tui import unexpected
    from tui.app import Backdrill

    try:
        app = Backdrill(context, where, None if in_browser() else _keyboard(), **options)
        end_in_order(app.end, drawn=not in_browser())
        unexpected.log_in_threads(context.locations.data)
        app.run()
        if app.uncaught is not None:
            raise app.uncaught
        return app.return_code or 0
    finally:
        context.close()


def _keyboard() -> type[Driver] | None:
    """The driver of terminals; Textual has its own for Windows."""
    if sys.platform == "win32":
        return None
    from tui.keyboard import Keyboard  # with Textual, after the answers that need none

    return Keyboard
