"""Which media a report can cite by name: those of the list, and the desk's own feeds and their publishers. Pure.

`listed()` knows the list alone; `outlets_of` a desk's feeds beside it. A name is found in any case that Russian and
Ukrainian decline it in ("сообщил «Интерфаксу»"), with the letters that Arabic writes before it, and only as a name:
with capitals, where its script has them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from daemon.incidents.commonness import rareness
from daemon.incidents.naming import Read, Speaker, bare_of, offices, read
from daemon.incidents.speakers import MEDIA, is_general, medium_of, of_language, words_of
from daemon.language.cyrillic import declined
from daemon.language.inflect import crude_stem, name_keys
from daemon.language.script import script_of

_ABBREVIATED = 3  #: letters
_RARE = 7.0  #: a name of one word that more reports use than one of so many, by its logarithm, is an ordinary word's
_RARE_LETTERS = 5.5  #: the same of one in capitals, as abbreviations are
_TO = "ل"  #: before an Arabic name
_SMALL = frozenset(words_of("of the and for in on to at de la le el di del и в на для та й"))
_PART = re.compile(r"\s+[-–—|:]\s+|:\s+|\s*[(\[]")  #: before what tells feeds of one outlet apart
_NEUTER, _OF_NEUTER = ("ое", "не", "ське"), ("ого", "ому", "им", "ім", "ом")  #: Суспільне, Суспільному


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a medium: the forms of each of its words, and whose it is."""

    forms: tuple[frozenset[str], ...]
    source: str  #: as which it counts
    is_letters: bool  #: an abbreviation, which is written in capitals throughout
    is_feed: bool  #: a feed's or publisher's, that the list does not hold


@dataclass(frozen=True, slots=True)
class Outlets:
    """Names of media by the forms of their first word, the longest first."""

    names: Mapping[str, tuple[Name, ...]]

    def found_in(self, text: Read, things: Iterable[tuple[int, int]] = ()) -> Iterator[Speaker]:
        """The media named in a text. A feed is none where its whole name is that, or a part, of one of these things."""
        others = list(things)
        for start, word in enumerate(text.words):
            for one, is_told in self._beginning(word):
                end = start + len(one.forms)
                if not _stands(text, start, one):
                    continue
                if not one.is_feed or not any(first <= start and end <= last for first, last in others):
                    yield Speaker(start, end, one.source, "medium", is_told=is_told)
                    break

    def has(self, word: str) -> bool:
        """Is the word a medium's whole name?"""
        return any(len(one.forms) == 1 for one in self.names.get(word, ()))

    def source_of(self, name: str) -> str | None:
        """The source that somebody of this name is; None: none of those known here."""
        words = words_of(name)
        known = self.names.get(words[0], ()) if words else ()
        return next((one.source for one in known if _is_of(words, one)), None) or medium_of(name)

    def _beginning(self, word: str) -> Iterator[tuple[Name, bool]]:
        """The names that a word may begin; and whether an Arabic "to" is written before them."""
        for one in self.names.get(word, ()):
            yield one, False
        bare = bare_of(word)
        if bare != word:
            for one in self.names.get(bare, ()) or self.names.get(word[1:], ()):
                yield one, word.startswith(_TO)


def outlets_of(feeds: Iterable[tuple[str, str]]) -> Outlets:
    """The list, and feeds by their names, each with its source: its publisher, or the name itself.

    Law: what is called as an office, a thing in the news or with ordinary words only ("News", "Police") is no medium by
    that; nor is what is left of a name without its language, where two sources have the same.
    """
    wholes: dict[str, str] = {}
    shorts: dict[str, set[str]] = {}
    for label, source in feeds:
        voice = medium_of(source) or source
        for name in (source, label):
            wholes.setdefault(name, voice)
            for short in _shorter(name):
                shorts.setdefault(short, set()).add(voice)
    known = set(_list_of_names())
    alone = {name: next(iter(voices)) for name, voices in shorts.items() if len(voices) == 1 and name not in wholes}
    names = [_name(text, voice, is_feed=True) for text, voice in (wholes | alone).items() if _is_telling(text)]
    return _outlets((*known, *names))


@cache
def listed() -> Outlets:
    """The media that everybody knows."""
    return _outlets(_list_of_names())


@cache
def _list_of_names() -> tuple[Name, ...]:
    return tuple(_name(alias, name) for name, aliases in MEDIA.items() for alias in (name, *aliases))


def _outlets(names: Iterable[Name]) -> Outlets:
    found: dict[str, dict[Name, None]] = {}
    for one in sorted(names, key=lambda one: (-len(one.forms), one.is_feed)):
        for form in one.forms[0]:
            found.setdefault(form, {})[one] = None
    return Outlets({form: tuple(those) for form, those in found.items()})


def _name(text: str, source: str, *, is_feed: bool = False) -> Name:
    words = words_of(text)
    is_letters = len(words) == 1 and (len(text) <= _ABBREVIATED if text.isascii() else text.isupper())
    forms = tuple(frozenset({word}) if is_letters else _forms(word) for word in words)
    return Name(forms, source, is_letters=is_letters, is_feed=is_feed)


@lru_cache(maxsize=1_000)
def _forms(word: str) -> frozenset[str]:
    """A word of a name as it may be written."""
    if script_of(word) != "cyrillic":
        return frozenset({word})
    neuter = (word[:-1].removesuffix("о") + ending for ending in _OF_NEUTER if word.endswith(_NEUTER))
    return frozenset({*declined(word), *(key for key in name_keys(word) if ":" not in key), *neuter})


def _shorter(name: str) -> Iterator[str]:
    """A name without what only feeds have in theirs: "Rudaw English", "Rudaw – Telegram", "The Kyiv Independent"."""
    found = _PART.split(name, maxsplit=1)[0].split()
    while len(found) > 1 and of_language(words_of(found[-1])):
        found.pop()
    if found and " ".join(found) != name:
        yield " ".join(found)
    if len(found) > 2 and found[0].casefold() == "the":
        yield " ".join(found[1:])


def _is_telling(name: str) -> bool:
    """Does a name say that a feed is meant, wherever it stands in capitals?"""
    words = words_of(name)
    if not words or not any(word.isalpha() for word in words) or is_general(words):
        return False
    text = read(name)
    if any(one.start == 0 and one.end == len(words) for one in offices(text)):
        return False
    if len(words) > 1:
        return True
    stem = crude_stem(words[0])
    level = min(rareness(stem), rareness(stem, foreign=True))
    return len(words[0]) > 1 and level >= (_RARE_LETTERS if name.isupper() else _RARE)


def _is_of(words: tuple[str, ...], one: Name) -> bool:
    return len(words) == len(one.forms) and all(word in forms for word, forms in zip(words, one.forms, strict=True))


def _stands(text: Read, start: int, one: Name) -> bool:
    """Do the words of a name stand here, one behind the other, and written as a name is?"""
    end = start + len(one.forms)
    if end > len(text.words) or text.sentences[start] != text.sentences[end - 1]:
        return False
    if one.is_letters:
        return text.written[start].isupper()
    if any(text.words[at] not in one.forms[at - start] or "," in text.gap(at - 1) for at in range(start + 1, end)):
        return False
    named = range(start, end if one.is_feed else start + 1)
    return not any(text.written[at][0].islower() and text.words[at] not in _SMALL for at in named)
