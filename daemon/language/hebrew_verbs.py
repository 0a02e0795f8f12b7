"""Hebrew verbs: the third persons of an infinitive or of a dictionary's past form, as they are written. Pure.

Each form is a whole word, with the clitics of and and that alone: of a text's משפחה (family) all prefixes come off, and
a verb's short form is left.
"""

import re
from typing import Final

from daemon.language.hebrew import MEDIAL

_MIN_LETTERS: Final = 3
#: Infinitives: לתקוף of פעל, להפציץ of הפעיל, לירות of verbs in ה.
_PAAL: Final = re.compile("ל(.)(.)ו(.)")
_HIPHIL: Final = re.compile("לה(.)(.)י(.)")
_LAMED_HE: Final = re.compile("ל(.)(.)ות")
_NO_INFINITIVES_AS_WORDS: Final = (
    "לפחות למרות להורים לטווח לזהות לציון לגדול לבנון לגיון לידות לילות לבנות ליגות להבות להקות לשכות לוחות לבבות "
    "לרבות לאחור לכבוד למלוא לשבוע לשעות לשפות לתווך"
)
_NO_INFINITIVES: Final = frozenset(_NO_INFINITIVES_AS_WORDS.split())
_LAST: Final = "[אבגדזחטכלמנסעפצקרשךםןףץ]"  #: no ending of a noun
#: Past forms of the patterns that their letters tell: התפטר, הצטרף; הודיע, הגיע; הותקף; נעצר.
_PAST_HITPAEL: Final = re.compile(f"ה(ת[א-ת]{{2,3}}{_LAST}|(?:שת|סת|צט|זד)[א-ת]{{1,2}}{_LAST})")
_PAST_HIPHIL: Final = re.compile("ה([א-ת]{2}י[אבגדזחטכלמנסעפצקרשךןףץ])")
#: Those as many nouns with the article are spelled: העיר is the city.
_SHORT_HIPHIL_WORDS: Final = (
    "הגיע הציע הביא הגיב הפיל הציל הסיר הקים הביע הציב הפיץ השיג השיב הכיר הציג הצית הזיק הגיש "
    "הסכים האשים השלים הקדים החרים"
)
_SHORT_HIPHIL: Final = frozenset(_SHORT_HIPHIL_WORDS.split())
_PAST_HUPHAL: Final = re.compile(f"ה(ו[א-ת](?!ים)[א-ת]{_LAST})")
_PAST_NIPHAL: Final = re.compile(f"נ([אבגדזחטכלמנסעפצקרשה][א-ת]{_LAST})")
_NO_PASTS_WORDS: Final = "התנין נשיא נגיף נתיב נציג נציב נזיר נסיך נביא נמיר"
_NO_PASTS: Final = frozenset(_NO_PASTS_WORDS.split())
#: Past forms that nouns are spelled like, so that they are listed: of פעל with ו in the future and without it, of verbs
#: in ה, of פיעל (ניצח, ינצח) and of פועל (פוטר, יפוטר).
_WITH_VAV_WORDS: Final = "תקף קרס עצר פרץ חטף גנב שדד הרס כבש דרש סגר נטש רדף חסם הרג"
_WITH_VAV: Final = frozenset(_WITH_VAV_WORDS.split())
_WITHOUT_VAV: Final = frozenset(["פגע", "פתח", "ברח", "תבע", "טבח", "רצח", "טבע"])
_IN_HE: Final = frozenset(("ירה", "זכה"))
_PIEL_WORDS: Final = "ניצח חיסל ביקש סיפר דיווח ביטל פיטר סיכל שיגר ריסק חידש סיים איים קיבל טיפל ביצע שיבש"
_PIEL: Final = frozenset(_PIEL_WORDS.split())
_PUAL_WORDS: Final = "פוטר חוסל שוחרר סוכל גורש אותר בוטל נוצח דווח"
_PUAL: Final = frozenset(_PUAL_WORDS.split())
#: Forms that are other words first: a course, an operation, a number, stable.
_NO_FORMS: Final = frozenset(("קורס", "קורסים", "מבצע", "מבצעים", "מספר", "יציב"))
_SAYING_WORDS: Final = "אמר אמרה אמרו אומר אומרת אומרים אומרות יאמר תאמר יאמרו"
#: Past forms whose other forms no pattern tells.
_WHOLE: Final = {
    "נפל": "נפלה נפלו נופל נופלת נופלים ייפול תיפול ייפלו", "יצא": "יצאה יצאו יוצא יוצאת יוצאים ייצא תצא ייצאו",
    "ירד": "ירדה ירדו יורד יורדת יורדים יירד תרד ירדו", "נתן": "נתנה נתנו נותן נותנת נותנים ייתן תיתן ייתנו",
    "מת": "מתה מתו מתים ימות תמות ימותו", "הושעה": "הושעתה הושעו יושעה תושעה", "עלה": "עלתה עלו יעלה תעלה יעלו",
}  # fmt: skip
_SAYING: Final = frozenset(_SAYING_WORDS.split())


