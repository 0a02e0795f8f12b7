"""A rule set that works -> what wants care: rules without tests or whose time is over, words too common. Pure.

For `watchdesk check`, beside `lint.py`. How common a word is in the news, the caller knows.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain
from math import exp
from typing import NamedTuple

from daemon.errors import Problem
from daemon.language.english import english_bases
from daemon.language.fold import fold
from daemon.language.inflect import crude_stem, text_keys, word_keys
from daemon.language.script import script_of
from daemon.language.stopwords import STOPWORDS, is_stopword
from daemon.language.words import split_words
from daemon.rules.condition import Near, Terms, Word, parts_of
from daemon.rules.gazette import names_of_one_word
from daemon.rules.ordinary import ORDINARY_WORDS, WELL_KNOWN
from daemon.rules.rate_conditions import Absence
from daemon.rules.read import ReadEntity
from daemon.rules.ruleset import Rule, RuleSet
from daemon.yamlfile import YamlPath

Rareness = Callable[[str, bool], float]  #: of a folded word: the logarithm of one report in how many; True: not English
_COMMON = 6.0  #: such a rareness: one report in 400
_EVERYWHERE = 0.5  #: whatever it is, a word and no name
_FOREIGN = 2.0  #: of other languages: one report in 7
_COMMONER = 2.0  #: seven times as common there as in English: another word


def lint_upkeep(rules: RuleSet, *, on: date) -> list[Problem]:
    """Rules that have no tests, and rules that ask nothing any more since they expired."""
    found = []
    for rule in rules.ordered:
        if rule.is_off:
            continue
        if rule.expires is not None and on >= rule.expires:
            told = f"this rule expired on {rule.expires}; it matches nothing any more: remove it, or give a later date"
            found.append(_problem(rule, told, "warning"))
        elif not rule.tests and not isinstance(rule.rate, Absence):
            told = "this rule has no tests; give it a text that it must match, and one that it must not"
            found.append(_problem(rule, told, "note"))
    return sorted(found)


def lint_words(rules: RuleSet, rareness: Rareness) -> list[Problem]:
    """Aliases that are ordinary words, and words of rules that also find a much commoner one, here or elsewhere."""
    found = []
    judged: dict[_Asked, str | None] = {}  # a word that stands in many rules is judged once
    for asked, place in dict.fromkeys(_written(rules)):
        if asked not in judged:
            judged[asked] = next(_doubts(asked, rareness), None)
        if told := judged[asked]:
            found.append(Problem(*place, told, severity="note"))
    if rules.origin is not None:
        entities = rules.origin.entities
        found += [problem for one in entities.values() for problem in _common(one, rareness)]
        found += _also_found(entities.values(), names_of_one_word(entities))
    return sorted(found)


def _also_found(entities: Iterable[ReadEntity], known: Container[str]) -> Iterator[Problem]:
    """Names whose plural is another name, which no entity has: Hama, Hamas."""
    for entity in entities:
        for text, place in _places(entity):
            other = fold(text) + "s"
            if other in WELL_KNOWN and other not in known and text not in entity.shape.exact:
                told = f"the alias {text!r} also finds {other.title()!r}, which is another name"
                mend = f"add an entity of that name, or list {text!r} under exact:"
                yield entity.file.problem(place, f"{told}; {mend}", severity="note")


def _places(entity: ReadEntity) -> list[tuple[str, YamlPath]]:
    """The name and the aliases, each with its place."""
    shape, path = entity.shape, entity.path
    return [
        (shape.name, (*path, "name")),
        *((text, (*path, "aliases", index)) for index, text in enumerate(shape.aliases)),
    ]


def _common(entity: ReadEntity, rareness: Rareness) -> Iterator[Problem]:
    """A name or alias of one word that is written in many reports that mean something else."""
    for text, place in _places(entity):
        words = [fold(word.text) for word in split_words(text)]
        if len(words) != 1 or text in entity.shape.exact:
            continue
        own, foreign = rareness(words[0], False), rareness(words[0], True)
        if own < _EVERYWHERE or (words[0] in ORDINARY_WORDS and own < _COMMON):
            what = f"an ordinary word, in about one report in {max(2, exp(own)):.0f}"
        elif foreign < _FOREIGN:
            what = f"an ordinary word of another language, in about one report in {max(2, exp(foreign)):.0f}"
        else:
            continue
        mend = "if another thing is meant, list it under exact:, or name under unless: what it must not stand in"
        yield entity.file.problem(place, f"the alias {text!r} is {what}; {mend}", severity="note")


class _Asked(NamedTuple):
    """A plain word of a rule or of its terms, which is found in every form."""

    text: str
    languages: frozenset[str]  #: of the rule; empty: all
    is_beside_others: bool  #: which must be near it

    @property
    def folded(self) -> str:
        return fold(self.text)


def _doubts(one: _Asked, rareness: Rareness) -> Iterator[str]:
    return chain(_folded(one, rareness), _small_elsewhere(one), _common_elsewhere(one, rareness))


def _written(rules: RuleSet) -> Iterator[tuple[_Asked, tuple[str, int, int]]]:
    """The words of all rules, each with its file, line and column."""
    terms = rules.origin.terms if rules.origin is not None else {}
    for rule in rules.ordered:
        waiting = [(rule.when, (rule.file, rule.line, rule.column), False)]
        while waiting and not rule.is_off:
            node, place, beside = waiting.pop()
            if isinstance(node, Word):
                yield _Asked(node.text, rule.languages, beside), place
            elif isinstance(node, Terms) and node.name in terms:
                of = terms[node.name]
                waiting.append((of.condition, (of.file.name, *of.file.position(of.path)), beside))
            waiting += [(part, place, isinstance(node, Near)) for part in parts_of(node)]


def _folded(one: _Asked, rareness: Rareness) -> Iterator[str]:
    """A word that is a form of a commoner one, and a word of its own: whoever writes `arms` also finds `arm`.

    Why only words of which both are on the list: of most others, as `killed`, the other forms are what is meant, and
    the tables of frequencies count all forms of a word as one.
    """
    word = one.folded
    if (one.languages and "en" not in one.languages) or word not in ORDINARY_WORDS:
        return
    keys = word_keys(word, ("en",))
    for other in sorted(english_bases(word)):
        level = rareness(other, False)
        if other not in ORDINARY_WORDS or not _is_of_its_own(word, other) or level >= _COMMON:
            continue
        if keys & text_keys(other, "en"):
            said = f"{one.text!r} also finds {other!r}, in about one report in {max(2, exp(level)):.0f}"
            yield f"{said}; in double quotes it is found as it is spelled only"


def _is_of_its_own(word: str, other: str) -> bool:
    """Is the word the other one with an ending, and so perhaps another word? `struck` is nothing but a form of it."""
    return word != other and word.startswith(other[:-1])


def _small_elsewhere(one: _Asked) -> Iterator[str]:
    """A word that every text of some language holds: `met` is Dutch for *with*."""
    word = one.folded
    if is_stopword(word, one.languages):
        return
    met = {
        meant
        for key in word_keys(word, one.languages, alone=not one.is_beside_others)
        for meant in _small_words().get(key, ())
    }
    for small, language in sorted(met):
        if one.languages and language not in one.languages:
            continue
        if small != word:
            said = f"{one.text!r} also finds {small!r}, which stands in nearly every text in {language!r}"
            yield f"{said}; name the rule's `languages`, or put the word in double quotes"
        elif not one.is_beside_others:
            said = f"{one.text!r} stands in nearly every text in {language!r}"
            yield f"{said}; name the rule's `languages`, or add a word that says more"


@cache
def _small_words() -> dict[str, list[tuple[str, str]]]:
    """Key -> the words that texts hold whatever they say, each with its language."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for language, words in STOPWORDS.items():
        for word in words:
            for key in text_keys(word, language):
                found[key].append((word, language))
    return found


def _common_elsewhere(one: _Asked, rareness: Rareness) -> Iterator[str]:
    """A word that is spelled as a much commoner one of another language, whichever that is."""
    word = one.folded
    if one.languages or one.is_beside_others or script_of(word) != "latin" or crude_stem(word) != word:
        return
    level = rareness(word, True)
    if level < _FOREIGN and rareness(word, False) - level > _COMMONER:
        said = f"{one.text!r} stands in about one report in {max(2, exp(level)):.0f} that is not in English"
        yield f"{said}; name the rule's `languages`, or add a word that says more"


def _problem(rule: Rule, message: str, severity: str) -> Problem:
    return Problem(rule.file, rule.line, rule.column, message, severity=severity)
