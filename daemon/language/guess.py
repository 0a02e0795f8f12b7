"""Text -> its language, by script, letters and small words. Pure; None rather than a wild guess."""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from daemon.language.fold import fold
from daemon.language.script import SCRIPT_OF, script_of
from daemon.language.stopwords import STOPWORDS
from daemon.language.words import split_words, word_columns

_MAX_WORDS = 60
_MAX_KEPT_LETTERS = 60
_OF_SCRIPT = {
    "cyrillic": "ru", "arabic": "ar", "hebrew": "he", "greek": "el", "devanagari": "hi", "tamil": "ta", "thai": "th",
    "kana": "ja", "han": "zh", "hangul": "ko",
}  # fmt: skip
#: Letters, as written in lower case, that speak for a language among those of its script; some for two.
_LETTERS: dict[str, frozenset[str]] = {
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
_WEIGHT = {"latin": 0.6, "cyrillic": 1.0, "arabic": 1.0}
#: Small words that stand in names too, also in English headlines: al-Minuki, Rio de Janeiro, von der Leyen, Five die.
_NAME_WORD_LIST = "al de la le el di du da das der den die von van del della los las dos o e i l till om un son led"
_NAME_WORDS = frozenset(_NAME_WORD_LIST.split())
_NAME_WORD_WEIGHT = 0.3
_PLAIN_WEIGHT = 0.5  #: a text without any accent speaks so much for English, if a word does
_ENOUGH = 1.0  #: for a Latin-script language other than English; with less, nothing is guessed
_LANGUAGES_OF_WORD: dict[str, list[str]] = {}
for _language, _words in STOPWORDS.items():
    for _word in _words:
        _LANGUAGES_OF_WORD.setdefault(_word, []).append(_language)


#: What can hold a letter of another script.
_BEYOND_LATIN = re.compile("[\u0250-\u1fff\u2c00-\U0010ffff]")


class _Clue(NamedTuple):
    """What a single word tells of its text's language."""

    script: str | None
    speaks_for: tuple[tuple[str, float], ...]  #: languages written in the word's scripts, and how much
    is_plain: bool


def guess_language(text: str) -> str | None:
    """The primary subtag of the text's language; None when nothing tells, as with a few Latin names."""
    words = [word.text for word in islice(split_words(text[:4000]), _MAX_WORDS)]
    clues = [_kept_clue(word) if len(word) <= _MAX_KEPT_LETTERS else _clue(word) for word in words]
    scripts = Counter(clue.script for clue in clues if clue.script)
    if not scripts:
        return None
    script = "kana" if scripts["kana"] else scripts.most_common(1)[0][0]
    evidence: dict[str, float] = defaultdict(float)
    for clue in clues:
        for language, weight in clue.speaks_for:
            if SCRIPT_OF.get(language, "latin") == script:
                evidence[language] += weight
    usual = _OF_SCRIPT.get(script)
    if not evidence:
        return usual
    if script == "latin" and evidence.get("en") and all(clue.is_plain for clue in clues):
        evidence["en"] += _PLAIN_WEIGHT
    most = max(evidence.values())
    if script == "latin" and most < _ENOUGH:
        return None
    best = [language for language in STOPWORDS if evidence.get(language) == most]
    return usual if usual in best or not best else best[0]


def _clue(written: str) -> _Clue:
    """How much a word speaks for each language: as a small word, and by telling letters."""
    folded = fold(written)
    counted = []
    for language in _LANGUAGES_OF_WORD.get(folded, ()):
        is_weak = folded in _NAME_WORDS and SCRIPT_OF.get(language, "latin") == "latin"
        counted.append((language, _NAME_WORD_WEIGHT if is_weak else 1.0))
    if not written.isascii():
        letters = frozenset(written.replace("I", "ı").lower() if "İ" in written else written.lower())
        for language, telling in _LETTERS.items():
            if not telling.isdisjoint(letters):
                counted.append((language, _WEIGHT[SCRIPT_OF.get(language, "latin")]))
    return _Clue(script_of(folded), tuple(counted), written.isascii())


_kept_clue = lru_cache(maxsize=20_000)(_clue)


def item_language(declared: str | None, text: str) -> str | None:
    """The declared language, unless the text is written in another script; then, or if none is declared, the guess."""
    if declared is None:
        return guess_language(text)
    primary = declared.partition("-")[0].lower()
    usual = SCRIPT_OF.get(primary, "latin")
    beginning = text[:400]
    if usual == "latin" and not _BEYOND_LATIN.search(beginning):
        return primary
    words, _, _ = word_columns(beginning)
    scripts = Counter(map(_script_as_written, words[:_MAX_WORDS]))
    written = scripts[usual] + (scripts["han"] if usual == "kana" else 0)
    if written * 2 >= sum(scripts.values()) - scripts[None]:
        return primary
    return guess_language(text) or primary


_script_as_written = lru_cache(maxsize=20_000)(script_of)
