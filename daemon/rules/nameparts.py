"""A name as written, of a person, a body or a ship -> its parts: what says who, and what may be missing. Pure."""

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from daemon.language.fold import fold
from daemon.rules.sounds import bones, is_unvowelled, latin, sound_key


class Role(Enum):
    """What a word is in a name."""

    NAME = "name"
    NUMBER = "number"
    INITIAL = "initial"
    SMALL = "small"  #: particles, titles, legal forms: may be missing on either side
    COMMON = "common"  #: words that many bodies share


class Part(NamedTuple):
    """One word of a name."""

    text: str  #: in letters a to z, or a number
    key: str
    bones: str
    role: Role
    unvowelled: bool


#: Particles and titles.
_SMALL_WORDS = """
al el ad ar as at ash an ul ur us bin ben ibn bint von van der den de del della di da do dos du la le les das y e the
of and und et for in i fur s zu zur ed mr mrs ms dr prof professor sir lord sheikh shaykh shaikh sheik cheikh hajji
haji hajj hadji imam mullah mulla maulana maulvi mawlawi molvi qari sayyid sayed syed said general gen colonel col
major maj captain capt lieutenant lt sergeant commander president minister king prince princess monsieur madame mme
herr frau comrade brigadier admiral marshal ayatollah senator governor
"""
_LEGAL_FORMS = """
ltd limited llc llp lp inc incorporated corp
corporation co company companies compania compagnie cie plc ag gmbh kg mbh sa sas sarl srl spa spol sro oy ab asa nv
bv pte pty bhd sdn oao ooo zao pao ao tov tzov chao ojsc jsc cjsc pjsc fsue fgup gup pjs aps doo dd eood ltda eirl cv
rl kft zrt kk fzc fze fzco dmcc sal psc est
"""
_LEGAL = frozenset(_LEGAL_FORMS.split())
_OFFICE_WORDS = """
president minister chancellor senator governor general colonel admiral marshal king queen pope ayatollah
"""
_OFFICES = frozenset(_OFFICE_WORDS.split())
_SMALL = _OFFICES | frozenset(_SMALL_WORDS.split()) | _LEGAL
_COMMON_WORDS = """
group international global general national state federal trading industries industry industrial enterprise
enterprises holding holdings services service systems system trust bank foundation fund organization organisation
association institute center centre research scientific development technology technologies engineering investment
investments shipping maritime marine transport logistics aviation airlines air oil gas petroleum energy chemical
construction management commercial import export party front army brigade brigades committee council ministry
department office union society charity relief islamic people peoples republic joint stock production plant factory
works capital offshore partners resources united new
"""
_COMMON = frozenset(_COMMON_WORDS.split())
#: Legal forms of several words; each word may be misspelled a little.
_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "limited liability company",
        "joint stock company",
        "open joint stock company",
        "public joint stock company",
        "closed joint stock company",
        "obshchestvo s ogranichennoy otvetstvennostyu",
        "otkrytoe aktsionernoe obshchestvo",
        "publichnoe aktsionernoe obshchestvo",
        "zakrytoe aktsionernoe obshchestvo",
        "aktsionernoe obshchestvo",
        "tovarystvo z obmezhenoyu vidpovidalnistyu",
        "societatea cu raspundere limitata",
        "sociedad de responsabilidad limitada",
        "societe a responsabilite limitee",
        "sociedad anonima",
        "societe anonyme",
        "federal state unitary enterprise",
        "gesellschaft mit beschrankter haftung",
        "aktiengesellschaft",
        "sp z o o",
        "sp z oo",
    )
)
_NUMBERS = {
    word: str(number)
    for number, words in {
        1: "first 1st one", 2: "second 2nd two", 3: "third 3rd three", 4: "fourth 4th four", 5: "fifth 5th five",
        6: "sixth 6th six", 7: "seventh 7th seven", 8: "eighth 8th eight", 9: "ninth 9th nine", 10: "tenth 10th ten",
        11: "eleventh 11th eleven", 12: "twelfth 12th twelve", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
        60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
    }.items()
    for word in words.split()
}  # fmt: skip
#: Not I, V and X, which are initials, nor VI and XI, which are names.
_NUMBERS |= {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9", "xii": "12"}
_SHORT = {
    "intl": "international", "natl": "national", "bros": "brothers", "mfg": "manufacturing", "dept": "department",
    "govt": "government", "assn": "association", "org": "organization", "ind": "industries", "mt": "mount",
    "st": "saint", **dict.fromkeys(("bd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdil"), "abd"),
    "md": "mohammed", "mohd": "mohammed", "muh": "mohammed", "ould": "wild",
}  # fmt: skip
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
_TENS = re.compile("[2-9]0")
_LEET = str.maketrans("0134579", "oieastg")
_WORD = re.compile(r"[^\W_]+")
_NO_GAP = re.compile("[ʼʻʿʾ'\u2019\u2018`´\u200c\u200d\u00ad]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: Abdullah is one word in every spelling; so are Abdou and Abduh.
_SERVANT_OF = re.compile(r"abd(?:[aeiou]{1,2}[lrsnz]?|l)(?!l*ah?$)(?!h$)((?:[^aeiou]|a[^h])[a-z]{3,})")
_FATHER_OF = re.compile(r"abo?u([^aeiou][a-z]{2,})")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_MAX_WORDS = 24  #: a name of more is cut: the comparison is quadratic in them


@lru_cache(maxsize=20_000)
def parts_of_name(name: str) -> tuple[Part, ...]:
    """The parts of a name, in order, legal forms of several words left out.

    Shape: empty for a name without letter or digit.
    """
    whole = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", _CAMEL.sub(" ", name[:400]))
    words = [_plain(word) for word in _WORD.findall(fold(_NO_GAP.sub("", whole)))]
    split = [(part, unvowelled) for word, unvowelled in words for part in _halves(word)]
    kept = _with_numbers(_without_phrases(split))[:_MAX_WORDS]
    parts = [_part(word, unvowelled=unvowelled) for word, unvowelled in kept]
    family = len(family_of(name))
    if 0 < family < len(parts) and all(part.role is Role.SMALL for part in parts[:family]):
        parts[family - 1] = parts[family - 1]._replace(role=Role.NAME)  # "Hajj, Yahya" is no title
    return tuple(parts)


def family_of(name: str) -> tuple[Part, ...]:
    """The parts before the comma of a name written family name first; empty if there is none."""
    family, comma, given = name.partition(",")
    return parts_of_name(family) if comma and given.strip() else ()


def given_of(name: str) -> tuple[Part, ...]:
    """The parts after the comma of a name written family name first; empty if there is none."""
    _, comma, given = name.partition(",")
    return parts_of_name(given) if comma else ()


def _halves(word: str) -> list[str]:
    """The words of a word: Abdelkarim is Abd and Karim, Abouzeid is Abu and Zeid, however they are joined."""
    found = []
    for part in _WORD.findall(word):
        servant, father = _SERVANT_OF.fullmatch(part), _FATHER_OF.fullmatch(part)
        if servant:
            found += ["abd", servant[1]]
        else:
            found += ["abu", father[1]] if father else [part]
    return found


def _plain(folded: str) -> tuple[str, bool]:
    """The word in Latin letters, misused digits as the letters they stand for; was its script unvowelled?"""
    plain = _NO_GAP.sub("", latin(folded))
    letters = sum(character.isalpha() for character in plain)
    if letters > 2 and not plain.isalpha() and plain not in _NUMBERS:
        plain = plain.translate(_LEET)
    return plain, is_unvowelled(folded)


def _without_phrases(words: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    for phrase in _PHRASES:
        for first in range(len(words) - len(phrase) + 1):
            stretch = words[first : first + len(phrase)]
            if all(fuzz.ratio(word, part) >= 80 for (word, _), part in zip(stretch, phrase, strict=True)):
                return words[:first] + words[first + len(phrase) :] or words
    return words


def _with_numbers(words: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Number words as figures: forty-four is 44."""
    found: list[tuple[str, bool]] = []
    for word, unvowelled in words:
        figure = _NUMBERS.get(word, word.lstrip("0") or "0" if word.isdigit() else None)
        if figure is None:
            found.append((_SHORT.get(word, word), unvowelled))
        elif found and _TENS.fullmatch(found[-1][0]) and len(figure) == 1:
            found[-1] = (found[-1][0][0] + figure, False)
        else:
            found.append((figure, False))
    return found


def _part(word: str, *, unvowelled: bool) -> Part:
    key = sound_key(word)
    if word.isdigit():
        role = Role.NUMBER
    elif len(word) == 1:
        role = Role.INITIAL
    elif word in _SMALL:
        role = Role.SMALL
    else:
        role = Role.COMMON if word in _COMMON else Role.NAME
    return Part(word, key, bones(key), role, unvowelled)


def has_legal_form(parts: Sequence[Part]) -> bool:
    """Is there a word such as Ltd, GmbH or OOO?"""
    return any(part.role is Role.SMALL and part.text in _LEGAL for part in parts)


def has_office(parts: Sequence[Part]) -> bool:
    """Is there the title of an office, behind which people write a family name alone?"""
    return any(part.text in _OFFICES for part in parts)


def in_brackets(name: str) -> frozenset[str]:
    """The words that a body has in brackets, such as the country of a branch; none for what has no sign of a body."""
    parts = parts_of_name(name)
    if not (has_legal_form(parts) or any(part.role is Role.COMMON for part in parts)):
        return frozenset()
    return frozenset(part.text for inner in _BRACKETS.findall(name[:400]) for part in parts_of_name(inner))


def initial(letter: str) -> Part:
    """A single letter that stands for a word."""
    return Part(letter, letter, "", Role.INITIAL, unvowelled=False)


@lru_cache(maxsize=20_000)
def readings_of(name: str) -> tuple[tuple[Part, ...], ...]:
    """The ways to read a name: without what stands in brackets, the words there, and each of several names by `;`.

    Shape: at least one; never an empty reading.
    """
    found: dict[tuple[Part, ...], None] = {}
    for one in name[:400].split(";"):
        found[parts_of_name(_BRACKETS.sub(" ", one))] = None
        for inner in map(parts_of_name, _BRACKETS.findall(one)):
            if len(inner) > 1:
                found[inner] = None
    found.pop((), None)
    return tuple(found) or (parts_of_name(name),)
