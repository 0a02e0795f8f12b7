"""Hebrew inflection: prefixes of one letter before a text's word, and the forms of a rule's noun. Pure."""

import re
from functools import lru_cache
from typing import Final

_PREFIXES = tuple("והבלמשכ")
_MIN_LETTERS = 3
_HIS: Final = "~"  #: marks a form with a possessive, which has no article: טילו, but הטילו is they imposed
MEDIAL: Final = {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}
_AFTER_CONSONANT = ("ים", "י", "ות", "ה", "ו", "יו", "יהם", "ם", "נו")
_POSSESSIVES = frozenset(("ו", "יו", "נו"))
_OF_MANY = ("יה", "ינו", "ותיו", "ותיה", "ותיהם")  #: of her many; after three letters another word: רוסיה
#: Nouns whose plural is made otherwise.
_IRREGULAR = {
    word: forms.split()
    for word, forms in {
        "עיר": "ערים ערי", "איש": "אנשים אנשי", "אישה": "אשה נשים נשי נשות אשת", "אשה": "אישה נשים נשי נשות אשת",
        "בית": "בתים בתי ביתו ביתה", "יום": "ימים ימי יומו", "צומת": "צמתים צומתי",
        "שר": "שרים שרת שרי השרה לשר ושר לשרת", "מס": "מסים מיסים מסי במס למס ומס",
        "הר": "הרים הרי בהר להר ההרים", "סם": "סמים סמי", "צו": "צווים צווי", "תא": "תאים תאי", "קו": "קווים קווי",
        "עד": "עדים", "אחות": "אחיות אחותו אחותה", "לווין": "לוויינים לווייני לוויין",
        "אזרח": "אזרחים אזרחי אזרחית אזרחיות אזרחיו אזרחיה אזרחיהם",
        "חולה": "חולים חולי חולת חולות", "רופא": "רופאים רופאי רופאה רופאות",
    }.items()
}  # fmt: skip
#: Those who do something, with a feminine in ת; of other nouns it makes another word: משטר is not משטרת, nor קרב קרבת.
_DOERS_AS_WORDS = (
    "חייל מחבל מנהל מפקד מאבטח מחנך מטפל מבקר מנתח מתנחל מתאבד מתנדב מתמחה מתכנן מדריך דייל טייס נוסף "
    "נאשם נהג מועמד מאמן"
)
_DOERS = frozenset(_DOERS_AS_WORDS.split())
_PRESENT = re.compile("[א-ת]ו[א-ת]{2}")  #: לוחם, שוטר, עוזר
_IN_AN = re.compile("[א-ת]{2,}[^וי]ן")  #: שחקן, with a feminine in ית
_THINGS = "חודש כותר תוצר עופר בוקר אוצר חוזר מושב מוקד מועד נושא חומר סופר כוכב תותח חופש רובע מוסד"
_NO_DOERS = frozenset(_THINGS.split())
_NO_IN_AN = ("תוכן", "מחסן")  #: תוכנית is a plan
_KEEP_T = frozenset(("רשת", "דלת", "קשת", "שבת"))
#: A fact, and no עובד; consent, and no הסכם; and according to her, him, them, which is no form of to speak.
_STRANGERS = frozenset(("עובדה", "הסכמה", "לדברי", "לדבריה", "לדבריו", "לדבריהם"))
_AFTER_YOD = (("יית",), ("ות", "ת"))  #: קואליציה, קואליציית; ירייה, יריות
_AFTER_HE = ("ות", "אות", "ת", "תו", "תה", "תם", "ותיו", "ותיה", "ותיהם", "ו")


@lru_cache(maxsize=1_000)
def without_hebrew_prefixes(form: str) -> frozenset[str]:
    """A text's word, and what is left without up to three of its first letters, at least three letters."""
    found = {form}
    for _ in range(3):
        found |= {one[1:] for one in found if one.startswith(_PREFIXES) and len(one) > _MIN_LETTERS}
    return frozenset(found)


@lru_cache(maxsize=1_000)
def hebrew_text_bases(form: str) -> frozenset[str]:
    """The same, and what may be something of his: not what the article was taken from."""
    found = without_hebrew_prefixes(form)
    if form[-1] != "ו":
        return found
    return found | {f"{_HIS}{one}" for one in found if one == form or form[-len(one) - 1] != "ה"}


def with_hebrew_prefixes(word: str) -> frozenset[str]:
    """A word so short that a text's word is not stripped down to it, with the prefixes that news writes: תל, ובתל."""
    if len(word) >= _MIN_LETTERS:
        return frozenset()
    return frozenset(before + one + word for before in ("", *"וש") for one in ("", *"הבלמכ"))


def _is_doer(word: str) -> bool:
    return word in _DOERS or (_PRESENT.fullmatch(word) is not None and word not in _NO_DOERS)


@lru_cache(maxsize=1_000)
def hebrew_forms(word: str) -> frozenset[str]:
    """A rule's word in plural, construct and feminine, with possessives. Law: holds the word.

    Short words keep their form: the fewer letters, the more strangers an ending would make.
    """
    if word in _IRREGULAR:
        return frozenset({word, *_IRREGULAR[word], *(() if len(word) >= _MIN_LETTERS else (f"ה{word}",))})
    if len(word) < _MIN_LETTERS:  # a text's word keeps three letters: the article is put to it here
        return frozenset({word, *(f"{before}ה{word}" for before in ("", *"ולמש"))})
    if word.endswith("ה"):
        short = () if not word.endswith("יה") or len(word) < _MIN_LETTERS + 2 else _AFTER_YOD[word.endswith("ייה")]
        return frozenset({word, *(word[:-2] + one for one in short), *(word[:-1] + one for one in _AFTER_HE)})
    if word.endswith("ת"):
        return frozenset({word, *_plurals_in_t(word), word + "ו", word + "ה"})
    if word.endswith("א"):
        men = {word + "ים", word + "י"} if len(word) > _MIN_LETTERS else set[str]()  # נשיאים; but צבאי is an adjective
        return frozenset({word, *men, word + "ות", word + "ו", word + "ה"})
    if word.endswith("ים"):
        many = ("", "ו", "הם") if len(word) > _MIN_LETTERS + 2 else ("",)  # פיטוריו; but לדבריו, says he, is no דברים
        return frozenset({word, *(word[:-1] + one for one in many)})
    if word.endswith("י"):
        return frozenset({word, word + "ם", word + "ת", word + "ים", word + "ות"})
    return frozenset(one for one in (word, *_after_consonant(word)) if one.removeprefix(_HIS) not in _STRANGERS)


def _after_consonant(word: str) -> set[str]:
    medial = word[:-1] + MEDIAL.get(word[-1], word[-1])
    found = {(_HIS if one in _POSSESSIVES else "") + medial + one for one in _AFTER_CONSONANT}
    if _is_doer(word):
        found.add(medial + "ת")
    if len(word) > _MIN_LETTERS:
        found |= {medial + one for one in _OF_MANY}
        if _IN_AN.fullmatch(word) and not word.endswith(_NO_IN_AN):
            found |= {medial + one for one in ("ית", "יות")}
    return found


def _plurals_in_t(word: str) -> set[str]:
    """Of short nouns with the ת, of abstract ones with יות: רשת, רשתות; רשות, רשויות; רכבת, רכבות."""
    if word in _KEEP_T:
        return {word + "ות"}
    return {word[:-1] + "יות"} if word.endswith("ות") else {word[:-1] + "ות"}
