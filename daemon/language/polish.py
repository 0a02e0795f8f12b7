"""Polish inflection: a folded word -> the bases by which its forms meet; a verb's forms, written out whole. Pure.

A stemmer for it keeps most of them apart; what it does not, meets by it (`~`). Nouns meet by what stands before the
ending (`n`), adjectives likewise (`a`). Folded, ą is a, ó is o and ł is l.
"""

from functools import lru_cache
from typing import Final

import Stemmer

_MIN_STEM: Final = 3
_WHOLE: Final = {
    word: tuple(forms.split())
    for word, forms in {
        "czlowiek": "ludzie ludzi ludziom ludzmi ludziach", "dziecko": "dzieci dzieciom dziecmi dzieciach",
        "rok": "roku rokiem lata lat latach latom", "sedzia": "sedziego sedziemu sedziowie sedziow sedziom",
        "dzien": "dnia dni dniu dniem dniach", "tydzien": "tygodnia tygodnie tygodni tygodniu tygodniach",
        "brat": "bracia braci braciom", "reka": "reki rece rak rekami rekach", "oko": "oczy oczu oczami",
        "pieniadze": "pieniedzy pieniedzmi", "przyjaciel": "przyjaciol przyjaciolom", "miasto": "miescie",
        "ksiadz": "ksiedza ksieza ksiezy ksiedzem", "umrzec": "umarl umarla umarli umarlo umrze umra",
        "sasiad": "sasiedzi", "imie": "imienia imieniu imieniem imiona imion imionom imionami imionach",
    }.items()
}  # fmt: skip
_NOUN_WORDS: Final = "a u owi em iem ie y i e ow om ami ach owie ia iu iach iami iom o"
_ADJECTIVE_WORDS: Final = "y i a e ego emu ym im ej ych ich ymi imi ie iego iemu iej"
_NOUN: Final = tuple(_NOUN_WORDS.split())
_ADJECTIVE: Final = tuple(_ADJECTIVE_WORDS.split())
_ENDINGS: Final = tuple(
    (one, "".join(mark for mark, ends in (("n", _NOUN), ("a", _ADJECTIVE)) if one in ends))
    for one in dict.fromkeys((*_NOUN, *_ADJECTIVE))
)
#: Last letter -> the endings that have it, and the marks of the words that have them.
_ENDINGS_BY_LAST: Final = {
    last: tuple((ending, len(ending), marks) for ending, marks in _ENDINGS if ending[-1] == last)
    for last in {ending[-1] for ending, _ in _ENDINGS}
}
_PAST: Final = ("l", "la", "lo", "li", "ly")
_PASSIVE: Final = ("y", "a", "e", "ego", "emu", "ym", "ej", "ych", "ymi", "i", "o")
#: The end of a stem as it is in the locative and in the plural of persons.
_SOFT: Final = {
    "t": ("cie", "ci"), "d": ("dzie",), "r": ("rze", "rzy"), "k": ("ce", "cy"), "g": ("dze", "dzy"), "h": ("sze", "si"),
    "st": ("scie",),
}  # fmt: skip
_NO_FORMS: Final = frozenset(("=swiecie",))  #: na świecie, in the world; seldom of święto
_MIN_OF_STEMMER: Final = 4  #: letters: imię, im; muszą, mu
_STEMMER: Final = Stemmer.Stemmer("polish", 0)
_VOWELS: Final = frozenset("aeiouy")


@lru_cache(maxsize=1_000)
def polish_text_bases(word: str) -> frozenset[str]:
    """The bases of a text's word, which may be any form."""
    found = [f"={word}", f"n{word}", *_by_stemmer(word)]
    longest = len(word) - _MIN_STEM
    for ending, length, marks in _ENDINGS_BY_LAST.get(word[-1:], ()):
        if length <= longest and word.endswith(ending):
            stem = word[:-length]
            found += [mark + stem for mark in marks]
    return frozenset(found)


def _by_stemmer(word: str) -> tuple[str, ...]:
    stem = _STEMMER.stemWord(word)
    return (f"~{stem}",) if len(stem) >= _MIN_OF_STEMMER else ()


