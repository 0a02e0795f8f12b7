"""Arabic inflection: clitics before a word, light endings after it. Pure; works on folded words.

A stemmer that seeks the root merges what a desk must keep apart (and leaves the clitics of many words on), so only
what is written onto a word without changing it is taken off: و ف ب ك ل ال لل before, plural and pronoun endings after.
Broken plurals (صاروخ, صواريخ) are other words: rules list them.
"""

from functools import lru_cache

_MIN_LETTERS = 3
_ARTICLE = "ال"
#: Endings of nouns and verbs, longest first: after folding, ta marbuta is ه.
_ENDINGS = (
    "اتهم",
    "اتها",
    "تهم",
    "تها",
    "اته",
    "هما",
    "تان",
    "تين",
    "ات",
    "ها",
    "هم",
    "نا",
    "وا",
    "ته",
    "ان",
    "ون",
    "ين",
    "و",
    "ه",
    "ت",
)
_SHORT_STEMS_SPOIL = frozenset({"ان", "ون", "ين", "نا", "و"})
#: Names and small words that look like accusatives of others: درعا is not درع.
_WHOLE_WORDS = (
    "درعا حيفا يافا روما كندا بنما غانا كوبا جوبا بابا ماما عدنا حلبا طابا ليما صيدا رفحا قانا دارا بارا كسلا بترا "
    "ميتا بيتا بيرا جيما فانتا وانتا سوفا بولا لينا نورا صفا سنجا روزا مهما كلما حالما "
    "وانا فانا دنقلا غوما داكا لارا مالا هالا كوتا رندا سيما باشا سلما زارا نوبا"
)
WHOLE = frozenset(_WHOLE_WORDS.split())
#: Countries and lands that look like accusatives of what is of them: تركيا is not تركي.
_LANDS = (
    "سوريا تركيا روسيا ليبيا ايطاليا بريطانيا المانيا اسبانيا اوكرانيا رومانيا بلغاريا صربيا كرواتيا البانيا استراليا "
    "اندونيسيا ماليزيا نيجيريا اثيوبيا كينيا غينيا ارمينيا جورجيا كوريا كولومبيا بوليفيا زامبيا ناميبيا غامبيا تنزانيا "
    "موريتانيا اريتريا افريقيا اسيا كاليفورنيا لاتفيا ليتوانيا استونيا سلوفاكيا سلوفينيا مقدونيا مولدافيا مولدوفيا "
    "ابخازيا اوسيتيا كتالونيا كاتالونيا سيبيريا اوراسيا بنسلفانيا فرجينيا فيرجينيا يوغوسلافيا كمبوديا منغوليا بوسنيا "
    "كالدونيا كالابريا صقليا باتافيا ليبريا ليبيريا جامايكيا مالطيا بافاريا اناتوليا انطاليا ملاطيا غازيا ماليا"
)
_WHOLE_LANDS = frozenset(_LANDS.split())
#: What two hands spell in two ways, folded: أمريكا and أميركا, مسؤول and مسئول, تلفزيون and تليفزيون.
_SPELLED_TWICE = (
    ("امريك", "اميرك"), ("اميرك", "امريك"), ("مسوول", "مسيول"), ("مسيول", "مسوول"), ("شوون", "شيون"),
    ("تلفزيون", "تليفزيون"), ("بترول", "بيترول"), ("انجل", "انكل"), ("انكل", "انجل"), ("بلغراد", "بلجراد"),
)  # fmt: skip
#: Before these a feminine noun has lost its ta marbuta, or has ت for it.
_FEMININE = frozenset({"اتهم", "اتها", "تهم", "تها", "اته", "تان", "تين", "ات", "ته"})


@lru_cache(maxsize=1_000)
def without_clitics(word: str) -> frozenset[str]:
    """The word and what is left of it when clitics before it are taken off one after another."""
    found = {word}
    for first in ("", "و", "ف"):
        if not word.startswith(first):
            continue
        rest = word[len(first) :]
        for second in ("", "ال", "بال", "كال", "لل", "ب", "ك", "ل"):
            if rest.startswith(second) and len(rest) - len(second) >= _MIN_LETTERS:
                found.add(rest[len(second) :])
    return frozenset(found)


def with_clitics(word: str) -> frozenset[str]:
    """A word so short that a text's word is not stripped down to it, with what is written onto it: تل, وبتل."""
    if len(word) >= _MIN_LETTERS:
        return frozenset()
    return frozenset(first + second + word for first in ("", *"وف") for second in ("", *"بكل"))


def without_article(word: str) -> str:
    """The word without ال, as a dictionary has it."""
    bare = word.removeprefix(_ARTICLE)
    return bare if len(bare) >= _MIN_LETTERS else word


@lru_cache(maxsize=1_000)
def without_endings(word: str) -> frozenset[str]:
    """The word and what is left of it without one ending: of a text's word, which may carry any."""
    found = {word}
    for ending in _ENDINGS:
        least = _MIN_LETTERS + 1 if ending in _SHORT_STEMS_SPOIL else _MIN_LETTERS
        if word.endswith(ending) and len(word) - len(ending) >= least:
            found.add(word[: -len(ending)])
            if ending in _FEMININE:
                found.add(word[: -len(ending)] + "ه")
    if _is_accusative(word) and len(word) > _MIN_LETTERS + 1:
        found.add(word[:-1])  # صاروخا
    return frozenset(found)


@lru_cache(maxsize=1_000)
def short_accusatives(word: str) -> frozenset[str]:
    """A text's word of three letters in the accusative, without its alef: عاما, وشخصا. It has no article: البابا."""
    forms = (word, word[1:]) if word.startswith(("و", "ف")) else (word,)
    return frozenset([one[:-1] for one in forms if _is_accusative(one) and len(one) == _MIN_LETTERS + 1])


def _is_accusative(word: str) -> bool:
    """Is it one, and neither a pronoun, a land (سوريا) nor a name?"""
    return word.endswith("ا") and not word.endswith(("يا", "وا", "ها")) and word.removeprefix(_ARTICLE) not in WHOLE


def dictionary_forms(word: str) -> frozenset[str]:
    """A rule's word as written, without article, and the singular of a feminine plural.

    Why no ending is taken off: لبنان is not لبن, and مدرسة is not مدرس.
    """
    bare = without_article(word)
    found = {word, bare}
    if (
        bare.endswith("ي") and len(bare) > _MIN_LETTERS and bare + "ا" not in _WHOLE_LANDS
    ):  # of these the accusative is not taken off: سوريا
        found.add(bare + "ا")
    if bare.endswith("ات") and len(bare) - 2 >= _MIN_LETTERS:
        found |= {bare[:-2], bare[:-2] + "ه"}
    found |= {one.replace(old, new) for old, new in _SPELLED_TWICE if old in bare for one in tuple(found)}
    return frozenset(found)
