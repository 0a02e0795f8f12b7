"""A report's words -> who says it, and how: claims, confirms, denies, or is only passed on. Pure.

`present.py` finds the names that may speak, `stances.py` what the words round each make it do. What is neutral ("said")
is a claim of an armed group, the word of an office, and a citation of a medium.
"""

from collections.abc import Iterable, Sequence

from daemon.incidents.firsthand import tells_its_own
from daemon.incidents.naming import Read, Speaker, read
from daemon.incidents.outlets import Outlets, listed
from daemon.incidents.present import speakers
from daemon.incidents.roles import OFFICIAL_TAGS, PARTY_TAGS
from daemon.incidents.speakers import medium_of
from daemon.incidents.stances import is_handed_on, neutral_of, stance_of
from daemon.language.fold import fold
from daemon.model import Item, Mention, Stance, Statement

_OF_A_SIDE = frozenset({Stance.CLAIMS, Stance.DENIES})  #: who does so confirms nothing by what it just says besides
_READ = 600  #: characters of summary or body; who says it stands at the beginning


def statements_of(item: Item, mentions: Iterable[Mention], outlets: Outlets | None = None) -> tuple[Statement, ...]:
    """Who says what the item tells, in the order in which they stand there; each name and stance once.

    `outlets`: the media that can be cited; None: those that everybody knows.
    Law: an item never cites its own source, nor whom it names for a detail only (`firsthand.py`); who denies, or
    claims, confirms nothing by what it says besides. A feed whose tags call it a party claims, an official one confirms
    what it says itself, unless it only passes on what another says.
    """
    mentioned = list(mentions)
    title, text = (read(text[:_READ]) for text in (item.title, item.summary or item.body))
    in_title, in_text = (_spoken(one, mentioned, outlets or listed()) for one in (title, text))
    spoken = [(speaker, verb) for speaker, verb in (*in_title, *in_text) if not _is_itself(speaker, item.source)]
    partial = {fold(speaker.name) for speaker, verb in spoken if verb in _OF_A_SIDE}
    cited_in = (_cited_in(in_title, item.source), _cited_in(in_text, item.source))
    is_own = any(cited_in) and tells_its_own(item.source, title, text, cited_in)
    found: dict[Statement, None] = {}
    for speaker, verb in spoken:
        stance = neutral_of(speaker) if verb is Stance.CITES else verb
        is_partial = verb is not stance and stance is Stance.CONFIRMS and fold(speaker.name) in partial
        if stance and not is_partial and not (is_own and stance is Stance.CITES):
            found.setdefault(Statement(who=speaker.name, stance=stance, medium=speaker.kind == "medium"))
    statements = tuple(found)
    role = _role(item.tags)
    if role and cited(statements) is None:
        return (Statement(who=item.source, stance=role), *statements)
    return statements


def cited(statements: Sequence[Statement]) -> str | None:
    """The medium that a report rests on: the first that it cites; None: it speaks for itself.

    Why offices do not count: who reports a ministry's word has heard the ministry; who cites an agency has read it.
    """
    return next((one.who for one in statements if one.medium and one.stance is Stance.CITES), None)


def voice_of(item: Item, statements: Sequence[Statement], outlets: Outlets | None = None) -> str:
    """Who an item counts for as a source: the medium that it cites or that its author is, else its own source."""
    author = (outlets or listed()).source_of(item.author or "")
    return cited(statements) or author or medium_of(item.source) or item.source


def _role(tags: Iterable[str]) -> Stance | None:
    given = {tag.casefold() for tag in tags}
    if given & PARTY_TAGS:
        return Stance.CLAIMS
    return Stance.CONFIRMS if given & OFFICIAL_TAGS else None


def _is_itself(speaker: Speaker, source: str) -> bool:
    return speaker.name == medium_of(source) or fold(speaker.name) == fold(source)


def _cited_in(spoken: Iterable[tuple[Speaker, Stance]], source: str) -> list[Speaker]:
    """The media that somebody of this source cites."""
    cites = [one for one, verb in spoken if one.kind == "medium" and verb is Stance.CITES]
    return [one for one in cites if not _is_itself(one, source)]


def _spoken(text: Read, mentions: Sequence[Mention], outlets: Outlets) -> list[tuple[Speaker, Stance]]:
    """Who speaks, and by what kind of verb; who only hands on another's report in the same sentence is left out."""
    found = [(speaker, verb) for speaker in speakers(text, mentions, outlets) if (verb := stance_of(text, speaker))]
    found = [(speaker, verb) for speaker, verb in found if verb is not Stance.CITES or neutral_of(speaker)]
    handed_on = {text.sentences[speaker.start]: speaker.start for speaker, _ in found if is_handed_on(text, speaker)}
    return [
        (speaker, stance)
        for speaker, stance in found
        if speaker.kind != "medium" or speaker.start >= handed_on.get(text.sentences[speaker.start], 0)
    ]
