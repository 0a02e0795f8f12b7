"""A text in which each list of people is one number: "five soldiers and two civilians" are "7 people". Pure.

Why the text is written anew before it is read: whoever reads tolls, in whatever language, then meets one number beside
one loss. Added up is what is told side by side; a part of what was told before ("12 people, including 3 children") is
left out. In doubt the text stays as it is.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from daemon.incidents.counted import ON, is_number, listed, numbers_in
from daemon.incidents.elsewhere import loss_elsewhere, number_elsewhere
from daemon.incidents.losses import loss_of
from daemon.incidents.numerals import is_numeral, numerals
from daemon.incidents.persons import Persons, persons_of
from daemon.incidents.sorts import are_apart, is_of_sex_or_age
from daemon.language.fold import fold
from daemon.language.words import Word, split_words

_AND = "and und et y e и та і й ve &"
_WAW = "و"  #: the Arabic "and", written with the word that follows
_ARTICLES = "a an ein eine einen einem un une una bir another his her their его ее их його її їх son sa leur su"
_FURTHER = "another also еще также ще auch aussi également también otros otras"  #: between an "and" and its number
_BARE = frozenset({"человек", "людей", "شخصا"})  #: languages, by their word for people, that have no article
_ADJECTIVES_BEHIND = frozenset({"شخصا", "personnes", "personas", "человек", "людей"})  #: that have them behind a noun
_TWO = "اثنين اثنان اثنتين اثنتان"  #: behind the noun that they count
_NOUN_WITHIN, _REST_WITHIN = 3, 2  #: words from a number to its noun; from there to what joins the next
_AUXILIARY = """
    was were is are has have had be been being remain remained remains got fled escaped who whose whom that which of not
    wurde wurden sind waren haben hatte ont été sont étaient han fueron son de des du del los las im in am bei von dans
    en por con a au aux den dem der zu"""
#: What may follow a list that stands behind its loss: else a new clause may have begun inside it.
_CLOSES = """
    late early overnight yesterday today near outside inside during before who whose whom according around amid under
    against between off along into behind sunday monday tuesday wednesday thursday friday saturday dead
    в во у на под около вчера сегодня ночью утром из-за от о об возле близ под до
    вчора сьогодні вночі поблизу біля під через від
    في من على بعد جراء إثر خلال قرب شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط عند اليوم أمس داخل إلى عقب نتيجة
    dans à en lors près sur au aux bei in im am an auf nach durch vor en por tras durante cerca sobre al"""
#: What may stand before a list at the beginning of an English clause: behind a verb it may be an object.
_OPENS = "that said least about some nearly when where then meanwhile also another if than only the how why believes"
_PAST = re.compile(
    r"[а-яіїєґ]{2,}(?:ли|ла|ло|л|лись|лся|лось)$"
)  #: a Russian or Ukrainian verb, whose object may follow
_LOSS_WITHIN = 5  #: words before a list
_YEARS = range(1900, 2101)
_IS_OF_ALL = "were was have has had are is"  #: behind a list within commas that says who those before it are
_PART = (
    r"including|among them|among whom|of whom|of them|в том числе|в их числе|в числе которых|среди них|среди которых"
    r"|из них|из которых|включая|у тому числі|в тому числі|серед них|серед яких|з них|із них|з яких|зокрема|включно з"
    r"|(?:من )?بينهم|(?:من )?بينهن|منهم|dont|parmi lesquels|parmi eux|y compris|darunter|davon|einschließlich"
    r"|entre ellos|entre ellas|incluidos|incluidas|incluyendo|incluido|tra cui|incluindo"
)
_OF_THEM = r"of them|of whom|of which|из них|из которых|з них|із них|з яких|d['’]entre eux|de ellos|de ellas|von ihnen"
_PARTS = re.compile(
    rf"[,،(–—]\s*(?:(?:{_PART})\b[^,،.;:()]{{1,90}}|(?:\w+\s+){{1,3}}(?:{_OF_THEM})\b[^,،.;:()]{{0,60}})"
    r"(?:[,،)–—]|(?=[.;:]|\Z))",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*(\w+)")


@dataclass(frozen=True, slots=True)
class _Member:
    """One of those that a list counts: from its first to its last word."""

    first: int
    last: int
    value: int
    is_number: bool  #: not only one person
    joined_by: str = ""  #: to the one before: a comma or an "and"
    is_known: bool = True  #: its noun is a word for people


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    words: list[Word]
    folded: list[str]

    @property
    def numbers(self) -> Collection[int]:
        """The last words of the numbers that can count people."""
        return numbers_in(self.text, self.words, self.folded)

    def sign(self, at: int) -> str:
        """What stands before a word, without blanks."""
        return self.text[self.words[at - 1].end : self.words[at].start].strip() if at else ""

    def is_loss(self, at: int) -> bool:
        """Is it a word for a loss?"""
        return bool(loss_of(self.folded[at]) or loss_elsewhere(self.folded[at]))


def summed(text: str) -> str:
    """The text with one number for each list of people who share a loss, and without parts of what is told before."""
    text = _PARTS.sub(_left_of_part, text)
    words = list(split_words(text))
    reading = _Reading(text, words, [fold(word.text) for word in words])
    read, at = "", 0
    for members in _lists(reading):
        if stranger := _stranger(reading, members[-1].last + 1):
            members.append(stranger)
        total = _total(reading, members)
        if total is None or not _is_one_clause(reading, members):
            continue
        first, last = members[0], members[-1]
        persons = persons_of(reading.folded[first.last]) or persons_of(reading.folded[last.last])
        start = words[first.first].start + _is_with_and(reading, first.first)
        read += f"{text[at:start]}{total} {persons.all if persons else ''}".rstrip()
        at = words[last.last].end
    return read + text[at:]


def _left_of_part(found: re.Match[str]) -> str:
    """What is left of a part of a whole: itself, if it tells a loss of its own; a comma, where one is needed."""
    part = found.group()
    if any(loss_of(fold(word.text)) or loss_elsewhere(fold(word.text)) for word in split_words(part)):
        return part
    following = _NEXT.match(found.string, found.end())
    word = fold(following[1]) if following else ""
    goes_on = word in listed(_AUXILIARY) or loss_of(word) or loss_elsewhere(word)
    return " " if part[-1] not in ",،" or goes_on else part[-1]


def _lists(reading: _Reading) -> Iterator[list[_Member]]:
    """The lists of people, in order."""
    at = 0
    while at < len(reading.words):
        member = _member(reading, at, is_first=True)
        members = [member] if member else []
        while member and (member := _joined(reading, member.last)):
            members.append(member)
        if len(members) > 1 and any(one.is_number for one in members):
            yield members
        at = members[-1].last + 1 if members else at + 1


def _joined(reading: _Reading, last: int) -> _Member | None:
    """What a comma or an "and" joins to a member that ends there; an adjective or two may stand between."""
    persons = persons_of(reading.folded[last])
    rest = _REST_WITHIN if persons and persons.all in _ADJECTIVES_BEHIND else 0
    for at in range(last + 1, min(last + 2 + rest, len(reading.words))):
        sign, word = reading.sign(at), reading.folded[at]
        if sign not in {"", ",", "،", "&"} or (sign and at > last + 1):
            return None
        is_and = word in listed(_AND) or word == _WAW
        start = at + is_and
        start += start < len(reading.words) and reading.folded[start] in listed(_FURTHER) and is_and
        if sign or is_and or word.startswith(_WAW):
            member = _member(reading, start, is_first=False) if start < len(reading.words) else None
            if member or sign or is_and:
                how = "and" if is_and or not sign else ","
                return member and _Member(member.first, member.last, member.value, member.is_number, how)
        if _is_stop(reading, at):
            return None
    return None


def _stranger(reading: _Reading, at: int) -> _Member | None:
    """Those whom an "and" joins to a list by a number, and whose noun is no known word for people: "two Lebanese"."""
    folded = reading.folded
    if at + 1 >= len(folded):
        return None
    is_and = folded[at] in listed(_AND) or folded[at] == _WAW
    if not is_and and not _is_with_and(reading, at):
        return None
    value, after = _value(reading, folded[at + 1] if is_and else folded[at].removeprefix(_WAW), at + is_and)
    if value is None or after >= len(folded) or reading.sign(after) or _is_stop(reading, after):
        return None
    is_of_people = after - 1 in reading.numbers
    return _Member(at, after, value, is_number=True, joined_by="and", is_known=False) if is_of_people else None


def _is_behind_strangers(reading: _Reading, first: int) -> bool:
    """Whether a list goes on from a number at a clause's beginning that counts nobody known: "two Lebanese, five …"."""
    folded = reading.folded
    if not first or reading.sign(first) not in {",", "،"}:
        return False
    at = first - 2
    while at >= max(0, first - 1 - _REST_WITHIN) and not is_number(folded[at]):
        at -= 1
    between = range(at + 1, first)
    if at < 0 or any(reading.sign(one) or _is_stop(reading, one) for one in between) or at not in reading.numbers:
        return False
    while at and is_number(folded[at - 1]):
        at -= 1
    return not at or bool(reading.sign(at)) or reading.is_loss(at - 1)


