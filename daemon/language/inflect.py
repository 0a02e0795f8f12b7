"""Words of rules and words of texts -> keys that meet when one is a form of the other. Pure.

A rule's word and a text's word match when their key sets share a key. A plain string is a form as it may be written;
`xx:...` is a stem in a language. A text's word gets the keys of its script and of its item's language; a rule's word
gets those of the languages that it is meant in.
"""

from collections.abc import Collection
from functools import lru_cache

import Stemmer

from daemon.language.arabic import dictionary_forms, without_clitics, without_endings
from daemon.language.cyrillic import declined, looks_like_participle, ukrainian_stem, verb_bases
from daemon.language.english import english_bases
from daemon.language.script import SCRIPT_OF, script_of

#: Language -> Snowball algorithm. English, Russian, Arabic, Hebrew and Ukrainian have rooms of their own.
_SNOWBALL = {
    "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese", "nl": "dutch",
    "da": "danish", "no": "norwegian", "fi": "finnish", "pl": "polish", "cs": "czech", "ro": "romanian",
    "sv": "swedish", "tr": "turkish",
    "hu": "hungarian", "id": "indonesian", "ca": "catalan", "lt": "lithuanian", "et": "estonian", "sr": "serbian",
    "el": "greek", "hi": "hindi", "ta": "tamil",
}  # fmt: skip
_MAX_LETTERS = 60  #: longer runs of letters are no words: they are compared as they are
_MIN_STEM = 4
_FRENCH_ELISION = frozenset({"l", "d", "j", "m", "n", "s", "t", "c", "qu", "dell", "all", "un"})
_HEBREW_PREFIXES = ("ו", "ה", "ב", "ל", "מ", "ש", "כ")
_PERSIAN_ENDINGS = ("هايي", "هاي", "ها", "ان", "ي")


@lru_cache(maxsize=64)
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm)


def stems_by_language(language: str | None) -> bool:
    """Does the item's language bring keys that the script alone does not?"""
    return language in _SNOWBALL or language == "fa"


def text_keys(folded: str, language: str | None = None) -> frozenset[str]:
    """The keys of a text's word, folded; `language` is its item's."""
    if len(folded) > _MAX_LETTERS:
        return frozenset({folded})
    keys: set[str] = set()
    for form in _written_forms(folded):
        keys.add(form)
        keys |= _script_keys(form)
        keys |= _snowball_keys(form, [language] if language else [])
        if language == "fa":
            keys |= {f"fa:{stem}" for stem in _persian_stems(form)}
    return frozenset(keys)


def word_keys(folded: str, languages: Collection[str] = ()) -> frozenset[str]:
    """The keys of a rule's word, folded: any grammatical form in the languages; none named: in those of its script."""
    script = script_of(folded)
    meant = [one for one in languages if SCRIPT_OF.get(one, "latin") == script]
    keys = {folded, folded.replace("'", "")}
    if script == "latin" and (not meant or "en" in meant):
        keys |= {f"en:{base}" for base in english_bases(_without_possessive(folded))}
    elif script == "cyrillic":
        keys |= _cyrillic_word_keys(folded, meant)
    elif script == "arabic":
        keys |= {f"ar:{form}" for form in dictionary_forms(folded)}
        keys |= {f"fa:{stem}" for stem in _persian_stems(folded)} if not meant or "fa" in meant else set()
    elif script == "hebrew":
        keys.add(f"he:{folded}")
    return frozenset(keys | _snowball_keys(folded, meant or [one for one in _SNOWBALL if _is_of(one, script)]))


def name_keys(folded: str) -> frozenset[str]:
    """The keys of a name, folded: its case forms, plural and possessive, and clitics; never a stem."""
    script = script_of(folded)
    keys = {folded, folded.replace("'", "")}
    if script == "latin" and len(folded) > 2:
        keys |= {folded + "s", folded + ("es" if folded.endswith(("s", "x", "z", "ch", "sh")) else "s")}
    elif script == "cyrillic":
        keys |= declined(folded)
    elif script == "arabic":
        keys |= _arabic_name_keys(folded)
    elif script == "hebrew":
        keys.add(f"he:{folded}")
    return frozenset(keys)


