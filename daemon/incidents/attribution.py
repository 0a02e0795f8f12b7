"""A report's words -> who says it, and how: claims, confirms, denies, or is only passed on. Pure.

A name speaks where a cue stands beside it within one sentence: a verb ("the ministry denied"), or words that pass its
word on ("according to", "told", "со ссылкой на", "نقلا عن"). What is neutral ("said") is a claim of an armed group, the
word of an office, and a citation of a medium. A negated cue ("could not confirm") says nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from daemon.incidents.speakers import OFFICES, medium_of, names_of_media, words_of
from daemon.language.fold import fold
from daemon.language.words import is_sentence_end, split_words
from daemon.model import Item, Mention, Stance, Statement

_READ = 600  #: characters of summary or body; who says it stands at the beginning
_BEFORE, _AFTER = 3, 5  #: words between a cue and the name it belongs to
_NEGATED = 3  #: words before a verb in which a "not" belongs to it
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
        опровергает отрицает отрицают отверг отвергла отвергли نفى نفت ينفي تنفي""",
    Stance.CITES: """
        said says say announced announces announce reported reports stated states сообщил сообщила сообщило сообщили
        сообщает сообщают заявил заявила заявило заявили заявляет объявил объявила объявило объявили передает передают
        пишет рассказал أعلن أعلنت قال قالت ذكر ذكرت أفاد أفادت صرح صرحت نشر نشرت نقلت""",
}
_PASSED_ON = """
    according to|citing|cites|quoting|quoted by|quotes|told|reported by|reports by|as reported by|via|со ссылкой на
    |ссылаясь на|по данным|по информации|по сообщению|по сведениям|по словам
    |نقلا عن|بحسب|حسب|وفقا|وفق|لوكالة|لصحيفة|لقناة"""
_NOT = frozenset(words_of("not cannot never neither nor yet without unable не ни без لم لا لن ما دون غير"))
_FILLERS = frozenset(
    words_of(
        "the a an state run s news agency newspaper channel broadcaster outlet website its агентство агентства "
        "телеканал газета издание وكالة وكاله الأنباء قناة صحيفة موقع"
    )
)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A name in a text that may speak: the words `start` to `end`."""

    start: int
    end: int
    name: str
    kind: str  #: party | office | medium | state | other


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in folded words, with the sentence that each stands in."""

    words: tuple[str, ...]
    written: tuple[str, ...]
    starts: tuple[int, ...]
    sentences: tuple[int, ...]
    whole: str


def statements_of(item: Item, mentions: Iterable[Mention]) -> tuple[Statement, ...]:
    """Who says what the item tells, in the order in which they stand there; each name and stance once.

    Law: an item never cites its own source. A feed whose tags call it a party claims, an official one confirms what it
    says itself, unless it only passes on what another says.
    """
    own = medium_of(item.source)
    mentioned = list(mentions)
    found: dict[Statement, None] = {}
    for field, text in (("title", item.title), ("summary", item.summary), ("body", "" if item.summary else item.body)):
        read = _read(text[:_READ])
        for speaker in _speakers(read, [one for one in mentioned if one.evidence.field == field]):
            stance = _stance(read, speaker)
            is_own = speaker.name == own or fold(speaker.name) == fold(item.source)
            if stance and not is_own:
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


def _read(text: str) -> _Text:
    words = list(split_words(text))
    sentences, number, before = [], 0, 0
    for word in words:
        number += is_sentence_end(text[before : word.start])
        sentences.append(number)
        before = word.end
    return _Text(
        tuple(fold(word.text) for word in words),
        tuple(word.text for word in words),
        tuple(word.start for word in words),
        tuple(sentences),
        text,
    )


def _speakers(text: _Text, mentions: Sequence[Mention]) -> Iterator[_Speaker]:
    """The names in a text that may speak: entities, media from the list, offices; of overlapping ones the first kind.

    Shape: in the order of the text.
    """
    taken: set[int] = set()
    found = []
    for speaker in (*_entities(text, mentions), *_listed(text), *_offices(text)):
        span = set(range(speaker.start, speaker.end))
        if not span & taken:
            taken |= span
            found.append(speaker)
    yield from sorted(found, key=lambda one: one.start)


def _entities(text: _Text, mentions: Sequence[Mention]) -> Iterator[_Speaker]:
    for mention in mentions:
        span = [
            index for index, start in enumerate(text.starts) if mention.evidence.start <= start < mention.evidence.end
        ]
        if span and mention.kind not in _PLACES:
            name = medium_of(mention.name) or mention.name
            yield _Speaker(span[0], span[-1] + 1, name, _kind(mention))


def _kind(mention: Mention) -> str:
    if mention.kind in _PARTIES:
        return "party"
    if mention.kind in _MEDIA or medium_of(mention.name):
        return "medium"
    names = {*words_of(mention.name), *words_of(mention.evidence.text)}
    if mention.kind == "ministry" or names & OFFICES:
        return "office"
    return "state" if mention.kind in _STATES else "other"