def _is_stop(reading: _Reading, at: int) -> bool:
    """Does what a number counts end before a word?"""
    word = reading.folded[at]
    return (
        word in listed(ON)
        or word in listed(_AUXILIARY)
        or word in listed(_AND)
        or reading.is_loss(at)
        or bool(_PAST.search(word))
    )


def _member(reading: _Reading, at: int, *, is_first: bool) -> _Member | None:
    """The people that are counted from a word on."""
    folded = reading.folded
    word = folded[at].removeprefix(_WAW) if _is_with_and(reading, at) else folded[at]
    if (persons := persons_of(word)) and word in persons.two:
        return _Member(at, at, 2, is_number=True)
    value, after = _value(reading, word, at)
    if value is not None:
        last = _noun(reading, after, value)
        return _Member(at, last, value, is_number=True) if last is not None else None
    if word in listed(_ARTICLES) and at + 1 < len(folded):
        value, after = _value(reading, folded[at + 1], at + 1)
        last = _noun(reading, at + 1 if value is None else after, value or 1)
        return _Member(at, last, value or 1, is_number=value is not None) if last is not None else None
    if persons is None or persons.all not in _BARE or (is_first and not (at and reading.is_loss(at - 1))):
        return None
    if folded[at + 1 : at + 2] and folded[at + 1] in listed(_TWO) and word in persons.some:
        return _Member(at, at + 1, 2, is_number=True)
    return _Member(at, at, 1, is_number=False) if word in persons.one else None


