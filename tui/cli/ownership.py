"""Makes sure that the four generically named packages are Backdrill's own, before anything relies on them."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from engine.text import Text

PACKAGES = ("tui", "content", "engine", "db")


def foreign_package() -> Text | None:
    """A sentence about the first package that is not Backdrill's, or None."""
    home = Path(__file__).resolve().parents[2]
    for name in PACKAGES:
        try:
            module = import_module(name)
        except ImportError as error:
            return Text(
                f"its package '{name}' cannot be imported ({error}). Install Backdrill again.",
                f"无法导入它的包 '{name}'（{error}）。请重新安装 Backdrill。",
            )
        place = Path(str(getattr(module, "__file__", None) or "nowhere")).resolve()
        if getattr(module, "OWNER", None) != "backdrill" or place.parent.parent != home:
            sys.modules.pop(name, None)
            return Text(
                f"another package called '{name}' ({place.parent}) stands before Backdrill's own in {home}. "
                f"Install Backdrill by itself, as with 'pipx install backdrill', or start it from another folder.",
                f"另一个名为 '{name}' 的包（{place.parent}）排在 Backdrill 自己的包（{home}）之前。"
                f"请单独安装 Backdrill，例如 'pipx install backdrill'，或换一个文件夹启动。",
            )
    return None
