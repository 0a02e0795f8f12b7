"""Words of rules and words of texts -> keys that meet when one is a form of the other. Pure.

A rule's word and a text's word match when their key sets share a key. A plain string is a form as it may be written;
`xx:...` is a stem in a language. A text's word gets the keys of its script and of its item's language, a rule's word
those of the languages it is meant in. In a text of unknown or guessed language (`de?`) a word gets `xx?...` too, which
only meets words of rules that name that language.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Container
from functools import lru_cache
from typing import Final

import Stemmer

from daemon.language import persian
from daemon.language.arabic import (
    dictionary_forms,
    short_accusatives,
    without_article,
    without_clitics,
    without_endings,
)
from daemon.language.arabic_plurals import broken_plurals, other_forms
from daemon.language.cyrillic import declined, future_forms, looks_like_participle, shifted_forms, verb_bases
from daemon.language.dutch import dutch_forms
from daemon.language.english import english_bases, english_others
from daemon.language.french import french_text_bases, french_word_bases
from daemon.language.german import german_text_bases, german_word_bases
from daemon.language.hebrew import hebrew_forms, hebrew_text_bases
from daemon.language.hebrew_verbs import hebrew_verb_forms
from daemon.language.italian import italian_forms
from daemon.language.polish import polish_text_bases, polish_word_bases
from daemon.language.portuguese import portuguese_forms, portuguese_singulars
from daemon.language.russian_verbs import NO_INFINITIVES, russian_forms
from daemon.language.script import SCRIPT_OF, script_of
from daemon.language.spanish import spanish_text_bases, spanish_word_bases
from daemon.language.stopwords import SMALL_ABROAD, SMALL_ANYWHERE, SMALL_WORDS
from daemon.language.turkish import turkish_spelling, turkish_text_bases, turkish_word_bases
from daemon.language.ukrainian import ukrainian_name_forms, ukrainian_text_keys, ukrainian_word_keys

#: Language -> Snowball algorithm, for the languages that have no rules of their own here.
_SNOWBALL: Final = {
    "it": "italian", "pt": "portuguese", "nl": "dutch", "da": "danish", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "fi": "finnish",
    "cs": "czech", "ro": "romanian", "sv": "swedish", "hu": "hungarian", "id": "indonesian",
    "ca": "catalan", "lt": "lithuanian", "et": "estonian", "sr": "serbian", "el": "greek", "hi": "hindi",
    "ta": "tamil",
}  # fmt: skip
#: Of these a rule's word has forms too that their stemmers keep apart.
_WRITTEN_OUT: Final[dict[str, Callable[[str], Collection[str]]]] = {
    "it": italian_forms, "pt": portuguese_forms, "nl": dutch_forms,
}  # fmt: skip
Bases = tuple[str, Collection[str]]  #: a family of keys, and what follows it in each
_FindBases = Callable[[str], Collection[str]]
#: Latin-script language -> the bases of a rule's word, and those of a text's word.
_OWN: Final[dict[str, tuple[_FindBases, _FindBases]]] = {
    "de": (german_word_bases, german_text_bases),
    "fr": (french_word_bases, french_text_bases),
    "es": (spanish_word_bases, spanish_text_bases),
    "tr": (turkish_word_bases, turkish_text_bases),
    "pl": (polish_word_bases, polish_text_bases),
}
GUESSED: Final = "?"  #: stands behind the language of a text if that may be another
#: Their keys are asked for by texts in them alone, so that a rule's word of no language gets them when one comes.
LATER_LANGUAGES: Final = frozenset((*_SNOWBALL, *_OWN))
#: By script, each with the family of its keys in a text of another or of an unknown language.
_IF_GUESSED: Final[defaultdict[str, list[tuple[str, str]]]] = defaultdict(list)
for _language in (*_OWN, *_SNOWBALL):
    _IF_GUESSED[SCRIPT_OF.get(_language, "latin")].append((_language, f"{_language}{GUESSED}"))
_OTHER_LANGUAGES: Final = frozenset({"en", "ru", "uk", "ar", "fa", "he"})
_TURKISH: Final = frozenset(("tr", f"tr{GUESSED}"))
_READ_AS_RUSSIAN: Final = frozenset(("ru", "be", "bg", "mk", "sr"))  #: as the words of their texts are, too
_UKRAINIAN_LETTERS: Final = frozenset("іїєґ")
_RUSSIAN_INFINITIVES: Final = ("ать", "ять", "пасть", "красть", "класть", "аться", "яться")
_SHORT_NOUN: Final = re.compile(".{3}(?:[бвгджзкмпрсфхцчшщ]ь?|нь)|.{2}[^аеиоуыэюя]т")  #: долг is not долгий
_MAX_LETTERS: Final = 60  #: longer runs of letters are no words: they are compared as they are
_MIN_STEM: Final = 4
_CRUDE: Final = 6  #: inflected forms of one word mostly share as many letters
_SMALL_ABROAD: Final = SMALL_ABROAD
_SMALL_WORDS: Final = SMALL_WORDS  #: what is final here is at hand, what is imported is looked up each time
_FRENCH_ELISION: Final = frozenset({"l", "d", "j", "m", "n", "s", "t", "c", "qu", "dell", "all", "un"})


@lru_cache(maxsize=64)
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm, 0)  # its own memory of words costs more than it saves: the lexicon remembers


def stems_by_language(language: str | None) -> bool:
    """Does the item's language change the keys of its words? For None, the keys are those of unknown language."""
    known = None if language is None else language.removesuffix(GUESSED)
    return known in _SNOWBALL or known in _OWN or known in _OTHER_LANGUAGES


