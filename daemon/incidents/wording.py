"""The wording of a report -> words that can be compared with another report's. Pure.

This compares surface words only: reports in different languages meet through their rules and entities.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from rapidfuzz import fuzz

from daemon.language.fold import fold
from daemon.model import Report

_STEM = 6  #: a crude stem: inflected forms of one word mostly share as many letters
_FULL_TITLE = 4  #: a title of fewer content words says less: all of "Syria" is in every title with Syria
_CHANCE = 0.3  #: titles of different events are about so much alike
_LEDE = 400  #: a report says what happened in its first sentences
_WORD = re.compile(r"[^\W_]+")
_TITLE_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W\d_][^\W_]*)*")
_BEFORE_PLACES = frozenset(
    re.findall(
        r"\w+",
        "in near off of at around outside over across hits strikes rocks shakes jolts rattles from to в во на под у "
        "около близ возле над из по",
    )
)
_TITLE_CASE = 0.7  #: with more of its longer words in capitals, a title shows names only after such words
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        "m magnitude depth utc gmt km richter north south east west northern southern eastern western central alert "
        "red orange green january february march april may june july august september october november december "
        "monday tuesday wednesday thursday friday saturday sunday live breaking update video watch state region "
        "province coast",
    )
)
_MAGNITUDE = re.compile(
    r"(?:\bmagnitude(?: of)?|\bmag\.?|\bM[wlb]?|магнитуд\w*|بقوة)[ -]?(\d(?:[.,]\d+)?)\b"
    r"|\b(\d[.,]\d+)[ -]?(?:magnitude|M\b|балл)",
    re.IGNORECASE,
)
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a about after again against all also amid among an and are as at back be been before being between both "
        "but by can could day did do does down during each for from further get had has have he her here him his "
        "how i if in into is it its just live latest may more most my near new news no not now of off on one only "
        "or other our out over own people report reported reportedly reports said same say saying says she should "
        "since so some such than that the their them then there these they this those through to too two under "
        "until up update us very was watch we week were what when where which while who why will with would year "
        "you your а без был была были было быть в во вот все всех вы где да для до его ее если есть еще же за и "
        "из или им их к как который ко когда ли между мы на над не него нет но о об он она они от по под после "
        "при про с сказал со сообщил сообщает сообщили так также там то того только у уже что чтобы это этого "
        "этом الى الي الذي التي ان او اي ايضا بان بعد بين تم ثم حتي حول حيث خلال ذلك عبر علي عن عند غير في فيها "
        "قال قالت قبل قد كان كانت كل كما لا لم لها ليس ما مع من منذ هذا هذه هو هي وقال يوم",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a report says, as crude stems."""

    title: tuple[str, ...]  #: content words of the title, in order
    stems: Mapping[str, float]  #: stem -> weight; the title's words count double
    names: frozenset[str] = frozenset()  #: stems of words that the title writes as names, as far as its script shows
    places: frozenset[str] = frozenset()  #: of those names, the ones after "in", "near", "off" …
    magnitude: float | None = None  #: of an earthquake


def wording(report: Report) -> Wording:
    """The comparable words of a report."""
    return _wording(report.title, report.text[:_LEDE])


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in order, none left out."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", fold(text))))


def rarity(wordings: Iterable[Wording]) -> Mapping[str, float]:
    """How telling each stem is among these wordings, 0..1: a word that all of them use tells nothing apart."""
    counts: dict[str, int] = {}
    total = 0
    for one in wordings:
        total += 1
        for stem in one.stems:
            counts[stem] = counts.get(stem, 0) + 1
    return {stem: log((total + 1) / count) / log(total + 1) for stem, count in counts.items()} if total else {}


def likeness(one: Wording, other: Wording, rare: Mapping[str, float]) -> float:
    """How alike two wordings are, 0..1: half by the titles, half by titles and ledes weighed by rarity."""
    whole = min(1.0, min(len(one.stems), len(other.stems)) / _FULL_TITLE) * _cosine(one.stems, other.stems, rare)
    alike = fuzz.token_set_ratio(" ".join(one.title), " ".join(other.title)) / 100.0
    telling = min(1.0, min(len(one.title), len(other.title)) / _FULL_TITLE)
    return (whole + telling * max(0.0, alike - _CHANCE) / (1.0 - _CHANCE)) / 2.0


def _cosine(one: Mapping[str, float], other: Mapping[str, float], rare: Mapping[str, float]) -> float:
    shared = one.keys() & other.keys()
    if not shared:
        return 0.0
    product = sum(one[stem] * other[stem] * rare.get(stem, 1.0) ** 2 for stem in shared)
    return product / (_norm(one, rare) * _norm(other, rare) or 1.0)


def _norm(weights: Mapping[str, float], rare: Mapping[str, float]) -> float:
    return sqrt(sum((weight * rare.get(stem, 1.0)) ** 2 for stem, weight in weights.items()))


@lru_cache(maxsize=4_096)
def _wording(title: str, text: str) -> Wording:
    in_title = _content_words(title)
    stems: dict[str, float] = {}
    for weight, words in ((2.0, in_title), (1.0, _content_words(text))):
        for word in words:
            stems[word[:_STEM]] = max(weight, stems.get(word[:_STEM], 0.0))
    names, places = _names(title)
    return Wording(title=in_title, stems=stems, names=names, places=places, magnitude=_magnitude(f"{title} {text}"))


def _names(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of names in a title, and of those that follow a word for where."""
    words = [(found.start(), found.group()) for found in _TITLE_WORD.finditer(title)]
    longer = [word for _, word in words if len(word) > 3]
    is_title_case = sum(word[0].isupper() for word in longer) > _TITLE_CASE * len(longer)
    names, places = set(), set()
    after_where = False
    for index, (start, word) in enumerate(words):
        is_name = word[0].isupper() and word.casefold() not in _NO_NAMES and len(word) > 2
        begins = index == 0 or title[:start].rstrip()[-1:] in {".", ":", "!", "?", "«", '"', "“", "|"}
        stems = {one[:_STEM] for one in plain_words(word) if len(one) > 2}
        if is_name and after_where:
            places |= stems
        if is_name and (after_where or not (begins or is_title_case)):
            names |= stems
        lower = word.casefold()
        after_where = lower in _BEFORE_PLACES or (after_where and (is_name or lower in _NO_NAMES or lower == "the"))
    return frozenset(names), frozenset(places)


def _magnitude(text: str) -> float | None:
    found = _MAGNITUDE.search(text)
    return float((found[1] or found[2]).replace(",", ".")) if found else None


def _content_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in plain_words(text) if len(word) > 1 and word not in _STOP_WORDS)
