"""The wording of a report -> words that can be compared with those of others. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log1p, sqrt

from daemon.incidents.commonness import rareness, table
from daemon.incidents.particulars import (
    Counts,
    Lines,
    Particulars,
    Written,
    counts,
    dates,
    full_names,
    pairs_in,
    particulars_of,
    weekdays,
    written_words,
)
from daemon.incidents.sums import Weights, product
from daemon.language.fold import fold
from daemon.language.guess import guess_language
from daemon.language.inflect import crude_stem
from daemon.model import Report

_LEDE = 600  #: a report says what happened in its first sentences; more was measured to tell no more
_GUESSED = 360  #: characters that show a report's language
_IN_TITLE = 1.5  #: what a word gains by standing in the title
_USED = (0.0, *(1.0 + log1p(count) for count in range(1, _LEDE // 2)))  #: what so many uses of a word in a text weigh
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_POSSESSIVE = re.compile("['’]s$")
_BEGINNINGS = frozenset({"", ".", ":", "!", "?", "«", '"', "“", "|", "`"})  #: what stands before a sentence
_WORD = re.compile(r"[^\W_]+")
#: What is written without spaces says something by each two Han characters in a row, and by katakana; what stands in
#: hiragana is mostly grammar.
_HAN, _KATAKANA = "\u3005\u3400-\u4dbf\u4e00-\u9fff", "\u30a1-\u30ff"
_UNSPACED = re.compile(f"[\u3040-\u30a0{_KATAKANA}{_HAN}]")
_PART = re.compile(f"(?=([{_HAN}]{{2}})).|([{_KATAKANA}]{{2,}})|([^\u3040-\u30a0{_KATAKANA}{_HAN}]{{2,}})")
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
    r"(?:\bmagnitude?(?: of| de)?|\bmag\.?|\bM[wlb]?|магн[иі]туд\w*|بقوة|قوته|شدته|\bStärke)[ -]?(\d(?:[.,]\d+)?)\b"
    r"|\b(\d[.,]\d+)[ -]?(?:magnitude|M\b|балл|büyüklü)",
    re.IGNORECASE,
)
_MAY_MEASURE = re.compile(
    r"mag|магн[иі]туд|بقوة|قوته|شدته|stärke|büyükl|балл|m[wlb]?[ -]?\d|\d[ -]?m\b"
)  #: quick; what holds no such thing has none
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
    """What a report says, as stems and their weights, and what stands out of them."""

    title: tuple[str, ...]  #: stems of the title's content words, in order
    stems: dict[str, float]  #: stem -> weight, by use and rareness; a vector of length 1, empty without words
    headline: dict[str, float]  #: stem of the title -> rareness
    names: frozenset[str]  #: stems of words that the title writes as names, as far as its script shows
    places: frozenset[str]  #: of those names, the ones after "in", "near", "off" …
    magnitude: float | None  #: of an earthquake
    foreign: bool  #: in another language than English, as far as its words show
    length: int  #: words of the text that say something
    told: Particulars | Lines = field(compare=False, repr=False)  #: the particulars, or what they are read of

    def rareness(self, stem: str) -> float:
        """How rare a stem is among reports in this report's language."""
        return rareness(stem, foreign=self.foreign)

    @property
    def particulars(self) -> Particulars:
        """What is looked at only where reports are alike; read when it is asked for."""
        return self.told if isinstance(self.told, Particulars) else particulars_of(self.told)

    @property
    def counts(self) -> Counts:
        """Stem of a noun -> the numbers before it."""
        return self.particulars.counts

    @property
    def wording(self) -> "Wording":
        """All of it."""
        return self

    @property
    def vocabulary(self) -> list[str]:
        """Its stems."""
        return list(self.stems)

    def likeness(self, own: Weights) -> float:
        """The cosine with the stems of another wording, 0..1."""
        return product(own, self.stems)

    def lacks(self, names: frozenset[str]) -> frozenset[str]:
        """Those of the names that it does not hold."""
        return names.difference(self.stems)

    @property
    def table(self) -> dict[str, float]:
        """How rare the stems are in this report's language; one that is missing is as rare as can be."""
        return table(foreign=self.foreign)


def wording(report: Report) -> Wording:
    """The comparable words of a report."""
    return _wording(report.title, report.text[:_LEDE])


def is_stop_word(folded: str) -> bool:
    """Whether a folded word says nothing by itself."""
    return folded in _STOP_WORDS


