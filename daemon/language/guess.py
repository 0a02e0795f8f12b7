"""Text -> its language, by script, letters and small words. Pure; None rather than a wild guess."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final

from daemon.language.fold import fold
from daemon.language.inflect import GUESSED
from daemon.language.script import SCRIPT_OF, script_of
from daemon.language.stopwords import STOPWORDS
from daemon.language.telling import TOLD_LANGUAGES, own_words, told_by_word
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
#: Codes of languages that cannot be told from each other here.
_ALIKE: Final = tuple(
    map(frozenset, (("no", "nb", "nn"), ("ku", "kmr"), ("id", "ms"), ("hr", "bs", "sr"), ("tl", "fil")))
)
#: Languages that are written in more scripts than the one they are known by.
_OF_MORE_SCRIPTS: Final = frozenset(("sr", "ku", "kmr", "kk", "az", "uz", "bs", "ky", "tk", "tg", "mn"))
_MANY_WORDS: Final = 30  #: a text of as many tells its language by small words alone
_MANY_HAN: Final = 30  #: a Japanese text of as many signs would hold kana
_CLEAR_OF_MANY: Final = 3.0
_CLEAR: Final = 1.6  #: what must speak for a language that few words tell, in Latin letters and in others
_CLEAR_ABROAD: Final = 0.8
_TIMES: Final = 2.0  #: so much more than for any other
_ENOUGH: Final = 1.0  #: small words and letters that speak less for a language in Latin letters guess nothing
_ENOUGH_ENGLISH: Final = 0.3  #: English needs little: a text that tells nothing is read as English, too
#: What must speak for another one, for a rare one, and how many times as much as for the next.
_LEAD_BESIDE_ENGLISH: Final = (1.0, 1.5, 2.0)
_LEAD: Final = (0.6, 0.8, 1.5)
_LEAD_BY_ACCENTS: Final = (0.3, 0.3, 1.2)
_LEAST_OWN: Final = 2.0  #: words of its own that a language in Latin letters has in a text that is surely in it
_OWN_TIMES: Final = 4.0  #: so many more than English, or English than it
_LEAST_OF_NEXT: Final = 1.0  #: what speaks less for another language than English leaves no doubt
_APOSTROPHES: Final = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4"))
#: Scripts that hold one language of those known here.
_OF_ONE_LANGUAGE: Final = frozenset(("greek", "tamil", "thai", "kana", "hangul"))
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
_Told = tuple[tuple[_Clue, ...], tuple[str, ...]]
_CLUES: Final[dict[str, _Told]] = {}  #: of what stood between two spaces: its words' clues, and these


def guess_language(text: str) -> str | None:
    """The primary subtag of the text's language; None when nothing tells, as with a few Latin names."""
    return _told(text)[0]


def _told(text: str) -> tuple[str | None, bool]:
    """The likeliest language, and whether it is beyond doubt: many words say so, or few that no other has."""
    clues, words = _first_clues(text[:4000])
    scripts = Counter([clue.script for clue in clues if clue.script])
    if not scripts:
        return None, False
    script = "kana" if scripts["kana"] else scripts.most_common(1)[0][0]
    if script in _OF_ONE_LANGUAGE:
        return _OF_SCRIPT.get(script), True
    if script == "han":
        return _OF_SCRIPT[script], scripts[script] >= _MANY_HAN
    evidence = _evidence([clue.speaks_for for clue in clues], script)
    is_plain = text.isascii() or all(clue.is_plain for clue in clues)
    by_small_words = _of_small_words(script, evidence, is_plain=is_plain)
    is_enough = len(clues) >= _MANY_WORDS or (is_plain and by_small_words == "en")
    if by_small_words and is_enough and _is_certain(by_small_words, evidence, _CLEAR_OF_MANY, words):
        return by_small_words, True
    told = _evidence(map(told_by_word, words), script)
    if script != "latin":
        best = _likeliest_abroad(script, told)
        return best, best is not None and _is_certain(best, told, _CLEAR_ABROAD, words)
    best = _likeliest(told, by_small_words, is_accented=not is_plain)
    if best is None or (best == "en" and not is_plain):
        return best, False
    return best, _is_certain(best, told, _CLEAR, words)


def _evidence(spoken: Iterable[Sequence[tuple[str, float]]], script: str) -> dict[str, float]:
    evidence: dict[str, float] = {}
    for speaks_for in spoken:
        for language, weight in speaks_for:
            evidence[language] = evidence.get(language, 0.0) + weight
    return {language: weight for language, weight in evidence.items() if SCRIPT_OF.get(language, "latin") == script}


def _of_small_words(script: str, evidence: dict[str, float], *, is_plain: bool) -> str | None:
    """The language that most small words and letters speak for; in Latin letters, if they say enough."""
    if not evidence:
        return None
    if script == "latin" and "en" in evidence and is_plain:
        evidence["en"] += _PLAIN_WEIGHT
    most, usual = max(evidence.values()), _OF_SCRIPT.get(script)
    if script == "latin" and most < _ENOUGH:
        return None
    best = [language for language in STOPWORDS if evidence.get(language) == most]
    return usual if usual in best else best[0] if best else None


