"""Text -> its language, by script, letters and small words. Pure; None rather than a wild guess."""

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from daemon.language.fold import fold
from daemon.language.script import SCRIPT_OF, script_of
from daemon.language.stopwords import STOPWORDS
from daemon.language.words import lone_word, word_columns

_MAX_WORDS: Final = 60
_MAX_KEPT: Final = 20_000  #: strings remembered
_MAX_KEPT_LETTERS: Final = 60
_MAX_KEPT_WORDS: Final = 5_000
_OF_SCRIPT: Final = {
    "cyrillic": "ru", "arabic": "ar", "hebrew": "he", "greek": "el", "devanagari": "hi", "tamil": "ta", "thai": "th",
    "kana": "ja", "han": "zh", "hangul": "ko",
}  # fmt: skip
#: Letters, as written in lower case, that speak for a language among those of its script; some for two.
_LETTERS: Final[dict[str, frozenset[str]]] = {
    "uk": frozenset("іїєґ"),
    "ru": frozenset("ыэъё"),
    "fa": frozenset("پچژگیک"),
    "ar": frozenset("ةىيكأإ"),
    "tr": frozenset("ışğ"),
    "de": frozenset("ßäöü"),
    "fr": frozenset("éèêàçùâîôœ"),
    "es": frozenset("ñáíóú¿¡"),
    "pl": frozenset("łąęśżź"),
    "pt": frozenset("ãõ"),
    "sv": frozenset("å"),
}
#: Words with such a letter count as so many small words in the scripts where letters tell little, or much.
_WEIGHT: Final = {"latin": 0.6, "cyrillic": 1.0, "arabic": 1.0}
#: Small words that stand in names too, also in English headlines: al-Minuki, Rio de Janeiro, von der Leyen, Five die.
_NAME_WORD_LIST = "al de la le el di du da das der den die von van del della los las dos o e i l till om un son led"
_NAME_WORDS: Final = frozenset(_NAME_WORD_LIST.split())
_NAME_WORD_WEIGHT: Final = 0.3
_PLAIN_WEIGHT: Final = 0.5  #: a text without any accent speaks so much for English, if a word does
_ENOUGH: Final = 1.0  #: for a Latin-script language other than English; with less, nothing is guessed
_LANGUAGES_OF_WORD: Final[dict[str, list[str]]] = {}
for _language, _words in STOPWORDS.items():
    for _word in _words:
        _LANGUAGES_OF_WORD.setdefault(_word, []).append(_language)


#: What can hold no letter of another script.
_LATIN: Final = re.compile("[\\0-\u024f\u2000-\u2bff]*+")


class _Clue:
    """What a single word tells of its text's language; one for all words that tell the same."""

    def __init__(self, script: str | None, speaks_for: tuple[tuple[str, float], ...], *, is_plain: bool) -> None:
        self.script = script
        self.speaks_for = speaks_for  #: languages written in the word's scripts, and how much
        self.is_plain = is_plain


#: All that were met, each as a row by itself.
_ALL_CLUES: Final[dict[tuple[str | None, tuple[tuple[str, float], ...], bool], tuple[_Clue]]] = {}
_CLUES: Final[dict[str, tuple[_Clue, ...]]] = {}  #: of the words of what stood between two spaces


def guess_language(text: str) -> str | None:
    """The primary subtag of the text's language; None when nothing tells, as with a few Latin names."""
    clues = _first_clues(text[:4000])
    scripts = Counter([clue.script for clue in clues if clue.script])
    if not scripts:
        return None
    script = "kana" if scripts["kana"] else scripts.most_common(1)[0][0]
    evidence: dict[str, float] = {}
    for clue in clues:
        for language, weight in clue.speaks_for:
            if SCRIPT_OF.get(language, "latin") == script:
                evidence[language] = evidence.get(language, 0.0) + weight
    usual = _OF_SCRIPT.get(script)
    if not evidence:
        return usual
    if script == "latin" and "en" in evidence and all(clue.is_plain for clue in clues):
        evidence["en"] += _PLAIN_WEIGHT
    most = max(evidence.values())
    if script == "latin" and most < _ENOUGH:
        return None
    best = [language for language in STOPWORDS if evidence.get(language) == most]
    return usual if usual in best or not best else best[0]


