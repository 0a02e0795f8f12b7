"""A report's words -> who says it, and how: claims, confirms, denies, or is only passed on. Pure.

A name speaks where a cue stands beside it within one sentence: a verb ("the ministry denied"), or words that pass its
word on ("according to", "told", "со ссылкой на", "نقلا عن"). What is neutral ("said") is a claim of an armed group, the
word of an office, and a citation of a medium. A negated cue ("could not confirm") says nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from daemon.incidents.naming import FAR, Read, Speaker, media, offices, read
from daemon.incidents.speakers import OFFICES, medium_of, names_of_media, words_of
from daemon.language.fold import fold
from daemon.model import Item, Mention, Stance, Statement

_READ = 600  #: characters of summary or body; who says it stands at the beginning
_BEFORE, _AFTER = 5, 5  #: words between a cue and the name it belongs to
_NEGATED = 3  #: words before a verb in which a "not" belongs to it
_ARABIC = re.compile("[\u0600-\u06ff]")
_ABBREVIATED = 3  #: letters
_PARTIES = frozenset({"armed-group", "party"})
_MEDIA = frozenset({"news-agency", "outlet"})
_STATES = frozenset({"country"})
_PLACES = frozenset({"place", "city", "region", "location", "facility"})  #: they do not speak

PARTY_TAGS = frozenset({"party", "claim", "claims"})  #: tags of a feed that speaks for itself: what it says is a claim
OFFICIAL_TAGS = frozenset({"official", "ministry"})

_VERBS = {
    Stance.CLAIMS: """
        claims claimed claim claiming alleges alleged утверждает утверждают утверждал утверждали زعم زعمت يزعم تزعم
        ادعى ادعت تبنى تبنت""",
    Stance.CONFIRMS: """
        confirms confirmed confirm confirming acknowledges acknowledged admits admitted подтвердил подтвердила
        подтвердило подтвердили подтверждает подтверждают признал признала признало признали أكد أكدت يؤكد تؤكد أقر
        أقرت""",
    Stance.DENIES: """
        denies denied deny denying refutes refuted rejects rejected опроверг опровергла опровергло опровергли
        опровергает опровергают отрицает отрицают отверг отвергла отвергло отвергли نفى نفت ينفي تنفي نفيه نفيها""",
    Stance.CITES: """
        said says say told tells announced announces announce reported reports stated states сообщил сообщила
        сообщило сообщили сообщает сообщают уточнил уточнила уточнило уточнили рассказал рассказали заявил заявила
        заявило заявили заявляет объявил объявила объявило объявили передает передают пишет пишут أعلن أعلنت قال
        قالت ذكر ذكرت أفاد أفادت صرح صرحت نشر نشرت نقلت""",
}
_PASSED_ON = """
    according to|citing|cites|quoting|quoted by|quotes|told|reported by|reports by|as reported by|via|со ссылкой на
    |ссылаясь на|по данным|по информации|по сообщению|по сведениям|по словам
    |نقلا عن|بحسب|حسب|وفقا|وفق|لوكالة|لصحيفة|لقناة"""
_HANDED_ON = (
    "citing|quoting|cites|со ссылкой на|ссылаясь на|نقلا عن|نقلت عن"  #: another's report, not what one was told
)
_DONE_BY = {
    Stance.CLAIMS: "claimed by",
    Stance.CONFIRMS: "confirmed by|acknowledged by",
    Stance.DENIES: "denied by|refuted by",
}
_NOT = frozenset(
    words_of("not cannot never neither nor yet without unable no none nobody не ни без никто لم لا لن ما دون غير")
)
_IS = frozenset(words_of("is are was were be been being"))  #: what is confirmed confirms nothing
#: To reject, and to deny, is to deny what is told only if it is this, or nothing of the other.
_REJECTS = frozenset(words_of("rejects rejected отверг отвергла отвергло отвергли"))
_TOLD = frozenset(
    words_of(
        "claim claims report reports allegation allegations accusation accusations suggestion suggestions rumours "
        "rumors responsibility involvement it сообщения сообщение обвинения обвинение утверждения информацию "
        "причастность"
    )
)
_NOT_GIVEN = frozenset(words_of("entry access bail visa visas permission parole asylum them him her service treatment"))
_NOUNS = frozenset(words_of("reports report states claim alleged"))  #: beside an office: "police dismissed reports"
_RESPONSIBLE = frozenset(words_of("взял взяла взяло взяли берет"))  #: … на себя ответственность
_FILLERS = frozenset(
    words_of(
        "the a an state run s news agency newspaper channel broadcaster outlet website its агентство агентства "
        "телеканал газета издание в во пресс служба службе представитель группировка движение организация المتحدث باسم "
        "الناطق وكالة وكاله الأنباء قناة صحيفة موقع"
    )
)


def statements_of(item: Item, mentions: Iterable[Mention]) -> tuple[Statement, ...]:
    """Who says what the item tells, in the order in which they stand there; each name and stance once.

    Law: an item never cites its own source. A feed whose tags call it a party claims, an official one confirms what it
    says itself, unless it only passes on what another says.
    """
    own = medium_of(item.source)
    mentioned = list(mentions)
    found: dict[Statement, None] = {}
    for field, text in (("title", item.title), ("summary", item.summary), ("body", "" if item.summary else item.body)):
        words = read(text[:_READ])
        for speaker, stance in _spoken(words, [one for one in mentioned if one.evidence.field == field]):
            if speaker.name != own and fold(speaker.name) != fold(item.source):
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


def voice_of(item: Item, statements: Sequence[Statement]) -> str:
    """Who an item counts for as a source: the medium that it cites or that its author is, else its own source."""
    author = medium_of(item.author or "")
    return cited(statements) or author or medium_of(item.source) or item.source


def _role(tags: Iterable[str]) -> Stance | None:
    given = {tag.casefold() for tag in tags}
    if given & PARTY_TAGS:
        return Stance.CLAIMS
    return Stance.CONFIRMS if given & OFFICIAL_TAGS else None


def _spoken(text: Read, mentions: Sequence[Mention]) -> list[tuple[Speaker, Stance]]:
    """Who speaks, and how; a medium that only hands on another's report in the same sentence is left out."""
    found = [(speaker, stance) for speaker in _speakers(text, mentions) if (stance := _stance(text, speaker))]
    handed_on = {_at(text, speaker): speaker.start for speaker, _ in found if _is_handed_on(text, speaker)}
    return [
        (speaker, stance)
        for speaker, stance in found
        if speaker.kind != "medium" or speaker.start >= handed_on.get(_at(text, speaker), 0)
    ]


