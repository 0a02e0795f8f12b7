"""A name in a text -> what the words round it make it do: claim, confirm, deny, or just say. Pure.

A name speaks where a cue stands beside it within one sentence: a verb ("the ministry denied"), or words that pass its
word on ("according to", "told", "со ссылкой на", "نقلا عن"). A negated cue ("could not confirm") says nothing.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from daemon.incidents.claimants import takes_responsibility
from daemon.incidents.cues import (
    A_MEDIUM_S_OWN,
    AFFILIATED,
    BEFORE_A_NOUN,
    CLAIMED,
    FALSE,
    FILLERS,
    GROUP,
    HEADLINE_VERBS,
    IF,
    IS,
    KIND_ENDINGS,
    NO_OFFICE,
    NOT,
    NOUNS,
    OF_A_KIND,
    OF_A_NOUN,
    OF_A_REPORT,
    OF_THAT,
    OF_THE_KNOWN,
    REJECTS,
    RESPONSIBLE,
    SAYS,
    SHOWS,
    SPEECHES,
    STRESSED,
    TO_A_MEDIUM,
    TOLD,
    TOLD_IN_FRENCH,
    WHAT_IS_TOLD,
    WON,
    cues,
    done_by,
    handing_on,
    verbs,
)
from daemon.incidents.deeds import claims_a_deed
from daemon.incidents.happenings import before, behind, tells_of_one
from daemon.incidents.naming import FAR, Read, Speaker, bare_of
from daemon.incidents.outlets import listed
from daemon.incidents.subjects import is_own, is_taker
from daemon.model import Stance

_BEFORE, _AFTER = 5, 5  #: words between a cue and the name it belongs to
_SUPPOSED = 4  #: words before a name in which an "if" belongs to it
_SAID_BEFORE = 8  #: words before a name in which it is told something
_WHAT = "ما"  #: in Arabic both "not" and "what"
_BY = frozenset({"by", "with"})  #: before the credit that begins a text
_NEGATED = 3  #: words before a verb in which a "not" belongs to it
_SET_OFF = 14  #: words that two commas may set off behind a medium's name
_NEUTRAL = {
    "party": Stance.CLAIMS,
    "office": Stance.CONFIRMS,
    "ruler": Stance.CONFIRMS,
    "leader": Stance.CONFIRMS,
    "medium": Stance.CITES,
}
_CLAIM = 4  #: words behind a "claim" that say what is claimed
_A_STATEMENT = 2  #: words behind a verb that tell something
_TO_IN_FRENCH = frozenset({"a", "au"})
_ARABIC = re.compile("[\u0600-\u06ff]")
_LABEL = re.compile(r"(?:(?:in|of|at|في|в|у|на|по)\s+\S+?\s*)?:\s")  #: "police in Texas: …"
_OPEN, _CLOSED = frozenset('«“„"'), frozenset('»”“"')  #: round a medium's name
_SIGNS = frozenset("-–—:")  #: before who is named at the end of a headline


def stance_of(text: Read, speaker: Speaker) -> Stance | None:
    """What the words round a name make it do: to cite is just to say. None: it is only spoken of."""
    is_medium = speaker.kind == "medium"
    if not is_medium and (_is_supposed(text, speaker) or _is_affiliated(text, speaker)):
        return None
    if (is_medium and speaker.reach == FAR and is_credit(text, speaker)) or _is_signed(text, speaker):
        return _neutral(text, speaker, speaker.end - 1)
    if _follows(text, speaker, cues(medium=is_medium)) or _has_letter_for_to(text, speaker) or _is_told(text, speaker):
        return _neutral(text, speaker, speaker.end - 1)
    done = next((stance for stance, words in done_by().items() if _follows(text, speaker, words)), None)
    if done:
        is_other = not NO_OFFICE.isdisjoint(text.words[speaker.end : speaker.end + 1])
        return None if is_other or _is_negated(text, speaker.start - 2) else done
    return _said(text, speaker)


def is_handed_on(text: Read, speaker: Speaker) -> bool:
    """Does one medium name here another whose report it hands on: "reported, citing AFP", "со ссылкой на AFP"?"""
    return speaker.kind == "medium" and _follows(text, speaker, handing_on())


def neutral_of(speaker: Speaker) -> Stance | None:
    """What a name does that just says something."""
    return _NEUTRAL.get(speaker.kind)


def _neutral(text: Read, speaker: Speaker, at: int) -> Stance | None:
    """A neutral word, at a verb or at the name itself; who rules or fights has one only of what has happened."""
    if speaker.kind not in {"ruler", "leader"}:
        return Stance.CITES
    told = behind(text, max(at, speaker.end - 1))
    if len(told) < _A_STATEMENT:
        told = before(text, min(at, speaker.start))
    return Stance.CITES if tells_of_one(text, told, loss=speaker.kind == "leader") else None


def _said(text: Read, speaker: Speaker) -> Stance | None:
    """What the nearest verb that belongs to a name makes it say."""
    for at in _cue_places(text, speaker):
        stance = None if _is_of_itself(text, speaker, at) else _verb(text.words[at], medium=speaker.kind == "medium")
        if (
            stance
            and is_own(text, speaker, at)
            and not _is_noun(text, speaker, at)
            and _is_active(text, speaker, at, stance)
        ):
            if stance is Stance.CITES and claims_a_deed(text, speaker, at) and not _is_negated(text, at):
                return Stance.CLAIMS
            stance = _neutral(text, speaker, at) if stance is Stance.CITES else stance
            since = speaker.end if at >= speaker.end else 0
            return None if _is_negated(text, at, since) else Stance.DENIES if _is_false(text, speaker, at) else stance
    return Stance.CLAIMS if speaker.kind == "party" and _takes_responsibility(text, speaker) else None


def _is_false(text: Read, speaker: Speaker, at: int) -> bool:
    """Does an office say at a plain verb that a report is false: "said the accusation was groundless"?"""
    if speaker.kind != "office" or _verb(text.words[at], medium=False) is not Stance.CITES:
        return False
    said = [word for word, number in zip(text.words, text.sentences, strict=True) if number == text.sentences[at]]
    behind = said[said.index(text.words[at]) + 1 :]
    ends = [
        one for one, word in enumerate(behind) if word in FALSE and not IS.isdisjoint(behind[max(0, one - 2) : one])
    ]
    return any(not OF_A_REPORT.isdisjoint(behind[:end]) for end in ends)


def _is_of_itself(text: Read, speaker: Speaker, at: int) -> bool:
    """Is it an unlisted paper's word of itself, or its reporter's work: "the paper learned", "Times man reporting"?"""
    if text.words[at] == "reporting":
        return at != speaker.end and text.words[at - 1] not in IS
    return text.words[at] in OF_THE_KNOWN and speaker.reach != FAR


def _verb(word: str, *, medium: bool) -> Stance | None:
    known = verbs(medium=medium)
    return known.get(word) or known.get(word.removeprefix("و"))


def _is_supposed(text: Read, speaker: Speaker) -> bool:
    """Is it only asked or supposed that somebody says it: "if the army confirms", "did Hezbollah claim it?"?"""
    for at in range(max(0, speaker.start - _SUPPOSED), speaker.start):
        if text.words[at] in IF and text.sentences[at] == _at(text, speaker):
            return "," not in text.whole[text.starts[at] : text.starts[speaker.start]]
    last = max(at for at, number in enumerate(text.sentences) if number == _at(text, speaker))
    return text.whole[text.starts[last] + len(text.written[last]) :].lstrip("\"'»”)")[:1] in {"?", "؟"}


def _is_affiliated(text: Read, speaker: Speaker) -> bool:
    """Is a name only a part of another's: "al Qaeda affiliate", "Hamas-run health ministry"?"""
    return speaker.end < len(text.words) and text.words[speaker.end] in AFFILIATED


