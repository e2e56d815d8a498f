"""The doctor in both homes: a state that the log does not give is found and mended from the log."""

from __future__ import annotations

from db.doctor import examine


def test_the_doctor_finds_a_changed_state_and_mends_it_from_the_log(memory, answer, tamper):
    for number in range(6):
        answer(memory, memory.card(f"q{number}"))
    assert examine(memory).sound
    tamper("UPDATE cards SET due_day = 1, stability = 9 WHERE question_id = 'q3'")
    found = examine(memory)
    assert not found.sound
    assert {m.question_id for m in found.mismatches} == {"q3"}
    assert examine(memory, repair=True).repaired == 1
    assert examine(memory).sound
    assert examine(memory).reviews == 6