def _listed(text: _Text) -> Iterator[_Speaker]:
    known = names_of_media()
    longest = max(map(len, known))
    for start in range(len(text.words)):
        for end in range(min(start + longest, len(text.words)), start, -1):
            words = text.words[start:end]
            name = known.get(words) or (known.get((words[0][1:], *words[1:])) if _has_prefix(words[0]) else None)
            if name and _is_written_as_name(text.written[start]):
                yield _Speaker(start, end, name, "medium")
                break


def _has_prefix(word: str) -> bool:
    """An Arabic word with a letter before it that stands for "to", "by" or "and"."""
    return len(word) > 3 and word[0] in "لبوف"


def _is_written_as_name(word: str) -> bool:
    """A name has a capital where the script has capitals; one of three letters is all capitals."""
    return not word.isascii() or (word.isupper() if len(word) <= _ABBREVIATED else word[0].isupper())


def _offices(text: _Text) -> Iterator[_Speaker]:
    """Offices that no entity names: `Iraqi Interior Ministry`, `Ministry of Defence`, `وزارة الدفاع الروسية`."""
    for index, word in enumerate(text.words):
        if word not in OFFICES or (text.written[index].islower() and word.isascii()):
            continue
        start, end = index, index + 1
        if word == fold("وزارة"):
            end = min(index + 3, len(text.words))
        else:
            while start and text.written[start - 1][0].isupper() and _joined(text, start - 1, start):
                start -= 1
            while end < len(text.words) and _continues(text, end):
                end += 1
        if end - start > 1 or word not in {"ministry", "department"}:
            start += text.words[start] == "the"
            first, last = text.starts[start], text.starts[end - 1] + len(text.written[end - 1])
            yield _Speaker(start, end, text.whole[first:last], "office")


def _joined(text: _Text, one: int, other: int) -> bool:
    gap = text.whole[text.starts[one] + len(text.written[one]) : text.starts[other]]
    return gap.strip("'’ s") == ""


def _continues(text: _Text, at: int) -> bool:
    if not _joined(text, at - 1, at):
        return False
    return text.words[at] in {"of", "the"} or (text.written[at][0].isupper())


def _stance(text: _Text, speaker: _Speaker) -> Stance | None:
    """What the words round a name make it say; None: it is only spoken of."""
    if speaker.kind == "medium" and _is_credit(text, speaker):
        return Stance.CITES
    if _is_passed_on(text, speaker):
        return _neutral(speaker)
    for at in _cue_places(text, speaker):
        stance = _verbs().get(text.words[at]) or _verbs().get(text.words[at].removeprefix("و"))
        if stance:
            negated = _NOT & set(text.words[max(0, at - _NEGATED) : at])
            return None if negated else _neutral(speaker) if stance is Stance.CITES else stance
    return None


def _neutral(speaker: _Speaker) -> Stance | None:
    """What a name does that just says something."""
    return {"party": Stance.CLAIMS, "office": Stance.CONFIRMS, "medium": Stance.CITES}.get(speaker.kind)


def _cue_places(text: _Text, speaker: _Speaker) -> Iterator[int]:
    """Where a verb can stand that belongs to the name: after it, or right before it, in the same sentence."""
    sentence = text.sentences[speaker.start]
    reach = 1 if speaker.kind in {"state", "other"} else _AFTER
    for at in range(speaker.end, min(speaker.end + reach, len(text.words))):
        if text.sentences[at] == sentence:
            yield at
    for at in range(speaker.start - 1, max(speaker.start - 1 - _BEFORE, -1), -1):
        if text.sentences[at] != sentence:
            return
        if text.words[at] not in _FILLERS:
            if not text.words[at].isascii() or speaker.kind == "medium":
                yield at
            return


def _is_passed_on(text: _Text, speaker: _Speaker) -> bool:
    """Do the words before a name pass its word on, such as "according to", with fillers between?"""
    at = speaker.start
    while at > 0 and speaker.start - at < _AFTER and text.words[at - 1] in _FILLERS:
        at -= 1
    same = [word for word, number in zip(text.words[:at], text.sentences, strict=False) if number == _at(text, speaker)]
    if _has_prefix(text.words[speaker.start]) and same and same[-1] in {"وفقا", "وفق"}:
        return True
    return any(tuple(same[-len(cue) :]) == cue for cue in _cues())


def _at(text: _Text, speaker: _Speaker) -> int:
    return text.sentences[speaker.start]


def _is_credit(text: _Text, speaker: _Speaker) -> bool:
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
def _cues() -> tuple[tuple[str, ...], ...]:
    return tuple(words_of(cue) for cue in _PASSED_ON.split("|") if words_of(cue))