def _likeliest_abroad(script: str, told: dict[str, float]) -> str | None:
    """The language that a text in other letters speaks for most; the usual one of its script, if none beats that."""
    usual = _OF_SCRIPT.get(script)
    first = min(told.items(), key=_by_weight, default=("", 0.0))
    return first[0] if first[1] > told.get(usual or "", 0.0) else usual


def _likeliest(told: dict[str, float], by_small_words: str | None, *, is_accented: bool) -> str | None:
    """The language that a short text in Latin letters clearly speaks for; else the one of its small words, or English.

    Law: what English words speak for as much is in no other language.
    """
    first, *others = sorted(told.items(), key=_by_weight)[:2] or [("", 0.0)]
    second = others[0][1] if others else 0.0
    lead = _LEAD_BESIDE_ENGLISH if "en" in told else _LEAD_BY_ACCENTS if is_accented else _LEAD
    least, least_of_rare, times = lead
    if first[1] >= max(least if first[0] in STOPWORDS else least_of_rare, second * times):
        return first[0]
    english = told.get("en", 0.0)
    if by_small_words is not None and told.get(by_small_words, 0.0) > english:
        return by_small_words
    return "en" if english >= _ENOUGH_ENGLISH and (first[0] == "en" or by_small_words is not None) else None


def _by_weight(told: tuple[str, float]) -> tuple[float, str]:
    return -told[1], told[0]


def _is_certain(best: str, evidence: dict[str, float], least: float, words: Sequence[str]) -> bool:
    """Does enough speak for it, and twice as much as for any other? In Latin letters, words of its own must, too.

    Law: endings, accents of names and words that languages share make no text certain to be in another than English.
    """
    mine = evidence.get(best, 0.0)
    others = [(weight, language) for language, weight in evidence.items() if language != best]
    other, next_best = max(others, default=(0.0, "en"))
    if mine < (least if best in STOPWORDS else _CLEAR_OF_MANY) or mine < other * _TIMES:
        return False
    is_english = best == "en" and (other < _LEAST_OF_NEXT or len(words) >= _MANY_WORDS)
    if is_english or SCRIPT_OF.get(best, "latin") != "latin":
        return True
    own, english = own_words(words, next_best if best == "en" else best)
    return english >= own * _OWN_TIMES if best == "en" else own >= max(_LEAST_OWN, english * _OWN_TIMES)


def _first_clues(text: str) -> tuple[list[_Clue], list[str]]:
    """Those of a text's first words, and these. No word holds a space, so what is between two is looked at once."""
    pieces = text.split(" ", _MAX_WORDS)
    kept = _CLUES.get
    clues: list[_Clue] = []
    words: list[str] = []
    for piece in pieces:
        found = kept(piece) or _clues_of(piece)
        clues += found[0]
        words += found[1]
        if len(clues) >= _MAX_WORDS:
            break
    return clues[:_MAX_WORDS], words[:_MAX_WORDS]


def _clues_of(piece: str) -> _Told:
    word = lone_word(piece)
    words = (word,) if word else tuple(word_columns(piece)[0])
    if word and word.isascii():
        clues: tuple[_Clue, ...] = _SMALL_WORDS.get(word.lower(), _NO_SMALL_WORD)
    else:
        clues = tuple([(_kept_clue(one) if len(one) <= _MAX_KEPT_LETTERS else _clue(one))[0] for one in words])
    if len(piece) <= _MAX_KEPT_LETTERS:
        if len(_CLUES) >= _MAX_KEPT:
            _CLUES.clear()
        _CLUES[piece] = (clues, words)
    return clues, words


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
    script, speaks_for, is_plain = script_of(folded), tuple(counted), written.translate(_APOSTROPHES).isascii()
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
_KNOWN: Final = frozenset((*SCRIPT_OF, *TOLD_LANGUAGES))  #: of others nobody knows the script
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
    guess = guess_language(text) or primary
    return guess if guess == "en" or (primary in _KNOWN and primary not in _OF_MORE_SCRIPTS) else primary


def reading_language(declared: str | None, text: str) -> str | None:
    """The language to read a text's words in: `item_language`, with `GUESSED` behind it if it may well be another.

    Law: what is declared, and believed, is no guess.
    """
    if declared is not None:
        language = item_language(declared, text)
        if language in (declared, "en") or language == declared.partition("-")[0].lower():
            return language
    language, is_certain = _told(text)
    return language if language is None or is_certain else language + GUESSED


def may_be_in(languages: Collection[str], language: str | None) -> bool:
    """May a text of which `reading_language` says this be in one of the languages? A guess excludes other scripts."""
    if language is None or language in languages:
        return True
    if not language.endswith(GUESSED):
        return any(not alike.isdisjoint(languages) for alike in _ALIKE if language in alike)
    script = _script_in_use(language[: -len(GUESSED)])
    return any(one in _OF_MORE_SCRIPTS or _script_in_use(one) == script for one in languages)


def _script_in_use(language: str) -> str:
    script = SCRIPT_OF.get(language, "latin")
    return "han" if script == "kana" else script


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
