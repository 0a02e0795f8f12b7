"""Russian and Ukrainian inflection: declined forms of a name, and the base that the forms of one verb share. Pure.

Works on folded words (ё is е). Names are declined instead of stemmed: a stemmer makes `сир` of Сирия and `ира` of Иран.
"""

import re
from functools import lru_cache

_ADJECTIVE_HARD = "ый ого ому ым ом ая ой ую ою ое ые ых ыми"
_ADJECTIVE_MIXED = "ий ого ому им ом ая ой ую ою ое ие их ими"
#: Ending of the dictionary form -> all endings of its paradigm, the first that fits counts.
_PARADIGMS: tuple[tuple[str, str], ...] = (
    ("кий", " ".join("к" + one for one in _ADJECTIVE_MIXED.split())),
    ("гий", " ".join("г" + one for one in _ADJECTIVE_MIXED.split())),
    ("хий", " ".join("х" + one for one in _ADJECTIVE_MIXED.split())),
    ("ый", _ADJECTIVE_HARD),
    ("ая", _ADJECTIVE_HARD + " ие их ими"),
    ("ое", _ADJECTIVE_HARD + " ий им ие их ими"),
    ("ее", "ее его ему им ем ие их ими"),
    ("ые", _ADJECTIVE_HARD),
    ("ие", "ие ия ию ием ии ий иям иями иях их им ими ого"),
    ("ия", "ия ии ию ией иею ий иям иями иях"),
    ("ий", "ий ия ию ием ии иев иям иями иях его ему им ем ие их ими"),
    ("ея", "ея еи ее ею еей ей еям еями еях"),
    ("ь", "ь я ю ем ом е и ью ей ям ями ях"),
    ("й", "й я ю ем е и ев ям ями ях"),
    ("я", "я и е ю ей ею й ь ям ями ях"),
    ("а", "а ы и е у ой ей ою ею ам ами ах"),
    ("о", "о а у ом е ам ами ах"),
    ("е", "е я а ю у ем и ей ям ями ях і"),
    ("ы", "ы ов ам ами ах а у ом е"),
    ("и", "и ей ов ам ами ах ям ями ях а у ом е"),
    ("", "а у ом ем е ы и ов ев ам ами ах ой ым ых"),
)
_UKRAINIAN = ("ові", "еві", "єві", "і", "ї", "ою", "єю", "ія", "ії", "ію", "ією", "ій", "их", "ими")
_UKRAINIAN_ADJECTIVE = ("ого", "ому")  #: no noun in a consonant has them: ніч is no нічого
_NEUTER = re.compile(r"(?!\w*поле)\w{2,}[вклнсцш]е")  #: a Ukrainian adjective may be: Чорне, Рівне; море is none
_OF_NEUTER = ("ого", "ому", "им", "ім", "их", "ими")
_VERB_PREFIX = "(?:вз|вс|воз|вос|вы|до|за|из|ис|на|об|от|о|пере|под|по|при|про|раз|рас|разо|с|у)"
#: сбит, сбитый, сбили, сбил, сбить, сбивший: the base is what stands before the ending.
_VOWEL_VERB = re.compile(
    rf"(?P<base>{_VERB_PREFIX}\w*[иыяую])"
    r"(?:т(?:ы|а|о|ый|ая|ое|ые|ого|ому|ым|ом|ой|ую|ых|ыми)?|ть|л|ла|ло|ли|в|вш(?:ий|ая|ее|ие|его|ему|им|ем|ей|ую|их|ими))"
    r"(?:ся|сь)?"
)
#: уничтожен, уничтоженный, уничтожили, уничтожить; and ранен, the one without a prefix that fills the news.
_EN_VERB = re.compile(
    rf"(?P<base>{_VERB_PREFIX}\w{{2,}}|ран)"
    r"(?:ен(?:а|о|ы|н?(?:ый|ая|ое|ые|ого|ому|ым|ом|ой|ую|ых|ыми))?|и(?:л|ла|ло|ли|ть|в|вш\w{2,3}))"
    r"(?:ся|сь)?"
)
#: погиб, погибла, погибшими, погибнуть; спас, спасти. The shortest base counts, for the х of погибших could end one.
_CONSONANT_VERB = re.compile(
    rf"(?P<base>{_VERB_PREFIX}\w+?[бвгзклмпрсх])"
    r"(?:л[аои]|нуть|ти|(?:нув)?ш(?:ий|ая|ее|ие|его|ему|им|ем|ей|ую|их|ими))?(?:ся|сь)?"
)
_PERSONS_OF_STEM = ("ит", "ят", "ат", "ет", "ут", "ют", "ится", "ятся", "ется", "утся")
_PERSONS_OF_VOWEL = ("ет", "ют", "ется", "ются")
_PERSONS_OF_OVA = ("ует", "уют", "уется", "уются", "юет", "юют")
_SHORT_VERB = re.compile(rf"({_VERB_PREFIX})([бвлпш])и")  #: сбить, убить, зашить
_FALL_VERB = re.compile(rf"({_VERB_PREFIX}(?:па|кра|кла))с")  #: упасть, украсть
_OTHER_INFINITIVES = {"умереть": "умер"}
_NO_PARTICIPLE = re.compile("умеренн?[а-я]*")  #: moderate, not dead
#: захвачен from захватить, поврежден from повредить, ограблен from ограбить.
_ALTERNATIONS = (
    ("жд", "д"),
    ("щ", "т"),
    ("щ", "ст"),
    ("ч", "т"),
    ("бл", "б"),
    ("пл", "п"),
    ("вл", "в"),
    ("мл", "м"),
    ("фл", "ф"),
)
_MIN_BASE = 3
_SHORT_STEM_ENDINGS = "а у ом ем е ы и ов ев ам ами ах"
_SOFT_ENDINGS = "я ю ем е и ей ям ями ях"
_VOWELS = "аеиоуыэюя"
_MIN_BARE = 4  #: letters of a form without any ending


