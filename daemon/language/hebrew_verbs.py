"""Hebrew verbs: past, present and future of an infinitive or of a past form, as they are written. Pure.

Each form is a whole word, with the clitics of and, that and when alone: of a text's משפחה (family) all prefixes come
off, and a verb's short form is left.
"""

import re
from typing import Final

from daemon.language.hebrew import MEDIAL
from daemon.language.hebrew_stems import conjugated, final, medial, niphal_forms, piel_forms, stem_of_past
from daemon.language.hebrew_stems import of_infinitive as of_stem

_MIN_LETTERS: Final = 3
#: Infinitives: לתקוף of פעל, להפציץ of הפעיל, לירות of verbs in ה.
_PAAL: Final = re.compile("ל(.)(.)ו(.)")
_HIPHIL: Final = re.compile("לה(..?)י(.)")
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
#: in ה.
_WITH_VAV_WORDS: Final = "תקף קרס עצר פרץ חטף גנב שדד הרס כבש דרש סגר נטש רדף חסם הרג"
_WITH_VAV: Final = frozenset(_WITH_VAV_WORDS.split())
_WITHOUT_VAV: Final = frozenset(["פגע", "פתח", "ברח", "תבע", "טבח", "רצח", "טבע"])
_IN_HE: Final = frozenset(("ירה", "זכה"))
#: Forms that are other words first: a course, an operation, a number, stable; others, a department, certain.
_NO_FORMS_WORDS: Final = (
    "קורס קורסים מבצע מבצעים מספר מספרים יציב אחרים מחלקת מחלקות מסוים מסוימת מסוימים מסוימות נפטר מחדש מתקן מתקנים "
    "אבטחה אפשר ישנה ישנו ממנה מצווה מצוות פיצה בלה מגדל מגדלים מחשב מחשבים מחשבות מצלמות מכירה מכירות נציג נעים אדון "
    "דן דנה מנהג מנהגים מרכז מרכזים מרכזת גובה עובדה מערב מעורבות מדובר מסוכן מסוכנת מסוכנים מפורסם מפורסמת מפורסמים "
    "משבר משברים מגרש מגרשים מחבל מחבלים מחבלת משמר מחברת מחברות מעבדות מעבדה אמנה נעה משונה משונים מצלמת מסוכנות"
)
_NO_FORMS: Final = frozenset(_NO_FORMS_WORDS.split())
_SAYING_WORDS: Final = "אמר אמרה אמרו אומר אומרת אומרים אומרות יאמר תאמר יאמרו"
#: Past forms whose other forms no pattern tells.
_WHOLE: Final = {
    "נפל": "נפלה נפלו נופל נופלת נופלים ייפול תיפול ייפלו יפול תפול יפלו נפלנו ליפול לנפול",
    "יצא": "יצאה יצאו יוצא יוצאת יוצאים ייצא תצא ייצאו לצאת",
    "ירד": "ירדה ירדו יורד יורדת יורדים יירד תרד ירדו לרדת", "נתן": "נתנה נתנו נותן נותנת נותנים ייתן תיתן ייתנו",
    "מת": "מתה מתו מתים ימות תמות ימותו למות",
    "ישב": "ישבה ישבו יושב יושבת יושבים יישב תשב יישבו לשבת", "ידע": "ידעה ידעו יודע יודעת יודעים יידע תדע יידעו לדעת",
    "לקח": "לקחה לקחו לוקח לוקחת לוקחים ייקח תיקח ייקחו לקחת", "הלך": "הלכה הלכו הולך הולכת הולכים ילך תלך ילכו ללכת",
    "נסוג": "נסוגה נסוגו נסוגים נסוגות ייסוג תיסוג ייסוגו לסגת",
    "נשא": "נשאה נשאו נושא נושאת נושאים יישא תישא יישאו לשאת",
    "נכנס": "נכנסה נכנסו נכנסת נכנסים נכנסות ייכנס תיכנס ייכנסו להיכנס",
    "הכה": "הכתה הכו מכים יכה תכה יכו להכות", "הושעה": "הושעתה הושעו יושעה תושעה", "עלה": "עלתה עלו יעלה תעלה יעלו",
}  # fmt: skip
_SAYING: Final = frozenset(_SAYING_WORDS.split())
#: Infinitives that tell nothing of it -> that past form.
_CITED_WORDS: Final = (
    "ליפול נפל לנפול נפל לצאת יצא לרדת ירד לתת נתן למות מת לעלות עלה לשבת ישב לדעת ידע לקחת לקח ללכת הלך לסגת נסוג "
    "להיסוג נסוג להיכנס נכנס לשאת נשא להכות הכה נפלו נפל נפלה נפל מתו מת יצאו יצא עלו עלה"
)
_CITED: Final = dict(zip(_CITED_WORDS.split()[::2], _CITED_WORDS.split()[1::2], strict=True))
_HOLLOW: Final = re.compile("ל(.)ו(.)")
_HOLLOW_INFINITIVES_WORDS: Final = "לקום לטוס לנוע לדון לגור לרוץ לצום"
_HOLLOW_INFINITIVES: Final = frozenset(_HOLLOW_INFINITIVES_WORDS.split())
_PUAL_WORDS: Final = "פוטר חוסל שוחרר סוכל גורש אותר בוטל נוצח דווח שוגר יורט גויס שובש רוסק פורסם"
_PUAL: Final = frozenset(_PUAL_WORDS.split())
_BEFORE: Final = ("", "ו", "ש", "כש", "וש")