def _is_handed_on(text: Read, speaker: Speaker) -> bool:
    """Does one medium name here another whose report it hands on: "reported, citing AFP", "со ссылкой на AFP"?"""
    return speaker.kind == "medium" and _follows(text, speaker, _handing_on())


def _speakers(text: Read, mentions: Sequence[Mention]) -> Iterator[Speaker]:
    """The names in a text that may speak: entities, media from the list, then media and offices by their form.

    Law: of overlapping ones the first kind, and the longest entity; a state is last. Shape: in the order of the text.
    """
    taken: set[int] = set()
    found = []
    named = list(_entities(text, mentions))
    states = [one for one in named if one.kind == "state"]  # Egypt is a part of "Egypt's petroleum ministry"
    rest = (*_listed(text), *media(text), *offices(text), *states)
    for speaker in (*[one for one in named if one.kind != "state"], *rest):
        span = set(range(speaker.start, speaker.end))
        if not span & taken:
            taken |= span
            found.append(speaker)
    yield from sorted(found, key=lambda one: one.start)


def _entities(text: Read, mentions: Sequence[Mention]) -> Iterator[Speaker]:
    for mention in sorted(mentions, key=lambda one: -len(one.evidence.text)):
        span = [
            index for index, start in enumerate(text.starts) if mention.evidence.start <= start < mention.evidence.end
        ]
        if span and mention.kind not in _PLACES:
            name = medium_of(mention.name) or mention.name
            yield Speaker(span[0], span[-1] + 1, name, _kind(mention))


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
            name = known.get(words) or (known.get((words[0][1:], *words[1:])) if _has_prefix(words[0]) else None)
            if name and _is_written_as_name(text.written[start]):
                yield Speaker(start, end, name, "medium")
                break


def _has_prefix(word: str) -> bool:
    """An Arabic word with a letter before it that stands for "to", "by" or "and"."""
    return len(word) > 3 and word[0] in "لبوف"


def _is_written_as_name(word: str) -> bool:
    """A name has a capital where the script has capitals; one of three letters is all capitals."""
    return not word.isascii() or (word.isupper() if len(word) <= _ABBREVIATED else word[0].isupper())


def _stance(text: Read, speaker: Speaker) -> Stance | None:
    """What the words round a name make it say; None: it is only spoken of."""
    if speaker.kind == "medium" and speaker.reach == FAR and _is_credit(text, speaker):
        return Stance.CITES
    if _follows(text, speaker, _cues(medium=speaker.kind == "medium")) or _has_letter_for_to(text, speaker):
        return _neutral(speaker)
    done = next((stance for stance, cues in _done_by().items() if _follows(text, speaker, cues)), None)
    if done:
        return None if _is_negated(text, speaker.start - 2) else done
    for at in _cue_places(text, speaker):
        stance = _verb(text.words[at])
        is_noun = text.words[at] in _NOUNS and speaker.kind in {"office", "official"}
        if stance and not is_noun and _is_active(text, at, stance):
            since = speaker.end if at >= speaker.end else 0
            return None if _is_negated(text, at, since) else _neutral(speaker) if stance is Stance.CITES else stance
    return Stance.CLAIMS if speaker.kind == "party" and _takes_responsibility(text, speaker) else None


def _verb(word: str) -> Stance | None:
    return _verbs().get(word) or _verbs().get(word.removeprefix("و"))