def _is_with_and(reading: _Reading, at: int) -> bool:
    """Is the Arabic "and" written with a word?"""
    word = reading.folded[at]
    bare = word.removeprefix(_WAW)
    return bare != word and bool(bare) and (is_numeral(bare) or persons_of(bare) is not None)


def _value(reading: _Reading, word: str, at: int) -> tuple[int | None, int]:
    """The number that begins with a word, and the place behind it."""
    digits = re.sub(r"[.,]", "", word)
    if digits.isdecimal():
        before = reading.text[: reading.words[at].start][-1:]
        is_count = (not before or before not in "-–/:.$€£#№") and int(digits) > 0 and int(digits) not in _YEARS
        return (int(digits), at + 1) if is_count else (None, at)
    found = numerals([word, *reading.folded[at + 1 : at + 5]]) if is_numeral(word) or word == "a" else []
    if found and found[0].first == 0:
        return found[0].value, at + 1 + found[0].last
    elsewhere = number_elsewhere(word) if word not in listed(_ARTICLES) else None
    return (elsewhere, at + 1) if elsewhere else (None, at)


def _noun(reading: _Reading, at: int, value: int) -> int | None:
    """The last word for the people that a number before `at` counts."""
    for place in range(at, min(at + _NOUN_WITHIN, len(reading.words))):
        persons = persons_of(reading.folded[place])
        if reading.sign(place).strip("-") or (persons is None and _is_stop(reading, place)):
            return None
        if persons and _can_be_counted(reading.folded[place], persons, value):
            return _end_of_noun(reading, place)
    return None


