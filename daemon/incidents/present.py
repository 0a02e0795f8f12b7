"""A text and its mentions -> the names in it that may speak, in its order. Pure.

Entities of a rule folder, media from the list, then claimants, media, offices, firms and people by their form.
"""

from collections.abc import Iterator, Sequence

from daemon.incidents.avowals import avowers
from daemon.incidents.claimants import claimants
from daemon.incidents.naming import Read, Speaker, media, offices
from daemon.incidents.speakers import OFFICES, medium_of, names_of_media, words_of
from daemon.language.fold import fold
from daemon.model import Mention

_ABBREVIATED = 3  #: letters
_PARTIES = frozenset({"armed-group", "party"})
_MEDIA = frozenset({"news-agency", "outlet"})
_STATES = frozenset({"country"})
_PLACES = frozenset({"place", "city", "region", "location", "facility"})  #: they do not speak


def speakers(text: Read, mentions: Sequence[Mention]) -> Iterator[Speaker]:
    """The names in a text that may speak: entities, media from the list, then media and offices by their form.

    Law: of overlapping ones the first kind, and the longest entity; a state is last. Shape: in the order of the text.
    """
    taken: set[int] = set()
    found = []
    named = list(_entities(text, mentions))
    states = [one for one in named if one.kind == "state"]  # Egypt is a part of "Egypt's petroleum ministry"
    known = {fold(mention.evidence.text) for mention in mentions}  # "NHS England" is no state; a place does not speak
    others = [one for one in avowers(text) if fold(one.name) not in known]
    rest = (*_listed(text), *media(text), *claimants(text), *offices(text), *others, *states)
    for speaker in (*[one for one in named if one.kind != "state"], *rest):
        span = set(range(speaker.start, speaker.end))
        if not span & taken:
            taken |= span
            found.append(speaker)
    yield from sorted(found, key=lambda one: one.start)


def _entities(text: Read, mentions: Sequence[Mention]) -> Iterator[Speaker]:
    """Entities wherever their name stands in the words in which it was found: they may speak in a later sentence."""
    for mention in sorted(mentions, key=lambda one: -len(one.evidence.text)):
        if mention.kind not in _PLACES:
            name, kind = medium_of(mention.name) or mention.name, _kind(mention)
            for start, end in text.places_of(
                words_of(mention.evidence.text), is_capital=mention.evidence.text[0].isupper()
            ):
                yield Speaker(start, end, name, kind)


def _kind(mention: Mention) -> str:
    if mention.kind in _PARTIES:
        return "party"
    if mention.kind in _MEDIA or medium_of(mention.name):
        return "medium"
    names = {*words_of(mention.name), *words_of(mention.evidence.text)}
    if mention.kind == "ministry" or names & OFFICES:
        return "office"
    return "state" if mention.kind in _STATES else "other"


def _listed(text: Read) -> Iterator[Speaker]:
    known = names_of_media()
    longest = max(map(len, known))
    for start in range(len(text.words)):
        for end in range(min(start + longest, len(text.words)), start, -1):
            words = text.words[start:end]
            name = known.get(words) or (known.get((words[0][1:], *words[1:])) if has_prefix(words[0]) else None)
            if name and _is_written_as_name(text.written[start], alone=end == start + 1):
                yield Speaker(start, end, name, "medium")
                break


def has_prefix(word: str) -> bool:
    """An Arabic word with a letter before it that stands for "to", "by" or "and"."""
    return len(word) > 3 and word[0] in "لبوف"


def _is_written_as_name(word: str, *, alone: bool) -> bool:
    """A name has a capital where the script has capitals; one of three letters, if it stands alone, is all capitals."""
    return not word.isascii() or (word.isupper() if alone and len(word) <= _ABBREVIATED else word[0].isupper())
