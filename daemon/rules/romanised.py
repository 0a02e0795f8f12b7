"""Two words of names in Latin letters -> how alike they are, if two romanisations of one language explain it. Pure.

Pinyin and Wade-Giles, McCune-Reischauer and the Revised Romanisation, Somali and Arabic, Belarusian and Russian write
one name with other letters, not with slips: Xu and Hsu, Jong and Chong, Xasan and Hassan, Halavanau and Golovanov.
"""

import re
from functools import lru_cache

from daemon.rules.sounds import sound_key

_SYLLABLE_100, _SURNAME_100, _ORTHOGRAPHY_100 = 80.0, 90.0, 92.0
#: Family names that several systems, or families themselves, write apart.
_SURNAMES = (
    "pak park bak", "ri lee yi rhee li", "choe choi", "paek baek paik", "no roh noh", "im lim rim yim", "o oh",
    "chong jong jung chung cheong jeong", "cho jo", "ko go koh", "kang gang", "kwon gwon", "chang jang", "yun yoon",
    "yu ryu yoo lyu", "u woo wu", "sin shin", "so suh seo", "kim gim", "mun moon", "an ahn",
    "chen chan tan", "wang wong", "huang hwang wong ooi", "zhang chang cheung", "liu lau low", "li lee", "wu ng",
    "zhou chou chow", "xu hsu tsui", "zhu chu", "lin lam lim", "he ho", "guo kuo kwok", "luo lo law", "liang leung",
    "zheng cheng cheang", "xie hsieh tse", "feng fung", "dong tung", "xiao hsiao siu", "cao tsao tso", "cai tsai choi",
    "jiang chiang keung", "xue hsueh", "ye yeh yip", "pan poon", "qiu chiu yau", "deng teng tang", "mei moi", "ma mah",
)  # fmt: skip
_ROWS: dict[str, set[int]] = {}
for _row, _names in enumerate(_SURNAMES):
    for _name in _names.split():
        _ROWS.setdefault(_name, set()).add(_row)
#: One syllable of Chinese or Korean.
_SYLLABLE = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsywv]|zh|ch|sh|hs|ts|tz|kw|hw|[kghmnrpb]y)?[aeiou]{1,3}(?:n|ng|h|r|k|l|m|p|t)?"
)
_TO_ONE_SYSTEM = (
    ("^(hs|sh|x|s)", "S"), ("^(zh|ch|ts|tz|q|j|z|c)", "C"), ("^[td]", "T"), ("^[pb]", "P"), ("^[kg]", "K"),
    ("^[rl]", "R"),
    ("(?<=.)h$", ""), ("ueh?", "ue"), ("ae", "e"), ("eo", "o"), ("eu|oo|ou", "u"), ("[iy]e(?=n)", "ia"), ("ye", "e"),
    ("yo", "o"), ("ung$", "ong"), ("^(yi|i)$", "i"), ("k$", "K"), ("hy|yh", "h"),
)  # fmt: skip
_SYSTEMS = tuple((re.compile(found), put) for found, put in _TO_ONE_SYSTEM)
_SOMALI = re.compile("^c(?=[aiueo])|x")
_AS_RUSSIAN = str.maketrans("hui", "kaa")
_LONG_VOWEL = re.compile(r"([aeiou])\1")


def sounded_alike(one: str, other: str) -> float:
    """How alike the two words are for who knows the systems, 0..100; 0 if none explains them."""
    if not (one.isascii() and other.isascii()):
        return 0.0
    if not _ROWS.get(one, _NONE).isdisjoint(_ROWS.get(other, _NONE)):
        return _SURNAME_100
    if _orthographies(one) & _orthographies(other):
        return _ORTHOGRAPHY_100
    sound = _syllable(one)
    return _SYLLABLE_100 if sound and sound == _syllable(other) else 0.0


_NONE: frozenset[int] = frozenset()


@lru_cache(maxsize=20_000)
def _syllable(word: str) -> str:
    """The sound of a syllable in one system; empty for what is none."""
    if len(word) > 6 or not _SYLLABLE.fullmatch(word):
        return ""
    for found, put in _SYSTEMS:
        word = found.sub(put, word)
    return word


@lru_cache(maxsize=20_000)
def _orthographies(word: str) -> frozenset[str]:
    """The keys of a longer word, read as Somali too, and with the h of Belarusian and Ukrainian as g."""
    if len(word) < 3:
        return frozenset()
    key = sound_key(word)
    found = {key}
    if _SOMALI.search(word):
        plain = _SOMALI.sub(lambda met: "h" if met.group() == "x" else "", word)
        found.add(sound_key(_LONG_VOWEL.sub(r"\1", plain)))
    if len(key) > 5:
        found.add(_as_russian(key))
    return frozenset(found)


def _as_russian(key: str) -> str:
    key = re.sub("(au|av|uv|iv)$", "av", key) if len(key) > 5 else key
    return _LONG_VOWEL.sub(r"\1", key.translate(_AS_RUSSIAN))