def _is_negated(text: Read, at: int, since: int = 0) -> bool:
    """Does a "not" belong to a verb? What is said of before its subject ("no casualties, police said") does not."""
    return not _NOT.isdisjoint(text.words[max(since, at - _NEGATED) : at])


def _is_active(text: Read, at: int, stance: Stance) -> bool:
    """Whether a verb says what its subject does with what is told: neither is it done to it, nor is a plan rejected."""
    if at and text.words[at - 1] in _IS:
        return False
    following = text.words[at + 1 : at + 1 + _AFTER]
    if text.words[at] in _REJECTS:
        return not _TOLD.isdisjoint(following)
    return stance is not Stance.DENIES or _NOT_GIVEN.isdisjoint(following[:1])


def _takes_responsibility(text: Read, speaker: Speaker) -> bool:
    """Does the name's sentence say, in Russian, that somebody takes responsibility, and nobody else is named for it?"""
    said = [at for at, number in enumerate(text.sentences) if number == _at(text, speaker)]
    words = [text.words[at] for at in said]
    taken = next((at for at, word in enumerate(words) if word in _RESPONSIBLE), None)
    return taken is not None and "ответственность" in words and not _is_negated(text, said[taken])


def _neutral(speaker: Speaker) -> Stance | None:
    """What a name does that just says something."""
    return {"party": Stance.CLAIMS, "office": Stance.CONFIRMS, "medium": Stance.CITES}.get(speaker.kind)


def _cue_places(text: Read, speaker: Speaker) -> Iterator[int]:
    """Where a verb can stand that belongs to the name: after it, or right before it, in the same sentence."""
    sentence = text.sentences[speaker.start]
    reach = 1 if speaker.kind in {"state", "other"} else speaker.reach
    after = [
        at for at in range(speaker.end, min(speaker.end + reach, len(text.words))) if text.sentences[at] == sentence
    ]
    before = _verb_before(text, speaker)
    is_arabic = _ARABIC.match(text.words[speaker.start]) is not None  # the verb stands first
    yield from (*before, *after) if is_arabic else (*after, *before)


def _verb_before(text: Read, speaker: Speaker) -> tuple[int, ...]:
    """Where a verb can stand before a name: right there, but for fillers and whom it is told."""
    for at in range(speaker.start - 1, max(speaker.start - 1 - _BEFORE, -1), -1):
        if text.sentences[at] != text.sentences[speaker.start]:
            return ()
        if text.words[at] not in _FILLERS and (text.words[at],) not in names_of_media():
            return (at,) if not text.words[at].isascii() or speaker.kind == "medium" else ()
    return ()


def _follows(text: Read, speaker: Speaker, cues: Sequence[tuple[str, ...]]) -> bool:
    """Does one of these cues stand before a name, such as "according to", with fillers between?"""
    at = speaker.start
    while at > 0 and speaker.start - at < _AFTER and text.words[at - 1] in _FILLERS:
        at -= 1
    same = [word for word, number in zip(text.words[:at], text.sentences, strict=False) if number == _at(text, speaker)]
    return any(tuple(same[-len(cue) :]) == cue for cue in cues)


def _has_letter_for_to(text: Read, speaker: Speaker) -> bool:
    """Is it "according to" a name in Arabic, whose "to" is a letter of the name's first word?"""
    before = text.words[speaker.start - 1] if speaker.start else ""
    return before in {"وفقا", "وفق"} and _has_prefix(text.words[speaker.start])


def _at(text: Read, speaker: Speaker) -> int:
    return text.sentences[speaker.start]


def _is_credit(text: Read, speaker: Speaker) -> bool:
    """Is a medium named as an agency's credit: `(AFP)`, `/ТАСС/`, `TASS: …` at the start, `… – Reuters` at the end?"""
    start = text.starts[speaker.start]
    end = text.starts[speaker.end - 1] + len(text.written[speaker.end - 1])
    before, after = text.whole[:start].rstrip(), text.whole[end:].lstrip()
    if before[-1:] in {"(", "/", "["} and after[:1] in {")", "/", "]", ","}:
        return True
    return (not before and after[:1] == ":") or (not after.strip(".") and before[-1:] in {"-", "–", "—", "|", "/"})


@cache
def _verbs() -> dict[str, Stance]:
    return {fold(verb): stance for stance, verbs in _VERBS.items() for verb in verbs.split()}


@cache
def _cues(*, medium: bool) -> tuple[tuple[str, ...], ...]:
    """What passes on a word; what was told a medium is the medium's, what was told the police is not theirs."""
    return tuple(cue for cue in _split(_PASSED_ON) if medium or cue != ("told",))


@cache
def _handing_on() -> tuple[tuple[str, ...], ...]:
    return _split(_HANDED_ON)


@cache
def _done_by() -> dict[Stance, tuple[tuple[str, ...], ...]]:
    return {stance: _split(cues) for stance, cues in _DONE_BY.items()}


def _split(cues: str) -> tuple[tuple[str, ...], ...]:
    return tuple(words_of(cue) for cue in cues.split("|") if words_of(cue))
