"""How the time to match grows with a text: a hostile item must not hold up the store's transaction."""

import gc
from collections.abc import Iterator
from time import process_time

import pytest

from daemon.rules.match import find
from daemon.rules.ruleset import RuleSet
from tests.unit.rules.parts import a_set, a_text, matched

ENTITIES = """
entities:
  - {id: e, name: Palmyra, kind: place, unless: [New Palmyra]}
  - {id: f, name: Homs, kind: place}
terms:
  sorts: [bb, cc, "dd ee"]
"""
CASES = [
    ('SENT("aa bb" & zz)', "aa bb. "),
    ("SENT(SENT(SENT(aa & zz)))", "aa. "),
    ("SENT(aa & !SENT(bb & cc))", "aa bb. "),
    ("SENT(@e & zz)", "Palmyra. "),
    ("SENT(@kind:place & zz)", "Palmyra Homs. "),
    ("SENT($sorts & zz)", "bb cc dd ee. "),
    ("SENT(/aa+/ & zz)", "aa. "),
    ("aa NEAR/3 bb NEAR/3 zz", "aa bb "),
    ("aa THEN/5 bb THEN/5 aa", "aa bb "),
    ("2 OF (aa, bb, SENT(cc & zz))", "aa bb cc. "),
    ("@e & zz", "New Palmyra "),
]


@pytest.fixture(autouse=True)
def _collector_rests() -> Iterator[None]:
    """The garbage collector walks what all other tests left behind: its time is not the matcher's."""
    gc.disable()
    yield
    gc.enable()


def _rules(query: str) -> RuleSet:
    return a_set(f"{ENTITIES}\nrules:\n  - {{id: r, severity: high, when: '{query}'}}\n")


def _seconds(rules: RuleSet, unit: str, length: int) -> float:
    """CPU seconds to match a text of so many characters; the best of three."""
    return _seconds_of(rules, unit * (length // len(unit)) + "zz")


def _seconds_of(rules: RuleSet, body: str) -> float:
    item = a_text("t", body=body)
    taken = []
    for _ in range(3):
        began = process_time()
        find(rules, item)
        taken.append(process_time() - began)
    return min(taken)


@pytest.mark.parametrize(("query", "unit"), CASES)
def test_time_grows_as_the_text_does(query: str, unit: str) -> None:
    """Four times the text takes about four times as long, not sixteen."""
    rules = _rules(query)
    short, long = _seconds(rules, unit, 12_500), _seconds(rules, unit, 50_000)
    assert long < 4 * 2.5 * max(short, 0.01)


def test_signs_that_are_not_cut_apart_take_their_time_once() -> None:
    """Of a text without spaces, in which an & far before each sign keeps them together, four times is four times."""
    rules = _rules("zz")
    short, long = (_seconds_of(rules, "a" * 8 * length + "&" + "日本" * length) for length in (5_000, 20_000))
    assert long < 4 * 2.5 * max(short, 0.01)


def test_a_word_far_behind_in_a_long_text_is_found_in_its_sentence() -> None:
    """What is looked up sentence by sentence is looked up in the right one, at both ends of it."""
    body = "aa bb. " * 1000 + "zz aa bb. bb zz"
    rules = _rules('SENT("aa bb" & zz)')
    assert matched(rules, a_text("t", body=body)) == ["zz", "aa bb"]
    assert matched(rules, a_text("t", body="aa bb. zz bb aa. " * 300)) == []


def test_a_sentence_within_a_sentence_is_the_same_one() -> None:
    """SENT inside SENT asks of the sentence that is looked at, and adds no other."""
    rules = _rules("SENT(aa & SENT(bb & SENT(zz)))")
    assert matched(rules, "aa bb. zz") == []
    assert matched(rules, "cc. aa zz bb. dd") == ["aa", "zz", "bb"]


def test_many_small_words_beside_each_other_load_in_linear_time() -> None:
    """Whether all parts of a condition are small is asked once, not by each part: else eight times as many take 64."""
    taken = []
    for phrases in (300, 2_400):
        began = process_time()
        _rules(" & ".join(['"and"'] * phrases) + " & fire")
        taken.append(process_time() - began)
    assert taken[1] < 24 * taken[0] + 0.2
