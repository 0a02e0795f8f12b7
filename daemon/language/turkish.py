"""Turkish inflection: a folded word -> the stems that its plural, possessive and case endings may stand on. Pure.

Folding has made one letter of ı and i, o and ö, u and ü, so vowel harmony is asked as far as it can still be told.
Derived words (saldırgan, füzeci, İstanbullu) keep their endings. Apostrophes of names are parted before.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_VOWELS = frozenset("aeiou")
#: A: a or e; I: i or u. After a consonant; after a vowel; after the possessive of the third person.
_CASES_C = ("A", "I", "dA", "tA", "dAn", "tAn", "In", "lA", "dAki", "tAki")
_CASES_V = ("yA", "yI", "dA", "dAn", "nIn", "ylA", "dAki")
_CASES_THIRD = ("", "nA", "nI", "ndA", "ndAn", "nIn", "ylA", "ndAki")
_COPULA = ("", "dIr", "tIr")
_VERB_C = ("dI", "tI", "Iyor", "AcAk", "mIs", "An", "Ir", "Ar", "Ip", "mAsI", "mAk", "Iyordu")
_VERB_V = ("dI", "yor", "yAcAk", "mIs", "yAn", "r", "yIp", "mAsI", "mAk", "yordu")
#: Stems that lose their last vowel before a vowel, or double their last letter: şehir, şehri; zam, zammı.
_SHORTENED = {
    "sehir": "sehr", "nehir": "nehr", "fikir": "fikr", "isim": "ism", "agiz": "agz", "ogul": "ogl", "burun": "burn",
    "emir": "emr", "kayip": "kayb", "zehir": "zehr", "nesil": "nesl", "boyun": "boyn",
    "hapis": "haps", "akil": "akl", "omur": "omr", "zam": "zamm", "hak": "hakk", "hat": "hatt", "his": "hiss",
    "sir": "sirr", "ret": "redd", "had": "hadd", "metin": "metn", "vakit": "vakt", "kisim": "kism", "devir": "devr",
}  # fmt: skip
#: Verbs whose stem is too short to be cut off, or changes; but nothing that a form of olmak or a noun is spelled like.
_SHORT_VERBS = {
    "et": "etti ediyor eden edecek etmis eder ettigi edildi",
    "git": "gitti gidiyor giden gidecek gitmis gider gittigi",
    "de": "dedi diyor diyen diyecek demis dedigi",
    "ye": "yedi yiyor yiyen yiyecek yemis",
    "al": "aldi aliyor alacak almis aldigi",
    "ver": "verdi veriyor veren verecek vermis verdigi",
    "uc": "uctu ucuyor ucan ucacak ucmus ucurdu",
    "ac": "acti aciyor acan acacak acmis acildi aciliyor acilan acilacak",
    "at": "atti atiyor atan atacak atmis atildi atiliyor atilan",
    "ez": "ezdi eziyor ezen ezecek ezmis ezdigi ezerek ezip ezildi eziliyor ezilen ezilmis ezilerek",
    "in": "indi iniyor inen inecek inmis indigi inerek inip",
    "it": "itti itiyor iten itecek itmis ittigi iterek itip itildi itiliyor itilen",
    "ic": "icti iciyor icen icmis ictigi icerek icip icildi",
}
#: Verbs whose forms are folded as those of another (olmak; each other): as they are spelled, each behind this sign.
_SPELLED: Final = "="
_SPELLED_VERBS = {
    "ölmek": "öldü öldüler öldüğü öldüğünü öldüğünün öldüğüne öldüklerini öldükten öldüyse ölüyor ölüyorlar ölüyordu "
    "ölür ölürler ölmüş ölmüşler ölmüştü ölmüştür ölmesi ölmesine ölmesini ölmesinin ölmeden ölmeye ölüp ölerek "
    "ölürken ölebilir ölenin ölenlerden ölenlere ölenleri öleceği öleceğini ölecekler ölmedi ölmeyecek",
    "asmak": "astı astılar astığı astığını asıyor asıyorlar asmış asıp asıldı asıldılar asıldığı asılıyor asılan "
    "asılmış asılmıştı asılacak asılarak asılması asılmasına",
    "aşmak": "aştı aştılar aştığı aştığını aşıyor aşıyorlar aşıyordu aşar aşmış aşmıştı aşan aşanlar aşacak aşacağı "
    "aşarak aşıp aşınca aşması aşmasına aşmadı aşıldı aşıldığı aşılıyor aşılan aşılmış aşılacak aşılarak aşılması",
}
_SPELLED_VERBS["olmek"] = _SPELLED_VERBS["ölmek"]  # without its dots it is no other verb
#: Of verbs in -etmek, whose t is d before a vowel: kaybetmek, kaybeden, reddedildi.
_ED = ("di", "iyor", "en", "ecek", "er", "ildi", "iliyor", "ilen", "ilecek", "ilmis")
#: Verbs whose passive is another verb: çekilmek, to withdraw; katılmak, to take part; bulunmak, to be.
_NO_PASSIVE = frozenset(("cek", "kat", "bul", "kal", "yan", "yor", "sar"))
#: Nouns too short to be cut out of a text's word: their forms, but those that are other words (oyun, a game).
_SHORT_NOUNS = {
    "oy": "oylar oyu oylari oylarin oyunu oyla oylariyla oylarini",
    "ag": "agi aglar agin agda aglari agina agini aglarin",
    "us": "ussu usler ussunu ussune ussunde ussunun usleri uslerine uslerini",
    "ev": "evi evler evde evin evleri evine evinde evlerin evlerine evlerinde evden",
}
_OF_THIRD = ("na", "ne", "ni", "nu", "nda", "nde", "ndan", "nden", "ndaki", "ndeki")
_PLURALS_OF_THIRD = ("", "n", "na", "ne", "ni", "nin", "nda", "nde", "ndan", "nden")
#: Adjectives and nouns that end as a possessive does, with another word's forms: askeri, tarihi.
_NO_POSSESSIVES = frozenset(
    ("askeri", "tarihi", "merkezi", "insani", "bedeni", "islami", "siyasi", "polisi", "herkesi", "kendisi")
)
_DYING = ("olen", "olenler", "olenlerin", "olecek")  #: the other forms of ölmek are folded as olmak's are
#: About, and no form of right; they stand in nearly every report.
_WHOLE = frozenset(("hakkinda", "hakkindaki", "hakkindan"))
_DATA = "veriler"  #: data, of veri; as a verb it would be vermek's passive
_SOFTENED = {"k": "g", "p": "b", "t": "d"}
_MIN_STEM = 3


def _noun_endings() -> Iterator[tuple[str, str]]:
    """Every ending of a noun, as a pattern, with what it stands after: C consonant, V vowel."""
    possessed = ("Im", "In", "ImIz", "InIz")
    for plural in ("", "lAr"):
        for after in ("C",) if plural else ("C", "V"):
            place = "CV" if plural else after
            tails = [*(_CASES_C if after == "C" else _CASES_V)]
            tails += [("I" if after == "C" else "sI") + case for case in _CASES_THIRD]
            tails += [one + case for one in possessed for case in ("", *_CASES_C)] if after == "C" else ["m", "mIz"]
            for tail in ("", *tails):
                for where in place:
                    yield from ((plural + tail + copula, where) for copula in _COPULA if plural + tail + copula)


def _verb_endings() -> Iterator[tuple[str, str]]:
    for after, endings in (("C", _VERB_C), ("V", _VERB_V)):
        for ending in endings:
            yield from ((ending + person, after) for person in ("", "lAr"))


def _written(patterns: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Endings as written in all harmonies -> after what they stand. After a or e comes i, never u."""
    found: dict[str, str] = {}
    for pattern, after in patterns:
        for wide in "ae":
            for narrow in "iu":
                head, mark, tail = pattern.partition("A")
                written = head.replace("I", narrow) + (mark + tail).replace("A", wide).replace("I", "i")
                found[written] = "".join(sorted({*found.get(written, ""), after}))
    return found


