"""Two names as written -> how likely they name one person, body or ship, 0..100. Pure.

The words of the two names are paired one to one, whatever their order; the verdict on a pair is rapidfuzz's, on the
spelling and on the sound key. What only one of the names has costs little (a middle name), what contradicts costs much.
"""

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from daemon.rules.nameparts import (
    Part,
    Role,
    has_legal_form,
    has_office,
    in_brackets,
    initial,
    parts_of_name,
    readings_of,
)
from daemon.rules.namewords import mean_one_thing
from daemon.rules.romanised import sounded_alike
from daemon.rules.sounds import bones

SAME_NAME_100 = 79  #: from this score on two names are taken for one
_LONG = 7  #: letters
_LEAST, _LEAST_OF_LONG = 68.0, 78.0  #: similarity of two words; below it they are different words
_INITIAL_100, _SHORT_FORM_100, _ACRONYM_100, _TRANSLATED_100 = 84.0, 88.0, 88.0, 92.0
_OFFICE_100 = 82.0  #: President Petrov, Ivan Petrov
_SURE = 97.0  #: similarity of two words that are one but for the spelling
_SAME_BONES = 78.0  #: Saghir and Sughayr, Ramzi and Romez
_JOINED = 93.0  #: similarity of what is written in one word here and in several there
_WEIGHT = {Role.NAME: 1.0, Role.NUMBER: 1.0, Role.INITIAL: 0.4, Role.SMALL: 0.05, Role.COMMON: 0.55}
#: What a word costs that only one name has, the same in the name of a body, and what a pair that contradicts costs.
_EXTRA, _EXTRA_OF_BODY, _CONTRADICTION = 0.25, 0.7, 1.0
_SHORT_FORMS = (
    "albert alberto beto", "alexander alexandr aleksandr oleksandr alex sasha sander", "andrew andrei andrey andriy",
    "anthony antonio tony", "benjamin ben benny bibi", "charles carlos charlie chuck", "daniel dan danny",
    "dmitry dmytro dima mitya", "edward eduardo ed eddie ted lalo", "elizabeth liz betty beth",
    "enrique henry harry hank quique kike", "francisco paco pancho", "george jorge georges georgy heorhiy",
    "guillermo william bill will billy memo", "ignacio nacho", "ivan vanya", "james jim jimmy", "jesus chuy chuey",
    "john jack johnny", "jose pepe joseph joe", "katherine kate kathy", "lawrence larry", "margaret maggie peggy",
    "matthew matt", "michael miguel mikhail mykhailo mike misha", "nicholas nicolas nikolai nikolay mykola nick",
    "patrick pat paddy", "peter pedro pyotr petro pete", "richard ricardo dick rick", "robert roberto bob bobby rob",
    "samuel sam", "sergei sergey serhiy seryozha", "thomas tomas tom tommy", "timothy tim",
    "vladimir volodymyr vova volodya", "yevgeny eugene evgeny evgeniy yevhen zhenya", "yuri yury yuriy",
)  # fmt: skip
_VOWELS = frozenset("aeiouy")
_NICKNAMES = {word: row for row, words in enumerate(_SHORT_FORMS) for word in words.split()}

Weigher = Callable[[Part], float]


def usual_weight(part: Part) -> float:
    """How much a word says about who is meant, 0..1, from its role alone."""
    return _WEIGHT[part.role]


def name_score(one: str, other: str, *, weight: Weigher = usual_weight) -> float:
    """How likely the two name one thing, 0..100.

    Law: symmetric; 100 for a name and itself, if it has a letter or digit; 0 if numbers in both contradict.
    """
    if in_brackets(one) and in_brackets(other) and in_brackets(one).isdisjoint(in_brackets(other)):
        return score_of_parts(parts_of_name(one), parts_of_name(other), weight=weight)  # branches in two countries
    return max(score_of_parts(a, b, weight=weight) for a in readings_of(one) for b in readings_of(other))


