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
_WHOLE = frozenset(("درعا", "حيفا", "يافا", "روما", "كندا", "بنما", "غانا", "كوبا", "جوبا"))  #: no accusatives
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
    if word.endswith("ا") and not word.endswith(("يا", "وا", "ها")) and len(word) > _MIN_LETTERS and word not in _WHOLE:
        found.add(word[:-1])  # the accusative: صاروخا; but سوريا and روسيا are whole
    return frozenset(found)


def dictionary_forms(word: str) -> frozenset[str]:
    """A rule's word as written, without article, and the singular of a feminine plural.

    Why no ending is taken off: لبنان is not لبن, and مدرسة is not مدرس.
    """
    bare = without_article(word)
    found = {word, bare}
    if bare.endswith("ي") and len(bare) > _MIN_LETTERS:  # of these the accusative is not taken off: سوريا
        found.add(bare + "ا")
    if len(bare) < _MIN_LETTERS:  # a text's word keeps three letters: the article is put to it here
        found |= {f"ال{bare}", f"لل{bare}"}
    if bare.endswith("ات") and len(bare) - 2 >= _MIN_LETTERS:
        found |= {bare[:-2], bare[:-2] + "ه"}
    return frozenset(found)
