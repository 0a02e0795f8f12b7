"""Words of a text -> the names in it that speak: offices by their form. Pure.

A rule folder names some; here are those that nobody named: `the petroleum ministry`, `Governor Oleh Kiper`,
`شرطة بغداد`; media are in printed.py. Who only speaks for somebody in so many words ("a military source
denied") is an official: what it just says is nobody's word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from daemon.incidents.domains import SHORT_MINISTRIES, domain_behind, is_adjective
from daemon.incidents.roles import AUTHORITIES, FIGHTERS, FORMER, LEADERS, NEED_A_NAME, OFFICES_NAMED, OFFICIALS, RULERS
from daemon.incidents.speakers import OFFICES, words_of
from daemon.language.fold import fold
from daemon.language.words import is_sentence_end, split_words

FAR, NEAR, BESIDE = 5, 2, 1  #: words after a name in which its verb may stand

#: What makes the word before it no part of a ministry's name.
_NO_DOMAIN = frozenset(
    words_of(
        "the a an this that its his her their our my each every any no new same other another of to by from and or but "
        "for with at in on as local state said says told whole former"
    )
)
#: No part of a name, though a sentence may begin with it.
_SMALL = frozenset(
    words_of(
        "the a an this that its his her their our my each every any no of to by from and or but for with at in on as "
        "when while after before if because since в во на по из и при как у"
    )
)
_OF = frozenset(words_of("of the области края района округа республики рф"))
_PARTICLES = frozenset({"al", "el", "as", "an", "ash"})
_MINISTRY = frozenset({"ministry", "department"})
_DOMAINS = frozenset(
    words_of(
        "interior defence defense health foreign finance education energy oil petroleum transport justice agriculture "
        "culture information emergencies emergency environment water electricity tourism trade economy labour labor "
        "housing communications mines mining industry planning sports youth immigration home aviation railways security"
    )
)
_OWNERS = frozenset({"the", "its", "their"})
_DEPARTMENTS = frozenset(words_of("police fire health justice treasury defense defence sheriff"))
#: Behind these, a name's word is part of a thing: a police station does not speak.
_OF_PLACE = frozenset(words_of("in of on at for from в во по на из при في ب"))
QUOTES = "«»“”„\"'"
#: Who speaks for an office, and has a name behind: "police spokesman Ahmed Khan said".
_SPOKESMEN = frozenset(
    (word,) for word in words_of("spokesman spokeswoman spokesperson commissioner chief commander inspector")
)
_FORMERLY = 4  #: words before an office in which a "former" belongs to it
_LETTERS, _SHORT = frozenset("لبوف"), 4  #: that are written with an Arabic word, if it is longer


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name in a text that may speak: the words `start` to `end`."""

    start: int
    end: int
    name: str
    kind: str  #: party | office | ruler | leader | official | fighter | medium | state | named | other
    reach: int = FAR  #: words after it in which its verb may stand
    is_told: bool = False  #: an Arabic "to" is written with it


@dataclass(frozen=True, slots=True)
class Read:
    """A text in folded words, with the sentence that each stands in."""

    words: tuple[str, ...]
    written: tuple[str, ...]
    starts: tuple[int, ...]
    sentences: tuple[int, ...]
    whole: str

    def between(self, start: int, end: int) -> str:
        """The words from `start` up to `end`, as written."""
        return self.whole[self.starts[start] : self.starts[end - 1] + len(self.written[end - 1])]

    def places_of(self, name: tuple[str, ...], *, is_capital: bool) -> Iterator[tuple[int, int]]:
        """Where these words stand one behind the other, their first letter as large."""
        for start in range(len(self.words) - len(name) + 1 if name else 0):
            if self.words[start : start + len(name)] == name and self.written[start][0].isupper() is is_capital:
                yield start, start + len(name)

    def gap(self, at: int) -> str:
        """What stands between a word and the next."""
        end = self.starts[at + 1] if at + 1 < len(self.starts) else None
        return self.whole[self.starts[at] + len(self.written[at]) : end]


def read(text: str) -> Read:
    """A text, word by word."""
    words = list(split_words(text))
    sentences, number, before, end = [], 0, "", 0
    for word in words:
        number += is_sentence_end(text[end : word.start], before)
        sentences.append(number)
        before, end = word.text, word.end
    return Read(
        tuple(fold(word.text) for word in words),
        tuple(word.text for word in words),
        tuple(word.start for word in words),
        tuple(sentences),
        text,
    )


def offices(text: Read) -> Iterator[Speaker]:
    """Offices that no entity names: `Iraqi Interior Ministry`, `the health ministry`, `وزارة الدفاع`, police."""
    for index, word in enumerate(text.words):
        if word in SHORT_MINISTRIES and _is_short_ministry(text, index):
            yield Speaker(index, index + 2, text.between(index, index + 2), "office")
        elif word in OFFICES or bare_of(word) in OFFICES:
            yield from _ministry(text, index)
        elif word in AUTHORITIES:
            yield from _authority(text, index)
        else:
            yield from _listed(text, index)


def _ministry(text: Read, index: int) -> Iterator[Speaker]:
    is_bare = text.words[index] in OFFICES
    word = text.words[index] if is_bare else bare_of(text.words[index])
    start, end = index, index + 1
    if text.written[index].islower() and word.isascii():
        if index and _is_domain(text, index - 1, word):
            start = index - 1
        elif not _is_of(text, index):
            return
        end += 2 * _is_of(text, index)
    elif not word.isascii() and _is_by_kind(word):
        end += domain_behind(word, _same_clause(text, end))
    start, end = run(text, start, end, of=True)
    if end - start > 1 or word not in _MINISTRY:
        yield Speaker(start, end, _bare_name(text, start, end, is_bare=is_bare), "office")