def _first_clues(text: str) -> list[_Clue]:
    """Those of a text's first words. No word holds a space, so what stands between two is looked at once."""
    pieces = text.split(" ", _MAX_WORDS)
    kept = _CLUES.get
    clues: list[_Clue] = []
    for piece in pieces:
        found = kept(piece)
        clues += _clues_of(piece) if found is None else found
        if len(clues) >= _MAX_WORDS:
            break
    return clues[:_MAX_WORDS]


def _clues_of(piece: str) -> tuple[_Clue, ...]:
    word = lone_word(piece)
    if word and word.isascii():
        clues: tuple[_Clue, ...] = _SMALL_WORDS.get(word.lower(), _NO_SMALL_WORD)
    else:
        words = [word] if word else word_columns(piece)[0]
        clues = tuple([(_kept_clue(one) if len(one) <= _MAX_KEPT_LETTERS else _clue(one))[0] for one in words])
    if len(piece) <= _MAX_KEPT_LETTERS:
        if len(_CLUES) >= _MAX_KEPT:
            _CLUES.clear()
        _CLUES[piece] = clues
    return clues


def _clue(written: str) -> tuple[_Clue]:
    """How much a word speaks for each language: as a small word, and by telling letters."""
    folded = fold(written)
    counted: list[tuple[str, float]] = []
    for language in _LANGUAGES_OF_WORD.get(folded, ()):
        is_weak = folded in _NAME_WORDS and SCRIPT_OF.get(language, "latin") == "latin"
        counted.append((language, _NAME_WORD_WEIGHT if is_weak else 1.0))
    if not written.isascii():
        letters = frozenset(written.replace("I", "ı").lower() if "İ" in written else written.lower())
        for language, telling in _LETTERS.items():
            if not telling.isdisjoint(letters):
                counted.append((language, _WEIGHT[SCRIPT_OF.get(language, "latin")]))
    script, speaks_for, is_plain = script_of(folded), tuple(counted), written.isascii()
    clue = _ALL_CLUES.get((script, speaks_for, is_plain))
    if clue is None:
        clue = _ALL_CLUES[script, speaks_for, is_plain] = (_Clue(script, speaks_for, is_plain=is_plain),)
    return clue


_kept_clue = lru_cache(maxsize=_MAX_KEPT_WORDS)(_clue)
_NO_SMALL_WORD: Final = _clue("x")  #: what most words of Latin letters tell
_SMALL_WORDS: Final = {word: _clue(word) for word in _LANGUAGES_OF_WORD if word.isascii()}


#: Of languages in Latin letters beside English: the small words that English does not have, and the other way round.
_OWN_WORDS: Final = {
    language: words - STOPWORDS["en"]
    for language, words in STOPWORDS.items()
    if language != "en" and SCRIPT_OF.get(language, "latin") == "latin"
}
_ENGLISH_WORDS: Final = {
    language: STOPWORDS["en"] - STOPWORDS[language] - {"a", "i", "us", "no", "so", "all", "also"}  # words abroad, too
    for language in _OWN_WORDS
}
_TOLD_BY: Final = 120  #: signs of a headline


def item_language(declared: str | None, text: str) -> str | None:
    """The declared language, unless the text is in another script or in English; then, or if none is declared, a guess.

    Why English: feeds of all languages carry its headlines, and its small words are theirs: *men*, *war*.
    """
    if declared is None:
        return guess_language(text)
    primary = declared.partition("-")[0].lower()
    usual = SCRIPT_OF.get(primary, "latin")
    beginning = text[:400]
    if usual == "latin" and (beginning.isascii() or _LATIN.fullmatch(beginning)):
        return "en" if primary in _OWN_WORDS and _is_english(text[:_TOLD_BY], primary) else primary
    scripts = Counter(map(_script_as_written, word_columns(beginning)[0][:_MAX_WORDS]))
    written = scripts[usual] + (scripts["han"] if usual == "kana" else 0)
    if written * 2 >= sum(scripts.values()) - scripts[None]:
        return primary
    return guess_language(text) or primary


def _is_english(beginning: str, declared: str) -> bool:
    """Does it hold small words of English, and none of the declared language that English does not have?"""
    if not beginning.isascii():
        return False
    words = set(beginning.lower().split())
    return (
        _OWN_WORDS[declared].isdisjoint(words)
        and not _ENGLISH_WORDS[declared].isdisjoint(words)
        and guess_language(beginning) == "en"
    )


_script_as_written = lru_cache(maxsize=_MAX_KEPT)(script_of)