@lru_cache(maxsize=1_000)
def declined(word: str) -> frozenset[str]:
    """All forms that a name can take in Russian, and the commonest of Ukrainian; too many rather than too few.

    Law: holds the word itself. Words of one or two letters, and abbreviations without a vowel, are not declined.
    """
    if len(word) < 3 or not re.search("[аеиоуыэюяіїє]", word):
        return frozenset({word})
    ending, endings = next((one for one in _PARADIGMS if word.endswith(one[0])), _PARADIGMS[-1])
    stem = word[: len(word) - len(ending)]
    forms = {word, *(stem + one for one in endings.split())}
    if ending in {"а", "о", "ы", "и"} and len(stem) >= _MIN_BARE:
        forms.add(stem)  # ракета, ракет; хуситы, хусит
    bare = stem if ending in {"", "а", "я", "о", "ь", "й"} else word[:-2] if len(word) > 4 else word
    forms |= {bare + one for one in (*_UKRAINIAN, *(_UKRAINIAN_ADJECTIVE if ending else ()))}
    if _NEUTER.fullmatch(word):
        forms |= {word[:-1] + one for one in _OF_NEUTER}
    short = _without_fleeting_vowel(word)
    if short:
        forms |= {short + one for one in _SHORT_STEM_ENDINGS.split()}
    return frozenset(forms)


def _without_fleeting_vowel(word: str) -> str | None:
    """The stem of the other cases, where the last vowel stands in the first only: боец, бойца; орел, орла."""
    found = re.fullmatch(r"(.+?)([ео])([кцлр])", word)
    if not found:
        return None
    before, vowel, last = found.groups()
    if before[-1] not in "аеиоуыэюя":
        return before + ("ь" if before[-1] == "л" and last == "ц" else "") + last  # доброволец, добровольца
    return f"{before}й{last}" if vowel == "е" and last == "ц" else None


