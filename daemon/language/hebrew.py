"""Hebrew inflection: prefixes of one letter before a text's word, and the forms of a rule's word. Pure."""

import re
from functools import lru_cache

_PREFIXES = tuple("והבלמשכ")
_MIN_LETTERS = 3
_MEDIAL = {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}
_AFTER_CONSONANT = ("ים", "י", "ות", "ה", "ו", "יו", "יהם", "ם", "נו")
#: Nouns whose plural is made otherwise.
_IRREGULAR = {
    word: forms.split()
    for word, forms in {
        "עיר": "ערים ערי", "איש": "אנשים אנשי", "אישה": "נשים נשי אשת", "אשה": "נשים נשי אשת",
        "בית": "בתים בתי ביתו ביתה", "יום": "ימים ימי יומו", "צומת": "צמתים צומתי",
        "שר": "שרים שרת שרי", "מס": "מסים מיסים מסי",
        "חולה": "חולים חולי חולת חולות", "רופא": "רופאים רופאי רופאה רופאות",
    }.items()
}  # fmt: skip
#: Infinitives: לתקוף of פעל, להפציץ of הפעיל, לירות of verbs in ה.
_PAAL = re.compile("ל(.)(.)ו(.)")
_HIPHIL = re.compile("לה(.)(.)י(.)")
_LAMED_HE = re.compile("ל(.)(.)ות")
_NO_INFINITIVES_AS_WORDS = (
    "לפחות למרות להורים לטווח לזהות לציון לגדול לבנון לגיון לידות לילות לבנות ליגות להבות להקות לשכות לוחות לבבות "
    "לרבות לאחור לכבוד למלוא לשבוע לשעות לשפות לתווך"
)
_NO_INFINITIVES = frozenset(_NO_INFINITIVES_AS_WORDS.split())
#: Those who do something, with a feminine in ת; of other nouns it makes another word: משטר is not משטרת, nor קרב קרבת.
_DOERS_AS_WORDS = "חייל מחבל מנהל מפקד מאבטח מחנך מטפל מבקר מנתח מתנחל מתאבד מתנדב מתמחה מתכנן מדריך דייל טייס נוסף"
_DOERS = frozenset(_DOERS_AS_WORDS.split())
_PRESENT = re.compile("[א-ת]ו[א-ת]{2}")  #: לוחם, שוטר, עוזר
_THINGS = "חודש כותר תוצר עופר בוקר אוצר חוזר מושב מוקד מועד נושא חומר סופר כוכב תותח חופש רובע מוסד"
_NO_DOERS = frozenset(_THINGS.split())
_AFTER_HE = ("ות", "אות", "ת", "תו", "תה", "תם", "ותיו", "ותיה", "ותיהם", "ו")


@lru_cache(maxsize=1_000)
def without_hebrew_prefixes(form: str) -> frozenset[str]:
    """A text's word, and what is left without up to three of its first letters, at least three letters."""
    found = {form}
    for _ in range(3):
        found |= {one[1:] for one in found if one.startswith(_PREFIXES) and len(one) > _MIN_LETTERS}
    return frozenset(found)


def _is_doer(word: str) -> bool:
    return word in _DOERS or (_PRESENT.fullmatch(word) is not None and word not in _NO_DOERS)


@lru_cache(maxsize=1_000)
def hebrew_forms(word: str) -> frozenset[str]:
    """A rule's word in plural, construct and feminine, with possessives, and a verb's past. Law: holds the word.

    Short words keep their form: the fewer letters, the more strangers an ending would make.
    """
    if word in _IRREGULAR and len(word) < _MIN_LETTERS:
        return frozenset({word, f"ה{word}", *_IRREGULAR[word]})
    if len(word) < _MIN_LETTERS:  # a text's word keeps three letters: the article is put to it here
        return frozenset({word, *(f"{before}ה{word}" for before in ("", *"ולמש"))})
    if word in _IRREGULAR:
        return frozenset({word, *_IRREGULAR[word]})
    if word.endswith("ה"):
        return frozenset({word, *(word[:-1] + one for one in _AFTER_HE)})
    if word.endswith("ת"):
        return frozenset({word, word[:-1] + "ות", word + "ו", word + "ה"})
    if word.endswith("א"):
        men = {word + "ים", word + "י"} if len(word) > _MIN_LETTERS else set[str]()  # נשיאים; but צבאי is an adjective
        return frozenset({word, *men, word + "ות", word + "ו", word + "ה"})
    if word.endswith(("ים", "ות")):
        return frozenset({word, word[:-1] if word.endswith("ים") else word})
    if word.endswith("י"):
        return frozenset({word, word + "ם", word + "ת", word + "ים", word + "ות"})
    medial = word[:-1] + _MEDIAL.get(word[-1], word[-1])
    feminine = {medial + "ת"} if _is_doer(word) else set[str]()
    return frozenset({word, *feminine, *(medial + one for one in _AFTER_CONSONANT)})


def hebrew_verb_forms(word: str) -> frozenset[str]:
    """The past, present and future of an infinitive in the third person, as they are written, also after and and that.

    Why whole: of a text's משפחה (family) the prefixes come off, and a verb's short form is left. Empty for other words.
    """
    if word[:1] != "ל" or len(word) < _MIN_LETTERS + 2 or word in _NO_INFINITIVES:
        return frozenset()
    return frozenset(before + one for one in _third_persons(word) for before in ("", "ו", "ש"))


def _third_persons(word: str) -> set[str]:
    lamed_he = _LAMED_HE.fullmatch(word)
    if lamed_he:
        first, second = lamed_he.groups()
        stem = first + second
        past = {stem + "ה", stem + "ו", stem + "תה"}
        present = {f"{first}ו{second}{one}" for one in ("ה", "ים", "ות")}
        return past | present | {f"{one}{stem}ה" for one in "ית"} | {f"י{stem}ו"}
    hiphil = _HIPHIL.fullmatch(word)
    if hiphil:
        first, second, last = hiphil[1], hiphil[2], _MEDIAL.get(hiphil[3], hiphil[3])
        stem, end = f"{first}{second}י{last}", f"{first}{second}י{hiphil[3]}"
        long = {before + stem + one for before, ends in (("ה", "הו"), ("מ", "הםת"), ("י", "ו")) for one in ends}
        return {before + end for before in "המית"} | long | {f"מ{stem}ים", f"מ{stem}ות"}
    paal = _PAAL.fullmatch(word)
    if not paal:
        return set()
    first, second, final = paal.groups()
    last = _MEDIAL.get(final, final)
    past = {first + second + final, first + second + last + "ה", first + second + last + "ו"}
    present = {f"{first}ו{second}{final}", *(f"{first}ו{second}{last}{one}" for one in ("ת", "ים", "ות"))}
    future = {f"{one}{first}{second}ו{final}" for one in "ית"} | {f"י{first}{second}{last}ו"}
    return past | present | future
