"""A text and its mentions -> the names in it that may speak, in its order. Pure.

Entities of a rule folder, media by their names, then claimants, media, offices, firms and people by their form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from daemon.incidents.avowals import avowers
from daemon.incidents.claimants import claimants
from daemon.incidents.naming import BESIDE, QUOTES, Read, Speaker, offices, read
from daemon.incidents.outlets import Outlets
from daemon.incidents.printed import media
from daemon.incidents.speakers import OFFICES, medium_of, words_of
from daemon.language.fold import fold
from daemon.model import Mention

#: Capitals that stand for a state where they claim, confirm or deny.
_CAPITALS = frozenset(
    words_of(
        "washington moscow kyiv kiev minsk tehran ankara damascus baghdad jerusalem riyadh cairo beijing islamabad "
        "kabul pyongyang seoul tokyo taipei khartoum caracas киев москва минск вашингтон тегеран "
        "анкара дамаск багдад пекин "
        "исламабад пхеньян київ мінськ طهران موسكو كييف واشنطن دمشق أنقرة بكين بغداد الرياض القاهرة الخرطوم"
    )
)
_PARTIES = frozenset({"armed-group", "party"})
_MEDIA = frozenset({"news-agency", "outlet"})
_STATES = frozenset({"country"})
_PLACES = frozenset({"place", "city", "region", "location", "facility"})  #: they do not speak


def speakers(text: Read, mentions: Sequence[Mention], outlets: Outlets) -> Iterator[Speaker]:
    """The names in a text that may speak: entities, media by their names, then media and offices by their form.

    Law: of overlapping ones the first kind, and the longest entity; a state is last. Shape: in the order of the text.
    """
    taken: set[int] = set()
    found: list[Speaker] = []
    named = list(_entities(text, mentions, outlets))
    states = [one for one in named if one.kind == "state"]  # Egypt is a part of "Egypt's petroleum ministry"
    official = list(offices(text))
    things = [place for one in mentions if one.kind not in _MEDIA for place in _places(text, one)]
    media_named = outlets.found_in(text, [*things, *((one.start, one.end) for one in official)])
    known = {fold(mention.evidence.text) for mention in mentions}  # "NHS England" is no state; a place does not speak
    others = [one for one in avowers(text) if fold(one.name) not in known]
    formed = list(media(text))
    named_media = [_with_kind(text, one, formed) for one in media_named]
    states = [*states, *capitals(text)]
    rest = (*named_media, *formed, *claimants(text), *official, *others, *states)
    for speaker in (*[one for one in named if one.kind != "state"], *rest):
        span = set(range(speaker.start, speaker.end))
        if not span & taken and not (speaker.kind == "state" and _is_of_office(text, speaker, found)):
            taken |= span
            found.append(speaker)
    yield from sorted(found, key=lambda one: one.start)


def capitals(text: Read) -> Iterator[Speaker]:
    """Capitals by their names alone: `Kyiv denies`, `طهران تنفي`."""
    for at, word in enumerate(text.words):
        if word in _CAPITALS and not text.written[at][0].islower():
            yield Speaker(at, at + 1, text.written[at], "state", BESIDE)


def _entities(text: Read, mentions: Sequence[Mention], outlets: Outlets) -> Iterator[Speaker]:
    """Entities wherever their name stands in the words in which it was found: they may speak in a later sentence."""
    for mention in sorted(mentions, key=lambda one: -len(one.evidence.text)):
        if mention.kind not in _PLACES:
            kind = _kind(mention)
            source = (outlets.source_of if kind == "medium" else medium_of)(mention.name)
            for start, end in _places(text, mention):
                yield Speaker(start, end, source or mention.name, kind)


def _is_of_office(text: Read, state: Speaker, found: Sequence[Speaker]) -> bool:
    """Does a state's name say, in its own script, whose the office right before it is?"""
    before = [one for one in found if one.end == state.start and one.kind != "medium"]
    return bool(before) and not text.words[state.start].isascii() and not text.gap(state.start - 1).strip()


def _with_kind(text: Read, speaker: Speaker, formed: Sequence[Speaker]) -> Speaker:
    """A medium with the name by its form that stands before it: "وكالة الأنباء السورية (سانا)"."""
    for one in formed:
        if one.end == speaker.start and one.start < one.end and not text.gap(one.end - 1).strip(f" ({QUOTES}"):
            return replace(speaker, start=one.start)
    return speaker


def _places(text: Read, mention: Mention) -> Iterator[tuple[int, int]]:
    """Where the words stand in which an entity was found."""
    return text.places_of(words_of(mention.evidence.text), is_capital=mention.evidence.text[0].isupper())


def _kind(mention: Mention) -> str:
    if mention.kind in _PARTIES:
        return "party"
    if mention.kind in _MEDIA or medium_of(mention.name):
        return "medium"
    names = {*words_of(mention.name), *words_of(mention.evidence.text)}
    if mention.kind == "ministry" or names & OFFICES:
        return "office"
    if mention.kind in _STATES:
        return "state"
    return _kind_by_form(mention.evidence.text) or "other"


@lru_cache(maxsize=4_096)
def _kind_by_form(name: str) -> str | None:
    """What a whole name is by its form: USGS an office, the Russian army a ruler."""
    text = read(name)
    return next((one.kind for one in offices(text) if one.end - one.start == len(text.words)), None)
