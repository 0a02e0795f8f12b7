"""Text -> its language, by script, letters and small words. Pure; None rather than a wild guess."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from daemon.language.fold import fold
from daemon.language.script import SCRIPT_OF, script_of
from daemon.language.stopwords import STOPWORDS
from daemon.language.words import split_words

_MAX_WORDS = 60
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


def guess_language(text: str) -> str | None:
    """The primary subtag of the text's language; None when nothing tells, as with a few Latin names."""
    written = [word.text for word in islice(split_words(text[:4000]), _MAX_WORDS)]
    words = [fold(word) for word in written]
    scripts = Counter(script for script in map(script_of, words) if script)
    if not scripts:
        return None
    script = "kana" if scripts["kana"] else scripts.most_common(1)[0][0]
    evidence = _evidence(zip(written, words, strict=True), script)
    usual = _OF_SCRIPT.get(script)
    if not evidence:
        return usual
    if script == "latin" and evidence.get("en") and all(map(str.isascii, written)):
        evidence["en"] += _PLAIN_WEIGHT
    most = max(evidence.values())
    if script == "latin" and most < _ENOUGH:
        return None
    best = [language for language in STOPWORDS if evidence.get(language) == most]
    return usual if usual in best or not best else best[0]


def _evidence(words: Iterable[tuple[str, str]], script: str) -> dict[str, float]:
    """How much speaks for each language of a script: small words, and words with telling letters."""
    counted: dict[str, float] = defaultdict(float)
    weight = _WEIGHT.get(script, 0)
    for written, folded in words:
        for language in _LANGUAGES_OF_WORD.get(folded, ()):
            if SCRIPT_OF.get(language, "latin") == script:
                counted[language] += _NAME_WORD_WEIGHT if script == "latin" and folded in _NAME_WORDS else 1
        if not weight or written.isascii():
            continue
        letters = frozenset(written.replace("I", "ı").lower() if "İ" in written else written.lower())
        for language, telling in _LETTERS.items():
            if SCRIPT_OF.get(language, "latin") == script and not telling.isdisjoint(letters):
                counted[language] += weight
    return counted


def item_language(declared: str | None, text: str) -> str | None:
    """The declared language, unless the text is written in another script; then, or if none is declared, the guess."""
    if declared is None:
        return guess_language(text)
    primary = declared.partition("-")[0].lower()
    usual = SCRIPT_OF.get(primary, "latin")
    if usual == "latin" and text.isascii():
        return primary
    scripts = Counter(script_of(word.text) for word in islice(split_words(text[:400]), _MAX_WORDS))
    written = scripts[usual] + (scripts["han"] if usual == "kana" else 0)
    if written * 2 >= sum(scripts.values()) - scripts[None]:
        return primary
    return guess_language(text) or primary