def _is_signed(text: Read, speaker: Speaker) -> bool:
    """Does a headline begin or end with who says it: `Police: …`, `МЧС: …`, `… : police`, `… – МВД`?"""
    if speaker.kind not in {"office", "party", "ruler", "leader"}:
        return False
    before, after = _around(text, speaker)
    begins = not before and speaker.kind in {"office", "ruler", "leader"} and _LABEL.match(after) is not None
    return begins or (not after.strip(".") and before[-1:] in _SIGNS and " " in before)


def _is_negated(text: Read, at: int, since: int = 0) -> bool:
    """Does a "not" belong to a verb? Not what stands before its subject or a comma: "no dead, police said"."""
    first = max(since, at - _NEGATED)
    return any(
        text.words[one] in NOT
        and "," not in text.whole[text.starts[one] : text.starts[at]]
        and not (text.words[one] == _WHAT and one and text.words[one - 1] in WHAT_IS_TOLD)
        for one in range(first, at)
    )


def _is_active(text: Read, speaker: Speaker, at: int, stance: Stance) -> bool:
    """Whether a verb says what its subject does with what is told: neither is it done to it, nor is a plan rejected."""
    if _is_another_part(text, at):
        return False
    following = text.words[at + 1 : at + 1 + _AFTER]
    if stance is Stance.CLAIMS and speaker.kind == "fighter" and CLAIMED.isdisjoint(following[:_CLAIM]):
        return False
    if stance is Stance.CLAIMS and not WON.isdisjoint(following):
        return False
    if stance is Stance.CONFIRMS and not STRESSED.isdisjoint(following):
        return False
    return text.words[at] not in REJECTS or not TOLD.isdisjoint(following)