def score_of_parts(one: Sequence[Part], other: Sequence[Part], *, weight: Weigher = usual_weight) -> float:
    """The same for names that are taken apart already."""
    if not one or not other:
        return 0.0
    one, other = _spread(one, other), _spread(other, one)
    joined = _joined_score(one, other)
    if joined >= 99.5:
        return 100.0
    left, right = _facing(one, other)
    if _acronym(left, right) or _acronym(right, left):
        return _ACRONYM_100
    if _family_in_office(one, left, right) or _family_in_office(other, right, left):
        joined = max(joined, _OFFICE_100)
    of_bodies = has_legal_form(one) and has_legal_form(other)
    return max(joined, _aligned_score(left, right, weight, of_bodies=of_bodies))


def facing(one: Sequence[Part], other: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """The words that count of each, written apart or joined as the other has them."""
    return _facing(_spread(one, other), _spread(other, one))


def _facing(one: Sequence[Part], other: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    return _merged(_told(one), _told(other)), _merged(_told(other), _told(one))


def _spread(parts: Sequence[Part], other: Sequence[Part]) -> list[Part]:
    """Initials written as one word, apart, where the other name has such words side by side: JC for Jean-Claude."""
    beginnings = "".join(part.text[0] for part in other)
    return [
        letter
        for part in parts
        for letter in (
            map(initial, part.text)
            if part.role is Role.NAME
            and 2 <= len(part.text) <= 3
            and (part.text in beginnings or not _VOWELS.intersection(part.text))
            and not any(likeness(part, one) > _INITIAL_100 for one in other)
            else (part,)
        )
    ]


def _told(parts: Sequence[Part]) -> list[Part]:
    """The parts without small words, each once, if any others are left."""
    told = list(dict.fromkeys(part for part in parts if part.role is not Role.SMALL))
    return told or list(dict.fromkeys(parts))


def _numbers(parts: Sequence[Part]) -> set[str]:
    return {part.text for part in parts if part.role is Role.NUMBER}


def _joined_score(one: Sequence[Part], other: Sequence[Part]) -> float:
    """Written in one word or split differently: Plat Ono Vich, Platonovich."""
    if _numbers(one) != _numbers(other):
        return 0.0
    told = [[part for part in parts if part.role is not Role.SMALL] or list(parts) for parts in (one, other)]
    if any(part.unvowelled for parts in told for part in parts):
        consonants = [bones("".join(part.key for part in parts)) for parts in told]
        score = fuzz.ratio(*consonants)
        return score - 4 if min(map(len, consonants)) > 4 and score >= 80 else 0.0
    texts = ["".join(part.text for part in parts) for parts in told]
    if min(map(len, texts)) < 6 and texts[0] != texts[1]:
        return 0.0
    score = fuzz.ratio(*texts)
    return score if score >= _JOINED + (min(map(len, told)) > 1) * 3 else 0.0


def _merged(parts: list[Part], other: list[Part]) -> list[Part]:
    """Neighbours that the other name writes as one word, joined."""
    found: list[Part] = []
    position = 0
    while position < len(parts):
        for length in (3, 2):
            match = _written_as_one(parts[position : position + length], length, other)
            if match is not None:
                found.append(match)
                position += length
                break
        else:
            found.append(parts[position])
            position += 1
    return found


def _written_as_one(stretch: list[Part], length: int, other: list[Part]) -> Part | None:
    if len(stretch) < length or any(part.role in {Role.NUMBER, Role.INITIAL} for part in stretch):
        return None
    text, consonants = "".join(part.text for part in stretch), bones("".join(part.key for part in stretch))
    for whole in other:
        if len(whole.text) > 5 and abs(len(text) - len(whole.text)) <= 1 and fuzz.ratio(text, whole.text) >= _JOINED:
            return whole
        if len(consonants) > 3 and consonants == whole.bones:
            return whole
    return None


def _acronym(short: Sequence[Part], long: Sequence[Part]) -> bool:
    if len(short) != 1 or len(long) < 3 or not 3 <= len(short[0].text) <= 7:
        return False
    return short[0].text == "".join(part.text[0] for part in long)


def aligned(one: Sequence[Part], other: Sequence[Part]) -> tuple[list[tuple[float, int, int]], list[Part], list[Part]]:
    """The pairs of words that are alike, (likeness, place, other's place), the likest first; what each has alone.

    Law: no word is in two pairs.
    """
    pairs = sorted(
        ((similarity, i, j) for i, a in enumerate(one) for j, b in enumerate(other) if (similarity := likeness(a, b))),
        key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1]),
    )
    left, right = dict(enumerate(one)), dict(enumerate(other))
    met = [pair for pair in pairs if pair[1] in left and pair[2] in right and left.pop(pair[1]) and right.pop(pair[2])]
    return met, list(left.values()), list(right.values())


