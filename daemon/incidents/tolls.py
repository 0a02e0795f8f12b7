"""A report's words -> how many dead, injured and missing it tells of, and which equipment. Pure.

Numbers are digits, or words, in English, Russian, Ukrainian and Arabic. Each is given to the nearest word for a loss in
its sentence, and what a toll rises to may stand far from it; numbers that count something else (hours, kilometres,
years, those arrested, a type's number, a day of a month) are none: what is told wrongly is worse than what is missed.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from daemon.incidents.airliners import airliner_in
from daemon.incidents.bounds import numbers_of, said, without_ranges
from daemon.incidents.counted import ON, PEOPLE, STANDS, is_crossed, is_number, listed, numbers_in
from daemon.incidents.elsewhere import tolls_elsewhere
from daemon.incidents.groups import summed
from daemon.incidents.losses import DUALS, is_of_another, loss_of, losses_in
from daemon.language.fold import fold
from daemon.language.guess import item_language
from daemon.language.words import Word, is_sentence_end, split_words
from daemon.model import Fact, Item, Mention

_READ = 600  #: characters of summary or body; tolls stand at the beginning
_TELLING = 200  #: of them that tell the language
_LANGUAGES = frozenset({"en", "ru", "uk", "ar"})  #: that are read here by their grammar
_FAR = 4  #: words between a number and what it counts, at most

LOSSES = frozenset({"dead", "injured", "missing"})  #: what such facts are about
_BETWEEN = [["and"], ["or"], ["и"], ["или"], ["та"], ["і"], ["або"]]
_AND = frozenset({"and", "while", "и", "а", "та", "і", "й"})
_TOLLS = "toll число количество кількість حصيلة عدد"  #: what is counted, rising to a number
_TOLL_REACHES = 24  #: words from a toll to the number that it has come to, at most
_RISES_TO = "to at hits hit reaches reached passes passed до достигло превысило إلى"
_BOUNDS = "least about some around nearly almost more than over более чем почти не менее около майже понад أكثر من نحو"
#: A toll rises once: what rises behind that is another thing.
_RISES = """
    rise rises rose risen rising climb climbs climbed climbing grow grows grew grown growing mounts mounted jumps jumped
    soars soared increases increased surges surged doubles doubled hits hit reaches reached passes passed
    выросло возросло увеличилось поднялось растет достигло превысило выросли зросла зросло збільшилася збільшилась"""
#: What has a toll of dead.
_EVENTS = """
    war quake earthquake flood floods landslide explosion blast bombing bomb attack attacks strike strikes raid raids
    shooting shelling crash collapse fire wildfire storm typhoon cyclone hurricane tsunami stampede massacre airstrike
    ferry shipwreck derailment avalanche quakes storms fires wildfires explosions crashes airstrikes shootings"""
_EVENT_WITHIN = 6  #: words behind "toll of"
_THE_TOLL = "the its total overall official latest final human casualty confirmed and"  #: before a toll
_DEAD = "bodies body corpses victims victim casualties"  #: words that no number is given to
_LEAVES = (":", ";", " – ", " — ", " - ")  #: signs behind which a sentence speaks of another thing
_MEANWHILE = "as while when whereas but amid because although а но тогда поскольку та але بينما فيما"
VARIANT = ":"  #: between an entity and the number that a report gives its type
_TYPE = re.compile(r"([^\W\d_]{1,3})[- ]?(\d{1,3})[^\W\d_]{0,2}")  #: such as Mi-24, Ми-35М, مي-25
_THINGS = {
    **dict.fromkeys(("helicopter", "fighter", "bomber", "transport", "drone", "aircraft"), "aircraft"),
    **dict.fromkeys(("ship", "warship", "submarine", "vessel"), "vessel"),
    **dict.fromkeys(("tank", "vehicle", "armoured-vehicle"), "vehicle"),
    **dict.fromkeys(("weapon", "missile", "artillery", "air-defence"), "weapon"),
}


def facts_of(item: Item, mentions: Iterable[Mention]) -> tuple[Fact, ...]:
    """What an item tells that another may tell otherwise; of each loss the first number, the title's before all."""
    tolls = losses_of(item.title, item.summary or item.body, item.language)
    things = list(_things(mentions))
    airliner = airliner_in(item.title, (item.summary or item.body)[:_READ])
    if airliner and all(one.about != "aircraft" for one in things):
        things.append(Fact(about="aircraft", value=airliner, entity=fold(airliner)))
    return (*(Fact(about=about, value=value) for about, value in tolls.items()), *things)


