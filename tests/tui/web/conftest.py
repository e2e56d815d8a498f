"""The browser is optional in the README's test command and required where BACKDRILL_BROWSER is set, as in `.ci/run`."""

from __future__ import annotations

import os
from importlib.util import find_spec

HERE = all(find_spec(name) for name in ("playwright", "textual_serve"))
if os.environ.get("BACKDRILL_BROWSER") and not HERE:
    raise RuntimeError("the browser tests need playwright and the extra 'web'")
collect_ignore = [] if HERE else ["test_browser.py"]