def _can_be_counted(noun: str, persons: Persons, value: int) -> bool:
    """Whether a noun stands behind so many: one for a single person only behind one, or "21" where that asks for it."""
    is_several = noun in persons.some or noun in persons.general
    return noun in persons.one if value == 1 else is_several or value % 10 == 1


def _end_of_noun(reading: _Reading, at: int) -> int:
    """The last of words for people that stand together: "police officers", "women journalists"."""
    while at + 1 < len(reading.words) and not reading.sign(at + 1) and persons_of(reading.folded[at + 1]):
        at += 1
    return at


def _total(reading: _Reading, members: list[_Member]) -> int | None:
    """How many people a list counts; None: nobody knows whether what follows is a part of what stands first.

    Law: what adds up to the number before it, or stands within commas behind it, says who those are, and is not added
    to them, but for men beside women. Of a list of which a member is not understood no sum is told.
    """
    first, rest = members[0], members[1:]
    sum_of_rest = sum(one.value for one in rest)
    is_known = all(one.is_known for one in rest) and not _is_behind_strangers(reading, first.first)
    if rest[0].joined_by == "and":
        return first.value + sum_of_rest if is_known else None
    noun, nouns = reading.folded[first.last], [reading.folded[one.last] for one in rest]
    persons = persons_of(noun)
    if persons and noun in persons.general:
        return first.value if sum_of_rest <= first.value else None
    is_whole = sum_of_rest == first.value or (sum_of_rest < first.value and _is_in_commas(reading, members))
    if is_whole and not are_apart(noun, nouns):
        return first.value
    is_part = all(map(is_of_sex_or_age, nouns)) and not is_of_sex_or_age(noun)
    return first.value + sum_of_rest if is_known and not is_part else None


def _is_in_commas(reading: _Reading, members: list[_Member]) -> bool:
    """Whether a list stands within commas before its loss: "20 migrants, 12 Syrians and five Iraqis, drowned"."""
    at = members[-1].last + 1
    if at >= len(reading.words) or reading.sign(at) not in {",", "،"} or _is_behind_loss(reading, members[0].first):
        return False
    return reading.is_loss(at) or reading.folded[at] in listed(_IS_OF_ALL)


def _is_one_clause(reading: _Reading, members: list[_Member]) -> bool:
    """Whether all of a list has one loss: in "it killed five soldiers and two civilians were hurt" a clause begins."""
    first, last = members[0].first, members[-1].last
    if _is_behind_loss(reading, first):
        return _is_closed(reading, last + 1)
    before = reading.folded[first - 1] if first and not reading.sign(first) else ""
    persons = persons_of(reading.folded[last])
    if persons and persons.all == "people":
        return not before or before in listed(ON) or before in listed(_OPENS)
    return not (before and _PAST.search(before))


def _is_behind_loss(reading: _Reading, first: int) -> bool:
    if first and reading.folded[first - 1] in listed(_AND):
        return False
    for at in range(first - 1, max(-1, first - 1 - _LOSS_WITHIN), -1):
        if reading.sign(at + 1) not in {"", ":"}:
            return False
        if reading.is_loss(at):
            return True
    return False


def _is_closed(reading: _Reading, at: int) -> bool:
    """Whether nothing that begins a clause follows: an end, a sign, or a small word; in Arabic after an adjective."""
    for place in range(at, min(at + 1 + _REST_WITHIN, len(reading.words))):
        word = reading.folded[place]
        if reading.sign(place) or word in listed(ON) or word in listed(_CLOSES):
            return True
        is_arabic = "\u0600" < word[0] < "\u06ff"
        if reading.is_loss(place) or word in listed(_AUXILIARY) or not is_arabic:
            return is_arabic and word.startswith(_WAW)
        if word.startswith((_WAW, "ب")):
            return True
    return at >= len(reading.words)
