"""A condition tree -> what is wrong with its words and names. Pure."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from daemon.language.fold import fold
from daemon.language.stopwords import is_stopword
from daemon.language.words import split_words
from daemon.rules.condition import (
    All,
    Any,
    AtLeast,
    Condition,
    EntityNamed,
    EntityOfKind,
    Exact,
    Fuzzy,
    Near,
    Not,
    Pattern,
    Phrase,
    Prefix,
    Score,
    Sentence,
    Suffix,
    Terms,
    Title,
    Word,
    parts_of,
)
from daemon.rules.fuzzy import MIN_LETTERS
from daemon.rules.pattern import PatternError, compile_pattern

MIN_AFFIX = 3
MAX_DEPTH = 40
NOT_NEAR = "only words, phrases, entities and alternatives of these can stand near each other; use & here"


class Names(NamedTuple):
    """What conditions may refer to."""

    entities: Mapping[str, object]
    kinds: frozenset[str]
    terms: Mapping[str, object]
    broken: frozenset[str] = frozenset()  #: defined, but with problems of their own
    are_all: bool = True  #: False: a file could not be read, so a name may well be defined there


class Fault(NamedTuple):
    """One thing that is wrong with a condition, and the words of the query that show where."""

    message: str
    needle: str


def faults_of(condition: Condition, names: Names) -> Iterator[Fault]:
    """Everything that is wrong with the words and names of a tree."""
    if depth_of(condition) > MAX_DEPTH:
        yield Fault(f"the condition is nested deeper than {MAX_DEPTH} levels", "")
        return
    yield from _faults(condition, names, beside_others=False)


def _faults(node: Condition, names: Names, *, beside_others: bool) -> Iterator[Fault]:
    """`beside_others`: a small word may stand beside others, as in `attack on embassy`."""
    if isinstance(node, Near):
        yield from _near_faults(node)
    elif isinstance(node, AtLeast) and not 1 <= node.count <= len(node.parts):
        yield Fault(f"{node.count} OF {len(node.parts)} conditions: write a number from 1 to {len(node.parts)}", "")
    elif not (isinstance(node, Word) and beside_others and _words(node.text)):
        yield from _leaf_faults(node, names)
    for part in parts_of(node):
        yield from _faults(part, names, beside_others=isinstance(node, Near))


def depth_of(condition: Condition) -> int:
    """How many levels a tree has, without recursion: a query may hold thousands of `!`."""
    deepest, waiting = 0, [(condition, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(part, depth + 1) for part in parts_of(node)]
    return deepest


def holds_by_presence(condition: Condition) -> bool:
    """Does the condition always have words to show when it holds?"""
    match condition:
        case Not():
            return False
        case All(parts):
            return any(map(holds_by_presence, parts))
        case Any(parts) | Near(parts):
            return all(map(holds_by_presence, parts))
        case AtLeast(count, parts):
            return sum(not holds_by_presence(part) for part in parts) < count
        case Score(least, weights):
            return sum(weight for part, weight in weights if weight > 0 and not holds_by_presence(part)) < least
        case Sentence(part) | Title(part):
            return holds_by_presence(part)
        case _:
            return True


def can_stand_near(condition: Condition) -> bool:
    """Does the condition have places, so that something can be near it?"""
    if isinstance(condition, (Any, Near)):
        return all(map(can_stand_near, condition.parts))
    return not isinstance(condition, (All, Not, Sentence, Title, AtLeast, Score))


def _near_faults(node: Near) -> Iterator[Fault]:
    if not 1 <= node.within <= 10_000:
        yield Fault("the distance must be a whole number of words from 1 to 9999, as in NEAR/5", "")
    if all(isinstance(part, Word) and _is_small(part.text) for part in node.parts):
        yield Fault("these words stand in nearly every text; add a word that says more", "")
    for part in node.parts:
        if not can_stand_near(part):
            yield Fault(NOT_NEAR, "")


def _leaf_faults(node: Condition, names: Names) -> Iterator[Fault]:
    match node:
        case Word() | Phrase() | Exact():
            yield from _word_faults(node)
        case Prefix(text) | Suffix(text):
            if sum(character.isalnum() for character in text) < MIN_AFFIX:
                yield Fault(f"{text!r} is too short for *: write at least {MIN_AFFIX} letters", text)
        case Fuzzy(text, score):
            if sum(character.isalpha() for character in text) < MIN_LETTERS or len(_words(text)) != 1:
                mend = "shorter ones are too near to others: list the spellings, as in Kyiv | Kiev"
                yield Fault(f"{text!r}: before ~ stands one word of at least {MIN_LETTERS} letters; {mend}", text)
            if not 50 <= score <= 100:
                yield Fault("the similarity of a fuzzy word is a number from 50 to 100", text)
        case Pattern(text):
            try:
                compile_pattern(text)
            except PatternError as error:
                yield Fault(str(error), text)
        case _:
            yield from _name_faults(node, names)


def _words(text: str) -> list[str]:
    return [fold(word.text) for word in split_words(text)]


def _is_small(text: str) -> bool:
    words = _words(text)
    return len(words) == 1 and is_stopword(words[0])


def _word_faults(node: Word | Phrase | Exact) -> Iterator[Fault]:
    text = node.text
    if not _words(text):
        yield Fault(f"{text!r} holds no letter or number; it can never match", text)
    elif _is_small(text) and not (isinstance(node, Exact) and not text.islower()):
        mend = f"={text} matches the capitals only" if text.isupper() else "add a word that says more"
        yield Fault(f"{text!r} stands in nearly every text; {mend}", text)


def _name_faults(node: Condition, names: Names) -> Iterator[Fault]:
    if not names.are_all or (isinstance(node, EntityNamed) and node.id in names.broken):
        return
    match node:
        case EntityNamed(id=name) if name not in names.entities:
            yield Fault(f"there is no entity {name!r}{_similar(name, names.entities)}", name)
        case EntityOfKind(kind) if kind not in names.kinds and not names.broken:
            yield Fault(f"no entity has the kind {kind!r}; there are: {', '.join(sorted(names.kinds)) or 'none'}", kind)
        case Terms(name) if name not in names.terms and name not in names.broken:
            yield Fault(f"there are no terms {name!r}{_similar(name, names.terms)}", name)
        case _:
            return


def _similar(name: str, known: Mapping[str, object]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else "; define it, or correct its spelling"
