"""`backdrill serve` in a real headless Chromium, with real key strokes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from db.errors import DatabaseTrouble
from tests.tui.terminal.conftest import answers
from tui.context import Context
from tui.locale import web as words
from tui.locations import Locations

TYPED = "the winner takes all"
SOCKETS = "const Plain = WebSocket; window.sockets = []; window.WebSocket = class extends Plain {constructor(...given) {super(...given); window.sockets.push(this)}}"


def opened(context, link: str) -> tuple[Page, list[str], list[str]]:
    """A tab with the app in it, every address that it asks for, and what the browser complains of."""
    page = context.new_page()
    page.set_viewport_size({"width": 1200, "height": 760})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(link)
    drawn(page)
    return page, asked, complaints


def drawn(page: Page) -> None:
    page.wait_for_selector("body.-first-byte, body.-closed", timeout=60_000)
    assert not page.evaluate("document.body.classList.contains('-closed')"), page.inner_text("#said")


@pytest.fixture
def tabs(browser):
    """A browser without cookies."""
    context = browser.new_context()
    context.add_init_script(SOCKETS)
    yield context
    context.close()


def reviews(data: Path) -> int:
    """Answers on disk."""
    context = Context(Locations(data), language="zh", clock=lambda: datetime.now(UTC))
    try:
        return sum(card.reviews for card in context.memory.cards())
    finally:
        context.close()


def welcomed(data: Path) -> bool:
    """Whether the learner has got past the greeting."""
    context = Context(Locations(data), language="zh", clock=lambda: datetime.now(UTC))
    try:
        return context.memory.settings.welcomed
    finally:
        context.close()


def press_until(page: Page, keys: Sequence[str], done: Callable[[], bool]) -> None:
    """Press the keys again and again until they have done their work; the app may still be opening its memory."""
    for _ in range(30):
        for key in keys:
            page.keyboard.press(key)
            time.sleep(0.7)
        with suppress(DatabaseTrouble):
            if done():
                return
    raise AssertionError(f"{list(keys)} had no effect")


def draft(data: Path) -> str:
    """What the one draft holds."""
    return "".join(json.loads(file.read_bytes())["draft"] for file in (data / "drafts").glob("*.json"))


def type_until_kept(page: Page, data: Path) -> None:
    """Type the answer once the question takes letters: first one letter until it is on disk."""
    press_until(page, ["x"], lambda: "x" in draft(data))
    for _ in range(len(draft(data))):
        page.keyboard.press("Backspace")
    page.keyboard.type(TYPED)
    limit = time.monotonic() + 30
    while draft(data) != TYPED:
        assert time.monotonic() < limit, draft(data)
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pids: Sequence[int]) -> bool:
    """Whether these processes end within a moment."""
    limit = time.monotonic() + 10
    while any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True


def test_the_keyboard_reaches_the_app_at_once_and_an_answer_is_on_disk(tabs, server, home, tmp_path):
    page, asked, complaints = opened(tabs, server.link)
    assert page.url == f"http://{server.address}/"
    assert page.title() == "Backdrill 面试刷题"
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    icon = page.evaluate("document.querySelector('link[rel=icon]').href")
    assert page.evaluate("address => fetch(address).then(answer => answer.status)", icon) == 200
    press_until(page, ["s"], lambda: welcomed(home))  # straight home, without a click anywhere
    press_until(page, ["s", "F4", "Enter"], lambda: reviews(home) >= 1)
    picture = page.screenshot(path=str(tmp_path / "question.png"))
    assert len(picture) > 5_000
    assert {url.split("/")[2] for url in asked if "://" in url} == {server.address}
    assert complaints == []
    page.close()


def test_without_the_link_a_browser_gets_nothing(tabs, server):
    page = tabs.new_page()
    answer = page.goto(f"http://{server.address}/")
    assert answer is not None
    assert answer.status == 403
    assert words.REFUSED.zh in page.content()


def test_a_draft_survives_a_reload(tabs, direct, only, data):
    page, _, _ = opened(tabs, direct("study", "--topic", only("pool-open")).link)
    type_until_kept(page, data)
    page.reload()
    drawn(page)
    press_until(page, ["Enter"], lambda: answers(data) != [])
    assert answers(data) == [TYPED]
    assert draft(data) == ""


def test_half_of_a_surrogate_pair_ends_nothing(tabs, direct, only, data):
    page, _, _ = opened(tabs, direct("study", "--topic", only("pool-open")).link)
    type_until_kept(page, data)
    page.evaluate(r"""sockets[0].send(JSON.stringify(["stdin", "\x1b[200~ or\ud800 none\x1b[201~"]))""")
    press_until(page, ["Enter"], lambda: answers(data) != [])
    assert answers(data) == [f"{TYPED} or none"]


def test_one_tab_too_many_is_told_and_opens_when_another_is_closed(tabs, direct, only):
    started = direct("study", "--topic", only("pool-open"), most=1)
    first, _, _ = opened(tabs, started.link)
    first.reload()
    drawn(first)
    second = tabs.new_page()
    second.goto(f"http://{started.address}/")
    second.wait_for_selector("body.-closed", timeout=30_000)
    assert second.inner_text("#said") == words.FULL.en.format(most=1)
    first.close()
    second.keyboard.press("Enter")  # the button has the focus
    drawn(second)


def test_ctrl_c_ends_at_once_with_a_tab_open(tabs, direct, only, data):
    started = direct("study", "--topic", only("pool-open"), language="zh")
    page, _, _ = opened(tabs, started.link)
    type_until_kept(page, data)
    apps = children(started.process.pid)
    before = time.monotonic()
    assert started.end() == 0
    assert time.monotonic() - before < 5
    assert "Traceback" not in started.said
    page.wait_for_selector("body.-closed", timeout=10_000)
    assert page.inner_text("#said") == words.STOPPED.zh
    assert apps
    assert gone(apps)
    assert draft(data) == TYPED


def test_an_app_whose_server_was_killed_ends_too(tabs, direct, only):
    started = direct("study", "--topic", only("pool-open"))
    opened(tabs, started.link)
    apps = children(started.process.pid)
    os.killpg(started.process.pid, signal.SIGKILL)
    assert apps
    assert gone(apps)


def test_why_an_app_did_not_start_is_shown(tabs, direct):
    started = direct("nowhere")
    page = tabs.new_page()
    page.goto(started.link)
    page.wait_for_selector("body.-closed", timeout=20_000)
    assert "nowhere" in page.inner_text("#said")
    assert "Traceback" not in started.read(0.2)


def test_a_taken_port_and_a_port_out_of_range_are_told(server, home):
    for port, word in ((str(server.port), "taken"), ("80", "1024"), ("abc", "1024")):
        command = [sys.executable, "-m", "tui.command_line", "serve", "--port", port, "--data", str(home)]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert said.returncode == 2
        assert word in said.stderr
        assert "Traceback" not in said.stderr
