"""German inflection: a folded word -> the bases by which its forms meet. Pure.

Folding has taken the umlauts, so that Städte is Stadt with an ending. Nouns lose case and plural endings, -er only
where a noun has it for its plural: Kämpfer is no form of Kampf. A verb's forms meet its infinitive and its participle.
"""

import re
from functools import lru_cache

from daemon.language.german_forms import BESIDE_NOUNS, adjective_stem, feminine, german_forms

#: Nouns with a plural in -er, alone or at the end of a compound.
_ER_PLURAL_WORDS = (
    "haus kind land bild dorf wald mann rad buch blatt feld geld glas grab gut haupt kleid lied loch volk wort schloss "
    "schild mitglied amt dach fach geist gesicht rand regiment bad brett ei licht"
)
_ER_PLURALS = tuple(_ER_PLURAL_WORDS.split())
#: After these an -er is an adjective's ending.
_ADJECTIVE_ENDS = ("isch", "deutsch", "lich", "ig", "los", "sam", "bar", "haft", "iert", "end", "nd")
_ENDINGS = ("ens", "en", "es", "em", "e", "n", "s")
_PREFIX = "(?:ab|an|auf|aus|bei|ein|fest|her|hin|los|mit|nach|nieder|um|unter|uber|vor|weg|zer|zu|zuruck|zusammen)"
#: getötet, angeklagt, abgestürzt; with or without an adjective's ending.
_GE_PARTICIPLE = re.compile(rf"(?P<before>{_PREFIX}?)ge(?P<stem>\w{{2,}}?)e?t(?:e[mnrs]?)?")
#: verletzt, zerstört, entführt, ermordet, explodiert.
_BARE_PARTICIPLE = re.compile(r"(?P<stem>(?:ver|zer|ent|er|be|miss)\w{3,}?|\w{2,}ier)e?t(?:e[mnrs]?)?")
#: Endings of present and past: greift, tötete, explodierten.
_FINITE = ("etet", "eten", "ete", "tet", "ten", "te", "est", "et", "st", "t", "end", "en", "e")
_INFINITIVE = re.compile(r"(?P<stem>\w{3,}?)(?:en|(?<=[lr])n)")
#: Participles and past forms of strong verbs that newsrooms write -> the stem of the infinitive.
_STRONG = {
    form: stem
    for stem, forms in {
        "schiess": "schoss schossen geschossen", "erschiess": "erschoss erschossen",
        "abschiess": "abgeschossen abschoss abschossen", "beschiess": "beschoss beschossen",
        "angreif": "angegriffen angriff", "ergreif": "ergriff ergriffen", "sterb": "starb starben gestorben stirbt",
        "flieh": "floh flohen geflohen", "fall": "fiel fielen gefallen fallt", "nehm": "nahm nahmen genommen nimmt",
        "festnehm": "festgenommen", "werf": "warf warfen geworfen wirft", "brenn": "brannte brannten gebrannt",
        "verbrenn": "verbrannte verbrannt", "sprech": "sprach sprachen gesprochen spricht",
        "brech": "brach brachen gebrochen bricht", "schlag": "schlug schlugen geschlagen schlagt",
        "finden": "fand fanden gefunden", "verlier": "verlor verloren", "trag": "trug trugen getragen",
        "abschliess": "abgeschlossen", "komm": "kam kamen gekommen", "umkomm": "umgekommen", "ruf": "rief gerufen",
        "fang": "fing fingen gefangen", "sink": "sank sanken gesunken", "ertrink": "ertrank ertranken ertrunken",
        "stehl": "stahl stahlen gestohlen stiehlt", "greif": "griff griffen gegriffen",
        "treff": "traf trafen getroffen trifft",
        "erstech": "erstach erstachen erstochen", "verschwind": "verschwand verschwanden verschwunden",
        "entkomm": "entkam entkamen", "verlass": "verliess verliessen", "gewinn": "gewann gewannen gewonnen",
    }.items()
    for form in forms.split()
}  # fmt: skip
#: Nouns that begin and end like a participle.
_GE_NOUNS = ("gericht", "gesicht", "gewicht", "gebiet", "gewalt", "geburt", "gefecht", "gerucht", "geschaft", "gerat")
#: ae, oe and ue between consonants; in bauen and neue the e is a letter of its own.
_TWO_LETTERS = re.compile(r"(?<![aeiou])(?<!q)([aou])e(?=[^aeiou\W])")
#: Words in which the two are letters of their own: Poet is not Pot, nor Duell dull.
_NO_UMLAUT = re.compile(
    "poe[ts]|[dtsxn]uell|[dn]uett|(?:isr|mich|raph)ael|(?:man|sam|mig|venez)uel|suez|koex|noel|joel|aero|maestr|guer|puert"
)
_NO_PLURALS = ("raten", "geraten", "anhalten")  #: of Rat, Gerät and Anhalt they are none
_WHOLE = frozenset(("neun", "totem"))  #: nine is no form of new, nor a totem of the dead
_NO_INFINITIVES = frozenset(("konzern", "stern", "gestern", "bayern", "eltern", "ostern", "modern", "luzern", "ungarn"))
_MIN_STEM = 3