def losses_of(title: str, text: str, declared: str | None) -> dict[str, str]:
    """What was lost, and how many, by a report's title, then its text; `declared`: its language."""
    tolls: dict[str, str] = {}
    language = item_language(declared, f"{title} {text[:_TELLING]}")
    for part in (title, text):
        for about, value in told_in(part[:_READ], language):
            tolls.setdefault(about, value)
    return tolls


def _things(mentions: Iterable[Mention]) -> Iterator[Fact]:
    """Types of equipment, the narrowest names only."""
    named: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind in _THINGS:
            named.setdefault(mention.entity, mention)
    around = {above for mention in named.values() for above in mention.within}
    for entity, mention in named.items():
        if entity not in around and mention.within:  # "a helicopter" names no type
            value, told_by = _designation(mention)
            yield Fact(about=_THINGS[mention.kind], value=value, entity=told_by)


def _designation(mention: Mention) -> tuple[str, str]:
    """A type as the report has it, and whom it names: an entity may gather a Mi-24 and a Mi-25, and a desk parts them.

    A nickname or a longer name of such an entity names all of it: it is of each of its types.
    """
    name, written = _TYPE.fullmatch(mention.name), _TYPE.fullmatch(mention.evidence.text)
    if name is None:
        return mention.name, mention.entity
    if written is None:
        return mention.name, f"{mention.entity}{VARIANT}"
    number = str(int(written[2]))
    return (
        (mention.name, mention.entity)
        if number == name[2]
        else (f"{name[1]}-{number}", f"{mention.entity}{VARIANT}{number}")
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text word by word, and where it tells losses and numbers that can count people."""

    text: str
    words: list[Word]
    folded: list[str]
    sentence: list[int]  #: of each word, its number
    losses: dict[int, str]
    numbers: dict[int, int]  #: by their last word

    def is_crossed(self, one: int, other: int, *, is_behind: bool) -> bool:
        """Whether another verb stands between a loss and a number."""
        return is_crossed(self.text, self.words, self.folded, one, other, is_behind=is_behind)

    def is_of_another(self, loss: int, number: int) -> bool:
        """Whether a number beside a loss cannot be the number of those lost."""
        return is_of_another(self.text, self.words, self.folded, loss, number, self.numbers[number])

    def said(self, number: int, lower: Mapping[int, int]) -> str:
        """A number as the text says it."""
        first = _first(self.folded, number)
        return said(self.text, self.words[first].start, self.words[number].end, self.numbers[number], lower)

    def gap(self, one: int, other: int) -> str:
        """What stands between two words."""
        return self.text[self.words[one].end : self.words[other].start]


def told_in(text: str, language: str | None = None) -> list[tuple[str, str]]:
    """The losses that a text tells, in its order: what was lost, and how many, as it says it: "12", "at least 12".

    `language`: as far as it is known. Law: a number counts one loss at most; every number stands in the text, or is
    the sum of such as do.
    """
    text, lower = without_ranges(summed(text))
    found = _tolls(text, lower, language)
    return found if language in _LANGUAGES else found + tolls_elsewhere(text, lower)


def tolls_in(text: str, language: str | None = None) -> list[tuple[str, int]]:
    """The same as numbers, of a bound the number that it names, of a range the upper one."""
    return [(about, numbers_of(value)[-1]) for about, value in _tolls(*without_ranges(summed(text)), language)]


def _tolls(text: str, lower: Mapping[int, int], language: str | None) -> list[tuple[str, str]]:
    reading = _read(text, language)
    losses = reading.losses
    told = {at: (DUALS[word], "2") for at, word in enumerate(reading.folded) if word in DUALS}
    taken: set[int] = set()
    for loss, number in (*_risen(reading), *_pairs(reading)):
        between = range(min(loss, number) + 1, max(loss, number))
        if loss in told or number in taken or any(losses.get(at, losses[loss]) != losses[loss] for at in between):
            continue
        told[loss] = (losses[loss], reading.said(number, lower))
        taken.add(number)
    return [told[at] for at in sorted(told) if not _is_of_both(reading, told, at)]


def _read(text: str, language: str | None) -> _Reading:
    words = list(split_words(text))
    folded = [fold(word.text) for word in words]
    return _Reading(
        text=text,
        words=words,
        folded=folded,
        sentence=_sentences(text, words),
        losses=losses_in(words, folded, language),
        numbers=numbers_in(text, words, folded),
    )


def _is_of_both(reading: _Reading, told: Collection[int], at: int) -> bool:
    """Whether a loss is told together with another that has no number of its own: "12 killed and wounded"."""
    folded, losses = reading.folded, reading.losses
    beside = [at + step for step in (-2, 2) if folded[at + step // 2 : at + step // 2 + 1] in _BETWEEN]
    beside += [at - 1] if folded[at].startswith("و") else []
    beside += [at + 1] if at + 1 < len(folded) and folded[at + 1].startswith("و") else []
    return any(one in losses and losses[one] != losses.get(at) and one not in told for one in beside)


def _pairs(reading: _Reading) -> list[tuple[int, int]]:
    """Losses and numbers that stand close together in one sentence, the closest first."""
    near = sorted(
        (abs(number - loss) + _breaks(reading, number, loss), loss, number)
        for loss in reading.losses
        for number in reading.numbers
        if abs(number - loss) <= _FAR + 1
        and reading.sentence[loss] == reading.sentence[number]
        and not reading.is_crossed(loss, number, is_behind=number > loss)
        and not reading.is_of_another(loss, number)
    )
    return [(loss, number) for _, loss, number in near]


def _risen(reading: _Reading) -> Iterator[tuple[int, int]]:
    """What a toll has come to: "the death toll from the sinking of the ferry has climbed to 19"."""
    losses, sentence = reading.losses, reading.sentence
    for at in [at for at, word in enumerate(reading.folded) if word in listed(_TOLLS)]:
        beside = [one for one in (at - 1, at + 1) if one in losses]
        if not beside and not _is_of_the_dead(reading, at):
            continue
        for number in sorted(reading.numbers):
            if not at < number <= at + _TOLL_REACHES or sentence[number] != sentence[at]:
                continue
            to = _before(reading.folded, number)
            if to <= at or reading.folded[to] not in listed(_RISES_TO):
                continue
            is_told = beside or _is_of_people(reading, number)
            if is_told and not _is_left(reading, at, to):
                loss = beside[0] if beside else at
                losses.setdefault(loss, "dead")
                yield loss, number
                break


def _is_of_the_dead(reading: _Reading, at: int) -> bool:
    """Whether a toll that names no loss counts the dead: an event has it, or it is "the toll" beside a word for them.

    A bridge has a toll, too.
    """
    folded, sentence = reading.folded, reading.sentence
    if folded[at] != "toll":
        return False
    before = folded[at - 1] if at and sentence[at - 1] == sentence[at] else ""
    following = folded[at + 1 : at + 1 + _EVENT_WITHIN]
    is_from = following[:1] in (["of"], ["from"], ["in"]) and not listed(_EVENTS).isdisjoint(following)
    if is_from or before in listed(_EVENTS):
        return True
    near = [one for one, number in enumerate(sentence) if number == sentence[at]]
    is_told = any(reading.losses.get(one) == "dead" or folded[one] in listed(_DEAD) for one in near)
    return is_told and before in listed(_THE_TOLL)


def _before(folded: list[str], number: int) -> int:
    """The word before a number, of whose words the last is given, and before what makes it a bound: "at least"."""
    at = number - 1
    while at > 0 and (is_number(folded[at]) or folded[at] in {"and", "a"}):
        at -= 1
    while at > 0 and folded[at] in listed(_BOUNDS):
        at -= 1 + (folded[at] == "least")
    return max(at, 0)


def _first(folded: list[str], number: int) -> int:
    """The first word of a number, of whose words the last is given."""
    at = number
    while at > 0 and is_number(folded[at - 1]):
        at -= 1
    return at - (at > 0 and folded[at - 1] == "a")


def _is_left(reading: _Reading, at: int, to: int) -> bool:
    """Whether the sentence has left a toll before a number `to` which something has risen."""
    folded = reading.folded
    if any(sign in reading.gap(at, to) for sign in _LEAVES):
        return True
    between = folded[at + 1 : to + 1]
    if folded[to] == "at" and folded[to - 1] not in listed(STANDS):
        return True
    is_again = sum(word in listed(_RISES) for word in between) > 1
    is_crossing = reading.is_crossed(at, to, is_behind=True)
    return is_again or is_crossing or not listed(_MEANWHILE).isdisjoint(between)


def _is_of_people(reading: _Reading, number: int) -> bool:
    """Whether nothing but people can be counted by a number, which no noun follows: "rises to 7 in Lakeside"."""
    if number + 1 == len(reading.words) or reading.gap(number, number + 1).strip():
        return True
    following = reading.folded[number + 1]
    return following in listed(ON) or following in listed(PEOPLE) or loss_of(following) is not None


def _breaks(reading: _Reading, one: int, other: int) -> int:
    """How much less two words belong together for a comma between them, or an "and": "one was killed and two hurt"."""
    between = reading.gap(*sorted((one, other)))
    return any(sign in between for sign in ",;،") + 2 * (not _AND.isdisjoint(between.lower().split()))


def _sentences(text: str, words: list[Word]) -> list[int]:
    numbers, number, before = [], 0, 0
    for word in words:
        number += is_sentence_end(text[before : word.start])
        numbers.append(number)
        before = word.end
    return numbers
