"""Dutch: the forms of a rule's word that a stemmer keeps apart, written out whole. Pure.

The plural lengthens or shortens what stands before it (soldaat, soldaten; aanval, aanvallen), strong verbs change their
vowel, and the first part of a separable verb stands before ge and te. Works on folded words.
"""

import re
from typing import Final

_VOWELS: Final = frozenset("aeiouy")
_WHOLE: Final = {
    word: tuple(forms.split())
    for word, forms in {
        "stad": "steden", "schip": "schepen", "kind": "kinderen kinds", "lid": "leden", "ei": "eieren", "weg": "wegen",
        "dag": "dagen",
        "fransman": "fransen", "engelsman": "engelsen", "slag": "slagen", "dak": "daken", "gat": "gaten",
        "oorlog": "oorlogen", "volk": "volken volkeren",
        "bedrag": "bedragen", "verdrag": "verdragen", "god": "goden", "gebed": "gebeden", "lied": "liederen",
        "blad": "bladen bladeren", "rad": "raderen", "goed": "goederen", "gemoed": "gemoederen", "vat": "vaten",
    }.items()
}  # fmt: skip
#: Infinitive -> third person, past, its plural, and participle, without any prefix.
_STRONG_VERBS: Final = """
    vallen valt viel vielen gevallen, slaan slaat sloeg sloegen geslagen, schieten schiet schoot schoten geschoten,
    stelen steelt stal stalen gestolen, sterven sterft stierf stierven gestorven, kiezen kiest koos kozen gekozen,
    liezen liest loor loren loren, nemen neemt nam namen genomen, geven geeft gaf gaven gegeven,
    breken breekt brak braken gebroken, steken steekt stak staken gestoken, spreken spreekt sprak spraken gesproken,
    komen komt kwam kwamen gekomen, gaan gaat ging gingen gegaan, staan staat stond stonden gestaan,
    vechten vecht vocht vochten gevochten, vliegen vliegt vloog vlogen gevlogen, trekken trekt trok trokken getrokken,
    treffen treft trof troffen getroffen, vinden vindt vond vonden gevonden, winnen wint won wonnen gewonnen,
    zinken zinkt zonk zonken gezonken, drinken drinkt dronk dronken gedronken,
    springen springt sprong sprongen gesprongen,
    rijden rijdt reed reden gereden, snijden snijdt sneed sneden gesneden, grijpen grijpt greep grepen gegrepen,
    blijven blijft bleef bleven gebleven, schrijven schrijft schreef schreven geschreven,
    krijgen krijgt kreeg kregen gekregen,
    lijken lijkt leek leken geleken, stijgen stijgt steeg stegen gestegen, dwijnen dwijnt dween dwenen dwenen,
    sluiten sluit sloot sloten gesloten, vluchten vlucht vluchtte vluchtten gevlucht, lopen loopt liep liepen gelopen,
    roepen roept riep riepen geroepen, laten laat liet lieten gelaten, houden houdt hield hielden gehouden,
    dragen draagt droeg droegen gedragen, graven graaft groef groeven gegraven, brengen brengt bracht brachten gebracht,
    denken denkt dacht dachten gedacht, kopen koopt kocht kochten gekocht, zoeken zoekt zocht zochten gezocht,
    zien ziet zag zagen gezien, worden wordt werd werden geworden, werpen werpt wierp wierpen geworpen,
    helpen helpt hielp hielpen geholpen, doen doet deed deden gedaan, zeggen zegt zei zeiden gezegd,
    beginnen begint begon begonnen begonnen, bieden biedt bood boden geboden, zwemmen zwemt zwom zwommen gezwommen"""
_STRONG: Final = {verb: forms for verb, *forms in (one.split() for one in _STRONG_VERBS.split(","))}
_ROOTS: Final = "|".join(sorted(_STRONG, key=len, reverse=True))
_LOOSE: Final = (
    "aan|af|op|uit|in|neer|mee|mede|om|onder|over|terug|toe|vast|voor|weg|dood|door|ineen|bij|na|tegen|plaats"
)
_FIRM: Final = "be|ge|er|her|ont|ver|mis"
_STRONG_VERB: Final = re.compile(f"((?:{_LOOSE})?)((?:{_FIRM})?)({_ROOTS})")
_LOOSE_VERB: Final = re.compile(rf"({_LOOSE})(\w{{4,}}n)")
_FIRM_VERB: Final = re.compile(rf"(?:{_FIRM})\w+")
_UNSTRESSED: Final = ("el", "ik", "em")  #: artikel, artikelen
_MIN_LETTERS: Final = 3


def dutch_forms(word: str) -> set[str]:
    """The plurals of a noun, the persons, the past and the participle of an infinitive. Law: holds the word itself."""
    found = {word, *_WHOLE.get(word, ())}
    if len(word) < _MIN_LETTERS or word in _WHOLE:
        return found
    if (word.endswith("en") and len(word) > _MIN_LETTERS) or _STRONG_VERB.fullmatch(word):
        found |= _verb_forms(word)
    if word.endswith("heid"):
        return found | {word[:-4] + "heden"}
    if word.endswith("e"):
        return found | {word + "n", word + "s"}
    stem = _before_ending(word)
    if word[-2] == word[-3:-2]:  # zwaar, zware
        found.add(stem + "e")
    return found | {stem + "en", word + "s", *([word + "en"] if word.endswith(_UNSTRESSED) else ())}


def _before_ending(word: str) -> str:
    """A stem as it is before an ending with a vowel: soldaat, soldat-; aanval, aanvall-; huis, huiz-; brief, briev-."""
    last, before = word[-1], word[-2]
    if last in _VOWELS:
        return word
    if before in _VOWELS and word[-3:-2] == before:
        short = word[:-2] + last
        return short[:-1] + {"f": "v", "s": "z"}.get(last, last)
    if before in _VOWELS and word[-3:-2] not in _VOWELS:
        return word + last
    return word[:-1] + {"f": "v", "s": "z"}.get(last, last)


def _closed(stem: str) -> str:
    """A stem as it is without an ending: lop-, loop; vall-, val; sterv-, sterf; doz-, doos."""
    last = {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    if stem[-1] == stem[-2]:
        return stem[:-1]
    if stem[-2] in _VOWELS and stem[-3:-2] not in _VOWELS and stem[-1] not in _VOWELS:
        return stem[:-1] + stem[-2] + last
    return stem[:-1] + last


def _verb_forms(word: str) -> set[str]:
    loose = _LOOSE_VERB.fullmatch(word)
    found = {f"{loose[1]}te{loose[2]}"} if loose else set[str]()
    strong = _STRONG_VERB.fullmatch(word)
    if strong:
        part, firm, root = strong.groups()
        *finite, participle = _STRONG[root]
        bare = participle.removeprefix("ge") if firm else participle
        return found | {part + firm + one for one in finite} | {part + firm + bare, part + firm + bare + "e"}
    part, rest = (loose[1], loose[2]) if loose else ("", word)
    stem = _closed(rest[:-2])
    ge = "" if _FIRM_VERB.fullmatch(rest) else "ge"
    found |= {f"{part}{stem}{one}" for one in ("t", "de", "den", "te", "ten")} | {f"{part}{stem}"}
    participles = {stem if stem.endswith(one) else stem + one for one in "dt"}
    return found | {f"{part}{ge}{one}{end}" for one in participles for end in ("", "e")}