@lru_cache(maxsize=1_000)
def shifted_forms(word: str) -> frozenset[str]:
    """The forms in which a vowel of the stem goes or comes: боец, бойца; огонь, огня; перестрелка, перестрелок."""
    forms: set[str] = set()
    short = _without_fleeting_vowel(word)
    if short:
        forms |= {short + one for one in _SHORT_STEM_ENDINGS.split()}
    if word.endswith("мя") and len(word) > _MIN_BASE - 1:  # имя, время, племя
        forms |= {f"{word[:-1]}{one}" for one in ("ени", "енем", "ена", "ен", "енам", "енами", "енах")}
    if word.endswith(("ата", "ята")):  # Snowball takes ребят for a verb
        forms.add(word[:-1])
    soft = re.fullmatch(r"(\w+)[ео](н|т)ь|(\w{2,})[ео]([влшж])ь", word)
    if soft:
        forms |= {(soft[1] or soft[3]) + (soft[2] or soft[4]) + one for one in _SOFT_ENDINGS.split()}
    cluster = re.fullmatch(rf"(\w+[^{_VOWELS}ьй])[ьй]?([кнмлц])(?:[ао]|(?<=к)и)|(\w+)[ьй](м|к|б)а", word)
    if cluster:
        head, last = (cluster[1], cluster[2]) if cluster[1] else (cluster[3], cluster[4])
        forms |= {head + vowel + last for vowel in "ое"}
    return frozenset(forms)


def future_forms(word: str) -> frozenset[str]:
    """The third persons of an infinitive: захватить, захватит; стрелять, стреляют; сбить, собьет."""
    bare = word.removesuffix("ся").removesuffix("ь").removesuffix("т")
    stem = bare[:-1]
    forms = {stem + ending for ending in _PERSONS_OF_STEM}
    if bare.endswith(("ова", "ева")):
        forms |= {bare[:-3] + ending for ending in _PERSONS_OF_OVA}
    elif bare.endswith(("а", "я", "е")):
        forms |= {bare + ending for ending in _PERSONS_OF_VOWEL}
    fallen = _FALL_VERB.fullmatch(bare)
    if fallen:
        forms |= {fallen[1] + ending for ending in ("л", "ла", "ло", "ли", "дет", "дут", "ден", "дена", "дены", "дено")}
    if bare.endswith("ня"):
        forms |= {bare[:-2] + middle + ending for middle in ("ним", "йм", "м") for ending in ("ет", "ут")}
    if bare == "взя":
        forms |= {"возьмет", "возьмут"}
    short = _SHORT_VERB.fullmatch(bare)
    if short:  # before two consonants the prefix has a vowel more
        before = short[1] + ("" if short[1][-1] in _VOWELS else "о")
        forms |= {f"{before}{short[2]}ь{ending}" for ending in _PERSONS_OF_VOWEL}
    return frozenset(forms)


def looks_like_participle(word: str) -> bool:
    """May the word's last н or л be a verb's (взорван, атакован), and not a noun's own (капитан, капитал)?"""
    return re.match(_VERB_PREFIX, word) is not None or word.endswith(("ован", "еван"))


@lru_cache(maxsize=1_000)
def verb_bases(word: str) -> frozenset[str]:
    """What all past forms and participles of a perfective verb share; empty if the word does not look like one.

    Why only prefixed verbs: without a prefix `капитан` and `капитал` would be forms of one verb.
    """
    found: set[str] = set()
    vowel = _VOWEL_VERB.fullmatch(word)
    if vowel and len(vowel["base"]) >= _MIN_BASE:
        found.add(vowel["base"])
    consonant = _CONSONANT_VERB.fullmatch(word)
    if consonant and len(consonant["base"]) > _MIN_BASE:
        found.add(consonant["base"])
    if word in _OTHER_INFINITIVES:
        found.add(_OTHER_INFINITIVES[word])
    participle = _EN_VERB.fullmatch(word)
    if participle and not _NO_PARTICIPLE.fullmatch(word):
        base = participle["base"]
        found |= {base, *(base.removesuffix(old) + new for old, new in _ALTERNATIONS if base.endswith(old))}
    return frozenset(found)
