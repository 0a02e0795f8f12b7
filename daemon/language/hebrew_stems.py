"""Hebrew verbs of פיעל, התפעל and נפעל, told by the shape of their infinitive or past: לחסל, חיסל. Pure.

A stem is what follows the prefix of the future: חסל of יחסל. It is written with medial letters, also at its end.
"""

import re
from typing import Final

from daemon.language.hebrew import MEDIAL

_FINAL: Final = {medial: final for final, medial in MEDIAL.items()}
#: What follows the ל of an infinitive of פיעל: חסל; גייס, דווח; יירט; פוצץ; שחרר.
_STEMS: Final = re.compile(
    r"[^וה][^ויא][^ויהת]|[^והי](?:יי|וו)[^ויה]|יי[^וי][^ויהת]|[^ויה]ו([^ויה])\1|[^ויהמ][^וי][^וי][^ויהת]"
)
#: Words with the ל of to, and others of that shape: after, towards, for example, suddenly, on the occasion of, former.
_NO_INFINITIVES_AS_WORDS: Final = (
    "לאחר לעבר למשל למען לבדם לבדן לערך לפתע לרגל לשאר לכלל לנגד לעצם לאלף לאדם לכלם להלן למעט לרגע לפתח לקרן לחלל "
    "לשכב לנכר לשעבר"
)
_NO_INFINITIVES: Final = frozenset(_NO_INFINITIVES_AS_WORDS.split())
#: The past of them, as it is written: חיסל; יירט; פוצץ; פירסם of verbs of four letters; and with an ending.
_PAST: Final = re.compile("([^הויתמ]י[^ויה][^ויהת]|יי[^וי][^ויהת]|[^הוי]יוו[^ויה])[הו]?")
_PAST_TWICE: Final = re.compile(r"([^ויה]ו([^ויה])\2)[הו]?")
_PAST_OF_FOUR: Final = re.compile("([^ויהמ])י?([^וי][^וי][^ויהת])([הו]?)")
_OF_FOUR_WORDS: Final = (
    "שחרר פרסם תדלק ארגן טלפן שכנע פענח תכננ צמצם דרדר גלגל ערער אבטח תמרן סנגר תגבר שדרג חשמל טרפד בלבל תקשר קטלג "
    "רענן שכתב תשאל תחקר סכסך טלטל עדכן שעבד מסמר נטרל זעזע מוטט"
)
_OF_FOUR: Final = frozenset(one[:-1] + MEDIAL.get(one[-1], one[-1]) for one in _OF_FOUR_WORDS.split())
#: With two yods in all forms, as nouns and names are spelled too: חייל, קייב.
_WITH_YODS_WORDS: Final = "גייס איימ סייע סיימ חייב קיימ סייר מיינ צייצ"
_WITH_YODS: Final = frozenset(_WITH_YODS_WORDS.split())
#: Verbs in ה, by their first letters: לפנות is to evacuate and to turn, and לגלות to find out.
_IN_HE_WORDS: Final = "גנ פנ נס גל חכ כס שנ מנ קו צו זה כב נק פצ פת בל זכ מצ לו דמ חל"
_IN_HE: Final = frozenset(_IN_HE_WORDS.split())
#: Their past without a mater, where it is no other word: שגרה is a routine, דבר a thing.
_BARE_WORDS: Final = "חסל סכל ירט גרש סרב שבש רסק בקש בטל גיס"
_BARE: Final = frozenset(_BARE_WORDS.split())
#: The passive of these is written as no other word: סופר counts, עובד works, and חודש is a month.
_PASSIVE_WORDS: Final = (
    "פוטר חוסל שוחרר סוכל גורש אותר בוטל נוצח דווח שוגר יורט גויס פונה שובש רוסק פורסם פורק אושר נוטרל שוקם "
    "גונה תודרך תוגבר טופל הוטל חולץ סולק נופץ קוצץ צומצם"
)
_PASSIVE: Final = frozenset(_PASSIVE_WORDS.split())
_REFLEXIVE_IN_HE: Final = re.compile("לה(ת[^וי][^וי]|(?:זד|שת|סת|צט)[^וי])ות")
_TO_BE_DONE: Final = re.compile("להי([^וי][^וי][^ויהת])")  #: להיהרג
_TO_BE_DONE_WITH_VAV: Final = re.compile("להיוו([^וי][^ויה])")  #: להיוולד
_TO_BE_DONE_IN_HE: Final = re.compile("להי([^וי][^וי])ות")  #: להיראות
_ENDINGS: Final = ("ה", "ו", "נו", "תי")


def medial(stem: str) -> str:
    """The word with the letter at its end as it stands before others."""
    return stem[:-1] + MEDIAL.get(stem[-1], stem[-1])


def final(stem: str) -> str:
    """The word with the letter at its end as it stands there."""
    return stem[:-1] + _FINAL.get(stem[-1], stem[-1])


def conjugated(past: str, stem: str, infinitive: str) -> set[str]:
    """The forms of a verb whose present is the stem with מ and whose future is it with י, ת, נ or א."""
    found = {final(past), final(infinitive)} | {past + one for one in _ENDINGS}
    return found | {one + final(stem) for one in "מיתנא"} | _with_ends(stem)


