"""Ukrainian inflection: case endings, the vowels and consonants that change before them, and past forms. Pure.

There is no Snowball for it. Works on folded words; і, ї and є are letters of their own.
"""

import re
from functools import lru_cache

from daemon.language.stopwords import STOPWORDS
from daemon.language.ukrainian_verbs import NO_INFINITIVES, ukrainian_forms

_ENDINGS = (
    *("ами", "ями", "ові", "еві", "єві", "ого", "ому", "ими", "ією", "ьою"),
    *("ою", "ею", "єю", "ам", "ям", "ах", "ях", "ів", "їв", "ий", "их", "им", "ій", "ої", "ії", "ія", "ію", "ем"),
    *("ом", "єм", "ей"),
    *("а", "я", "и", "і", "ї", "у", "ю", "е", "є", "о", "ь", "й"),
)
_SOFT_ENDINGS = "я ю ем єм і ї ею ей ів їв ям ями ях еві"  #: of a word in ь
_SHORT_ENDINGS = "а я и і ї у ю е є о ом ем єм ою ею ам ям ами ями ьми ах ях ів їв ові еві"
_MIN_STEM = 4
_VOWELS = "аеиіоуюяєї"
_SOFTENED = {"к": "ц", "г": "з", "х": "с"}  #: before an ending in і: Волзі, у Розі
#: Nouns whose і is о or е before each ending: міст, мосту.
_CLOSED_WORDS = "міст стіл дріт пліт плід вхід схід похід хвіст кріт гріб"
_CLOSED = frozenset(_CLOSED_WORDS.split())
_IRREGULAR = {"боєць": ("бійц",), "війна": ("воєн",), "людина": ("люд",), "дитина": ("діт",), "мати": ("матер",)}
_ADJECTIVE = "(?:ий|а|е|і|ого|ому|им|их|ими|у|ої|ій|ою)"
#: збити: збив, збила, збито, збитий; загинути: загинув; підірвати: підірвано.
_VOWEL_VERB = re.compile(
    rf"(?P<base>\w{{2,}}[иіяуаї])(?:ти|в|ла|ло|ли|вши|то|но|т{_ADJECTIVE}|н{_ADJECTIVE})(?:ся|сь)?"
)
#: знищити: знищив, знищено, знищений.
_EN_VERB = re.compile(rf"(?P<base>\w{{3,}})(?:ити|ив|ила|ило|или|ено|ен{_ADJECTIVE})(?:ся|сь)?")
_LEMMA_END = re.compile(rf"(?:ти|ли|[то]но|[ену]но|то|[анет]{_ADJECTIVE}|ено|ано)(?:ся|сь)?$")
_ALTERNATIONS = (("дж", "д"), ("ч", "т"), ("ж", "з"), ("пл", "п"), ("бл", "б"), ("вл", "в"), ("мл", "м"), ("щ", "ст"))


@lru_cache(maxsize=1_000)
def ukrainian_stem(word: str) -> str:
    """The word without its case or number ending, at least four letters.

    Law: what is left is no noun of `_CLOSED`, for those have another stem before endings: місті is no form of міст.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            stem = word[: -len(ending)]
            return f"{stem}+" if stem in _CLOSED else stem
    return word


@lru_cache(maxsize=1_000)
def ukrainian_text_keys(word: str) -> frozenset[str]:
    """What a text's word may be a form of: its stem, the word itself, and the verb whose past form it may be."""
    return frozenset({word, ukrainian_stem(word)} | {f"+{base}" for base in _verb_bases(word)})


@lru_cache(maxsize=1_000)
def ukrainian_word_keys(word: str) -> frozenset[str]:
    """The stems of a rule's word in all its cases, and the base of its verb if it is one."""
    stems = {ukrainian_stem(word), *_IRREGULAR.get(word, ())}
    stems |= {one for stem in tuple(stems) for one in _other_stems(word, stem)}
    keys = {one for one in stems if len(one) >= _MIN_STEM} | {word}
    endings = _SOFT_ENDINGS if word.endswith("ь") else _SHORT_ENDINGS
    for short in (one for one in stems if 2 <= len(one) < _MIN_STEM):
        keys |= {short + ending for ending in endings.split()}
    keys |= _bare_plural(word) | _third_persons(word) | ukrainian_forms(word)
    if len(word) <= _MIN_STEM + 1 and word[-1] in _VOWELS + "йь":  # війна, бій: the stem without its ending
        keys |= {word[:-1] + ending for ending in _SHORT_ENDINGS.split()}
    if word not in NO_INFINITIVES and _LEMMA_END.search(word):
        keys |= {f"+{base}" for base in _verb_bases(word)}
    return frozenset(keys)