_NOUN, _VERB = _written(_noun_endings()), _written(_verb_endings())
_LONGEST = max(map(len, _NOUN))
_FRONT = ("e", "de", "te", "den", "ten", "ler", "lere", "leri", "lerin", "lerde", "lerden", "lerini", "lerine", "ine")


@lru_cache(maxsize=1_000)
def turkish_word_bases(word: str) -> frozenset[str]:
    """The bases of a rule's word, also as they are before a vowel. Law: holds the word itself."""
    bases = {word}
    if word[-1:] in _SOFTENED and len(word) > _MIN_STEM and word != "arap":  # araba is a car
        bases.add(word[:-1] + _SOFTENED[word[-1]] + "~")
    if word in _SHORTENED:
        bases |= {_SHORTENED[word] + one for one in ("~", "e")}  # hapse, of hapis
    if word.endswith(("mak", "mek")):
        return frozenset(bases | ({*_DYING} if word == "olmek" else _verb_bases(word[:-3])))
    if word in _SHORT_NOUNS:
        bases.update(_SHORT_NOUNS[word].split())
    elif (
        word.endswith(("al", "at")) and len(word) > _MIN_STEM
    ):  # of Arabic and French, with an e after them: santraller
        bases |= {word + one for one in _FRONT}
    elif word.endswith(("i", "u")) and len(word) > _MIN_STEM + 2 and word not in _NO_POSSESSIVES:
        bases |= _of_possessive(word)
    return frozenset(bases)