def text_keys(folded: str, language: str | None = None) -> frozenset[str]:
    """The keys of a text's word, folded; `language` is its item's."""
    return frozenset([family + base for family, bases in text_bases(folded, language) for base in bases])


def text_bases(folded: str, language: str | None, asked: Container[str] | None = None) -> list[Bases]:
    """The keys of a text's word by family: what stands in front of the base, and bases, of which some may be the same.

    Law: families that are not asked for may be left out; None asks for all. An article or the like of the item's own
    language is a form of nothing else: German *die* is no *died*, Spanish *los* no *loss*.
    """
    is_guess = language is None or language.endswith(GUESSED)
    known = language and language.removesuffix(GUESSED)
    if len(folded) > _MAX_LETTERS or (known is not None and folded in _SMALL_WORDS.get(known, ())):
        return [("", (folded,))]
    is_plain = folded.isascii() and folded.isalpha()  # as most words of most texts are
    forms = (folded,) if is_plain else _written_forms(folded)
    found: list[Bases] = [("", forms)]
    for form in forms:
        script = "latin" if is_plain else script_of(form)
        if script == "latin":
            _add_latin_bases(form, known, found)
        elif script == "cyrillic":
            _add_cyrillic_bases(form, None if is_guess else known, asked, found)
        elif script == "arabic":
            _add_arabic_bases(form, known, asked, found)
        elif script == "hebrew":
            found.append(("he:", hebrew_text_bases(form)))
        if known in _SNOWBALL:
            _add_snowball_bases(form, known, found)
        if is_guess and script is not None:
            _add_other_bases(form, script, asked, found)
    return found


def spelled_bases(written: str, language: str | None) -> list[Bases]:
    """What folding hides, of a text's word as it is written: Turkish *öldü*, died, is no *oldu*, became.

    Law: none of a word in plain letters, for that in capitals and in small ones has the same keys.
    """
    if written.isascii() or script_of(written) != "latin":
        return []
    spelled = (turkish_spelling(written),)
    found: list[Bases] = [("tr:", spelled)] if language in _TURKISH else []
    return found if language is not None and not language.endswith(GUESSED) else [*found, (f"tr{GUESSED}", spelled)]


def word_keys(folded: str, languages: Collection[str] = (), *, alone: bool = False) -> frozenset[str]:
    """The keys of a rule's word, folded: any grammatical form in the languages; none named: in those of its script.

    `alone`: it stands beside no other, and is no small word of a text's language then.
    """
    keys, is_of_any = word_keys_at_once(folded, languages, alone=alone)
    if not is_of_any:
        return keys
    return keys.union(*[word_keys_in(folded, language, alone=alone) for language in LATER_LANGUAGES])


def word_keys_at_once(folded: str, languages: Collection[str], *, alone: bool = False) -> tuple[frozenset[str], bool]:
    """The keys that a rule's word needs at once; and whether those in `LATER_LANGUAGES` belong to it as well.

    They do where it names no language of its script.
    """
    script = script_of(folded)
    meant = [one for one in languages if SCRIPT_OF.get(one, "latin") == script]
    is_foreign = alone and not meant and folded in SMALL_ANYWHERE  # as it is spelled it has the keys of no grammar
    keys = set() if is_foreign else {folded, folded.replace("'", "")}
    if script == "latin":
        keys |= _latin_word_keys(folded, meant)
    elif script == "cyrillic":
        keys |= _cyrillic_word_keys(folded, meant)
    elif script == "arabic":
        keys |= _arabic_word_keys(folded, meant)
    elif script == "hebrew":
        keys |= {f"he:{form}" for form in hebrew_forms(folded)} | hebrew_verb_forms(folded)
    for language in meant:
        if language in _SNOWBALL:
            stems = word_keys_in(folded, language)
            keys |= stems | {f"{language}{GUESSED}{stem[len(language) + 1 :]}" for stem in stems}
    return frozenset(keys), not meant