def _is_another_part(text: Read, at: int) -> bool:
    """Is it a passive, a plan, a noun: "was denied", "is to deny", "by claiming", "the claim"?"""
    before, earlier = text.words[at - 1] if at else "", text.words[at - 2] if at > 1 else ""
    is_plan = before == "to" and not earlier.startswith("continu")
    is_done = before in IS and text.written[at - 1] != GROUP and (before == "by" or not text.words[at].endswith("ing"))
    return is_done or is_plan or (text.words[at] in OF_A_NOUN and before in OF_THAT)


def _is_noun(text: Read, speaker: Speaker, at: int) -> bool:
    """Is it what somebody has said, not that it says it: "police reports", "rejected US claims"?"""
    if speaker.kind in {"office", "official", "ruler", "leader"} and text.words[at] in NOUNS:
        return text.words[at] not in HEADLINE_VERBS or not SHOWS.isdisjoint(text.words[at + 1 : at + 2])
    before = text.words[speaker.start - 1] if speaker.start else ""
    return at == speaker.end and text.words[at] in OF_A_NOUN and before in BEFORE_A_NOUN


def _takes_responsibility(text: Read, speaker: Speaker) -> bool:
    """Does the name's sentence say in Russian or Ukrainian that it takes responsibility?"""
    said = [at for at, number in enumerate(text.sentences) if number == _at(text, speaker)]
    taken = next((at for at in said if text.words[at] in RESPONSIBLE and takes_responsibility(text, at)), None)
    return taken is not None and not _is_negated(text, taken) and is_taker(text, speaker, taken)


def _cue_places(text: Read, speaker: Speaker) -> Iterator[int]:
    """Where a verb can stand that belongs to the name: after it, or right before it, in the same sentence."""
    sentence = text.sentences[speaker.start]
    reach = 1 if speaker.kind in {"state", "other", "fighter"} else speaker.reach
    after = [
        at for at in range(speaker.end, min(speaker.end + reach, len(text.words))) if text.sentences[at] == sentence
    ]
    after += _behind_commas(text, speaker)
    before = _verb_before(text, speaker)
    is_arabic = _ARABIC.match(text.words[speaker.start]) is not None  # the verb stands first
    yield from (*before, *after) if is_arabic else (*after, *before)


def _behind_commas(text: Read, speaker: Speaker) -> list[int]:
    """Where a medium's verb stands behind what two commas set off: "the Journal, citing people who know, reported"."""
    if speaker.kind != "medium" or speaker.end >= len(text.words) or not text.gap(speaker.end - 1).startswith(","):
        return []
    last = min(speaker.end + _SET_OFF, len(text.words))
    same = takewhile(lambda at: text.sentences[at] == _at(text, speaker), range(speaker.end + 1, last))
    return [at for at in same if text.gap(at - 1).startswith(",")][:1]


def _verb_before(text: Read, speaker: Speaker) -> tuple[int, ...]:
    """Where a verb can stand before a name: right there, but for fillers and whom it is told."""
    for at in range(speaker.start - 1, max(speaker.start - 1 - _BEFORE, -1), -1):
        if text.sentences[at] != text.sentences[speaker.start]:
            return ()
        if not _is_between(text, at, speaker) and not listed().has(text.words[at]):
            is_any = not text.words[at].isascii() or (speaker.kind == "medium" and _is_turned(text, at))
            return (at,) if is_any or _is_tail(text, speaker, at) else ()
    return ()


def _is_turned(text: Read, at: int) -> bool:
    """May what stands behind an English verb be its subject: `", reports Reuters"`; not "police said a Reuters …"?"""
    begins = not at or text.sentences[at - 1] != text.sentences[at]
    return begins or text.words[at - 1] == "as" or bool(text.gap(at - 1).strip())


