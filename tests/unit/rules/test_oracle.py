"""The index, the lexicon and the plan against a slow reading of the same conditions that shares none of them."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.language.fold import fold
from daemon.language.guess import reading_language
from daemon.language.inflect import text_keys, word_keys
from daemon.language.words import is_sentence_end, split_words
from daemon.model import Item
from daemon.rules.check import holds_by_presence
from daemon.rules.condition import (
    All,
    Any,
    AtLeast,
    Condition,
    Exact,
    Near,
    Not,
    Phrase,
    Prefix,
    Sentence,
    Suffix,
    Title,
    Word,
)
from daemon.rules.match import find
from daemon.rules.query import parse_query
from tests.unit.rules.parts import a_set, a_text

Read = tuple[str, str | None]  #: a word, and its item's language
Sentences = list[list[Read]]  #: of one field, each a list of words
Scope = list[tuple[int, Sentences]]  #: fields by number
Place = tuple[int, int, int]  #: field, first word, last word


def _fits(part: Condition, index: int, wanted: str, read: Read) -> bool:
    """Does one word of a text fit one word of a leaf?"""
    word, language = read
    match part:
        case Word():
            return not word_keys(fold(wanted)).isdisjoint(text_keys(fold(word), language))
        case Exact():
            return wanted == word
        case Prefix() if index == -1:
            return fold(word).startswith(fold(wanted))
        case Suffix() if index == 0:
            return fold(word).endswith(fold(wanted))
        case _:
            return fold(wanted) == fold(word)


def _places(part: Condition, scope: Scope) -> list[Place]:
    """Every place where a part stands, by trying all of them."""
    if isinstance(part, Any):
        return [place for one in part.parts for place in _places(one, scope)]
    if isinstance(part, Near):
        found = []
        for chosen in product(*(_places(one, scope) for one in part.parts)):
            first, last = min(one[1] for one in chosen), max(one[2] for one in chosen)
            in_order = all(left[2] < right[1] for left, right in pairwise(chosen))
            if len({one[0] for one in chosen}) == 1 and last - first <= part.within and (in_order or not part.ordered):
                found.append((chosen[0][0], first, last))
        return found
    assert isinstance(part, (Word, Phrase, Exact, Prefix, Suffix))
    wanted = [word.text for word in split_words(part.text)]
    return [
        (number, first, first + len(wanted) - 1)
        for number, sentences in scope
        for words in [[word for sentence in sentences for word in sentence]]
        for first in range(len(words) - len(wanted) + 1)
        if all(
            _fits(
                part,
                -1 if offset == len(wanted) - 1 and isinstance(part, Prefix) else offset,
                one,
                words[first + offset],
            )
            for offset, one in enumerate(wanted)
        )
    ]


def _holds(part: Condition, scope: Scope) -> bool:
    match part:
        case All(parts):
            return all(_holds(one, scope) for one in parts)
        case Any(parts):
            return any(_holds(one, scope) for one in parts)
        case Not(one):
            return not _holds(one, scope)
        case AtLeast(count, parts):
            return sum(_holds(one, scope) for one in parts) >= count
        case Title(one):
            return _holds(one, [(number, sentences) for number, sentences in scope if number == 0])
        case Sentence(one):
            return any(_holds(one, [(number, [sentence])]) for number, sentences in scope for sentence in sentences)
        case _:
            return bool(_places(part, scope))


def _sentences(text: str, language: str | None) -> Sentences:
    sentences: Sentences = [[]]
    end = 0
    for word in split_words(text):
        if sentences[-1] and is_sentence_end(text[end : word.start], sentences[-1][-1][0]):
            sentences.append([])
        sentences[-1].append((word.text, language))
        end = word.end
    return sentences


WORDS = [
    "helicopter",
    "helicopters",
    "crashed",
    "crash",
    "shot",
    "down",
    "Mi-24",
    "Mi24",
    "TOW",
    "tow",
    "сбили",
    "вертолёта",
    "los",
    "loss",
    "die",
]
FILLERS = ["and", "grey", "мотор", ".", ". ", ",", "\n"]
LEAVES = st.sampled_from(
    [
        "helicopter",
        "crash",
        '"shot down"',
        "shoot",
        "Mi-24",
        "=TOW",
        "crash*",
        "heli*",
        "*copter",
        "сбит",
        "вертолёт",
        '"mi 24"',
        "loss",
        "died",
        '"die"',
    ]
)
NEARABLE = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} | {two[1]})"),
        st.tuples(inner, inner, st.integers(1, 6)).map(lambda t: f"({t[0]} NEAR/{t[2]} {t[1]})"),
        st.tuples(inner, inner, st.integers(1, 6)).map(lambda t: f"({t[0]} THEN/{t[2]} {t[1]})"),
    ),
    max_leaves=3,
)
QUERIES = st.recursive(
    NEARABLE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} | {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} & {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} & !{two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} & ({two[1]} | !{two[0]}))"),
        st.tuples(inner, inner, inner).map(lambda t: f"2 OF ({t[0]}, {t[1]}, {t[2]})"),
        inner.map(lambda one: f"SENT({one})"),
        inner.map(lambda one: f"TITLE({one})"),
    ),
    max_leaves=6,
)
LANGUAGES = st.sampled_from([None, "en", "de", "es"])
TEXTS = st.lists(st.sampled_from(WORDS + FILLERS), max_size=14).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(QUERIES, min_size=1, max_size=8), st.lists(st.tuples(TEXTS, TEXTS, LANGUAGES), min_size=1, max_size=4))
def test_the_fast_way_finds_what_the_slow_way_finds(
    queries: list[str], texts: list[tuple[str, str, str | None]]
) -> None:
    """For any rules and items the indexed matcher finds exactly what trying every place finds."""
    trees = {f"r{number}": parse_query(query) for number, query in enumerate(queries)}
    kept = {name: tree for name, tree in trees.items() if holds_by_presence(tree)}
    if not kept:
        return
    lines = [f"- {{id: {name}, severity: low, when: '{queries[int(name[1:])]}'}}" for name in kept]
    rules = a_set("\n".join(["rules:", *lines]))
    for title, summary, language in texts:
        item: Item = a_text(title, summary=summary, language=language)
        known = reading_language(item.language, f"{item.title} {item.summary or item.body}")
        scope = [(0, _sentences(title, known)), (1, _sentences(summary, known))]
        slow = {name for name, tree in kept.items() if _holds(tree, scope)}
        assert {match.rule.id for match in find(rules, item).matches} == slow
