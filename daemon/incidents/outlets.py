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
from daemon.incidents.naming import QUOTES, Read, Speaker, bare_of, offices, read
from daemon.incidents.speakers import MEDIA, is_general, medium_of, of_language, words_of
from daemon.language.cyrillic import declined
from daemon.language.fold import fold
from daemon.language.inflect import crude_stem, name_keys
from daemon.language.script import script_of

_ABBREVIATED = 3  #: letters
_RARE = 7.0  #: a name of one word that more reports use than one of so many, by its logarithm, is an ordinary word's
_RARE_LETTERS = 5.5  #: the same of one in capitals, as abbreviations are
_TO = "ل"  #: before an Arabic name
_SMALL = frozenset(words_of("of the and for in on to at de la le el di del и в на для та й"))
_BEGIN = 0  #: the place before all names
_PART = re.compile(r"\s+[-–—|:]\s+|:\s+|\s*[(\[]")  #: before what tells feeds of one outlet apart
_SMALL_LETTERS = frozenset({"dpa"})  #: agencies that write their abbreviation small
#: German for "more" and "picture": media only where somebody cites them by these words, or in quotes, or in Cyrillic.
_WORDS_ELSEWHERE = frozenset({"mehr", "bild"})
_CITED_BEHIND = frozenset(
    words_of("to told tells by quoting citing agency newspaper tabloid daily laut selon segun agence agencia agentur")
)
_CITED_BEFORE = frozenset(
    words_of("said says reported reports writes wrote quoted cited news agency newspaper tabloid daily zeitung")
)
_BEGUN = frozenset(
    words_of("le la el der die il")
)  #: names that begin so go on large: "Le Monde", not "le monde entier"
_APOSTROPHE = re.compile("['’ʼ]")
#: The last word of a body's name, in English.
_BODIES = frozenset(
    words_of("army navy force forces command corps guard guards troops brigade battalion militia military government")
)
#: Bodies, states, and capitals that stand for them, where a feed is called by nothing else.
_BODY_NAMES = frozenset(
    words_of(
        "us usa uk eu un uae nato idf iaea osce unhcr unicef icrc irgc centcom africom eucom socom hamas hezbollah "
        "taliban washington moscow kyiv kiev kremlin tehran ankara damascus baghdad beirut jerusalem riyadh doha cairo "
        "beijing delhi islamabad kabul paris london berlin brussels сша нато оон мвф цахал магатэ хамас хезболла "
        "талибан москва киев минск вашингтон тегеран анкара дамаск багдад пекин лондон париж берлин київ мінськ магате "
        "حماس الناتو واشنطن موسكو كييف طهران أنقرة دمشق بغداد بيروت الرياض الدوحة القاهرة بكين"
    )
)
_OF_NO_MEANING = frozenset(
    words_of("news tv newspaper online world media")
)  #: behind what an outlet is called for short
_ARTICLES = frozenset({"l", "d", "qu", "dell", "dall", "all"})  #: before an apostrophe, in French and Italian
_NEUTER, _OF_NEUTER = ("ое", "не", "ське"), ("ого", "ому", "им", "ім", "ом")  #: Суспільне, Суспільному
_FEMININE = ("ська", "цька", "зька")  #: Українська, Української


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a medium: the forms of each of its words, and whose it is."""

    forms: tuple[frozenset[str], ...]
    source: str  #: as which it counts
    is_letters: bool  #: an abbreviation, which is written in capitals throughout
    is_feed: bool  #: a feed's or publisher's, that the list does not hold


@dataclass(frozen=True, slots=True)
class Outlets:
    """Names of media, word by word: to a place in them and the next word's form, the places behind it.

    Why not by the first word alone: of thousands of feeds, hundreds begin with "The", and each "the" of a text would be
    compared with all.
    """

    steps: Mapping[tuple[int, str], tuple[int, ...]]
    ends: Mapping[int, tuple[Name, ...]]  #: of a place, the names that are whole there

    def found_in(self, text: Read, things: Iterable[tuple[int, int]] = ()) -> Iterator[Speaker]:
        """The media named in a text. A feed is none where its whole name is that, or a part, of one of these things."""
        others = list(things)
        for start in range(len(text.words)):
            for one, is_told in self._named(text, start):
                end = start + len(one.forms)
                if not _stands(text, start, one):
                    continue
                if not one.is_feed or not any(first <= start and end <= last for first, last in others):
                    yield Speaker(start, end, one.source, "medium", is_told=is_told)
                    break

    def has(self, word: str) -> bool:
        """Is the word a medium's whole name?"""
        return any(place in self.ends for place in self.steps.get((_BEGIN, word), ()))

    def source_of(self, name: str) -> str | None:
        """The source that somebody of this name is; None: none of those known here."""
        words = words_of(name)
        whole = [one for one in self._along(words, 0, words[0]) if len(one.forms) == len(words)] if words else []
        return whole[0].source if whole else medium_of(name)

    def _named(self, text: Read, start: int) -> Iterator[tuple[Name, bool]]:
        """The names whose words stand at a place; and whether an Arabic "to" is written before them."""
        word = text.words[start]
        for one in self._along(text.words, start, word):
            yield one, False
        bare = bare_of(word)
        if bare != word:
            first = bare if (_BEGIN, bare) in self.steps else word[1:]
            for one in self._along(text.words, start, first):
                yield one, word.startswith(_TO)

    def _along(self, words: tuple[str, ...], start: int, first: str) -> list[Name]:
        """The names whose words stand at a place, the first of them read so; the longest first, feeds last."""
        found: list[Name] = []
        places = self._behind((_BEGIN,), first)
        while places:
            found += [one for place in places for one in self.ends.get(place, ())]
            start += 1
            word = words[start] if start < len(words) else ""
            places = self._behind(places, word)
        return sorted(found, key=_rank)

    def _behind(self, places: Iterable[int], word: str) -> tuple[int, ...]:
        """The places behind these by a word, or by what it is without what an apostrophe joins to it."""
        forms = (word,) if "'" not in word else (word, *_unjoined(word))
        return tuple(behind for place in places for form in forms for behind in self.steps.get((place, form), ()))