def hebrew_verb_forms(word: str) -> frozenset[str]:
    """The past, present and future of a verb in the third person, also after and and that. Empty for other words."""
    found = set(_WHOLE[word].split()) if word in _WHOLE else set[str]()
    if len(word) >= _MIN_LETTERS and not found:
        found = _of_infinitive(word) if word[0] == "ל" else _of_past(word)
    return frozenset(before + one for one in found - _NO_FORMS for before in ("", "ו", "ש"))


def _medial(stem: str) -> str:
    return stem[:-1] + MEDIAL.get(stem[-1], stem[-1])


def _of_infinitive(word: str) -> set[str]:
    if len(word) < _MIN_LETTERS + 2 or word in _NO_INFINITIVES:
        return set()
    lamed_he = _LAMED_HE.fullmatch(word)
    if lamed_he:
        return _of_lamed_he(lamed_he[1] + lamed_he[2])
    hiphil = _HIPHIL.fullmatch(word)
    if hiphil:
        return _of_hiphil(f"{hiphil[1]}{hiphil[2]}י{hiphil[3]}")
    paal = _PAAL.fullmatch(word)
    return _of_paal(paal[1] + paal[2] + paal[3], "ו") if paal else set()


def _of_past(word: str) -> set[str]:
    """The forms of a past form, by its pattern, or because it is listed."""
    if word in _NO_PASTS:
        return set()
    if word in _WITH_VAV or word in _WITHOUT_VAV:
        return _of_paal(word, "ו" if word in _WITH_VAV else "")
    if word in _IN_HE:
        return _of_lamed_he(word[:-1])
    if word in _PIEL or word in _PUAL:
        stem = word if word in _PUAL else word[0] + word[2:]
        return _with_persons(word, stem)
    if word == "אמר":
        return set(_SAYING)
    hiphil = _PAST_HIPHIL.fullmatch(word)
    if hiphil or word in _SHORT_HIPHIL:
        return _of_hiphil(word[1:])
    passive = _PAST_HITPAEL.fullmatch(word) or _PAST_HUPHAL.fullmatch(word)
    if passive:
        return _with_persons(word, passive[1])
    niphal = _PAST_NIPHAL.fullmatch(word)
    if not niphal:
        return set()
    stem, past = niphal[1], _medial(word)
    future = {f"{one}י{stem}" for one in "ית"} | {f"יי{_medial(stem)}ו"}
    return future | {past + one for one in ("ה", "ו", "ת", "ים", "ות")}


def _with_persons(past: str, stem: str) -> set[str]:
    """The forms of a verb whose present is the stem with מ and whose future is it with י or ת."""
    long = _medial(stem)
    found = {_medial(past) + one for one in "הו"} | {before + stem for before in "מית"}
    return found | {f"מ{long}{one}" for one in ("ת", "ים", "ות")} | {f"י{long}ו"}


def _of_hiphil(end: str) -> set[str]:
    stem = _medial(end)
    long = {before + stem + one for before, ends in (("ה", "הו"), ("מ", "הםת"), ("י", "ו")) for one in ends}
    return {before + end for before in "המית"} | long | {f"מ{stem}ים", f"מ{stem}ות"}


def _of_lamed_he(stem: str) -> set[str]:
    past = {stem + "ה", stem + "ו", stem + "תה"}
    present = {f"{stem[0]}ו{stem[1]}{one}" for one in ("ה", "ים", "ות")}
    return past | present | {f"{one}{stem}ה" for one in "ית"} | {f"י{stem}ו"}


def _of_paal(root: str, vowel: str) -> set[str]:
    """The forms of three letters, with the vowel that is written before the last of them in the future."""
    first, second, final = root[0], root[1], root[2]
    last = MEDIAL.get(final, final)
    past = {root, first + second + last + "ה", first + second + last + "ו"}
    present = {f"{first}ו{second}{final}", *(f"{first}ו{second}{last}{one}" for one in ("ת", "ים", "ות"))}
    future = {f"{one}{first}{second}{vowel}{final}" for one in "ית"} | {f"י{first}{second}{last}ו"}
    return past | present | future