def is_unspaced(word: str) -> bool:
    """Whether a word, or a part of it, is written in a script without spaces."""
    return bool(_UNSPACED.search(word))


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in order, none left out."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", fold(text))))


@lru_cache(maxsize=512)
def _wording(title: str, text: str) -> Wording:
    both = f"{title} {text}"
    title_words, text_words, written = plain_words(title), plain_words(text), written_words(both)
    in_title, in_text = _content(title_words, title), _content(text_words, text)
    begin = len(title) + 1  # of the text, in both
    names, places = _names(title, [one for one in written if one[0] < begin])
    years = frozenset(_YEAR.findall(both))
    foreign = guess_language(both[:_GUESSED]) not in {"en", None}
    return Wording(
        title=in_title,
        stems=_weighed(frozenset(in_title), Counter(in_text), foreign=foreign),
        headline={stem: rareness(stem, foreign=foreign) for stem in in_title},
        names=names,
        places=places,
        magnitude=_magnitude(both),
        foreign=foreign,
        length=len(in_text),
        told=Particulars(
            named=names | _named(text, [(start - begin, word) for start, word in written if start >= begin]),
            numbers=frozenset(_NUMBER.findall(both)) - years,
            years=years,
            neighbours=frozenset([*pairs_in(in_title), *pairs_in(in_text)]),
            full_names=full_names(both, written),
            dates=dates(both),
            weekdays=weekdays((*title_words, *text_words)),
            counts=counts(both),
        ),
    )


def _weighed(in_title: frozenset[str], in_text: Counter[str], *, foreign: bool) -> dict[str, float]:
    """Each stem by how often it is used and how rare it is: a vector of length 1."""
    weights = {
        stem: (_USED[in_text[stem]] + _IN_TITLE * (stem in in_title)) * rareness(stem, foreign=foreign)
        for stem in sorted(in_title.union(in_text))
    }
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {stem: weight / length for stem, weight in weights.items()}


def _named(text: str, words: Sequence[Written]) -> frozenset[str]:
    """The stems of words with a capital inside a sentence."""
    found: set[str] = set()
    for start, word in words:
        if word[0].isupper() and len(word) > 2 and not _begins(text, start):
            found.update(_stems_of_name(word))
    return frozenset(found)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    while start and text[start - 1].isspace():
        start -= 1
    return text[start - 1 : start] in _BEGINNINGS


@lru_cache(maxsize=8_192)
def _stems_of_name(word: str) -> tuple[str, ...]:
    return content_stems(_POSSESSIVE.sub("", word))


def _names(title: str, words: Sequence[Written]) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of names in a title, and of those that follow a word for where."""
    longer = [word for _, word in words if len(word) > 3]
    is_title_case = sum(word[0].isupper() for word in longer) > _TITLE_CASE * len(longer)
    names, places = set(), set()
    after_where = False
    for index, (start, word) in enumerate(words):
        is_name = word[0].isupper() and word.casefold() not in _NO_NAMES and len(word) > 2
        begins = index == 0 or _begins(title, start)
        stems = {crude_stem(one) for one in plain_words(word) if len(one) > 2}
        if is_name and after_where:
            places |= stems
        if is_name and (after_where or not (begins or is_title_case)):
            names |= stems
        lower = word.casefold()
        after_where = lower in _BEFORE_PLACES or (after_where and (is_name or lower in _NO_NAMES or lower == "the"))
    return frozenset(names), frozenset(places)


def _magnitude(text: str) -> float | None:
    found = _MAGNITUDE.search(text) if _MAY_MEASURE.search(text.lower()) else None
    return float((found[1] or found[2]).replace(",", ".")) if found else None


def content_stems(text: str) -> tuple[str, ...]:
    """The crude stems of the words that say something, in order."""
    return _content(plain_words(text), text)


def _content(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The same, of a text whose words are known."""
    if not text.isascii() and _UNSPACED.search(text):
        words = tuple(part for word in words for part in _parts(word))
    return tuple(crude_stem(word) for word in words if len(word) > 1 and word not in _STOP_WORDS)


def _parts(word: str) -> Sequence[str]:
    """What of a word says something: all of it, but of a script without spaces its parts."""
    if not is_unspaced(word):
        return (word,)
    return [han or katakana or other for han, katakana, other in _PART.findall(word)]