def outlets_of(feeds: Iterable[tuple[str, str]]) -> Outlets:
    """The list, and feeds by their names, each with its source: its publisher, or the name itself.

    Law: what is called as an office or a body, a thing in the news or with ordinary words only ("News", "Police") is no
    medium by that; nor is what is left of a name without its language, where two sources have the same.
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


@lru_cache(maxsize=10_000)
def called(source: str) -> Outlets:
    """What a source is called in its own reports, as outlets to find there: "the Guardian", "Sky" of Sky News.

    Law: what is left of a name that nobody listed is none where it may be what the feed tells of: "Iran" of Iran News.
    """
    known = medium_of(source)
    shorter = (one for one in _shorter(source) if known or _is_telling(one))
    names = {source, *shorter, *((known, *MEDIA[known]) if known else ())}
    words = source.split()
    while known and len(words) > 1 and fold(words[-1]) in _OF_NO_MEANING:
        words.pop()
        names.add(" ".join(words))
    if len(words) > 1 and words[0].casefold() == "the":
        names.add(" ".join(words[1:]))
    return _outlets(_name(name, known or source, is_feed=name.isascii()) for name in names if words_of(name))


@cache
def _list_of_names() -> tuple[Name, ...]:
    return tuple(_name(alias, name) for name, aliases in MEDIA.items() for alias in (name, *aliases))


def _outlets(names: Iterable[Name]) -> Outlets:
    """Of names that begin alike, what is alike leads to one place."""
    places: dict[tuple[int, frozenset[str]], int] = {}
    steps: dict[tuple[int, str], list[int]] = {}
    ends: dict[int, dict[Name, None]] = {}
    for one in names:
        place = _BEGIN
        for forms in one.forms:
            before, is_new = place, (place, forms) not in places
            place = places.setdefault((before, forms), len(places) + 1)
            for form in forms if is_new else ():
                steps.setdefault((before, form), []).append(place)
        ends.setdefault(place, {})[one] = None
    return Outlets(
        {step: tuple(behind) for step, behind in steps.items()}, {place: tuple(those) for place, those in ends.items()}
    )


def _rank(one: Name) -> tuple[int, bool]:
    return -len(one.forms), one.is_feed


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
    feminine = (f"{word[:-1]}ої",) if word.endswith(_FEMININE) else ()
    return frozenset({*declined(word), *(key for key in name_keys(word) if ":" not in key), *neuter, *feminine})


def _unjoined(word: str) -> Iterator[str]:
    """What stands before an apostrophe, "BBC's", "Reuters'a", and behind an article's: "l'AFP"."""
    before, _, after = word.partition("'")
    yield after if before in _ARTICLES else before


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
    if not words or not any(word.isalpha() for word in words) or is_general(words) or _is_body(words):
        return False
    text = read(name)
    if any(one.start == 0 and one.end == len(words) for one in offices(text)):
        return False
    if len(words) > 1:
        return True
    stem = crude_stem(words[0])
    level = min(rareness(stem), rareness(stem, foreign=True))
    return len(words[0]) > 1 and level >= (_RARE_LETTERS if name.isupper() else _RARE)


def _is_body(words: tuple[str, ...]) -> bool:
    """Is it called as who acts, not as who tells: "CENTCOM", "Israel Defense Forces"?"""
    return words[-1] in _BODIES or (len(words) == 1 and words[0] in _BODY_NAMES)


def _stands(text: Read, start: int, one: Name) -> bool:
    """Are the words of a name, which stand here, in one sentence and written as a name is?"""
    end = start + len(one.forms)
    if end > len(text.words) or text.sentences[start] != text.sentences[end - 1]:
        return False
    if end - start == 1 and text.words[start] in _WORDS_ELSEWHERE and not _is_cited_name(text, start):
        return False
    if one.is_letters and text.words[start] in _SMALL_LETTERS:
        return True
    if one.is_letters:
        if text.words[start] == "ft" and start and text.words[start - 1].isdigit():
            return False  # feet
        return any(part.isupper() for part in _APOSTROPHE.split(text.written[start]) if len(part) > 1)
    if any("," in text.gap(at - 1) for at in range(start + 1, end)):
        return False
    named = range(start, end if one.is_feed or text.words[start] in _BEGUN else start + 1)
    return not any(text.written[at][0].islower() and text.words[at] not in _SMALL for at in named)


def _is_cited_name(text: Read, at: int) -> bool:
    """Is it a medium's name where it is another word in German: "Mehr reported", "laut Bild", «Bild», `пишет Bild`?"""
    before = text.words[at - 1] if at else ""
    behind = text.words[at + 1] if at + 1 < len(text.words) else ""
    if before in _CITED_BEHIND or behind in _CITED_BEFORE or not (before + behind).isascii():
        return True
    is_quoted = bool(at) and text.gap(at - 1).endswith(tuple(QUOTES)) and text.gap(at).startswith(tuple(QUOTES))
    return is_quoted or (text.words[at] == "bild" and not at and text.gap(at).startswith(":"))
