"""Reading decks: every fault is located, all are told at once, nothing hostile gets through or brings a traceback."""

from __future__ import annotations

import json
import random
import re
import textwrap
from dataclasses import replace

import pytest

from content.library import Library
from content.loader import load_deck, read_deck, shipped_folder
from content.strict_yaml import YamlError, load
from content.structure import structure, unstructure
from content.validation.faults import DeckError
from content.validation.links import alias_faults


def faults_after(copy, name, old, new):
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(fault) for fault in read_deck(copy)[1]]


QUESTIONS = "pooling/questions.yaml"


def test_the_copy_is_sound_before_anything_is_changed_in_it(copy):
    deck, faults = read_deck(copy)
    assert faults == []
    assert len(deck.questions) > 10


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  level: 2", "  levle: 2", "is no key of this place"),
        ("kind: matrix", "kind: matrx", "takes one of"),
        ("demonstration: pooling_router", "demonstration: poolng_router", "Did you mean 'pooling_router'?"),
        ("check: trainable == 0", "check: trainabel == 0", "Did you mean 'trainable'?"),
        ("check: trainable == 0", "check: trainable.__class__ == 0", "uses Attribute"),
        ("check: trainable == 0", "check: open('x') == 0", "calls open()"),
        ("    kernel: 2", "    kernel: 99", "a whole number from 1 to 5"),
        ("    kernel: 2", "    kernl: 2", "Did you mean 'kernel'?"),
        (
            "followups: [pooling-max-overlap,",
            "followups: [pooling-max-overlapp,",
            "did you mean 'pooling-max-overlap'?",
        ),
        ("claims: [pool-03, pool-02]", "claims: [pool-3]", "is no claim"),
        ("id: pooling-mean-backward", "id: pooling-max-backward", "is used twice"),
        ("integers: [-9, 9]", "integers: [9, -9]", "a range is written [low, high]"),
        ("relative: 0.001", "relative: 0.5", "it lies from 0.001 to 0.01"),
        ("  explanation:", "  explanation2:", "explanation2 is no key of this place"),
        ("  level:", "  level2:", "is missing; add it"),
    ],
)
def test_a_fault_is_told_with_its_file_its_line_and_the_mend(copy, old, new, message):
    faults = faults_after(copy, QUESTIONS, old, new)
    assert any(message in fault and fault.startswith(f"{QUESTIONS}:") for fault in faults), faults
    assert all(int(fault.split(":")[1]) > 0 for fault in faults)


def test_a_missing_language_is_a_fault_at_its_line(copy):
    path = copy / QUESTIONS
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("    - {en:") and "zh:" in line)
    lines[at] = lines[at].split(", zh:")[0] + "}"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert any(f.line == at + 1 and "zh is missing" in f.message for f in read_deck(copy)[1])


def test_all_faults_are_told_at_once(copy):
    path = copy / QUESTIONS
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("level: 2", "level: 7").replace("trainable == 0", "nothing == 0"), encoding="utf-8")
    assert len(read_deck(copy)[1]) >= 5


def test_a_check_of_every_kind_of_syntax_error_has_its_line(copy):
    (copy / QUESTIONS).write_text("- id: a\n  kind: [\n", encoding="utf-8")
    with pytest.raises(DeckError) as error:
        load_deck(copy)
    assert error.value.faults[0].file == QUESTIONS


def test_numbers_that_differ_between_the_languages_are_refused(copy):
    path = copy / QUESTIONS
    path.write_text(path.read_text(encoding="utf-8").replace("有 {{trainable}} 个", "有 0 个", 1), encoding="utf-8")
    faults = [str(fault) for fault in read_deck(copy)[1]]
    assert any("different numbers in the two languages" in fault for fault in faults)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "stands twice"),
        ("a: &x 1\nb: *x", "anchors and aliases"),
        ("a: !!python/object:os.system 1", "tag"),
        ("[" * 60 + "]" * 60, "nested deeper"),
        ("1: a", "must be text"),
        ("a: 'x", ""),
        ("\x00", ""),
        ("a: " + "9" * 5_000_000, "characters"),
    ],
)
def test_surprising_yaml_is_refused_with_a_line(text, message):
    with pytest.raises(YamlError) as error:
        load(text)
    assert message in str(error.value)
    assert error.value.line >= 1


def test_words_and_times_stay_text_and_numbers_numbers():
    data = load("a: no\nb: 12:30:45\nc: 1e-3\nd: true\ne: 0755\nf: -2\ng: 1_000")
    assert data == {"a": "no", "b": "12:30:45", "c": 0.001, "d": True, "e": "0755", "f": -2, "g": "1_000"}


@pytest.mark.parametrize("hostile", ["\\x1b[31m", "\\u202e", "\\x07"])
def test_control_characters_in_a_text_are_refused(copy, hostile):
    faults = faults_after(copy, QUESTIONS, 'en: "Mean pooling with', f'en: "{hostile}Mean pooling with')
    assert any("control character" in fault for fault in faults)


def test_the_cache_gives_the_same_deck_and_forgets_a_changed_one(copy, tmp_path):
    cache = tmp_path / "cache"
    first = load_deck(copy, cache)
    assert load_deck(copy, cache) == first
    (copy / "deck.yaml").write_text(
        (copy / "deck.yaml").read_text(encoding="utf-8").replace('version: "1"', 'version: "2"'), encoding="utf-8"
    )
    assert load_deck(copy, cache).info.version == "2"
    assert len(list(cache.glob("*.json"))) == 1


def test_a_broken_cache_is_done_without(copy, tmp_path):
    cache = tmp_path / "cache"
    first = load_deck(copy, cache)
    next(cache.glob("*.json")).write_text("{", encoding="utf-8")
    assert load_deck(copy, cache) == first


