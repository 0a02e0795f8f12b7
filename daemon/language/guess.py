"""Text -> its language, by script and small words. Pure; None rather than a wild guess."""

from collections import Counter
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
#: Letters that the script's usual language does not have.
_TELLTALE = {"uk": frozenset("іїєґ"), "fa": frozenset("پچژگ")}
_LANGUAGES_OF_WORD: dict[str, list[str]] = {}
for _language, _words in STOPWORDS.items():
    for _word in _words:
        _LANGUAGES_OF_WORD.setdefault(_word, []).append(_language)


def guess_language(text: str) -> str | None:
    """The primary subtag of the text's language; None when nothing tells, as with a few Latin names."""
    words = []
    for word in split_words(text[:4000]):
        words.append(fold(word.text))
        if len(words) == _MAX_WORDS:
            break
    scripts = Counter(script for script in map(script_of, words) if script)
    if not scripts:
        return None
    script = "kana" if scripts["kana"] else scripts.most_common(1)[0][0]
    letters = frozenset("".join(words))
    for language, telltale in _TELLTALE.items():
        if SCRIPT_OF[language] == script and len(letters & telltale) > 0:
            return language
    counted = Counter(
        language
        for word in words
        for language in _LANGUAGES_OF_WORD.get(word, ())
        if SCRIPT_OF.get(language, "latin") == script
    )
    usual = _OF_SCRIPT.get(script)
    if not counted:
        return usual
    most = max(counted.values())
    best = [language for language in STOPWORDS if counted[language] == most]
    return usual if usual in best else best[0]


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
