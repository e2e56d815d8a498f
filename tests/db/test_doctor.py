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


def test_marks_and_counters_that_the_log_does_not_give_are_found_and_mended(memory, answer, tamper):
    answer(memory, memory.card("q1"))
    memory.flag("q2")
    memory.undo()
    memory.note("q3", "look again")
    assert examine(memory).sound
    tamper("UPDATE cards SET suspended = 1, note = 'another' WHERE question_id = 'q3'")
    tamper("UPDATE counters SET answers = answers + 1000")
    found = examine(memory)
    assert {(m.question_id, m.field.split(" ")[0]) for m in found.mismatches} == {
        ("q3", "suspended"),
        ("q3", "note"),
        ("", "answers"),
    }
    assert examine(memory, repair=True).repaired == 2
    assert examine(memory).sound
    assert memory.card("q3").note == "look again"
    assert not memory.card("q3").suspended


def test_undone_answers_and_partial_credit_leave_no_trace_in_the_counters(memory, answer):
    for correctness in (0.1, 0.7, 1 / 3):
        answer(memory, memory.card("q1"), correctness=correctness)
        memory.undo()
    memory.redo()
    assert examine(memory).sound