def test_a_deck_survives_the_way_through_json(deck):
    assert structure(type(deck), unstructure(deck)) == deck


MUTATIONS = [
    lambda text, rng: text[: rng.randrange(len(text))],
    lambda text, rng: _swap(text, rng, "".join(rng.choice("[]{}:-#&*!|>%@`\"'\\ \t\n") for _ in range(3))),
    lambda text, rng: _swap(
        text, rng, rng.choice(["null", "true", "1e999", "-", "{{x}}", "{{", "\u202e", "\x1b[2J", "[]"])
    ),
    lambda text, rng: _line(text, rng, lambda line: ""),
    lambda text, rng: _line(text, rng, lambda line: line + "\n" + line),
    lambda text, rng: _line(text, rng, lambda line: "  " + line),
    lambda text, rng: _line(
        text, rng, lambda line: line.split(":")[0] + ": " + rng.choice(["1", "[1]", "{a: 1}", "x"])
    ),
]


def _swap(text, rng, new):
    at = rng.randrange(len(text))
    return text[:at] + new + text[at + rng.randrange(4) :]


def _line(text, rng, change):
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = change(lines[at])
    return "\n".join(lines)


def test_mutated_files_are_told_or_load_but_never_bring_a_traceback(tmp_path, mutations):
    source = shipped_folder()
    folder = tmp_path / "deck"
    (folder / "pooling").mkdir(parents=True)
    (folder / "deck.yaml").write_text(
        textwrap.dedent(
            """\
            id: small
            title: {en: "Small", zh: "小"}
            description: {en: "Small", zh: "小"}
            license: MIT
            version: "1"
            topics:
              - {id: pooling, section: "4", title: {en: P, zh: 池化}, summary: {en: P, zh: 池化}}
            """
        ),
        encoding="utf-8",
    )
    (folder / "sources.yaml").write_text((source / "sources.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    texts = {
        name: (source / "pooling" / name).read_text(encoding="utf-8") for name in ("claims.yaml", "questions.yaml")
    }
    small = {name: "\n- id".join(text.split("\n- id")[:4]) for name, text in texts.items()}
    rng = random.Random(20261123)
    for _ in range(mutations):
        for name, text in small.items():
            changed = text
            for _ in range(rng.randrange(1, 3)):
                changed = rng.choice(MUTATIONS)(changed or " ", rng)
            (folder / "pooling" / name).write_text(changed, encoding="utf-8", errors="replace")
        _, faults = read_deck(folder)
        assert all(fault.line >= 1 and fault.message for fault in faults)


@pytest.mark.parametrize("item", ["-", "- just words", "- [a, b]", "- 7"])
def test_an_item_that_is_no_mapping_is_told(copy, item):
    with (copy / "pooling" / "claims.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{item}\n")
    _, faults = read_deck(copy)
    assert any(fault.file == "pooling/claims.yaml" for fault in faults)


def test_a_list_is_not_taken_for_keys_with_values(copy):
    claims = copy / "pooling" / "claims.yaml"
    text = claims.read_text(encoding="utf-8")
    claims.write_text(re.sub(r"  statement:\n(    .*\n)+", "  statement: [en, zh]\n", text, count=1), encoding="utf-8")
    _, faults = read_deck(copy)
    assert any("statement takes keys with values, not a list" in str(fault) for fault in faults)


@pytest.mark.parametrize("lengths", ["", "3", "[]", "[0]", "[1, 2, 3, 4]", "[99999]", "nonsense"])
def test_an_array_without_proper_lengths_is_told(copy, lengths):
    file = copy / "pooling" / "questions.yaml"
    text = file.read_text(encoding="utf-8")
    begin = text.index("{array: [")
    end = text.index("]", begin) + 1
    file.write_text(f"{text[:begin]}{{array: {lengths}{text[end:]}", encoding="utf-8")
    _, faults = read_deck(copy)
    assert any("list of lengths" in str(fault) or "length" in str(fault) for fault in faults)


@pytest.mark.parametrize("topic", ["", "..", "*", "../../outside", "/etc", "a b", "x" * 200, "\x1b[2J"])
def test_a_topic_s_id_is_checked_before_its_folder_is_looked_for(tmp_path, topic):
    (tmp_path / "outside").mkdir()
    folder = tmp_path / "one" / "deck"
    folder.mkdir(parents=True)
    info = {"id": "mine", "title": {"en": "M", "zh": "我"}, "description": {"en": "M", "zh": "我"}, "license": "MIT"}
    entry = {"id": topic, "section": "1", "title": {"en": "T", "zh": "题"}, "summary": {"en": "T", "zh": "题"}}
    (folder / "deck.yaml").write_text(json.dumps({**info, "version": "1", "topics": [entry]}), encoding="utf-8")
    deck, faults = read_deck(folder)
    assert deck is None
    assert any(fault.file == "deck.yaml" for fault in faults)
    assert all(len(fault.message) < 400 for fault in faults)


def test_an_alias_that_names_a_living_question_is_refused_and_passed_over():
    deck = load_deck(shipped_folder())
    first, *topics = deck.topics
    one, other = first.questions[:2]
    renamed = replace(one, aliases=(other.id, "an-old-name"))
    changed = replace(deck, topics=(replace(first, questions=(renamed, *first.questions[1:])), *topics))
    assert [message for _, _, message in alias_faults(changed)] == [
        f"'{other.id}' is a question of this deck; an alias is an id that is no longer used"
    ]
    aliases = Library((changed,)).aliases()
    assert other.id not in aliases
    assert aliases["an-old-name"] == one.id
