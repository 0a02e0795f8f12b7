"""A rule set that works -> what wants care: rules without tests or whose time is over, words too common. Pure.

For `watchdesk check`, beside `lint.py`. How common a word is in the news, the caller knows.
"""

from collections.abc import Callable, Iterator
from datetime import date
from math import exp

from daemon.errors import Problem
from daemon.language.english import english_bases
from daemon.language.fold import fold
from daemon.language.inflect import text_keys, word_keys
from daemon.language.words import split_words
from daemon.rules.condition import Condition, Word, parts_of
from daemon.rules.ordinary import ORDINARY_WORDS
from daemon.rules.rate_conditions import Absence
from daemon.rules.read import ReadEntity
from daemon.rules.ruleset import Rule, RuleSet
from daemon.yamlfile import YamlPath

Rareness = Callable[[str, bool], float]  #: of a folded word: the logarithm of one report in how many; True: not English
_COMMON = 6.0  #: such a rareness: one report in 400
_EVERYWHERE = 0.5  #: whatever it is, a word and no name
_FOREIGN = 2.0  #: of other languages: one report in 7


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
    """Aliases that are ordinary words, and words of rules that also find a much commoner one."""
    found = [problem for rule in rules.ordered if not rule.is_off for problem in _folded(rule, rareness)]
    if rules.origin is not None:
        found += [problem for one in rules.origin.entities.values() for problem in _common(one, rareness)]
    return sorted(found)


def _common(entity: ReadEntity, rareness: Rareness) -> Iterator[Problem]:
    """A name or alias of one word that is written in many reports that mean something else."""
    shape, path = entity.shape, entity.path
    places: list[tuple[str, YamlPath]] = [(shape.name, (*path, "name"))]
    places += [(text, (*path, "aliases", index)) for index, text in enumerate(shape.aliases)]
    for text, place in places:
        words = [fold(word.text) for word in split_words(text)]
        if len(words) != 1 or text in shape.exact:
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


def _folded(rule: Rule, rareness: Rareness) -> Iterator[Problem]:
    """A word that is a form of a commoner one, and a word of its own: whoever writes `arms` also finds `arm`.

    Why only words of which both are on the list: of most others, as `killed`, the other forms are what is meant.
    """
    if rule.languages and "en" not in rule.languages:
        return
    told: set[str] = set()
    for text in _words(rule.when):
        word = fold(text)
        if word in told or word not in ORDINARY_WORDS:
            continue
        told.add(word)
        keys = word_keys(word, ("en",))
        for other in sorted(english_bases(word)):
            level = rareness(other, False)
            if other not in ORDINARY_WORDS or not _is_of_its_own(word, other) or level >= _COMMON:
                continue
            if keys & text_keys(other, "en"):
                said = f"{text!r} also finds {other!r}, in about one report in {max(2, exp(level)):.0f}"
                yield _problem(rule, f"{said}; in double quotes it is found as it is spelled only", "note")


def _is_of_its_own(word: str, other: str) -> bool:
    """Is the word the other one with an ending, and so perhaps another word? `struck` is nothing but a form of it."""
    return word != other and word.startswith(other[:-1])


def _words(condition: Condition) -> Iterator[str]:
    """The plain words of a condition, each of which is found in every form."""
    if isinstance(condition, Word):
        yield condition.text
    for part in parts_of(condition):
        yield from _words(part)


def _problem(rule: Rule, message: str, severity: str) -> Problem:
    return Problem(rule.file, rule.line, 0, message, severity=severity)