def word_keys_in(folded: str, language: str, *, alone: bool = False) -> set[str]:
    """The keys that a rule's word has in one of `LATER_LANGUAGES`, where it is meant there: none in another script."""
    if SCRIPT_OF.get(language, "latin") != script_of(folded):
        return set()
    if alone and folded in _SMALL_ABROAD.get(language, ()):
        return set()
    if language in _OWN:
        return {f"{language}:{base}" for base in _OWN[language][0](folded)}
    written = _WRITTEN_OUT[language](folded) if language in _WRITTEN_OUT else ()
    return {f"{language}:{stem}" for stem in (*_snowball_stems(folded, language), *[f"={one}" for one in written])}


def name_keys(folded: str) -> frozenset[str]:
    """The keys of a name, folded: its case forms, plural and possessive, and clitics; never a stem."""
    script = script_of(folded)
    keys = {folded, folded.replace("'", "")}
    if script == "latin" and len(folded) > 2:
        if folded.endswith("s"):  # McDonalds is written with an apostrophe too
            keys.add(f"{folded[:-1]}'s")
        keys |= {folded + "s", folded + ("es" if folded.endswith(("s", "x", "z", "ch", "sh")) else "s")}
    elif script == "cyrillic":
        keys |= declined(folded)
        if not _UKRAINIAN_LETTERS.isdisjoint(folded):
            keys |= ukrainian_name_forms(folded)
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


def _written_forms(folded: str) -> set[str]:
    """A word with apostrophes, quotes or dots in it, as other hands would write it."""
    if folded.isalnum():
        return {folded}
    bare = folded.removesuffix("'s")  # Hama's is no Hamas
    forms = {folded, bare, bare.replace("'", "").replace(".", "").replace('"', "")}
    head, apostrophe, tail = folded.partition("'")
    if apostrophe and len(tail) > 1 and head in _FRENCH_ELISION:
        forms.add(tail)
    if apostrophe and len(head) > 2 and script_of(head) == "latin":
        forms.add(head)  # Turkish case endings on names: Suriye'de, Ankara'dakiler
    return forms


def _add_latin_bases(form: str, language: str | None, found: list[Bases]) -> None:
    """English words stand in texts of any language, so English is always asked, but for small words of their own."""
    if language is None or form not in _SMALL_ABROAD.get(language, ()):
        found.append(("en:", english_bases(form)))
    if language in _OWN:
        found.append((f"{language}:", _OWN[language][1](form)))


def _add_other_bases(form: str, script: str, asked: Container[str] | None, found: list[Bases]) -> None:
    """What rules ask that name a language in which the text may be, too."""
    for language, family in _IF_GUESSED[script]:
        if asked is None or family in asked:
            found.append((family, _OWN[language][1](form) if language in _OWN else _snowball_stems(form, language)))


def _latin_word_keys(folded: str, meant: Collection[str]) -> set[str]:
    keys: set[str] = set()
    if not meant or "en" in meant:
        keys |= {f"en:{base}" for base in english_bases(folded.removesuffix("'s"))}
        keys.update(english_others(folded))
        if folded.endswith("i") and len(folded) >= _MIN_STEM:  # houthis; but a text's paris is no plural
            keys.add(f"en:{folded}s")
    for language, (bases, _) in _OWN.items():
        if language in meant:
            keys |= {f"{language}{mark}{base}" for base in bases(folded) for mark in ":?"}
    return keys


def _add_cyrillic_bases(form: str, language: str | None, asked: Container[str] | None, found: list[Bases]) -> None:
    """Russian for all; Ukrainian too, unless the item is in another Cyrillic language and no letter speaks for it."""
    if asked is None or "ru:" in asked:
        found.append(("ru:", (_stemmer("russian").stemWord(form),)))
    if asked is None or "ru+" in asked:
        found.append(("ru+", verb_bases(form)))
    is_other = language != "uk" and SCRIPT_OF.get(language or "") == "cyrillic"
    if (asked is None or "uk:" in asked) and (not is_other or not _UKRAINIAN_LETTERS.isdisjoint(form)):
        found.append(("uk:", ukrainian_text_keys(form)))


