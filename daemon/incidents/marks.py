"""A report -> what of it can be told in any language: names by their consonants, concepts, numbers. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import sqrt

from daemon.incidents.commonness import RAREST, rareness
from daemon.incidents.concepts import concept_of
from daemon.incidents.figures import few, figures
from daemon.incidents.wording import is_stop_word
from daemon.language.fold import fold
from daemon.language.inflect import crude_stem
from daemon.language.script import SCRIPT_OF, script_of
from daemon.language.skeleton import shows_vowels, skeletons, told_by
from daemon.language.stopwords import STOPWORDS
from daemon.model import Report

_READ = 600  #: characters of a report's text
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ״׳\"][^\W\d_]+)*")
_BEGINNINGS = frozenset('\n.!?:«»"“”„|‘(')  #: what stands before a sentence
_TITLE_CASE = 0.7  #: with more of its longer words in capitals, a title does not show what is a name
_IN_TITLE = 1.5  #: what a name or concept gains by standing in the title
MOST_BITS = 16.0  #: longer names tell no more
_NO_WORD = 6.0  #: rareness from which on a word with a capital is a name, even where a sentence begins
_UNKNOWN = 5.0  #: rareness of a concept that was not counted
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_STOP_WORDS = frozenset(fold(word) for words in STOPWORDS.values() for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What can be compared of a report across languages."""

    shows_names: bool  #: its script has capitals; else every word may be a name
    names: Mapping[str, float]  #: word -> how much it tells
    skeletons: Mapping[str, str]  #: skeleton -> the word that it is of
    headline: frozenset[str]  #: names and concepts of the title
    concepts: Mapping[str, float]  #: concept -> weight; a vector of length 1
    figures: Mapping[float, float]  #: number -> how many bits it tells


def marks(report: Report) -> Marks:
    """The marks of a report, by its title and the beginning of its text."""
    return _marks(report.title, report.text[:_READ], report.language)


def are_foreign(one: Report, other: Report) -> bool:
    """Are the reports in two languages? Those of unknown language are so in two scripts only."""
    if one.language is None or other.language is None:
        return _script(one.language, one.title) != _script(other.language, other.title)
    return one.language != other.language


@lru_cache(maxsize=4_096)
def _script(language: str | None, title: str) -> str | None:
    return SCRIPT_OF.get(language, "latin") if language else script_of(title)


def bits_of(skeleton: str) -> float:
    """How many bits a shared skeleton tells, at most."""
    return min(told_by(skeleton), MOST_BITS)


@lru_cache(maxsize=8_192)
def _marks(title: str, text: str, language: str | None) -> Marks:
    shows = shows_vowels(SCRIPT_OF.get(language, "latin") if language else script_of(title))
    names: dict[str, float] = {}
    concepts: dict[str, float] = {}
    headline: set[str] = set()
    for part, gain in ((title, _IN_TITLE), (text, 1.0)):
        for word, is_name in _words(part, is_title=part is title):
            concept = concept_of(word, language)
            if concept:
                concepts[concept] = max(concepts.get(concept, 0.0), gain)
            elif is_name or not shows:
                names[word] = max(names.get(word, 0.0), gain)
            else:
                continue
            if part is title:
                headline.add(concept or word)
    both = f"{title}\n{text}"
    for count in few(both):
        concepts.setdefault(_NUMBERS[count - 2], 1.0)
    weights, bare = _named(names)
    told = _weighed(concepts)
    return Marks(
        shows_names=shows,
        names=weights,
        skeletons=bare,
        headline=frozenset(one for one in headline if one in weights or one in told),
        concepts=told,
        figures=figures(both),
    )


def _named(names: Mapping[str, float]) -> tuple[dict[str, float], dict[str, str]]:
    """Names that have a skeleton, by what they tell, and their skeletons; one of several names goes to the best."""
    weights: dict[str, float] = {}
    found: dict[str, str] = {}
    for word, gain in names.items():
        bare = skeletons(word)
        if not bare:
            continue
        weights[word] = gain * max(map(bits_of, bare)) * rareness(crude_stem(word)) / RAREST
        for one in bare:
            if one not in found or weights[found[one]] < weights[word]:
                found[one] = word
    return weights, found


def _weighed(concepts: Mapping[str, float]) -> dict[str, float]:
    """Concepts by how rare they are among news: a vector of length 1."""
    told = {name: gain * learned()["concepts"].get(name, _UNKNOWN) for name, gain in concepts.items()}
    length = sqrt(sum(weight * weight for weight in told.values())) or 1.0
    return {name: weight / length for name, weight in told.items()}


def _words(text: str, *, is_title: bool) -> Iterator[tuple[str, bool]]:
    """Each content word, folded, and whether it is written as a name."""
    words = [found for found in _WORD.finditer(text) if len(found.group()) > 1]
    longer = [found.group() for found in words if len(found.group()) > 3]
    is_title_case = is_title and sum(word[0].isupper() for word in longer) > _TITLE_CASE * len(longer)
    for found in words:
        word = found.group()
        folded = fold(word).removesuffix("'s")
        if folded in _STOP_WORDS or is_stop_word(folded):
            continue
        if not word[0].isupper() or len(word) < 3:
            yield folded, False
            continue
        begins = is_title_case or text[: found.start()].rstrip()[-1:] in _BEGINNINGS or not found.start()
        yield folded, not begins or rareness(crude_stem(folded)) >= _NO_WORD


@cache
def learned() -> dict[str, dict[str, float]]:
    """What `benchmarks/train_across.py` learned: the rareness of concepts, and the weights of traits."""
    found: dict[str, dict[str, float]] = json.loads(
        files("daemon.incidents").joinpath("across.json").read_text(encoding="utf-8")
    )
    return found


def forget() -> None:
    """Read what was learned anew; for who learns."""
    learned.cache_clear()
    _marks.cache_clear()