def _family_in_office(parts: Sequence[Part], told: Sequence[Part], other: Sequence[Part]) -> bool:
    """Is it an office and a family name, and the other a whole name of that family?"""
    if len(told) != 1 or not 2 <= len(other) <= 4 or not has_office(parts) or told[0].role is not Role.NAME:
        return False
    return likeness(told[0], other[-1]) >= _SURE and not any(part.role in {Role.COMMON, Role.NUMBER} for part in other)


def _aligned_score(one: list[Part], other: list[Part], weight: Weigher, *, of_bodies: bool) -> float:
    pairs, alone, missing = aligned(one, other)
    met = total = 0.0
    for similarity, i, j in pairs:
        worth = (weight(one[i]) + weight(other[j])) / 2
        met += worth * (max(similarity - 50.0, 0.0) / 50.0)
        total += worth
    if not total or (_numbers(alone) and _numbers(missing)):
        return 0.0
    left, right = sum(map(weight, alone)), sum(map(weight, missing))
    of_bodies = of_bodies or any(part.role in {Role.COMMON, Role.NUMBER} for part in (*one, *other))
    extra = _EXTRA_OF_BODY if of_bodies else _EXTRA
    cost = extra * abs(left - right) + _CONTRADICTION * min(left, right)
    return 100.0 * met / (total + cost)


def likeness(one: Part, other: Part) -> float:
    """How alike two words of names are, 0..100; 0 for different words."""
    if one.text == other.text:
        return 100.0
    if Role.NUMBER in {one.role, other.role}:
        return 0.0
    short, long = sorted((one, other), key=lambda part: len(part.text))
    if len(short.text) == 1:
        return _INITIAL_100 if long.text.startswith(short.text) else 0.0
    if one.unvowelled or other.unvowelled:
        return _without_vowels(one, other)
    if one.key == other.key and one.key:
        return 97.0
    if _NICKNAMES.get(one.text, -1) == _NICKNAMES.get(other.text, -2):
        return _SHORT_FORM_100
    if mean_one_thing(one.text, other.text):
        return _TRANSLATED_100
    sounded_so = sounded_alike(one.text, other.text)
    if len(short.text) < 4:
        return sounded_so
    spelled = max(fuzz.ratio(one.text, other.text), 100 * OSA.normalized_similarity(one.text, other.text))
    sounded = fuzz.ratio(one.key, other.key) - 1 if len(short.key) > 3 else 0.0
    best = max(spelled, sounded)
    best = best if best >= (_LEAST if len(short.text) < _LONG else _LEAST_OF_LONG) else 0.0
    return max(best, sounded_so, _SAME_BONES if len(one.bones) > 2 and one.bones == other.bones else 0.0)


def _without_vowels(one: Part, other: Part) -> float:
    if not one.bones or not other.bones:
        return 0.0
    if one.bones == other.bones:
        return 96.0 if len(one.bones) > 2 else 80.0
    score = fuzz.ratio(one.bones, other.bones)
    return score if score >= _LEAST and min(len(one.bones), len(other.bones)) > 2 else 0.0
