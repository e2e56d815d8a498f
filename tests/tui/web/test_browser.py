"""`backdrill serve` in a real headless Chromium, with real key strokes, in Chinese."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tui.cli.web import page as served_page
from tui.context import Context
from tui.locations import Locations

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(data: Path):
    port = free_port()
    command = [sys.executable, "-m", "tui.command_line", "serve", "--port", str(port), "--data", str(data)]
    environment = {**os.environ, "LANG": "C.UTF-8"}
    with subprocess.Popen([*command, "--lang", "zh"], stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        assert server.stdout.readline().strip() == f"http://127.0.0.1:{port}"
        for _ in range(50):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def browser():
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


def opened(browser, address: str) -> tuple[Page, list[str]]:
    """A tab with the app in it, and every address that it asks for."""
    page = browser.new_page(viewport={"width": 1200, "height": 760})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(f"http://{address}/")
    page.wait_for_selector("body.-first-byte", timeout=60_000)
    return page, asked


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
        if done():
            return
    raise AssertionError(f"{list(keys)} had no effect")


def test_the_keyboard_reaches_the_app_at_once_and_an_answer_is_on_disk(browser, address, data, tmp_path):
    page, asked = opened(browser, address)
    press_until(page, ["s"], lambda: welcomed(data))  # straight home, without a click anywhere
    press_until(page, ["s", "F4", "Enter"], lambda: reviews(data) >= 1)
    picture = page.screenshot(path=str(tmp_path / "question.png"))
    assert len(picture) > 5_000
    assert {url.split("/")[2] for url in asked if "://" in url} == {address}
    page.close()


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_other_sites_are_refused(address, headers):
    for path in ("/", "/ws"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(urllib.request.Request(f"http://{address}{path}", headers=headers), timeout=5)


def test_the_page_names_no_other_place():
    text = served_page()
    assert "https://" not in text.replace("https://github.com", "")
    assert "googleapis" not in text


def test_a_taken_port_and_a_port_out_of_range_are_told(address, data):
    for port, word in ((address.split(":")[1], "taken"), ("80", "1024"), ("abc", "1024")):
        command = [sys.executable, "-m", "tui.command_line", "serve", "--port", port, "--data", str(data)]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert said.returncode == 2
        assert word in said.stderr
        assert "Traceback" not in said.stderr