def hebrew_verb_forms(word: str) -> frozenset[str]:
    """The past, present and future of a verb, also after and, that and when. Empty for other words."""
    word = _CITED.get(word, word)
    found = {word, *_WHOLE[word].split()} if word in _WHOLE else set[str]()
    if len(word) >= _MIN_LETTERS and not found:
        found = (_of_infinitive(word) if word[0] == "ל" else set[str]()) or _of_past(word)
    return frozenset(before + one for one in found - _NO_FORMS for before in _BEFORE)


def _of_infinitive(word: str) -> set[str]:
    found = of_stem(word)
    if len(word) < _MIN_LETTERS + 1 or word in _NO_INFINITIVES:
        return found
    hollow = _HOLLOW.fullmatch(word)
    if hollow and word in _HOLLOW_INFINITIVES:
        return _of_hollow(hollow[1], hollow[2])
    hiphil = _HIPHIL.fullmatch(word)
    if hiphil:
        return _of_hiphil(word[2:])
    reflexive = _PAST_HITPAEL.fullmatch(word[1:])
    if reflexive:
        return _of_hitpael(reflexive[1])
    lamed_he = _LAMED_HE.fullmatch(word)
    if lamed_he:
        return found | _of_lamed_he(lamed_he[1] + lamed_he[2])
    paal = _PAAL.fullmatch(word) if "וו" not in word else None
    return found | (_of_paal(paal[1] + paal[2] + paal[3], "ו") if paal else set[str]())


def _of_past(word: str) -> set[str]:
    """The forms of a past form, by its pattern, or because it is listed."""
    root = word if word[-1] not in "הו" else final(word[:-1])
    if word in _NO_PASTS:
        return set()
    for one in (word, root):
        if one in _WITH_VAV or one in _WITHOUT_VAV:
            return _of_paal(one, "ו" if one in _WITH_VAV else "")
    if word in _IN_HE:
        return _of_lamed_he(word[:-1])
    if word == "אמר":
        return set(_SAYING)
    hiphil = _PAST_HIPHIL.fullmatch(word.removesuffix("ו"))
    if hiphil or word in _SHORT_HIPHIL:
        return _of_hiphil(word.removesuffix("ו")[1:])
    return _of_passive(root) or _of_piel(word)


def _of_passive(root: str) -> set[str]:
    """The forms of a past form of התפעל, הופעל, נפעל."""
    reflexive = _PAST_HITPAEL.fullmatch(root)
    if reflexive:
        return _of_hitpael(reflexive[1])
    huphal = _PAST_HUPHAL.fullmatch(root)
    if huphal:
        return conjugated(medial(root), medial(huphal[1]), root)
    niphal = _PAST_NIPHAL.fullmatch(root)
    return niphal_forms(medial(niphal[1])) if niphal else set()


def _of_piel(word: str) -> set[str]:
    if word in _PUAL:
        return conjugated(medial(word), medial(word), word)
    stem = stem_of_past(word)
    return piel_forms(stem) if stem is not None else set()


def _of_hitpael(end: str) -> set[str]:
    stem = medial(end)
    return conjugated(f"ה{stem}", stem, f"לה{stem}")


def _of_hiphil(end: str) -> set[str]:
    """Of what follows the ה of the past: פציץ of הפציץ."""
    stem, bare = medial(end), medial(end.replace("י", "", 1) if end[0] != "י" else end)
    long = {before + stem + one for before, ends in (("ה", "הו"), ("מ", "ה"), ("י", "ו"), ("ת", "ו")) for one in ends}
    found = {before + final(end) for before in ("ה", "ל", "מ", "י", "ת", "נ", "א", "לה")} - {f"ל{final(end)}"}
    return found | long | {f"מ{stem}ים", f"מ{stem}ות", f"ה{bare}נו", f"ה{bare}תי"}


def _of_lamed_he(stem: str) -> set[str]:
    past = {stem + one for one in ("ה", "ו", "תה", "ינו", "יתי")}
    present = {f"{stem[0]}ו{stem[1]}{one}" for one in ("ה", "ים", "ות")}
    return past | present | {f"{one}{stem}ה" for one in "ית"} | {f"י{stem}ו"}


def _of_hollow(first: str, last: str) -> set[str]:
    """Of two letters, with a vowel between them in the future: קם, קמה, יקום."""
    stem = medial(first + last)
    past = {final(stem), *(stem + one for one in ("ה", "ו", "ים", "ות", "נו", "תי"))}
    return past | {f"{one}{first}ו{last}" for one in "יתנאל"} | {f"{one}{first}ו{stem[1]}ו" for one in "ית"}


def _of_paal(root: str, vowel: str) -> set[str]:
    """The forms of three letters, with the vowel that is written before the last of them in the future."""
    first, second, end = root[0], root[1], root[2]
    last = MEDIAL.get(end, end)
    past = {root, *(first + second + last + one for one in ("ה", "ו", "נו", "תי"))}
    present = {f"{first}ו{second}{end}", *(f"{first}ו{second}{last}{one}" for one in ("ת", "ים", "ות"))}
    future = {f"{one}{first}{second}{vowel}{end}" for one in "יתנאל"} | {f"י{first}{second}{last}ו"}
    return past | present | future