@lru_cache(maxsize=1_000)
def polish_word_bases(word: str) -> frozenset[str]:
    """The bases of a rule's word, as a noun, an adjective or a verb. Law: holds the word itself, whole."""
    found = {f"={word}", *_by_stemmer(word), *(f"={one}" for one in _WHOLE.get(word, ()))}
    if len(word) < _MIN_STEM or not word.isalpha():
        return frozenset(found)
    if word.endswith(("ac", "ic", "yc", "ec")) and len(word) > _MIN_STEM + 1 and not word.endswith("iec"):
        return frozenset(found | {f"={one}" for one in _verb_forms(word)})
    if word.endswith("anin"):  # Rosjanin, Rosjanie
        return frozenset(found | {f"n{word}", f"n{word[:-2]}"})
    stem = word[:-1] if word[-1] in _VOWELS else word
    if len(stem) < _MIN_STEM:
        return frozenset(found | {f"={stem}{one}" for one in _NOUN})
    found |= {f"n{one}" for one in (stem, *_other_stems(word, stem))}
    if word[-1] in "yi":
        found.add(f"a{stem}")
    before, softened = (stem[:-2], _SOFT["st"]) if stem.endswith("st") else (stem[:-1], _SOFT.get(stem[-1], ()))
    people = (f"={word[:-3]}sci",) if word.endswith(("ista", "ysta")) else ()  # terroryści
    return frozenset({*found, *people, *(f"={before}{one}" for one in softened)} - _NO_FORMS)


def _other_stems(word: str, stem: str) -> set[str]:
    """The stem with or without an e before its last letter: Niemiec, Niemcy; wojna, wojen; minister, ministra."""
    if word.endswith(("nie", "cie")):
        return {word[:-2]}  # starcie, starć
    if word.endswith(("ek", "iec", "ster")):
        return {word[:-2].removesuffix("i") + word[-1]}
    if word.endswith("j"):
        return {f"{word[:-1]}i"}  # złodziej, złodziei
    if word.endswith("czna"):
        return set()  # an adjective: znaczna, but znaczeń
    if word[-1] in "ao" and len(stem) > _MIN_STEM and stem[-1] in "knrlwm" and stem[-2] not in _VOWELS:
        return {f"{stem[:-1]}e{stem[-1]}"}
    return set()


def _verb_forms(word: str) -> set[str]:
    """The third persons of an infinitive, its participle, and the form in -no or -to: zabito, aresztowano."""
    stem, vowel = word[:-2], word[-2]
    found = {f"{stem}{vowel}{one}" for one in _PAST}
    if vowel == "a":
        found |= {f"{stem}an{one}" for one in _PASSIVE} | {f"{stem}{one}" for one in ("a", "aja")}
        found |= _in_nac(stem) if stem[-1] in "nj" else set()
        found |= {word[:-4] + one for one in ("uje", "uja", "ujac")} if word.endswith("owac") else set()
        return found | ({f"{stem}e"} if stem[-1] == "z" else set())  # skazać, skaże
    if vowel == "e":
        return found | {f"{stem}{one}" for one in ("ial", "iala", "ialo", "i", "a", "eje", "eja")}
    many = "ia" if stem[-1] in "bpwmfn" else "a"  # robią, niszczą
    found |= {f"{stem}{one}" for one in (vowel, many, f"{vowel}je", f"{vowel}ja", "ieni", "eni")}
    found |= {f"{stem}{vowel}t{one}" for one in _PASSIVE} | {f"{stem}{vowel}ci"}
    return found | {f"{stem}{middle}on{one}" for middle in ("", "i") for one in _PASSIVE}


def _in_nac(stem: str) -> set[str]:
    """Of verbs in -nąć and -jąć: zginęła, przyjęto; wybuchł."""
    found = {f"{stem}e{one}" for one in _PAST} | {f"{stem}et{one}" for one in _PASSIVE}
    found |= {f"{stem}{one}" for one in ("ie", "a", "mie", "ma")}
    return found | ({stem[:-1] + one for one in _PAST} if stem[-2] not in _VOWELS else set())
