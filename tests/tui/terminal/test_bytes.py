"""Recorded ways in which keys reach a program: whatever comes, the screen, the database and the exit code agree."""

from __future__ import annotations

import random
import time

import pytest

from tests.tui.terminal.test_keys_in_order import open_question, rated

PASTE = b"\x1b[200~%s\x1b[201~"
SENTENCE = "梯度只回传给最大值所在的位置"

TRACES = {
    "a byte that is not UTF-8": ([b"wi\xffnner\r"], "wi\ufffdnner"),
    "a character cut off by another byte": ([b"win\xe6\xa2ner\r"], "win\ufffdner"),
    "a character in three packets": ([b"\xe6", b"\xa2", b"\xaf\xe5\xba\xa6\r"], "梯度"),
    "GBK": (["梯".encode("gbk"), b"a\r"], None),
    "a key code beyond Unicode": ([b"win\x1b[1114112;1u", b"ner\r"], "winner"),
    "half a surrogate pair in the kitty protocol": ([b"win\x1b[55296;1uner\r"], "winner"),
    "an input method's commit and Enter": ([SENTENCE.encode() + b"\r"], SENTENCE),
    "batches over SSH": ([b"the win", b"ner is", b" the first\r"], "the winner is the first"),
    "a paste with brackets": ([PASTE % b"two\nlines", b"\r"], "two\nlines"),
    "a paste of a Windows clipboard": ([PASTE % b"two\r\nlines", b"\r"], "two\nlines"),
    "a paste without brackets": ([b"one line pasted\r"], "one line pasted"),
    "a paste that steers": ([PASTE % b"a\x1b[31mb\x07c", b"\r"], None),
    "Enter as the kitty protocol writes it": ([b"winner", b"\x1b[13u"], "winner"),
    "letters as the kitty protocol writes them": ([b"\x1b[119;1;119u\x1b[105;1;105u\x1b[110;1;110u\r"], "win"),
    "xterm arrows": ([b"wner\x1b[D\x1b[D\x1b[Din\r"], "winner"[:1] + "in" + "ner"),
    "arrows of the application mode": ([b"wner\x1bOD\x1bOD\x1bODin\r"], "winner"),
    "iTerm arrows with a modifier": ([b"the winner\x1b[1;5Dbig \r"], "the big winner"),
    "a delayed arrow": ([b"wner", b"\x1b[", b"D\x1b[D\x1b[Din\r"], "winner"),
    "mouse reports and focus": ([b"win\x1b[<35;10;10M\x1b[I\x1b[O", b"ner\r"], "winner"),
}
FAST = ("a byte that is not UTF-8", "a delayed arrow")


@pytest.mark.parametrize(
    "trace", [name if name in FAST else pytest.param(name, marks=pytest.mark.long) for name in TRACES]
)
def test_what_is_stored_is_what_is_shown(terminal, only, data, trace):
    packets, wanted = TRACES[trace]
    started = open_question(terminal, only)
    for packet in packets:
        started.type(packet)
        time.sleep(0.005)
    shown = started.until("The winner receives").replace("\n", "")
    stored = rated(started, data)
    assert len(stored) == 1
    if wanted is not None:
        assert stored == [wanted]
    for line in stored[0].split("\n"):
        assert line in shown
    assert "\x1b" not in stored[0]
    started.settle()
    started.type("\x11")
    assert started.end() == 0
    assert started.left_on() == []


@pytest.mark.long
def test_an_arrow_in_two_slow_packets_is_an_arrow_over_ssh(terminal, only, data):
    started = terminal("study", "--topic", only("pool-open"), SSH_CONNECTION="1 2 3 4")
    started.until("Explain how max pooling")
    started.settle()
    started.type(b"wner\x1b")
    time.sleep(0.05)
    started.type(b"[D\x1b[D\x1b[Din\r")
    started.until("The winner receives")
    assert rated(started, data) == ["winner"]


@pytest.mark.long
def test_esc_is_esc_when_nothing_follows(terminal, only):
    started = open_question(terminal, only)
    started.type(b"\x1b")
    started.until("Settings")


@pytest.mark.long
def test_random_bytes_end_nothing(terminal, only, data):
    chance = random.Random(7)
    started = open_question(terminal, only)
    for _ in range(3):
        # No Ctrl+C, Ctrl+Q, Ctrl+Z, no Esc: those may end or leave.
        started.type(bytes(byte for byte in chance.randbytes(300) if byte >= 0x20))
        started.read(0.02)
    started.settle()
    assert started.process.poll() is None
    started.type(b"\x11")
    assert started.end() == 0
    assert started.left_on() == []