def _arabic_name_keys(folded: str) -> set[str]:
    bare = folded.removeprefix("ال") if len(folded) > 4 else folded
    keys = {f"ar^{folded}", f"ar^{bare}"}
    if bare.endswith("ه") and len(bare) > 3:  # a feminine noun: its dual and plural, and ت before a pronoun
        keys |= {f"ar^{bare[:-1]}{ending}" for ending in ("ات", "تان", "تين", "تها", "ته", "تهم")}
    elif len(bare) > 3:
        keys |= {f"ar^{bare}{ending}" for ending in ("ين", "ون", "ات")}
    return keys


def _is_of(language: str, script: str | None) -> bool:
    return SCRIPT_OF.get(language, "latin") == script


def _without_possessive(word: str) -> str:
    return word.removesuffix("'s")


def _written_forms(folded: str) -> set[str]:
    """A word with apostrophes or dots in it, as other hands would write it."""
    if folded.isalnum():
        return {folded}
    forms = {folded, folded.replace("'", "").replace(".", "")}
    if folded.endswith("'s"):
        forms.add(folded[:-2])
    head, apostrophe, tail = folded.partition("'")
    if apostrophe and len(tail) > 1 and head in _FRENCH_ELISION:
        forms.add(tail)
    if apostrophe and len(tail) <= 3 and len(head) > 2 and script_of(head) == "latin":
        forms.add(head)  # Turkish case endings on names: Suriye'de
    return forms


def _script_keys(form: str) -> set[str]:
    script = script_of(form)
    if script == "latin":
        return {f"en:{base}" for base in english_bases(form)}
    if script == "cyrillic":
        return _russian_stems(form) | {f"uk:{ukrainian_stem(form)}"}
    if script == "arabic":
        bare = without_clitics(form)
        return {f"ar^{one}" for one in bare} | {f"ar:{stem}" for one in bare for stem in without_endings(one)}
    if script == "hebrew":
        return {f"he:{one}" for one in _without_hebrew_prefixes(form)}
    return set()


def _russian_stems(form: str) -> set[str]:
    stem = _stemmer("russian").stemWord(form)
    return {f"ru:{stem}"} | {f"ru+{base}" for base in verb_bases(form)}


def _cyrillic_word_keys(folded: str, meant: Collection[str]) -> set[str]:
    keys: set[str] = set()
    ukrainian = "uk" in meant or any(letter in folded for letter in "іїєґ")
    if ukrainian:
        keys.add(f"uk:{ukrainian_stem(folded)}")
    if not meant or "ru" in meant:
        stem = _stemmer("russian").stemWord(folded)
        keys |= {f"ru+{base}" for base in verb_bases(folded)}
        cut_deep = folded[-1:] in "нл" and stem == folded[:-1] and not looks_like_participle(folded)
        if len(stem) < _MIN_STEM or cut_deep:  # such a stem would meet strangers
            keys |= declined(folded)
        else:
            keys.add(f"ru:{stem}")
    return keys


def _snowball_keys(form: str, languages: Collection[str]) -> set[str]:
    script = script_of(form)
    fitting = [one for one in languages if one in _SNOWBALL and _is_of(one, script)]
    stems = {one: _stemmer(_SNOWBALL[one]).stemWord(form) for one in fitting}
    return {f"{language}:{stem}" for language, stem in stems.items() if len(stem) >= _MIN_STEM - 1}


def _persian_stems(form: str) -> set[str]:
    return {form, *(form[: -len(one)] for one in _PERSIAN_ENDINGS if form.endswith(one) and len(form) - len(one) > 2)}


def _without_hebrew_prefixes(form: str) -> set[str]:
    found = {form}
    for _ in range(3):
        found |= {one[1:] for one in found if one.startswith(_HEBREW_PREFIXES) and len(one) > 3}
    return found
