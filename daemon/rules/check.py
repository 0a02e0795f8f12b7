"""A condition tree -> what is wrong with its words and names. Pure."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from daemon.language.fold import fold
from daemon.language.stopwords import is_stopword
from daemon.language.words import words_in
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
ALL_SMALL = "these words stand in nearly every text; add a word that says more"
NOT_NEAR = "only words, phrases, entities and alternatives of these can stand near each other; use & here"


class Names(NamedTuple):
    """What conditions may refer to."""

    entities: Mapping[str, object]
    kinds: frozenset[str]
    terms: Mapping[str, object]
    broken: frozenset[str] = frozenset()  #: defined, but with problems of their own
    are_all: bool = True  #: False: a file could not be read, so a name may well be defined there


class Fault(NamedTuple):
    """One thing that is wrong with a condition, its part that is meant, and the words of it that show where."""

    message: str
    needle: str
    severity: str
    node: Condition


class _Wrong(NamedTuple):
    message: str
    needle: str = ""
    severity: str = "error"


def faults_of(
    condition: Condition, names: Names, languages: frozenset[str] = frozenset(), *, beside_others: bool = False
) -> Iterator[Fault]:
    """Everything that is wrong with the words and names of a tree; `languages` are the rule's.

    `beside_others`: other words must be near it, so a small word may stand there, as in `attack on embassy`.
    """
    waiting = [(condition, beside_others)]
    while waiting:
        node, beside = waiting.pop()
        for wrong in _faults(node, names, languages, beside_others=beside):
            yield Fault(*wrong, node)
        parts, with_all = parts_of(node), isinstance(node, Near)
        with_phrases = isinstance(node, All) and not are_all_small(parts, languages)  # one in quotes is surely meant
        waiting += [(one, with_all or (with_phrases and isinstance(one, Phrase))) for one in reversed(parts)]


def _faults(node: Condition, names: Names, languages: frozenset[str], *, beside_others: bool) -> Iterator[_Wrong]:
    if isinstance(node, Near):
        yield from _near_faults(node, languages)
    elif isinstance(node, AtLeast) and not 1 <= node.count <= len(node.parts):
        yield _Wrong(_wrong_count(node))
    elif beside_others and isinstance(node, Phrase) and _words(node.text):
        yield from (one for one in _word_faults(node, languages) if one.severity == "warning")
    elif not (isinstance(node, Word) and beside_others and _words(node.text)):
        yield from _leaf_faults(node, names, languages)


def _wrong_count(node: AtLeast) -> str:
    if len(node.parts) == 1:
        return f"{node.count} OF one condition: write the condition alone, or more of them, parted by commas"
    return f"{node.count} OF {len(node.parts)} conditions: write a number from 1 to {len(node.parts)}"


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


def _near_faults(node: Near, languages: frozenset[str]) -> Iterator[_Wrong]:
    if not 1 <= node.within <= 10_000:
        yield _Wrong("the distance must be a whole number of words from 1 to 9999, as in NEAR/5")
    if are_all_small(node.parts, languages):
        yield _Wrong(ALL_SMALL)
    for part in node.parts:
        if not can_stand_near(part):
            yield _Wrong(NOT_NEAR)


def _leaf_faults(node: Condition, names: Names, languages: frozenset[str]) -> Iterator[_Wrong]:
    match node:
        case Word() | Phrase() | Exact():
            yield from _word_faults(node, languages)
        case Prefix(text) | Suffix(text):
            if sum(character.isalnum() for character in text) < MIN_AFFIX:
                yield _Wrong(f"{text!r} is too short for *: write at least {MIN_AFFIX} letters", text)
        case Fuzzy(text, score):
            if sum(character.isalpha() for character in text) < MIN_LETTERS or len(_words(text)) != 1:
                mend = "shorter ones are too near to others: list the spellings, as in Kyiv | Kiev"
                yield _Wrong(f"{text!r}: before ~ stands one word of at least {MIN_LETTERS} letters; {mend}", text)
            if not 50 <= score <= 100:
                yield _Wrong("the similarity of a fuzzy word is a number from 50 to 100", text)
        case Pattern(text):
            try:
                compile_pattern(text)
            except PatternError as error:
                yield _Wrong(str(error), text)
        case _:
            yield from _name_faults(node, names)


@lru_cache(maxsize=4_096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(map(fold, words_in(text)))


def _is_small(text: str, languages: frozenset[str]) -> bool:
    words = _words(text)
    return len(words) == 1 and is_stopword(words[0], languages)


def are_all_small(parts: Collection[Condition], languages: frozenset[str]) -> bool:
    """Do all of them stand in nearly every text in the rule's languages?"""
    return all(isinstance(part, (Word, Phrase)) and _is_small(part.text, languages) for part in parts)


def _word_faults(node: Word | Phrase | Exact, languages: frozenset[str]) -> Iterator[_Wrong]:
    text = node.text
    if not _words(text):
        yield _Wrong(f"{text!r} holds no letter or number; it can never match", text)
    elif _is_small(text, languages) and not (isinstance(node, Exact) and not text.islower()):
        yield _small_word(node)


def _small_word(node: Word | Phrase | Exact) -> _Wrong:
    """What is said of it; one that is small in smaller languages only may be a name or a quotation: the river Oder."""
    text = node.text
    is_doubtful = (text[0].isupper() or isinstance(node, Phrase)) and not _is_small(text, frozenset())
    if text.isupper():
        mend = f"={text} matches the capitals only"
    elif text[0].isupper():
        mend = f"={text} matches it with its capital only"
    else:
        mend = "add a word that says more"
    return _Wrong(f"{text!r} stands in nearly every text; {mend}", text, "warning" if is_doubtful else "error")


def _name_faults(node: Condition, names: Names) -> Iterator[_Wrong]:
    if not names.are_all or (isinstance(node, EntityNamed) and node.id in names.broken):
        return
    match node:
        case EntityNamed(id=name) if name not in names.entities:
            yield _Wrong(f"there is no entity {name!r}{similar(name, names.entities)}", name)
        case EntityOfKind(kind) if kind not in names.kinds and not names.broken:
            yield _Wrong(
                f"no entity has the kind {kind!r}; there are: {', '.join(sorted(names.kinds)) or 'none'}", kind
            )
        case Terms(name) if name not in names.terms and name not in names.broken:
            yield _Wrong(f"there are no terms {name!r}{similar(name, names.terms)}", name)
        case _:
            return


def similar(name: str, known: Mapping[str, object]) -> str:
    """The end of a complaint about an unknown name: the one that may be meant, or what to do."""
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else "; define it, or correct its spelling"
