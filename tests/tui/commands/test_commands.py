"""The command line as scripts use it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.tui.commands.conftest import one_sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "pooling-tiez"], ["Did you mean 'pooling-ties'"]),
        (["demo", "poolng_router"], ["Did you mean 'pooling_router'"]),
        (["demo", "D15", "--set", "kernel=9"], ["from 1 to 5"]),
        (["demo", "D15", "--set", "kernel=two"], ["from 1 to 5"]),
        (["demo", "D15", "--set", "kernl=2"], ["Did you mean 'kernel'"]),
        (["demo", "D15", "--set", "kernel"], ["KEY=VALUE"]),
        (["demo", "D15", "--set", "input=1 2; 3"], ["equally long rows"]),
        (["notes", "pool-99"], ["unknown claim"]),
        (["study", "--topic", "polling"], ["Did you mean 'pooling'"]),
        (["study", "--limit", "0"], ["above 0"]),
        (["verify", "--only", "nothing"], ["no claim or question"]),
        (["check", "no-such-deck"], ["there is no deck"]),
        (["due", "--now", "yesterday"], ["--now takes a time"]),
        (["fly"], ["invalid choice"]),
        ([], ["needs a terminal"]),
        (["ask", "\x1b[31mred"], ["\\x1b"]),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_two(backdrill, arguments, words):
    one_sentence(backdrill(*arguments), *words)


def test_a_data_folder_that_cannot_be_written_is_told(backdrill, tmp_path):
    (tmp_path / "file").write_text("")
    one_sentence(backdrill("due", "--data", str(tmp_path / "file" / "below")), "--data FOLDER")


def test_a_question_is_graded_by_value_and_the_seed_decides_the_variant(backdrill):
    first = backdrill("ask", "pooling-ties", "--plain", "--seed", "1", typed="a\n\n")
    again = backdrill("ask", "pooling-ties", "--plain", "--seed", "1", typed="a\n\n", afresh=True)
    other = backdrill("ask", "pooling-ties", "--plain", "--seed", "2", typed="a\n\n")
    assert first.returncode == 0
    assert first.stdout == again.stdout != other.stdout
    key = json.loads(backdrill("ask", "pooling-ties", "--json", "--seed", "1").stdout)["key"]
    right = backdrill("ask", "pooling-ties", "--plain", "--seed", "1", typed=f"{key[0]}\n")
    assert "✓ correct" in right.stdout


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("descent-epoch-updates", lambda key: f"{key:.0f}.0"),
        ("batchnorm-running-variance", lambda key: f"{key:.3e}".replace("e", "E")),
        ("pooling-mean-backward", lambda key: ";".join(" ".join(f"{4 * v:g}/4" for v in row) for row in key)),
        ("descent-factor", lambda key: f"{key:.5f}".replace("-", "−")),
        ("regularization-path", lambda key: " ".join(str(i) for i in key)),
        ("pooling-sum-kept", lambda key: "".join(key)),
    ],
)
def test_right_answers_are_right_however_they_are_written(backdrill, question, typed):
    key = json.loads(backdrill("ask", question, "--json", "--seed", "3").stdout)["key"]
    result = backdrill("ask", question, "--plain", "--seed", "3", typed=typed(key) + "\n")
    assert "✓ correct" in result.stdout, result.stdout


def test_unreadable_input_is_asked_again_and_not_graded(backdrill):
    result = backdrill("ask", "descent-epoch-updates", "--plain", typed="ten\n1//2\n7\n")
    assert result.stdout.count("is not") >= 2
    assert result.stdout.count("✗") + result.stdout.count("✓") >= 1


def test_a_session_is_kept_and_the_end_of_input_stops_it(backdrill):
    result = backdrill("study", "--plain", "--now", "2026-11-23T20:00", typed="\n\n\n\n")
    assert "2 answered" in result.stdout
    due = json.loads(backdrill("due", "--json", "--now", "2026-11-23T20:30").stdout)
    assert due["learning"] == 2
    assert due["new"] == 18
    assert set(due) == {"version", "due", "waiting", "new", "unseen", "learning", "topics", "leeches"}


def test_an_answer_without_its_rating_is_not_recorded(backdrill):
    backdrill("study", "--plain", "--now", "2026-11-23T20:00", typed="\n")
    assert json.loads(backdrill("due", "--json", "--now", "2026-11-23T20:30").stdout)["learning"] == 0


def test_chinese_comes_from_the_option_or_the_locale(backdrill):
    for result in (
        backdrill("ask", "pooling-ties", "--lang", "zh", typed="a\n"),
        backdrill("ask", "pooling-ties", typed="a\n", LANG="zh_CN.UTF-8"),
    ):
        assert "你的答案" in result.stdout


def test_demo_lists_and_prints_the_contract(backdrill):
    listed = backdrill("demo").stdout
    assert listed.startswith("D")
    data = json.loads(backdrill("demo", "pooling_router", "--json", "--set", "kernel=3", "--set", "stride=1").stdout)
    assert set(data) == {"version", "demonstration", "parameters", "seed", "measurements"}
    assert len(data["measurements"]["y"]) == 2


def test_notes_show_a_claim_with_its_evidence_computed_now(backdrill):
    shown = backdrill("notes", "pool-03").stdout
    assert "✓ holds" in shown
    assert "✗ fails" not in shown
    data = json.loads(backdrill("notes", "pool-03", "--json").stdout)
    assert all(check["holds"] for evidence in data["evidence"] for check in evidence["checks"])


def test_verify_prints_the_contract_and_fails_on_a_false_key(backdrill, tmp_path):
    import shutil

    from content.loader import shipped_folder

    result = backdrill("verify", "--draws", "2", "--json", "--only", "pooling-ties")
    report = json.loads(result.stdout)
    assert result.returncode == 0
    assert {"deck", "claims", "questions", "draws", "checks", "cited", "uncovered", "failures", "seconds"} <= set(
        report
    )
    deck = tmp_path / "deck"
    shutil.copytree(shipped_folder(), deck)
    path = deck / "pooling" / "questions.yaml"
    text = path.read_text(encoding="utf-8")
    sound = 'proof: ["tied_windows == 0"]'
    assert sound in text
    path.write_text(text.replace(sound, 'proof: ["tied_windows > 0"]'), encoding="utf-8")
    result = backdrill("verify", str(deck), "--draws", "3", "--json", "--only", "pooling-tie-slopes")
    assert result.returncode == 1
    failure = json.loads(result.stdout)["failures"][0]
    assert {"id", "seed", "parameters", "check", "declared", "measured"} <= set(failure)


def test_check_tells_file_line_and_mend(backdrill, tmp_path):
    assert backdrill("check").returncode == 0
    import shutil

    from content.loader import shipped_folder

    deck = tmp_path / "deck"
    shutil.copytree(shipped_folder(), deck)
    path = deck / "pooling" / "questions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: matrix", "kind: matrices", 1), encoding="utf-8")
    result = backdrill("check", str(deck))
    assert result.returncode == 2
    assert "questions.yaml:2: pooling-max-backward: kind takes one of" in result.stdout


def test_a_foreign_package_of_the_same_name_is_told_plainly(backdrill, tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "__init__.py").write_text("x = 1\n")
    one_sentence(backdrill("check", folder=tmp_path, PYTHONPATH=str(tmp_path)), "another package called 'content'")


def test_a_reader_that_goes_away_is_no_trouble(backdrill, tmp_path):
    command = f"{sys.executable} -m tui.command_line notes | head -1"
    environment = {**os.environ, "BACKDRILL_DATA": str(tmp_path / "data")}
    result = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, timeout=60)
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr
