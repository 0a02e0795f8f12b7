"""Persian inflection: plural, ezafe and indefinite endings of a text's word; the forms of a rule's verb. Pure.

Works on folded words: the zero-width non-joiner is gone, ی is ي and ک is ك.
"""

import re
from functools import lru_cache

LETTERS = frozenset("پچژگ")  #: those that Arabic does not have
_ENDINGS = (
    *("هايشان", "هايمان", "هايتان", "هايش", "هايم", "هايت", "هايي", "هاي", "ها"),
    *("انشان", "انش", "اني", "ان", "ات", "اي", "يي", "ي", "شان"),
)
_MIN_LETTERS = 3
_MIN_LETTERS_OF_YA = 4  #: before a lone ي: too many short words end in one
#: What may follow words of two letters beside ها; of most it makes another word: جوان is not of جو, آبی not of آب.
_AFTER_SHORT = {"زن": ("ان", "ي"), "سر": ("ان",), "پل": ("ي",), "سد": ("ي",), "تن": ("ي",)}
_NO_FORMS = frozenset(["=نزد"])  #: near, and no form of to hit
#: Infinitive -> the stem of its present, for the verbs that newsrooms write.
_PRESENT = {
    "كشتن": "كش", "ربودن": "ربا", "زدن": "زن", "گرفتن": "گير", "سوختن": "سوز", "مردن": "مير", "شكستن": "شكن",
    "انداختن": "انداز", "گريختن": "گريز", "ريختن": "ريز", "ساختن": "ساز", "جنگيدن": "جنگ",
    "گفتن": "گو", "رفتن": "رو", "كردن": "كن", "دادن": "ده", "شدن": "شو", "فروختن": "فروش", "باختن": "باز",
    "ديدن": "بين", "خواستن": "خواه", "امدن": "ا", "داشتن": "دار", "بردن": "بر", "بستن": "بند", "خوردن": "خور",
    "نوشتن": "نويس", "شنيدن": "شنو", "فرستادن": "فرست", "افتادن": "افت", "يافتن": "ياب", "گذاشتن": "گذار",
    "پرداختن": "پرداز", "دانستن": "دان", "پذيرفتن": "پذير", "گذشتن": "گذر", "شناختن": "شناس",
    "ايستادن": "ايست", "برداشتن": "بردار", "كاستن": "كاه", "نشستن": "نشين", "خواندن": "خوان", "ماندن": "مان",
    "راندن": "ران", "شمردن": "شمار", "سپردن": "سپار", "شتافتن": "شتاب", "چيدن": "چين", "اوردن": "اور",
}  # fmt: skip
#: Words that look like another word's comparative: a filter, a poster.
_NO_COMPARATIVES = frozenset(("فيلتر", "پوستر"))
_WHOLE = frozenset(["بمبيي"])  #: Bombay, and no bomb
#: A step and an action: in Arabic the one is the plural of the other.
NO_PLURALS = frozenset(("قدم", "اقدام"))
_IRREGULAR = {"قاضي": ("قضات",), "استاد": ("اساتيد",), "دستور": ("دستورات",)}
_COMPARED = ("تر", "ترين", "تري", "ترها", "ترند")
_DOER = re.compile("[^ا]ا[^اوي][^اوهين]")  #: قاتل, ناظر


@lru_cache(maxsize=1_000)
def persian_text_stems(form: str) -> frozenset[str]:
    """A text's word, and what may be left of it without one ending."""
    found = {form, f"={form}"}
    if form in _WHOLE:
        return frozenset(found)
    for ending in _ENDINGS:
        least = _MIN_LETTERS_OF_YA if ending == "ي" and form[-2:-1] not in "او" else _MIN_LETTERS
        if form.endswith(ending) and len(form) - len(ending) >= least - (ending == "ي"):
            found.add(form[: -len(ending)])
    if form.endswith("ش") and not form.endswith(("ايش", "ارامش")) and len(form) > _MIN_LETTERS_OF_YA:
        found.add(form[:-1])  # his, hers, its; but افزايش is a noun
    if form.endswith(("ايان", "ويان")) and len(form) >= _MIN_LETTERS + 3:  # دانشجویان; but پایان is no پا
        found.add(form[:-3])
    if form.endswith("گان") and len(form) > _MIN_LETTERS + 3:
        found.add(form[:-3] + "ه")
    elif form.endswith(("گاني", "گانش")) and len(form) > _MIN_LETTERS + 4:
        found.add(form[:-4] + "ه")
    return frozenset(found)


@lru_cache(maxsize=1_000)
def persian_forms(word: str) -> frozenset[str]:
    """A rule's word, its Arabic plural, and if it is an infinitive the third persons of its verb.

    Law: holds the word itself. A verb's forms are whole, and marked so: کشتی, a ship, is no form of کشت.
    """
    found = {word, *_IRREGULAR.get(word, ())}
    if len(word) < _MIN_LETTERS:  # of a text's word three letters stay
        found |= {f"={word}{ending}" for ending in ("ها", "هاي", *_AFTER_SHORT.get(word, ()))}
    if word.endswith("ه") and len(word) > _MIN_LETTERS:
        found |= {word[:-1] + "ات", f"={word[:-1]}جات"}
    if word.startswith("م") and len(word) > _MIN_LETTERS and word[-1] not in "هاين":
        found.add(f"={word}ين")  # a plural of Arabic: مجروحین
    elif _DOER.fullmatch(word):
        found.add(f"={word}ين")  # قاتلین
    if len(word) >= _MIN_LETTERS:
        found |= _compared_and_owned(word)
    if word.endswith(("تن", "دن")) and (len(word) > _MIN_LETTERS or word in _PRESENT):
        found |= _verb_forms(word)
    return frozenset(found - _NO_FORMS)


def _compared_and_owned(word: str) -> set[str]:
    """بزرگ, بزرگتر; حمله, حمله‌اش and کشته‌شدگان; استعفا, استعفایش; نیروی, as it is before an adjective, نیروهای."""
    if word.endswith("ه"):
        return {f"={word}{one}" for one in ("اش", "شان", "شدگان")} if len(word) > _MIN_LETTERS else set()
    if word.endswith("ا"):  # of short ones it makes nouns: آزمایش, گرمایش
        return {f"={word}يش"} if len(word) > _MIN_LETTERS + 1 else set()
    if word.endswith(("وي", "اي")):
        return {word[:-1]} if len(word) > _MIN_LETTERS + 1 and word[-3:] != "هاي" else set()
    return {f"={word}{one}" for one in _COMPARED if f"{word}{one}" not in _NO_COMPARATIVES}


def _verb_forms(word: str) -> set[str]:
    """The third persons of an infinitive, whole."""
    past = word[:-1]
    tails = ("", "ند", "ه", "هاند", "هاست", "هشده", "هشدند")
    found = {f"={before}{past}{tail}" for before in ("", "ن", "مي", "نمي") for tail in tails}
    regular = word[:-3] if word.endswith("يدن") and len(word) > _MIN_LETTERS + 1 else ""  # خریدن, می‌خرد
    present = _PRESENT.get(word, regular)
    if present:
        stem = present + "ي" if present.endswith(("ا", "گو")) else present
        found |= {f"={before}{stem}{tail}" for before in ("مي", "نمي", "ب") for tail in ("د", "ند")}
    return found