def _of_possessive(word: str) -> set[str]:
    """The other cases of a word in the third person's possessive: başkanı, başkanına; and the plural of a compound."""
    found = {word + one for one in _OF_THIRD}
    if word.endswith(("si", "su")) and word[-3] in _VOWELS:  # hava saldırısı
        found.add(word[:-2])
    else:  # başkanları, uçakları
        stem = word[:-2] + "k" if word[-2] == "g" else word[:-1]
        found |= {f"{stem}{many}{one}" for many in ("lari", "leri") for one in _PLURALS_OF_THIRD}
    return found


def _verb_bases(stem: str) -> set[str]:
    """A verb's stem and its passive; where it is short or ends in a wide vowel, the forms that would hide it."""
    found = {f"+{stem}"} if len(stem) >= _MIN_STEM else set[str]()
    if len(stem) >= _MIN_STEM and stem not in _NO_PASSIVE:
        found |= _passives(stem)
    if stem.endswith("et") and len(stem) > _MIN_STEM:
        found |= {f"{stem[:-1]}d{end}" for end in _ED}
    if stem in _SHORT_VERBS:
        found |= {one + end for one in _SHORT_VERBS[stem].split() for end in ("", "lar", "ler")}
    elif stem.endswith(("a", "e")):  # patlamak, patlıyor; tutuklamak, tutukluyor
        found |= {stem[:-1] + end for end in ("iyor", "uyor", "iyorlar", "uyorlar", "iyordu", "uyordu")}
    return found


def _passives(stem: str) -> set[str]:
    """Its passive as a verb of its own: öldürmek, öldürüldü; tutuklamak, tutuklanan; çalmak, çalındı."""
    if stem[-1] in _VOWELS:
        return {f"+{stem}n"}
    last = next((one for one in reversed(stem) if one in _VOWELS), "a")
    return {f"+{stem}{'u' if last in 'ou' else 'i'}{'n' if stem[-1] == 'l' else 'l'}"}


@lru_cache(maxsize=1_000)
def turkish_text_bases(word: str) -> frozenset[str]:
    """The word, and what may be left of it without its endings."""
    bases = {word}
    if word in _WHOLE:
        return frozenset(bases)
    for cut in range(max(_MIN_STEM, len(word) - _LONGEST), len(word)):
        stem, ending = word[:cut], word[cut:]
        if ending in _NOUN and _fits(stem, ending, _NOUN[ending]):
            bases |= {stem, stem + "~"} if ending[0] in _VOWELS else {stem}
        if ending in _VERB and not word.startswith(_DATA) and _fits(stem, ending, _VERB[ending]):
            bases.add(f"+{stem}")
    return frozenset(bases)


def turkish_spelled_forms(written: str) -> tuple[str, ...]:
    """The forms of a rule's word that only their spelling tells from another's, as `turkish_spelling` has them."""
    forms = _SPELLED_VERBS.get(turkish_spelling(written)[1:], "")
    return tuple([_SPELLED + form for form in forms.split()])


def turkish_spelling(written: str) -> str:
    """The base that a text's word has as it is spelled, dots and hooks with it."""
    composed = unicodedata.normalize("NFC", written)
    return _SPELLED + composed.replace("I", "ı").replace("İ", "i").lower()


def _fits(stem: str, ending: str, after: str) -> bool:
    """May the ending stand on this stem, by its last letter and by what is left of vowel harmony?"""
    if ("V" if stem[-1] in _VOWELS else "C") not in after:
        return False
    last = next((one for one in reversed(stem) if one in _VOWELS), "")
    first = next((one for one in ending if one in _VOWELS), "")
    if not last or not first:
        return bool(last)
    if first in "iu":
        return (last in "ou") == (first == "u")
    return {last, first} != {"a", "e"}