def _with_ends(stem: str) -> set[str]:
    return {f"מ{stem}{one}" for one in ("ת", "ים", "ות")} | {f"י{stem}ו", f"ת{stem}ו"}


def _in_he(past: str, stem: str, infinitive: str) -> set[str]:
    """The same of verbs in ה: פינה, פינתה, מפנים; past and stem are without it."""
    found = {past + one for one in ("ה", "תה", "ו", "ינו", "יתי")} | {one + stem + "ה" for one in "מיתנא"}
    return found | {f"מ{stem}ים", f"מ{stem}ות", f"י{stem}ו", f"ת{stem}ו", infinitive}


def of_infinitive(word: str) -> set[str]:
    """The forms of an infinitive of these; empty for other words. Law: a verb in ה may be of פעל as well."""
    reflexive = _REFLEXIVE_IN_HE.fullmatch(word)
    if reflexive:
        return _in_he("ה" + reflexive[1], reflexive[1], word)
    to_be_done = _TO_BE_DONE.fullmatch(word)
    if to_be_done:
        return niphal_forms(medial(to_be_done[1]))
    with_vav = _TO_BE_DONE_WITH_VAV.fullmatch(word)
    if with_vav:
        return {f"נו{with_vav[1]}"} | {f"נו{medial(with_vav[1])}{one}" for one in (*_ENDINGS, "ת", "ים", "ות")}
    done_in_he = _TO_BE_DONE_IN_HE.fullmatch(word)
    if done_in_he:
        stem = done_in_he[1]
        return {f"נ{stem}{one}" for one in ("ה", "תה", "ו", "ית", "ים", "ות")} | {f"יי{stem}{one}" for one in "הו"}
    if word.endswith("ות"):
        return _piel_in_he(word[1:-2].replace("וו", "ו")) if word[1:-2].replace("וו", "ו") in _IN_HE else set()
    stem = medial(word[1:])
    return piel_forms(stem) if word not in _NO_INFINITIVES and _STEMS.fullmatch(stem) else set()


def _piel_in_he(root: str) -> set[str]:
    first, second = root[0], root[1] if root[1] != "ו" else "וו"
    passive = f"{first}ו{second}" if second != "וו" else f"{first}{second}"
    done = {passive + one for one in ("תה", "ו")} | {f"מ{passive}{one}" for one in ("ה", "ים", "ות")}
    infinitive = f"ל{first}{second.removeprefix('ו') or 'ו'}ות"
    return _in_he(f"{first}י{second}", first + second, infinitive) | done


def stem_of_past(word: str) -> str | None:
    """The stem of a past form of פיעל, in any person; None for other words."""
    plain = medial(word)
    of_four = _PAST_OF_FOUR.fullmatch(plain)
    if of_four and of_four[1] + of_four[2] in _OF_FOUR:
        return of_four[1] + of_four[2]
    with_yods = plain if plain in _WITH_YODS else plain.rstrip("הו")
    if with_yods in _WITH_YODS:
        return with_yods
    found = _PAST.fullmatch(plain) or _PAST_TWICE.fullmatch(plain)
    if not found:
        return None
    past = found[1]
    return past if past.startswith("יי") or past[1] != "י" else past[0] + past[2:]


def piel_forms(stem: str) -> set[str]:
    """Past, present, future, infinitive and passive of a verb of פיעל: חיסל, מחסל, יחסל, לחסל, חוסלה."""
    first, rest, to = stem[0], stem[1:], f"ל{stem}"
    if rest[0] == "ו" and rest[1] != "ו":  # פוצץ
        return conjugated(stem, stem, to)
    if rest[:2] == "וו":  # דיווח
        return conjugated(f"{first}י{rest}", stem, to) | conjugated(stem, stem, to) | _passive(stem)
    if rest[:2] == "יי":  # גייס, גויס
        return conjugated(stem, stem, to) | _passive(f"{first}וי{rest[2:]}")
    if stem[:2] == "יי":  # יירט, יורט
        return conjugated(stem, stem, to) | _passive(f"יו{stem[2:]}")
    found = conjugated(f"{first}י{rest}", stem, to) | _passive(f"{first}ו{rest}")
    if len(stem) > len("חסל"):
        return found | conjugated(stem, stem, to)
    return found | ({final(stem), f"{stem}ו"} if final(stem) in _BARE else set[str]())


def _passive(past: str) -> set[str]:
    """Of the passive, what is no present of another verb: חוסלה, חוסלו, מחוסל; and חוסל where that is none."""
    done = {past + one for one in ("ה", "ו", "תי", "נו")} | {f"{one}{final(past)}" for one in "מית"} | _with_ends(past)
    return done | ({final(past)} if final(past) in _PASSIVE else set[str]())


def niphal_forms(root: str) -> set[str]:
    """Of three letters: נהרג, נהרגו, ייהרג, להיהרג."""
    past, stem = f"נ{root}", final(root)
    done = {final(past)} | {past + one for one in (*_ENDINGS, "ת", "ים", "ות")}
    return done | {f"{one}י{stem}" for one in "ית"} | {f"יי{root}ו", f"תי{root}ו", f"להי{stem}"}