def _cyrillic_word_keys(folded: str, meant: Collection[str]) -> set[str]:
    keys: set[str] = set()
    if not meant or "uk" in meant or not _UKRAINIAN_LETTERS.isdisjoint(folded):
        keys |= {f"uk:{key}" for key in ukrainian_word_keys(folded)}
    if not meant or not _READ_AS_RUSSIAN.isdisjoint(meant):
        stem = _stemmer("russian").stemWord(folded)
        keys |= {f"ru+{base}" for base in verb_bases(folded)} | shifted_forms(folded) | russian_forms(folded)
        if folded.endswith(("ть", "ться")) and verb_bases(folded):  # захватить is not захват
            return keys | future_forms(folded)
        is_infinitive = folded.endswith(_RUSSIAN_INFINITIVES) and folded not in NO_INFINITIVES
        if is_infinitive or (folded.endswith("ти") and verb_bases(folded)):
            keys |= future_forms(folded)
        cut_deep = folded[-1:] in "нл" and stem == folded[:-1] and not looks_like_participle(folded)
        is_short_noun = bool(_SHORT_NOUN.fullmatch(folded)) and _UKRAINIAN_LETTERS.isdisjoint(folded)
        if cut_deep or len(stem) < _MIN_STEM + is_short_noun:  # such a stem would meet strangers
            keys |= declined(folded)
        else:
            keys.add(f"ru:{stem}")
            if folded.endswith(("ль", "ыв", "ив")) or (folded[-1:] in "нл" and stem == folded[:-1]):
                # of some of their forms Snowball makes a verb's: госпитали, урагана, подрыв
                keys |= declined(folded)
    return keys


def _add_arabic_bases(form: str, language: str | None, asked: Container[str] | None, found: list[Bases]) -> None:
    """Arabic, and Persian where the item or a letter says so; in a Persian item nothing is taken for a clitic."""
    if (asked is None or "fa:" in asked) and (language == "fa" or not persian.LETTERS.isdisjoint(form)):
        found.append(("fa:", persian.persian_text_stems(form)))
    if language == "fa":
        if form not in persian.NO_PLURALS:
            found.append(("ar^", (form,)))
        return
    bare = without_clitics(form)
    if form.endswith("يء") and len(form) > _MIN_STEM:  # لاجىء is لاجئ
        bare |= without_clitics(form[:-1])
    found.append(("ar^", bare))
    if asked is None or "ar:" in asked:
        found += [("ar:", without_endings(one)) for one in bare]
        found.append(("ar:", short_accusatives(form)))


def _add_snowball_bases(form: str, language: str, found: list[Bases]) -> None:
    if SCRIPT_OF.get(language, "latin") == script_of(form):
        found.append((f"{language}:", _snowball_stems(form, language)))


def _snowball_stems(word: str, language: str) -> list[str]:
    """Its stem, if that is not too short to tell; in Portuguese that of its singular too."""
    words = (word, *portuguese_singulars(word)) if language == "pt" else (word,)
    stems = [stem for stem in _stemmer(_SNOWBALL[language]).stemWords(words) if len(stem) >= _MIN_STEM - 1]
    if language in _WRITTEN_OUT:
        stems.append(f"={word}")
    return stems


def _arabic_word_keys(folded: str, meant: Collection[str]) -> set[str]:
    keys: set[str] = set()
    if not meant or "ar" in meant:
        keys |= {f"ar:{form}" for form in dictionary_forms(folded)}
        keys |= {f"ar^{form}" for form in other_forms(without_article(folded))}
    if not meant or "fa" in meant:
        keys |= {f"fa:{form}" for form in persian.persian_forms(folded)}
        if folded not in persian.NO_PLURALS:  # as they are written in Persian
            keys |= {f"fa:{form.removesuffix('ء')}" for form in broken_plurals(folded)}
    return keys


@lru_cache(maxsize=50_000)
def crude_stem(folded: str) -> str:
    """One stem for a folded word, by its script alone: for counting what texts share, where keys would be too many."""
    script = script_of(folded)
    if script == "latin":
        return str(_stemmer("english").stemWord(folded))
    if script == "cyrillic":
        return str(_stemmer("russian").stemWord(folded))
    if script == "arabic":
        return min(without_clitics(folded), key=lambda form: (len(form), form))[:_CRUDE]
    return folded[:_CRUDE]