def _is_by_kind(word: str) -> bool:
    """Is it a ministry's own word in a script whose names go on in small letters, or have none?"""
    return word == fold("وزارة") or word.startswith(("министерств", "міністерств"))


def _same_clause(text: Read, start: int) -> tuple[str, ...]:
    """The words from `start` on, up to a sign."""
    end = start
    while end < len(text.words) and not text.gap(end - 1).strip():
        end += 1
    return text.words[start:end]


def _is_short_ministry(text: Read, index: int) -> bool:
    """Is it a ministry by what it is of, and whose: `الدفاع الروسية`?"""
    behind = text.words[index + 1 : index + 2]
    is_behind = index > 0 and text.words[index - 1].startswith(("وزار", "وزير"))
    return bool(behind) and is_adjective(behind[0]) and not is_behind and not text.gap(index).strip()


def _is_domain(text: Read, at: int, word: str) -> bool:
    """Does a word say what a ministry or department is of?"""
    if text.gap(at).strip("'’s ") or not text.written[at].isalpha():
        return False
    if word == "department":
        return text.words[at] in _DEPARTMENTS
    if text.words[at] in _NO_DOMAIN:
        return False
    before = text.words[at - 1] if at else ""
    return text.words[at] in _DOMAINS or (before in _OWNERS or before.endswith(("'s", "’s", "s'")))


def _is_of(text: Read, index: int) -> bool:
    """Does "ministry of health" begin here?"""
    return index + 2 < len(text.words) and text.words[index] == "ministry" and text.words[index + 1] == "of"


def _listed(text: Read, index: int) -> Iterator[Speaker]:
    """The office or the officials that begin at a word."""
    word, bare = text.words[index], bare_of(text.words[index])
    if index and (text.gap(index - 1) == "-" or not FORMER.isdisjoint(text.words[max(0, index - _FORMERLY) : index])):
        return
    for words, kind in _known().get(word, ()) or _known().get(bare, ()):
        end = index + len(words)
        if text.words[index + 1 : end] == words[1:]:
            start, stop = run(text, index, end, of=True)
            start = start if word.isascii() else index  # in Russian it is the first word of a name
            of_place = stop < len(text.words) and text.words[stop] in _OF_PLACE
            if stop > end or words not in NEED_A_NAME:
                name = _bare_name(text, start, stop, is_bare=word == words[0])
                is_far = of_place or stop > end or text.words[stop : stop + 1] in _SPOKESMEN
                yield Speaker(start, stop, name, kind, FAR if is_far else NEAR)
            return


def _authority(text: Read, index: int) -> Iterator[Speaker]:
    """A body by its form: `Civil Aviation Authority of Nepal`, `Disaster Agency`, `space agency Roscosmos`."""
    start = index
    if is_capital(text, index):
        start, end = run(text, index, index + 1, of=True)
    elif text.words[index] == "agency" and index + 1 < len(text.words) and is_capital(text, index + 1):
        start, end = run(text, index + 1, index + 2) if not text.gap(index).strip() else (index, index)
    if start != index:
        yield Speaker(start, end, text.between(start, end), "office", NEAR)


def bare_of(word: str) -> str:
    """An Arabic word without the letter before it that stands for "to", "by" or "and"; a hidden article is back."""
    if len(word) <= _SHORT or word[0] not in _LETTERS:
        return word
    return f"ا{word[1:]}" if word.startswith("لل") else word[1:]


def _bare_name(text: Read, start: int, end: int, *, is_bare: bool) -> str:
    """The words of a name as they are shown."""
    name, first = text.between(start, end), text.written[start]
    return name if is_bare else bare_of(first) + name[len(first) :]


@cache
def _known() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> the names that begin with it, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    lists = (
        (OFFICES_NAMED, "office"),
        (OFFICIALS, "official"),
        (RULERS, "ruler"),
        (LEADERS, "leader"),
        (FIGHTERS, "fighter"),
    )
    for names, kind in lists:
        for name in names.split("|"):
            words = words_of(name)
            found.setdefault(words[0], []).append((words, kind))
    return {first: tuple(sorted(names, key=lambda one: -len(one[0]))) for first, names in found.items()}


def run(text: Read, start: int, end: int, *, of: bool = False) -> tuple[int, int]:
    """A name with all words in capitals that stand before and behind it without a break; `of`: with what it is of."""
    while start and is_capital(text, start - 1) and _is_joined(text, start - 1) and text.words[start - 1] not in _SMALL:
        start -= 1
    while end < len(text.words) and _is_joined(text, end - 1):
        if not (is_capital(text, end) or (of and text.words[end] in _OF)):
            break
        end += 1
    while text.words[end - 1] in {"of", "the"}:
        end -= 1
    return start, end


def is_capital(text: Read, at: int) -> bool:
    """Whether a word is written large."""
    return text.written[at][0].isupper() or _is_particle(text, at)


def _is_particle(text: Read, at: int) -> bool:
    """Is it the small word that an Arabic name begins with: `al-Watan`?"""
    return text.words[at] in _PARTICLES and text.gap(at) == "-" and text.written[at + 1][0].isupper()


def _is_joined(text: Read, at: int) -> bool:
    """Whether nothing but a space, the sign of what is owned, or of a shortened title, stands behind a word."""
    gap = text.gap(at)
    return (
        gap.strip("'’ s") == ""
        or (gap == "-" and text.words[at] in _PARTICLES)
        or (gap == ". " and text.sentences[at] == text.sentences[at + 1])
    )