@lru_cache(maxsize=1_000)
def german_word_bases(word: str) -> frozenset[str]:
    """The bases of a rule's word. Law: holds the word itself."""
    word = plain_umlauts(word)
    endings = () if not word.endswith("en") else ("n",) if word in _NO_PLURALS else ("en", "e", "n")
    bases = {word} | _declined(word, endings=endings) | german_forms(word) | feminine(word)
    adjective = adjective_stem(word)
    if adjective in BESIDE_NOUNS:
        bases |= {f"={adjective}{one}" for one in ("er", "em", "en", "es")}
    elif adjective:
        bases |= {adjective, adjective + "er"}
    infinitive = _INFINITIVE.fullmatch(word)
    if infinitive and word not in _NO_INFINITIVES:
        bases.add(f"+{infinitive['stem']}")
    if word.endswith("er") and (_participle(word[:-2]) or word == "toter"):
        bases.add(word[:-1])  # Verletzter: der Verletzte, die Verletzten
    return frozenset(bases | _participle(word))


@lru_cache(maxsize=1_000)
def german_text_bases(word: str) -> frozenset[str]:
    """The bases of a text's word, which may be any form. Law: holds the word itself."""
    if word in _WHOLE:
        return frozenset({word, f"={word}"})
    plain = plain_umlauts(word)
    bases = {word, plain, f"={plain}"} | _declined(plain, endings=_ENDINGS) | _participle(plain)
    bases |= {f"+{plain[: -len(one)]}" for one in _FINITE if plain.endswith(one) and len(plain) - len(one) >= _MIN_STEM}
    return frozenset(bases)


def plain_umlauts(word: str) -> str:
    """The word with umlauts that were written as two letters as folding has the others: fluechtling, fluchtling."""
    if ("ue" in word or "oe" in word or "ae" in word) and not _NO_UMLAUT.search(word):
        return _TWO_LETTERS.sub(r"\1", word)
    return word


def _declined(word: str, *, endings: tuple[str, ...]) -> set[str]:
    found = {word[: -len(one)] for one in endings if word.endswith(one) and len(word) - len(one) >= _MIN_STEM}
    if endings != _ENDINGS:
        return found
    if word.endswith(("er", "ern")):
        stem = word.removesuffix("n")[:-2]
        if stem.endswith("schaft"):  # Botschafter and Gesellschafter are people
            return found
        if stem.endswith((*_ER_PLURALS, *_ADJECTIVE_ENDS)):
            found.add(stem)
        if word.endswith("er") and stem.endswith(("t", "en")) and len(stem) >= _MIN_STEM:  # Verletzter, Gefangener
            found.add(stem + "e")
            if _participle(stem) or stem.endswith("t"):
                found.add(stem)
    return found


def _participle(word: str) -> set[str]:
    """The verb of a participle or an irregular past form; empty for other words."""
    without = (word[: -len(one)] for one in ("em", "en", "er", "es", "e") if word.endswith(one))
    bare = next((one for one in without if one in _STRONG and one.endswith(("en", "t"))), word)  # Finger is no fing
    if bare in _STRONG:
        return {f"+{_STRONG[bare]}"}
    regular = None if word.startswith(_GE_NOUNS) else _GE_PARTICIPLE.fullmatch(word)
    if regular:
        return {f"+{regular['before']}{regular['stem']}"}
    unmarked = _BARE_PARTICIPLE.fullmatch(word)
    return {f"+{unmarked['stem']}"} if unmarked else set()