@lru_cache(maxsize=1_000)
def ukrainian_name_forms(word: str) -> frozenset[str]:
    """The case forms of a name whose stem changes before endings: Київ, Києва; Волга, Волзі; Ріг, Розі.

    Empty for other names.
    """
    stems = _other_stems(word, ukrainian_stem(word))
    forms = {stem + ending for stem in stems for ending in _SHORT_ENDINGS.split()}
    return frozenset(forms | {f"{one[:-1]}{_SOFTENED[one[-1]]}і" for one in stems if one[-1] in _SOFTENED})


def _other_stems(word: str, stem: str) -> set[str]:
    """The stem as it is before other endings: вертоліт, вертольот-; Київ, Києв-; боєць, бійц-; атака, атац-."""
    found: set[str] = set()
    closed = re.fullmatch(rf"(?P<head>\w+?)(?P<vowel>[іїоеє])(?P<tail>[^{_VOWELS}]+)", word)
    if closed:
        head, tail = closed["head"], closed["tail"].rstrip("ьй")
        if closed["vowel"] in "іїй" and tail:
            found |= {head + vowel + tail for vowel in (("є",) if closed["vowel"] == "ї" else ("о", "е", "ьо"))}
        if closed["vowel"] in "оеє" and tail in {"к", "ць", "ц", "н", "л"} and len(word) > 3:
            softened = "ь" if head[-1] == "л" and tail[0] == "ц" else ""  # доброволець, добровольця
            found.add(head + ("й" if closed["vowel"] == "є" else softened) + tail)
    if word.endswith(("ії", "ія", "ій")):  # санкції, санкціям; злодій, злодіїв
        found.add(word[:-1])
    if word.endswith("а"):
        soft = _SOFTENED.get(word[-2:-1])
        found |= {word[:-2] + soft} if soft else set()
        cluster = re.search(rf"[^{_VOWELS}й][кн]$", stem)
        found |= {stem[:-1] + vowel + stem[-1] for vowel in "ое"} if cluster else set()
        opened = re.fullmatch(rf"(\w+)[ое]([^{_VOWELS}])", stem)
        found |= {f"{opened[1]}і{opened[2]}"} if opened else set()
    return found


def _bare_plural(word: str) -> set[str]:
    """The genitive plural, which has no ending, and often a vowel for it: мова, мов; село, сіл; лікарня, лікарень."""
    if word.endswith("'я"):
        return {word[:-2] + "ей"}
    doubled = re.fullmatch(r"(\w+)(н|л|т|с)\2я", word)
    if doubled:  # пограбування, пограбувань
        return {f"{doubled[1]}{doubled[2]}ь"}
    soft = re.fullmatch(rf"(\w+[^{_VOWELS}])([нл])я", word)
    if soft:
        return {f"{soft[1]}е{soft[2]}ь"}
    opened = re.fullmatch(rf"(\w+)[ое]([^{_VOWELS}])[оа]", word)
    bare = {f"{opened[1]}і{opened[2]}"} if opened else set[str]()
    if word.endswith("а") and len(word) == _MIN_STEM:
        bare.add(word[:-1])
    return bare - STOPWORDS["uk"]


def _third_persons(word: str) -> set[str]:
    """The third persons of an infinitive: стріляти, стріляє; атакувати, атакують; загинути, загине; збити, зіб'є."""
    if not word.endswith("ти") or len(word) <= _MIN_STEM or word in NO_INFINITIVES:
        return set()
    bare = word[:-2]
    if bare.endswith("ува"):  # арештувати, арештовано
        return {bare[:-3] + ending for ending in ("ує", "ують")} | {f"+{bare[:-3]}ова"}
    if bare.endswith(("крас", "пас", "клас")):  # викрасти, викрали, викрадено
        return {bare[:-1] + ending for ending in ("в", "ла", "ло", "ли", "де", "дуть")} | {f"+{bare[:-1]}д"}
    if bare.endswith("би"):
        before = bare[:-2] + ("" if bare[-3] in _VOWELS + "в" else "і")
        return {f"{before}б'{ending}" for ending in ("є", "ють")}
    if bare.endswith("и"):
        return {bare[:-1] + ending for ending in ("ить", "ять", "ать")}
    if bare.endswith("ну"):
        return {bare[:-1] + ending for ending in ("е", "уть")}
    return {bare + ending for ending in ("є", "ють")} if bare.endswith(("а", "я")) else set()


def _verb_bases(word: str) -> set[str]:
    found: set[str] = set()
    vowel = _VOWEL_VERB.fullmatch(word)
    if vowel:
        found.add(vowel["base"])
    participle = _EN_VERB.fullmatch(word)
    if participle:
        base = participle["base"]
        found |= {base, *(base.removesuffix(old) + new for old, new in _ALTERNATIONS if base.endswith(old))}
    return found