def _is_tail(text: Read, speaker: Speaker, at: int) -> bool:
    """Is it who says it, behind what is told: "…, says Defence Ministry", "…, say police"?"""
    if text.words[at] not in SAYS or not at or text.gap(at - 1).strip(" '’\"”»") not in {",", "—", "–"}:
        return False
    return _around(text, speaker)[1][:1] in {"", ".", ";", ","}


def _follows(text: Read, speaker: Speaker, cues: Sequence[tuple[str, ...]]) -> bool:
    """Does one of these cues stand before a name, such as "according to", with fillers between?"""
    at = speaker.start
    first = at
    while first and text.sentences[first - 1] == _at(text, speaker):
        first -= 1
    while True:
        if any(text.words[max(first, at - len(cue)) : at] == cue for cue in cues):
            return True
        if at == first or speaker.start - at >= _AFTER or not _is_between(text, at - 1, speaker):
            return False
        at -= 1


def _is_between(text: Read, at: int, speaker: Speaker) -> bool:
    """May a word stand before a name, behind what passes its word on?"""
    return text.words[at] in FILLERS or (speaker.kind == "medium" and _is_whose(text, at, speaker))


def _is_whose(text: Read, at: int, speaker: Speaker) -> bool:
    """Does a word say whose a medium is, or of what kind: "the semi-official Palestinian news agency Wafa"?"""
    word, before = text.words[at], text.written[at]
    if not before.isascii():
        return word.endswith(KIND_ENDINGS) and at + 1 < speaker.start and not text.gap(at).strip("- ")
    if word in OF_A_KIND or (text.gap(at) == "-" and at + 1 < speaker.start):
        return not text.gap(at).strip("- ")
    return at + 1 < speaker.start and text.words[at + 1] != "the" and before[0].isupper()


def _has_letter_for_to(text: Read, speaker: Speaker) -> bool:
    """Is it "according to" a name in Arabic, whose "to" is a letter of the name's first word?"""
    first = text.words[speaker.start]
    if (first,) in cues(medium=True):  # "to the agency" may be a part of the name
        return True
    before = text.words[speaker.start - 1] if speaker.start else ""
    return before in {"وفقا", "وفق"} and bare_of(first) != first


def _is_told(text: Read, speaker: Speaker) -> bool:
    """Is it said to a medium, in the case of whom things are told: "صرح مسؤول لرويترز", "заявил он газете «Труд»"?"""
    before = text.words[speaker.start - 1] if speaker.start else ""
    if speaker.kind != "medium" or before in A_MEDIUM_S_OWN:
        return False
    said = range(max(0, speaker.start - _SAID_BEFORE), speaker.start)
    if before in _TO_IN_FRENCH:
        return any(text.words[at] in TOLD_IN_FRENCH and text.sentences[at] == _at(text, speaker) for at in said)
    if not (speaker.is_told or before in TO_A_MEDIUM):
        return False
    return any(
        (_verb(text.words[at], medium=False) or text.words[at] in SPEECHES)
        and text.sentences[at] == _at(text, speaker)
        and not _is_negated(text, at)
        for at in said
    )


def _at(text: Read, speaker: Speaker) -> int:
    return text.sentences[speaker.start]


def is_credit(text: Read, speaker: Speaker) -> bool:
    """Is a medium named as in a credit: `(AFP)`, `/ТАСС/`, `© AFP`; `TASS: …`, `By AFP` first, `… – Reuters` last?"""
    before, after = _around(text, speaker)
    if before in _OPEN and after[:1] in _CLOSED:
        before, after = "", after[1:].lstrip()
    if before[-1:] in {"(", "/", "["} and after[:1] in {")", "/", "]", ","}:
        return True
    if before.endswith("©") or (before.casefold() in _BY and (not after[:1].isalpha() or after[:1].isupper())):
        return True
    return (not before and after[:1] == ":") or (not after.strip(".") and before[-1:] in {*_SIGNS, "|", "/"})


def _around(text: Read, speaker: Speaker) -> tuple[str, str]:
    """What stands before a name and after it."""
    end = text.starts[speaker.end - 1] + len(text.written[speaker.end - 1])
    return text.whole[: text.starts[speaker.start]].rstrip(), text.whole[end:].lstrip()
