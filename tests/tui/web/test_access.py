"""Who may use the page, and what its responses say: real requests to a real server."""

from __future__ import annotations

import http.client
import ntpath
import signal
import socket

import pytest

from tui.cli.web.tab import command, environment, for_the_app

COOKIE = "Cookie"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def asked(server, path, **headers):
    """A GET; its status, headers and text."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = "" if answer.status == 101 else answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


@pytest.fixture(scope="module")
def cookie(server):
    status, headers, _ = asked(server, server.link.split(server.address)[1])
    assert (status, headers["Location"]) == (303, "/")
    given = headers["Set-Cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    return given.split(";")[0]


@pytest.mark.parametrize(
    "path",
    ["/", "/ws", "/static/js/textual.js", "/page/page.js", "/?token=", "/?token=%E7%8C%9C", "/?token=%FF", "/nowhere"],
)
def test_without_the_cookie_everything_is_refused(server, cookie, path):
    for headers in ({}, {COOKIE: f"{cookie}x"}, {COOKIE: f"{cookie.split('=')[0]}="}):
        status, _, text = asked(server, path, **headers)
        assert status == 403
        assert "backdrill serve" in text


def test_a_link_works_once_and_another_is_printed(server, cookie):
    token = server.link.split(server.address)[1]
    assert asked(server, token)[0] == 403
    assert asked(server, token, Cookie=cookie)[0] == 303
    second = server.next_link().split(server.address)[1]
    assert second != token
    assert asked(server, second)[0] == 303


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "{address}",
        "//{address}",
        "https://{address}",
        "http://{address}.evil.example",
        "http://evil.example",
    ],
)
def test_a_socket_needs_this_servers_origin(server, cookie, origin):
    headers = {**UPGRADE, COOKIE: cookie}
    if origin is not None:
        headers["Origin"] = origin.format(address=server.address)
    assert asked(server, "/ws", **headers)[0] == 403


def test_a_socket_from_the_page_opens_only_with_the_cookie(server, cookie):
    own = {**UPGRADE, "Origin": f"http://{server.address}"}
    assert asked(server, "/ws", **own)[0] == 403
    assert asked(server, "/ws", **own, Cookie=cookie)[0] == 101


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_other_names_and_other_sites_are_refused(server, cookie, headers):
    for path in ("/", "/ws"):
        assert asked(server, path, **headers, Cookie=cookie)[0] == 403


def test_headers_forbid_frames_and_guesses_and_name_no_version(server, cookie):
    for path in ("/", "/static/js/textual.js", "/nowhere", "/page/tab.py", "/page/..%2ftab.py", "/ws"):
        for given in ({"Cookie": cookie}, {}):
            headers = asked(server, path, **given)[1]
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Server"] == "Backdrill"


def test_a_request_that_cannot_be_read_names_no_version(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: \x00\r\n\r\n")
        answer = raw.recv(4096).decode("latin-1")
    assert answer.startswith("HTTP/1.")
    assert "aiohttp" not in answer.split("\r\n\r\n")[0]
    assert "Python" not in answer
    assert "Traceback" not in answer


@pytest.mark.parametrize(
    "path", ["/static/", "/static", "/static/js/", "/page/", "/page/server.py", "/static/../server.py"]
)
def test_folders_are_not_listed_and_nothing_else_is_served(server, cookie, path):
    status, _, text = asked(server, path, Cookie=cookie)
    assert status in (403, 404)
    assert "textual.js" not in text


def test_the_page_names_no_other_place_and_speaks_chinese(server, cookie):
    status, _, text = asked(server, "/", Cookie=cookie)
    assert status == 200
    assert '<html lang="zh-CN">' in text
    assert "<title>Backdrill 面试刷题</title>" in text
    assert "重新开始" in text
    assert "https://" not in text
    assert "$" not in text


def test_the_app_is_started_without_a_shell_on_windows_too(monkeypatch):
    monkeypatch.setattr("sys.executable", ntpath.join("C:\\Program Files", "Python 3", "python.exe"))
    strange = ["--data", 'C:\\Lea\'s "notes" & more %PATH%']
    assert command(strange) == ["C:\\Program Files\\Python 3\\python.exe", "-P", "-m", "tui.command_line", *strange]


def test_messages_that_no_page_sends_change_nothing():
    for message in (
        "",
        "{}",
        "[]",
        '["stdin"]',
        '["stdin", 5]',
        '["resize", {}]',
        '["resize", {"width": "x", "height": 1}]',
        "[" * 100_000,
    ):
        assert for_the_app(message) == b""
    assert for_the_app('["stdin", "a\\ud800b"]') == b"D\x00\x00\x00\x02ab"
    assert b'"width": 1000' in for_the_app('["resize", {"width": 1e300, "height": -5}]')
    assert environment({"width": "99999999", "height": "x"})["COLUMNS"] == "80"
    assert environment({"width": "99999999", "height": "0"})["COLUMNS"] == "1000"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_without_a_traceback(direct, number, code):
    started = direct()
    assert started.end(number) == code
    assert "Traceback" not in started.said
